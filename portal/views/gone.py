"""Gone: what Imgur has no longer and we keep, newest loss first."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import LinkedAccount
from media_sync.models import Album, Image
from media_sync.services.gone import link_moves, restoring
from portal import paging, teams
from portal.http import PortalRequest
from portal.narrowing import asked_account, asked_cursor

_ROWS = 60


@dataclass(frozen=True)
class Row:
    """One thing that is gone. ``now`` is what stands in its place; ``why_not`` is empty if it can be restored."""

    gone: Image | Album
    picture: Image | None
    now: Image | Album | None
    why_not: str = ""

    @property
    def is_restorable(self) -> bool:
        return self.now is None and not self.why_not


@login_required
@require_safe
def gone(request: PortalRequest, slug: str) -> HttpResponse:
    """Pictures, or albums (``?show=albums``); ``?account=`` narrows, ``?before=`` goes on."""
    team = teams.enter(request, slug)
    accounts = list(LinkedAccount.objects.visible_to(request.user).filter(team=team))
    chosen = asked_account(request, accounts)
    before = asked_cursor(request)
    show = "albums" if request.GET.get("show") == "albums" else "pictures"
    page: paging.Page[Any] = _page(request, show, [chosen] if chosen else accounts, before)
    rows = _album_rows(page.rows) if show == "albums" else _image_rows(page.rows)
    context = {
        "show": show,
        "accounts": accounts,
        "chosen": chosen,
        "whole": chosen or (accounts[0] if len(accounts) == 1 else None),
        "before": before,
        "page": page,
        "rows": rows,
        # There may be some on the next page.
        "any_restorable": page.next is not None or any(row.is_restorable for row in rows),
    }
    return render(request, f"portal/gone/gone.html{'#results' if request.htmx else ''}", context)


def _page(
    request: PortalRequest, show: str, accounts: list[LinkedAccount], before: paging.Cursor | None
) -> paging.Page[Any]:
    if show == "albums":
        albums = Album.objects.visible_to(request.user).filter(gone_at__isnull=False)
        albums = albums.select_related("account", "cover_image__original")
        return paging.newest(
            (albums.filter(account=account) for account in accounts), by="gone_at", before=before, size=_ROWS
        )
    images = Image.objects.visible_to(request.user).filter(gone_at__isnull=False).select_related("account", "original")
    return paging.newest(
        (images.filter(account=account) for account in accounts), by="gone_at", before=before, size=_ROWS
    )


def _image_rows(images: list[Image]) -> list[Row]:
    copies = link_moves.living_images(images)
    return [Row(image, image, copies.get(image.pk), restoring.why_not(image)) for image in images]


def _album_rows(albums: list[Album]) -> list[Row]:
    """What of an album is kept is looked up when its price is asked for."""
    successors = link_moves.living_albums(albums)
    return [Row(album, album.cover_image, successors.get(album.pk)) for album in albums]
