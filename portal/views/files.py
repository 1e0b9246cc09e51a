"""Pictures and videos from our own storage, for those who may see them."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.core.files.base import File
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from media_sync.files.inspection import RefusedFileError
from media_sync.files.thumbnails import LONGEST_SIDE
from media_sync.models import BatchFile, BoardPicture, Image, Original
from media_sync.services.archive import originals
from portal import kept_files, teams
from portal.http import PortalRequest


@login_required
@require_safe
def image_file(request: PortalRequest, pk: int) -> HttpResponseBase:
    """The original, byte for byte; ``?download`` saves it, a Range brings a part of it."""
    visible = Image.objects.visible_to(request.user).select_related("original", "fetch", "account__team")
    image = get_object_or_404(visible, pk=pk)
    if image.original is None:
        teams.show(request, image.account.team)
        return render(request, "portal/images/not_kept.html", {"image": image}, status=404)
    stem = image.name.rpartition(".")[0] or image.name or image.imgur_id
    return _file(request, image.original, stem)


@login_required
@require_safe
def image_thumb(request: PortalRequest, pk: int, size: str) -> HttpResponseBase:
    image = get_object_or_404(Image.objects.visible_to(request.user).select_related("original"), pk=pk)
    return _thumb(request, _kept(image.original), size)


@login_required
@require_safe
def batch_file_thumb(request: PortalRequest, pk: int) -> HttpResponseBase:
    file = get_object_or_404(BatchFile.objects.visible_to(request.user).select_related("original"), pk=pk)
    return _thumb(request, _kept(file.original), "s")


@login_required
@require_safe
def board_picture_file(request: PortalRequest, pk: int) -> HttpResponseBase:
    """As ``image_file``, of a picture on a board."""
    picture = _board_picture(request, pk)
    return _file(request, _kept(picture.original), picture.imgur_id)


@login_required
@require_safe
def board_picture_thumb(request: PortalRequest, pk: int, size: str) -> HttpResponseBase:
    return _thumb(request, _kept(_board_picture(request, pk).original), size)


def _board_picture(request: PortalRequest, pk: int) -> BoardPicture:
    return get_object_or_404(BoardPicture.objects.visible_to(request.user).select_related("original"), pk=pk)


def _kept(original: Original | None) -> Original:
    if original is None:
        raise Http404
    return original


def _file(request: PortalRequest, original: Original, stem: str) -> HttpResponseBase:
    return kept_files.answer(
        request,
        kept_files.KeptFile(
            open=lambda: _opened(lambda: originals.open_original(original)),
            etag=original.sha256,
            content_type=original.content_type,
            name=f"{stem}.{original.extension.lstrip('.')}",
            as_download="download" in request.GET,
        ),
    )


def _opened(open_it: Callable[[], File]) -> File:
    """404 for what storage has lost, which the archive page tells, and for a thumbnail of what cannot be decoded."""
    try:
        return open_it()
    except (FileNotFoundError, RefusedFileError) as error:
        raise Http404 from error


def _thumb(request: PortalRequest, original: Original, size: str) -> HttpResponseBase:
    if size not in LONGEST_SIDE:
        raise Http404
    return kept_files.answer(
        request,
        kept_files.KeptFile(
            open=lambda: _opened(lambda: originals.thumbnail(original, size)),
            etag=f"{original.sha256}-{size}",
            content_type="image/webp",
            name=f"{original.sha256[:12]}-{size}.webp",
        ),
    )
