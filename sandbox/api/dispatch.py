"""One call from beginning to end."""

from collections.abc import Callable

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse

from sandbox.api import views  # noqa: F401  the views register their routes
from sandbox.api.auth import identify
from sandbox.api.call import Call, error_data
from sandbox.api.envelope import Format, etag_of, render
from sandbox.api.errors import ApiError, RefusalError, SimplePageError, UploadLimitError, gateway_errors, simple_page
from sandbox.api.parameters import Parameters, read_parameters, read_query
from sandbox.api.routes import WEB, Needs, Route, find
from sandbox.limits.charge import OverLimitError, charge
from sandbox.limits.headers import credit_headers, post_headers
from sandbox.limits.windows import Caller, Kind, Window
from sandbox.responses import set_headers

WEB_TYPE, WEB_FORM = "application/vnd.imgur.v1+json", "imgur.v1; param=full; format=json"
COMMON_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, PUT, POST, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Accept, X-Mashape-Authorization, IMGURPLATFORM,"
    " IMGURUIDJAFO, sessionCount, IMGURMWBETA, IMGURMWBETAOPTIN",
    "Access-Control-Expose-Headers": "X-RateLimit-ClientLimit, X-RateLimit-ClientRemaining, X-RateLimit-UserLimit,"
    " X-RateLimit-UserRemaining, X-RateLimit-UserReset",
    "Cache-Control": "no-store, no-cache, must-revalidate, post-check=0, pre-check=0",
    "X-Frame-Options": "DENY",
}


def api(request: HttpRequest, path: str) -> HttpResponse:
    """Answer a call under /3/. ``path`` is what follows."""
    # Two slashes mean elsewhere, to the routes.
    return _answer(request, "" if path.startswith("//") else path)


def account_v1(request: HttpRequest, path: str) -> HttpResponse:
    """Answer one of the calls about accounts that have no version in front."""
    return _answer(request, f"//account/v1/{path}")


def post_v1(request: HttpRequest, path: str) -> HttpResponse:
    """Answer one of the calls of imgur.com's own pages."""
    return _answer(request, f"{WEB}{path}")


def _answer(request: HttpRequest, path: str) -> HttpResponse:
    """``path`` is what follows /3/, or begins with ``//`` where it is not under /3/."""
    method = "GET" if request.method == "HEAD" else str(request.method)
    # Suffixes are a matter of /3: outside of it, a dot is part of a name.
    stem, suffix = (path.rstrip("/"), "json") if path.startswith("//") else _split_suffix(path.rstrip("/"))
    found = find(method, stem)
    if method == "OPTIONS":
        response = HttpResponse(status=204)
        request.META["sandbox.route"] = "OPTIONS /3/"
    elif found is None:
        response = simple_page()
    else:
        route, arguments = found
        request.META["sandbox.route"] = f"{method} {route.address}"
        response = _Exchange(request, method, suffix, is_web=route.is_web).answer(route, arguments)
    for name, value in COMMON_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _split_suffix(path: str) -> tuple[str, str]:
    for suffix in ("json", "xml"):
        if path.endswith(f".{suffix}"):
            return path.removesuffix(f".{suffix}"), suffix
    return path, "json"


class _Exchange:
    """The state of one call between its charge and its headers."""

    def __init__(self, request: HttpRequest, method: str, suffix: str, *, is_web: bool) -> None:
        self.request, self.method, self.suffix, self.is_web = request, method, suffix, is_web
        self.windows: dict[Kind, Window] = {}
        self.parameters: Parameters | None = None
        self.text: Callable[[str], str | None] = lambda name: None

    def answer(self, route: Route, arguments: dict[str, object]) -> HttpResponse:
        try:
            # The body is read to its end even if the call is refused then: a connection that is closed with bytes
            # unread takes the answer with it.
            self.text = read_query(self.request).get
            self.parameters = read_parameters(self.request)
            self.text = self.parameters.text
            call = self._admit(route, self.parameters)
            answer = route.run(call, arguments)
        except SimplePageError as error:
            response = self._failure(error) if self.is_web else simple_page()
        except ApiError as error:
            response = self._failure(error)
        except IntegrityError:
            # Somebody deleted what the call was about, between its being found and its being used.
            response = self._failure(ApiError(404, "What this call is about is not there any more"))
        else:
            response = self._render(answer.envelope(), answer.status)
            if self.method == "GET":
                response = self._unless_unchanged(response)
            if route.cache_control:
                response.headers["Cache-Control"] = route.cache_control
            if route.shows_limits:
                set_headers(response, credit_headers(self.windows))
        finally:
            if self.parameters is not None:
                self.parameters.close()
        if self.method == "POST":
            set_headers(response, post_headers(self.windows))
        return response

    def _admit(self, route: Route, parameters: Parameters) -> Call:
        """Who calls, and the charge. Raises ApiError. Once the application is known, a call costs, whatever comes."""
        identity = identify(self.request, by_cookie=self.is_web)
        caller = Caller(identity.client.client_id, self.request.META["REMOTE_ADDR"])
        try:
            self.windows = charge(caller, cost=route.cost, is_post=self.method == "POST", is_upload=route.is_upload)
        except OverLimitError as error:
            self.windows = error.windows
            if error.kind is Kind.UPLOAD_HOUR:
                raise UploadLimitError(-(-error.window.seconds_left // 60)) from None
            raise RefusalError(_REFUSALS[error.kind]) from None
        if route.needs is Needs.ACCOUNT:
            identity.require_account()
        return Call(self.request.path, self.method, identity, parameters, caller, self.windows)

    def _failure(self, error: ApiError) -> HttpResponse:
        if self.is_web or (isinstance(error, RefusalError) and error.is_bare):
            return self._render(gateway_errors(error.status), error.status)
        data = error_data(error, self.request.path, self.method)
        return self._render({"data": data, "success": False, "status": error.status}, error.status)

    def _render(self, envelope: object, status: int) -> HttpResponse:
        if self.is_web:
            response = render(envelope, status, Format(json_type=WEB_TYPE))
            response.headers["Imgur-Media-Type"] = WEB_FORM
            return response
        http_status = 200 if self.text("_fake_status") == "200" else status
        return render(envelope, http_status, Format(self.suffix, self.text("callback") or ""))

    def _unless_unchanged(self, response: HttpResponse) -> HttpResponse:
        etag = etag_of(response.content)
        if etag.removeprefix("W/") in self.request.headers.get("If-None-Match", ""):
            response = HttpResponse(status=304)
        response.headers["ETag"] = etag
        return response


_REFUSALS = {
    Kind.MONTH: "Daily client requests exceeded",
    Kind.CLIENT_DAY: "Daily client requests exceeded",
    Kind.USER_HOUR: "User request limit exceeded",
    Kind.POST_HOUR: "Too many POST requests",
}
