"""GET and POST /oauth2/addclient: the page on which a person registers an application."""

import re
import secrets
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare

from sandbox.api.errors import unauthorized
from sandbox.database import write
from sandbox.identifiers import new_client_id, new_secret
from sandbox.models import Client
from sandbox.oauth.authorize import COOKIE, PAGE_HEADERS
from sandbox.oauth.exchange import oauth_error
from sandbox.responses import set_headers

WITH_CALLBACK, WITHOUT_CALLBACK = "callback", "none"
# A page that anybody here may use must not fill the disk.
MOST_CLIENTS = 50
NAME_LENGTH, ADDRESS_LENGTH = 80, 500
WEB_SCHEMES = frozenset({"http", "https"})
# Addresses that a browser would act upon instead of opening an application.
FORBIDDEN_SCHEMES = frozenset({"javascript", "data", "vbscript", "file", "blob", "about", "filesystem", "view-source"})
# White space, and what browsers read as something else than it is.
UNSAFE = re.compile(r"[\s\x00-\x1f\x7f\\<>\"]")


class WrongFormError(Exception):
    """The form cannot be taken; the message is a sentence for the person."""


def add_client(request: HttpRequest) -> HttpResponse:
    """Show the page, or register what it says. Only the page itself may send its form."""
    request.META["sandbox.route"] = f"{request.method} /oauth2/addclient"
    if request.method != "POST":
        return _page(request)
    if not constant_time_compare(request.POST.get("token", ""), request.COOKIES.get(COOKIE) or secrets.token_hex()):
        return oauth_error(unauthorized(), request, request.path)
    try:
        client = _register(request)
    except WrongFormError as error:
        return _page(request, problem=str(error), status=422)
    response = render(request, "sandbox/addclient_done.html", {"client": client})
    set_headers(response, PAGE_HEADERS)
    return response


def checked_callback(address: str) -> str:
    """``address``, if an application may be called back there. Raises WrongFormError."""
    if len(address) > ADDRESS_LENGTH or UNSAFE.search(address):
        raise WrongFormError("The callback URL has characters that cannot be in one, or is too long.")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise WrongFormError("The callback URL cannot be read.") from None
    if not parts.scheme or parts.scheme in FORBIDDEN_SCHEMES or (parts.scheme in WEB_SCHEMES and not host):
        raise WrongFormError("The callback URL has to be complete, such as https://app.example/imgur/callback.")
    if parts.fragment or "@" in parts.netloc:
        raise WrongFormError("The callback URL may have no fragment and no user name: the tokens come after a #.")
    return address


def _register(request: HttpRequest) -> Client:
    name = request.POST.get("name", "").strip()
    kind = request.POST.get("type", "")
    callback = request.POST.get("callback", "").strip()
    if not name or len(name) > NAME_LENGTH:
        raise WrongFormError(f"The application needs a name of at most {NAME_LENGTH} characters.")
    if kind not in {WITH_CALLBACK, WITHOUT_CALLBACK}:
        raise WrongFormError("Choose with or without a callback URL.")
    callbacks = [checked_callback(callback)] if kind == WITH_CALLBACK else []
    with write():
        if Client.objects.count() >= MOST_CLIENTS:
            raise WrongFormError(f"There are {MOST_CLIENTS} applications already. A reset takes away all but one.")
        return Client.objects.create(
            client_id=new_client_id(), client_secret=new_secret(), name=name, callbacks=callbacks
        )


def _page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    token = request.COOKIES.get(COOKIE) or secrets.token_hex(20)
    given = {name: request.POST.get(name, "") for name in ("name", "callback")}
    kind = request.POST.get("type", WITH_CALLBACK)
    context = {"token": token, "problem": problem, "given": given, "has_callback": kind != WITHOUT_CALLBACK}
    response = render(request, "sandbox/addclient.html", context, status=status)
    set_headers(response, PAGE_HEADERS)
    response.set_cookie(COOKIE, token, path="/oauth2", httponly=True, samesite="Lax")
    return response
