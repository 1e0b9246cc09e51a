"""GET /oauth2/secret: whether a token is good."""

from django.http import HttpRequest, HttpResponse

from sandbox.api.auth import identify
from sandbox.api.envelope import Answer, Format, render
from sandbox.api.errors import ApiError, simple_page
from sandbox.oauth.exchange import oauth_error


def secret(request: HttpRequest) -> HttpResponse:
    """True for a good Authorization header, else the error that the API would give. The shape is not recorded."""
    request.META["sandbox.route"] = "GET /oauth2/secret"
    if request.method != "GET":
        return simple_page()
    try:
        identify(request)
    except ApiError as error:
        return oauth_error(error, request, request.path)
    return render(Answer(True).envelope(), 200, Format())
