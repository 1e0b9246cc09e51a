"""The request as our views see it: signed in, with what the middleware hung on it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST
from django_htmx.middleware import HtmxDetails

from accounts.models import Membership, Team, User


class PortalRequest(HttpRequest):
    """Behind ``login_required``: ``user`` is a person; ``current_team`` is the page's, once a view has entered it."""

    user: User
    htmx: HtmxDetails
    current_team: Team
    memberships: list[Membership]


def acts(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that changes something: POST only, for people who are signed in.

    Who was signed out meanwhile comes back to the page that the form stood on: the form's own address shows nothing.
    """
    post_only = require_POST(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            return redirect_to_login(page_before(request))
        return post_only(request, *args, **kwargs)

    return answer


def page_before(request: HttpRequest) -> str:
    """The page of ours that led here, as a path; the start page where the browser does not tell."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host():
        return "/"
    # One slash: behind two a browser looks for another host.
    return "/" + before.path.lstrip("/\\") + (f"?{before.query}" if before.query else "")
