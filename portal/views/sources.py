"""Watched sources: understanding what a person pastes, adding, changing, looking now, pausing, removing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.models import Team
from accounts.services.apps import NoImgurAppError
from media_sync import tasks
from media_sync.models import Board, WatchedSource
from media_sync.services.watching import boards, sources
from media_sync.services.watching.source_addresses import Wanted
from media_sync.services.watching.sources import EqualSourceError
from portal import teams
from portal.forms.sources import LEARNED, AddressForm, NewSourceForm, PlanForm
from portal.http import PortalRequest, acts
from portal.sources import name_of, name_of_source

# More than anybody chooses from a list.
_BOARDS = 200


@login_required
@require_safe
def source_new(request: PortalRequest, slug: str) -> HttpResponse:
    """Asks what to watch; with ``?what=`` how to watch it, ``?board=`` preset."""
    team = teams.enter_to_edit(request, slug)
    ask = AddressForm(request.GET if "what" in request.GET else None)
    form = None
    if ask.is_bound and ask.is_valid():
        form = _form(request, team, ask.wanted, initial={"board": request.GET.get("board", "")})
    return render(request, "portal/boards/new.html", _context(ask, form))


@acts
def source_add(request: PortalRequest, slug: str) -> HttpResponse:
    """Adds it; with ``tell`` it only tells the price."""
    team = teams.enter_to_edit(request, slug)
    ask = AddressForm(request.POST)
    if not ask.is_valid():
        return render(request, "portal/boards/new.html", _context(ask, None), status=422)
    form = _form(request, team, ask.wanted, data=request.POST)
    if "tell" in request.POST:
        return _tell(request, "portal/boards/new.html", _context(ask, form))
    source = _add(request, team, ask.wanted, form) if form.is_valid() else None
    if source is None:
        return render(request, "portal/boards/new.html", _context(ask, form), status=422)
    tasks.ring_for_runs()
    messages.success(request, "It is watched from now on. The first look begins at once.")
    return redirect(f"{source.board.get_absolute_url()}?show=sources")


@login_required
@require_safe
def source(request: PortalRequest, pk: int) -> HttpResponse:
    """How it is watched, to be changed."""
    found = _to_edit(request, pk)
    return render(request, "portal/boards/source.html", _change_context(found, _change_form(found)))


@acts
def source_change(request: PortalRequest, pk: int) -> HttpResponse:
    """Changes it; with ``tell`` it only tells the price."""
    found = _to_edit(request, pk)
    form = _change_form(found, data=request.POST)
    if "tell" in request.POST:
        return _tell(request, "portal/boards/source.html", _change_context(found, form))
    if form.is_valid():
        try:
            sources.change(found, form.plan, by=request.user)
        except EqualSourceError as error:
            form.add_error(None, f"{error} Change or remove the other one.")
        else:
            tasks.ring_for_runs()  # what had waited for its cap may go on
            return _back(request, found, f"{name_of_source(found)} is watched like that from now on.")
    return render(request, "portal/boards/source.html", _change_context(found, form), status=422)


@acts
def source_look(request: PortalRequest, pk: int) -> HttpResponse:
    found = _to_edit(request, pk)
    sources.look_now(found, by=request.user)
    tasks.ring_for_runs()
    return _back(request, found, f"Looking at {name_of_source(found)}.")


@acts
def source_pause(request: PortalRequest, pk: int) -> HttpResponse:
    found = _to_edit(request, pk)
    sources.pause(found, by=request.user)
    return _back(request, found, f"{name_of_source(found)} is paused. It spends nothing until it goes on.")


@acts
def source_go_on(request: PortalRequest, pk: int) -> HttpResponse:
    found = _to_edit(request, pk)
    sources.go_on(found, by=request.user)
    return _back(request, found, f"{name_of_source(found)} goes on.")


@acts
def source_remove(request: PortalRequest, pk: int) -> HttpResponse:
    found = _to_edit(request, pk)
    sources.remove(found, by=request.user)
    return _back(request, found, f"{name_of_source(found)} is watched no longer. What it has brought stays.")


def _add(request: PortalRequest, team: Team, wanted: Wanted, form: NewSourceForm) -> WatchedSource | None:
    """The new source; None where it may not be, which the form then says."""
    try:
        with transaction.atomic():
            board = form.chosen_board or boards.create(team, title=form.cleaned_data["new_board"], by=request.user)
            return sources.add(board, wanted, form.plan, by=request.user)
    except EqualSourceError as error:
        form.add_error(None, f"{error} Change that one instead, or choose another board.")
    except NoImgurAppError as error:
        form.add_error(None, str(error))
    return None


def _form(request: PortalRequest, team: Team, wanted: Wanted, **named: object) -> NewSourceForm:
    found = Board.objects.editable_by(request.user).filter(team=team)[:_BOARDS]
    return NewSourceForm(
        **named, boards=found, kind=wanted.kind, address=wanted.address, told=wanted.options
    )  # fmt: skip


def _change_form(source: WatchedSource, **named: object) -> PlanForm:
    schedule = source.schedule
    initial = {
        "depth_pages": source.depth_pages,
        "keeps_originals": source.keeps_originals,
        "cadence": schedule.chosen_seconds or LEARNED,
        "credits_per_day": schedule.credits_per_day,
    }
    return PlanForm(**named, initial=initial, kind=source.kind, address=source.address, told=source.options)


def _context(ask: AddressForm, form: NewSourceForm | None) -> dict[str, object]:
    name = name_of(ask.wanted.kind, ask.wanted.address) if form else ""
    kind = WatchedSource.Kind(ask.wanted.kind).label if form else ""
    return {"ask": ask, "form": form, "name": name, "kind": kind}


def _change_context(source: WatchedSource, form: PlanForm) -> dict[str, object]:
    return {"source": source, "form": form, "name": name_of_source(source)}


def _tell(request: PortalRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(request, "portal/boards/price.html" if request.htmx else template, context)


def _to_edit(request: PortalRequest, pk: int) -> WatchedSource:
    rows = WatchedSource.objects.editable_by(request.user).select_related("board__team", "schedule")
    found = get_object_or_404(rows, pk=pk)
    teams.show(request, found.board.team)
    return found


def _back(request: PortalRequest, source: WatchedSource, message: str) -> HttpResponse:
    messages.success(request, message[:1].upper() + message[1:])
    return redirect(f"{source.board.get_absolute_url()}?show=sources")
