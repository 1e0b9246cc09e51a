"""Boards: the team's collections of public posts, a board, a post on it; renaming and deleting a board."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from media_sync.models import Board, BoardItem
from media_sync.services.watching import boards as boards_service
from portal import paging, sources, teams
from portal.boards import board_cards, boards_with_covers, item_cards, source_name, with_covers
from portal.forms.sources import BoardForm
from portal.http import PortalRequest, acts
from portal.narrowing import asked_cursor

_BOARDS, _ITEMS, _PICTURES = 48, 60, 120


@login_required
@require_safe
def boards(request: PortalRequest, slug: str) -> HttpResponse:
    """The newest first; ``?before=`` goes on."""
    team = teams.enter(request, slug)
    found = boards_with_covers(Board.objects.visible_to(request.user).filter(team=team))
    page = paging.newest([found], by="created_at", before=asked_cursor(request), size=_BOARDS)
    return render(request, "portal/boards/boards.html", {"cards": board_cards(page.rows), "page": page})


@login_required
@require_safe
def board(request: PortalRequest, pk: int) -> HttpResponse:
    """Its posts, newest first, ``?before=`` going on; or its sources (``?show=sources``)."""
    found = get_object_or_404(Board.objects.visible_to(request.user).select_related("team"), pk=pk)
    teams.show(request, found.team)
    lines = sources.lines_of(found)
    show = "sources" if request.GET.get("show") == "sources" else "posts"
    context: dict[str, object] = {"board": found, "lines": lines, "show": show}
    context["is_under_way"] = any(line.is_under_way for line in lines)
    context["troubled"] = [line for line in lines if line.tone in ("fail", "gone")]
    if show == "sources":
        partial = "#sources"
    else:
        partial = "#results"
        items = with_covers(BoardItem.objects.visible_to(request.user).filter(board=found))
        page = paging.newest([items], by="found_at", before=asked_cursor(request), size=_ITEMS)
        context |= {"page": page, "cards": item_cards(page.rows), "is_begin": "before" not in request.GET}
    return render(request, f"portal/boards/board.html{partial if request.htmx else ''}", context)


@login_required
@require_safe
def board_item(request: PortalRequest, pk: int) -> HttpResponse:
    """The post with its pictures, from the first on or from behind the one at ``?after=``."""
    items = BoardItem.objects.visible_to(request.user).select_related("board__team", "source")
    item = get_object_or_404(items, pk=pk)
    teams.show(request, item.board.team)
    pictures = item.pictures.select_related("original", "fetch").order_by("position", "pk")
    if "after" in request.GET:
        position, last = _place(request.GET["after"])
        pictures = pictures.filter(position__gte=position).exclude(position=position, pk__lte=last)
    found = list(pictures[: _PICTURES + 1])
    shown = found[:_PICTURES]
    context = {
        "item": item,
        "pictures": shown,
        "more_after": f"{shown[-1].position}-{shown[-1].pk}" if len(found) > _PICTURES else None,
        "is_begin": "after" not in request.GET,
        "source_name": source_name(item),
    }
    return render(request, f"portal/boards/item.html{'#grid' if request.htmx else ''}", context)


@acts
def board_rename(request: PortalRequest, pk: int) -> HttpResponse:
    found = _to_edit(request, pk)
    form = BoardForm(request.POST)
    if form.is_valid():
        boards_service.rename(found, title=form.cleaned_data["title"], by=request.user)
    else:
        messages.error(request, str(form.errors["title"][0]))
    return redirect(found)


@acts
def board_delete(request: PortalRequest, pk: int) -> HttpResponse:
    found = _to_edit(request, pk)
    boards_service.delete(found, by=request.user)
    messages.success(request, f"The board “{found}” is deleted.")
    return redirect("portal:boards", found.team.slug)


def _to_edit(request: PortalRequest, pk: int) -> Board:
    return get_object_or_404(Board.objects.editable_by(request.user).select_related("team"), pk=pk)


def _place(text: str) -> tuple[int, int]:
    """The position and number of the last picture of a page."""
    position, _, pk = text.partition("-")
    if not (position.isdecimal() and pk.isdecimal() and len(text) < 30):
        raise Http404
    return int(position), int(pk)
