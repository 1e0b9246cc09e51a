"""Writing the answers that take the place of the true one."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from sandbox.api.call import error_data
from sandbox.api.envelope import to_json
from sandbox.api.errors import ApiError


def json_answer(body: Any, status: int, **headers: str) -> HttpResponse:
    return HttpResponse(to_json(body), content_type="application/json", status=status, headers=headers)


def failure(
    request: HttpRequest, error: ApiError, *, http_status: int | None = None, success: bool = False
) -> HttpResponse:
    """``error`` in Imgur's envelope. ``http_status`` is for answers whose body tells another one."""
    data = error_data(error, request.path, str(request.method))
    return json_answer({"data": data, "success": success, "status": error.status}, http_status or error.status)


def bare_error(text: str, status: int) -> dict[str, Any]:
    """E5: an envelope that does not repeat the request."""
    return {"data": {"error": text}, "success": False, "status": status}


def last_part(request: HttpRequest) -> str:
    """What the path ends with: the id that the call was about."""
    return request.path.rstrip("/").rpartition("/")[2]
