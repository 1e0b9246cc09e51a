"""Library: everything that the team's accounts have or had at Imgur."""

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import LinkedAccount
from media_sync.models import Album, Image
from portal import paging, teams
from portal.http import PortalRequest
from portal.narrowing import asked_account, asked_cursor
from portal.templatetags.words import day

_PICTURES = 60
_ALBUMS = 40


@login_required
@require_safe
def library(request: PortalRequest, slug: str) -> HttpResponse:
    """Pictures by days, or albums (``?show=albums``), newest first; ``?account=`` narrows, ``?before=`` goes on."""
    team = teams.enter(request, slug)
    accounts = list(LinkedAccount.objects.visible_to(request.user).filter(team=team))
    chosen = asked_account(request, accounts)
    before = asked_cursor(request)
    show = "albums" if request.GET.get("show") == "albums" else "pictures"
    context: dict[str, object] = {"show": show, "accounts": accounts, "chosen": chosen, "before": before}
    searched = [chosen] if chosen else accounts
    if show == "albums":
        albums = (Album.objects.visible_to(request.user).filter(account=account).newest() for account in searched)
        page = paging.newest(albums, by="created_at", before=before, size=_ALBUMS)
        context |= {"page": page, "albums": page.rows}
    else:
        images = (Image.objects.visible_to(request.user).filter(account=account).newest() for account in searched)
        pictures = paging.newest(images, by="uploaded_at", before=before, size=_PICTURES)
        context |= {"page": pictures, "days": _by_days(pictures.rows, after=before)}
    return render(request, f"portal/library/library.html{'#results' if request.htmx else ''}", context)


def _by_days(images: list[Image], *, after: paging.Cursor | None) -> list[dict[str, object]]:
    """The pictures under the headings of their days; a day that the page before began is marked as going on."""
    begun = day(after.moment) if after else None
    days = groupby(images, key=lambda image: day(image.uploaded_at))
    return [{"name": name, "goes_on": name == begun, "pictures": list(pictures)} for name, pictures in days]
