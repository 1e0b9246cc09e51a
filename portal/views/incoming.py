"""Leg one: files on their way to us, by tus 1.0 (creation, termination), in pieces that may be sent again.

The browser reserves places for a whole drop at once (portal:upload-places) and then sends each file here; any tus
client can do without that and create at portal:incoming. https://tus.io/protocols/resumable-upload
"""

from collections.abc import Callable
from functools import wraps
from typing import BinaryIO, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import limits
from media_sync.models import Batch, BatchFile
from media_sync.services.sending import batches, intake
from portal import teams, tus
from portal.http import PortalRequest
from portal.views.errors import too_many

View = Callable[..., HttpResponse]


def speaks_tus(view: View) -> View:
    """Answer with the protocol's headers, and 412 to a client that speaks another version of it."""

    @wraps(view)
    def answer(request: PortalRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "OPTIONS" or request.headers.get("Tus-Resumable") == tus.VERSION:
            try:
                response = view(request, *args, **kwargs)
            except limits.TooManyError as error:
                response = too_many(request, error)
        else:
            response = HttpResponse(status=412, headers={"Tus-Version": tus.VERSION})
        response.headers.setdefault("Tus-Resumable", tus.VERSION)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


@login_required
@require_http_methods(["OPTIONS", "POST"])
@speaks_tus
def incoming(request: PortalRequest, slug: str) -> HttpResponse:
    """POST: reserve one place; OPTIONS: say what this server can."""
    team = teams.enter_to_contribute(request, slug)
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=tus.ABILITIES | {"Tus-Max-Size": str(settings.UPLOAD_MAX_BYTES)})
    try:
        wish = tus.creation_of(request)
    except tus.BadRequestError as error:
        return _refusal(str(error), 400)
    batch = batches.draft_for(user=request.user, team=team)
    file = batches.reserve_place(batch, client_key=wish.client_key, name=wish.name, size_bytes=wish.size_bytes)
    if file.state == BatchFile.State.REFUSED:
        return _refusal(file.refusal, 413 if file.size_bytes > settings.UPLOAD_MAX_BYTES else 422)
    location = reverse("portal:incoming-file", args=[file.pk])
    return HttpResponse(status=201, headers={"Location": location, "Upload-Offset": str(file.received_bytes)})


@login_required
@require_http_methods(["HEAD", "PATCH", "DELETE"])
@speaks_tus
def incoming_file(request: PortalRequest, pk: int) -> HttpResponse:
    """HEAD: how much is here. PATCH: the next piece. DELETE: it is not wanted after all."""
    file = get_object_or_404(_arriving(request), pk=pk)
    if request.method == "DELETE":
        batches.remove_file(file)
        return HttpResponse(status=204)
    if request.method == "PATCH":
        return _take_piece(request, file)
    file = intake.settle(file)
    return HttpResponse(headers=tus.offset_headers(file, intake.received_bytes(file)))


def _take_piece(request: PortalRequest, file: BatchFile) -> HttpResponse:
    try:
        piece = tus.piece_of(request, largest=settings.UPLOAD_PIECE_BYTES)
    except tus.BadRequestError as error:
        return _refusal(str(error), error.status)
    # A file counts when it begins to come; a place for it costs nobody anything.
    limits.take(request, (limits.FILES, 0 if piece.offset else 1), (limits.BYTES, piece.length))
    try:
        file = intake.append(file, offset=piece.offset, stream=cast(BinaryIO, request), length=piece.length)
    except intake.OffsetMismatchError as error:
        answer = _refusal("This piece does not begin where the last one ended.", 409)
        answer.headers["Upload-Offset"] = str(error.received)
        return answer
    return HttpResponse(status=204, headers=tus.offset_headers(file, file.received_bytes))


def _arriving(request: PortalRequest) -> QuerySet[BatchFile]:
    """Files of the person's own drafts."""
    return BatchFile.objects.contributable_by(request.user).filter(
        batch__created_by=request.user, batch__state=Batch.State.DRAFT
    )


def _refusal(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
