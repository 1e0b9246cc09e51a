"""POST /oauth2/token: a code, a PIN or a refresh token for tokens. Costs nothing and shows no limits."""

from collections.abc import Callable
from contextlib import closing

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from sandbox.api.call import error_data
from sandbox.api.envelope import Format, render, to_json
from sandbox.api.errors import ApiError, simple_page
from sandbox.api.parameters import Parameters, read_parameters
from sandbox.models import Client, Grant
from sandbox.oauth.tokens import Tokens, WrongGrantError, redeem, renew


def token(request: HttpRequest) -> HttpResponse:
    """The pair without any envelope, or an error in Imgur's. Form, multipart and JSON bodies are read alike."""
    request.META["sandbox.route"] = "POST /oauth2/token"
    if request.method != "POST":
        return simple_page()
    try:
        with closing(read_parameters(request)) as parameters:
            tokens = _exchange(parameters)
    except ApiError as error:
        return oauth_error(error, request, request.path)
    response = HttpResponse(to_json(_payload(tokens)), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def oauth_error(error: ApiError, request: HttpRequest, path: str) -> HttpResponse:
    """``error`` in the form E1; ``path`` is shown as the request."""
    data = error_data(error, path, str(request.method))
    return render({"data": data, "success": False, "status": error.status}, error.status, Format())


def _exchange(parameters: Parameters) -> Tokens:
    client = _client(parameters)
    grant_type = parameters.text("grant_type")
    if not grant_type:
        raise ApiError(400, "The grant type was not specified in the request")
    if grant_type not in _GRANTS:
        raise ApiError(400, f'Grant type "{grant_type[:40]}" not supported')
    field, exchange, refusal = _GRANTS[grant_type]
    value = parameters.text(field)
    if not value:
        raise ApiError(400, f'Missing parameter. "{field}" is required')
    try:
        return exchange(value, client)
    except WrongGrantError:
        raise ApiError(400, refusal) from None


def _client(parameters: Parameters) -> Client:
    client_id = parameters.text("client_id")
    if not client_id:
        raise ApiError(400, "No client id supplied")
    client = Client.objects.filter(client_id=client_id).first()
    if client is None or not constant_time_compare(client.client_secret, parameters.text("client_secret") or ""):
        raise ApiError(400, "The client credentials are invalid")
    return client


def _payload(tokens: Tokens) -> dict[str, object]:
    return {
        "access_token": tokens.access_token,
        "expires_in": tokens.expires_in,
        "token_type": "bearer",
        "scope": None,
        "refresh_token": tokens.refresh_token,
        "account_id": tokens.account.pk,
        "account_username": tokens.account.username,
    }


# Grant type: its field, what exchanges it, and what is said when it is no good.
_GRANTS: dict[str, tuple[str, Callable[[str, Client], Tokens], str]] = {
    "authorization_code": (
        "code",
        lambda value, client: redeem(Grant.Kind.CODE, value, client),
        "Authorization code doesn't exist or is invalid for the client",
    ),
    "pin": ("pin", lambda value, client: redeem(Grant.Kind.PIN, value, client), "Invalid Pin"),
    "refresh_token": ("refresh_token", renew, "Refresh token doesn't exist or is invalid for the client"),
}
