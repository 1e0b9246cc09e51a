"""What answers of all kinds have in common."""

from collections.abc import Mapping

from django.http.response import HttpResponseBase


def set_headers(response: HttpResponseBase, headers: Mapping[str, str]) -> None:
    """Set all ``headers``, in place of those that are there."""
    for name, value in headers.items():
        response.headers[name] = value
