"""GET and POST /oauth2/authorize: the page on which a person allows an application to act for an account.

What a script may send is what the recorded log-ins of scripts sent: `username`, `password`, and `allow` with the value
of the cookie `authorize_token`.
"""

import secrets
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare

from sandbox.api.errors import ApiError, unauthorized
from sandbox.models import Account, Client, Grant
from sandbox.oauth import tokens
from sandbox.oauth.callbacks import WrongCallbackError, callback_for, with_fragment, with_query
from sandbox.oauth.exchange import oauth_error
from sandbox.responses import set_headers

COOKIE = "authorize_token"
RESPONSE_TYPES = frozenset({"code", "token", "pin"})
# A person's page: nothing is loaded but its own style, and nobody may frame it. No form-action: browsers apply it to
# the redirect back to the application too.
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True)
class Asked:
    """What an application asks for."""

    client: Client
    response_type: str
    callback: str
    state: str | None

    @property
    def kept(self) -> dict[str, str]:
        """What goes back to the application unchanged, always in the query."""
        return {} if self.state is None else {"state": self.state}


def authorize(request: HttpRequest) -> HttpResponse:
    """Show the page, or act on its answer."""
    request.META["sandbox.route"] = f"{request.method} /oauth2/authorize"
    try:
        asked = _read(request)
        if request.method != "POST":
            return _page(request, asked)
        return _answer(request, asked)
    except ApiError as error:
        # The recorded answer to missing parameters shows another path than the one called.
        path = "/oauth/authorize" if error.message == MISSING_PARAMETERS else request.path
        return oauth_error(error, request, path)


MISSING_PARAMETERS = "client_id and response_type are required"


def _read(request: HttpRequest) -> Asked:
    """What is asked for, from the query or, for a form without one, from the body. Raises ApiError."""
    given = request.GET if request.GET.get("client_id") else request.POST
    client_id, response_type = given.get("client_id"), given.get("response_type")
    if not client_id and request.method == "POST":
        raise ApiError(400, "No client id supplied")
    if not client_id or not response_type:
        raise ApiError(400, MISSING_PARAMETERS)
    client = Client.objects.filter(client_id=client_id).first()
    if client is None:
        raise ApiError(403, "Invalid client_id")
    if response_type not in RESPONSE_TYPES:
        raise ApiError(400, "Invalid or missing response type")
    try:
        callback = callback_for(client, given.get("redirect_uri") or "")
    except WrongCallbackError:
        raise ApiError(400, "The redirect URI provided is missing or does not match") from None
    return Asked(client, response_type, callback, given.get("state"))


def _page(request: HttpRequest, asked: Asked, *, problem: str = "", status: int = 200) -> HttpResponse:
    token = request.COOKIES.get(COOKIE) or secrets.token_hex(20)
    context = {
        "asked": asked,
        "people": Account.objects.order_by("pk"),
        "authorize_token": token,
        "problem": problem,
        "username": request.POST.get("username", ""),
    }
    response = render(request, "sandbox/authorize.html", context, status=status)
    set_headers(response, PAGE_HEADERS)
    response.set_cookie(COOKIE, token, path="/oauth2", httponly=True, samesite="Lax")
    return response


def _answer(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Deny or allow. Raises ApiError 403 when the answer did not come from our page, or the log-in is wrong."""
    if "deny" in request.POST:
        return _denied(request, asked)
    if not constant_time_compare(request.POST.get("allow", ""), request.COOKIES.get(COOKIE) or secrets.token_hex()):
        raise unauthorized()
    account = _log_in(request)
    if account is not None:
        return _allowed(request, asked, account)
    if "text/html" not in request.headers.get("Accept", ""):
        raise unauthorized()
    problem = "That username and password do not belong together. Nothing was allowed. Try again, or choose a person."
    return _page(request, asked, problem=problem, status=403)


def _log_in(request: HttpRequest) -> Account | None:
    """The account of the username and password, or, with no username, the demo person that was chosen by a click."""
    username = request.POST.get("username", "").strip()
    if not username:
        return Account.named(request.POST.get("person", ""))
    account = Account.named(username)
    given = request.POST.get("password", "")
    return account if account and constant_time_compare(account.password, given) else None


def _allowed(request: HttpRequest, asked: Asked, account: Account) -> HttpResponse:
    if asked.response_type == "pin":
        pin = tokens.grant(Grant.Kind.PIN, asked.client, account)
        return _done(request, asked, {"pin": pin, "account": account})
    if asked.response_type == "code":
        code = tokens.grant(Grant.Kind.CODE, asked.client, account)
        return _redirect(with_query(asked.callback, {**asked.kept, "code": code}))
    pair = tokens.log_in(asked.client, account)
    fragment = {
        "access_token": pair.access_token,
        "expires_in": str(pair.expires_in),
        "token_type": "bearer",
        "refresh_token": pair.refresh_token,
        "account_username": account.username,
        "account_id": str(account.pk),
    }
    return _redirect(with_fragment(with_query(asked.callback, asked.kept), fragment))


def _denied(request: HttpRequest, asked: Asked) -> HttpResponse:
    error = {"error": "access_denied"}
    match asked.response_type:
        case "pin":
            return _done(request, asked, {"pin": None})
        case "token":
            return _redirect(with_fragment(with_query(asked.callback, asked.kept), error))
        case _:
            return _redirect(with_query(asked.callback, {**asked.kept, **error}))


def _done(request: HttpRequest, asked: Asked, context: dict[str, object]) -> HttpResponse:
    response = render(request, "sandbox/pin.html", {"asked": asked, **context})
    set_headers(response, PAGE_HEADERS)
    return response


def _redirect(address: str) -> HttpResponse:
    """A redirect to a registered callback; its scheme may be an application's own, which Django would refuse."""
    return HttpResponse(status=302, headers={"Location": address, "Cache-Control": "no-store"})
