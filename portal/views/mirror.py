"""Mirror: what is looked at, how often, how complete our copy is, and each look."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.models import LinkedAccount
from media_sync import tasks
from media_sync.models import Part, SyncRun, SyncSchedule
from media_sync.services.looking import runs, schedules
from media_sync.services.watching import sources
from portal import teams
from portal.forms.schedules import ScheduleForm
from portal.history import lines_of
from portal.http import PortalRequest, acts
from portal.looks import Look
from portal.mirror import Mirror
from portal.sources import name_of_schedule

_CHANGES = 60


@login_required
@never_cache
@require_safe
def mirror(request: PortalRequest, slug: str) -> HttpResponse:
    team = teams.enter(request, slug)
    return _page(request, Mirror(team, request.user))


@acts
def mirror_start(request: PortalRequest, pk: int, part: str) -> HttpResponse:
    """Mirror a part of a linked account from now on, and look at once."""
    account = get_object_or_404(LinkedAccount.objects.editable_by(request.user).select_related("team"), pk=pk)
    if part not in (Part.PICTURES, Part.TALK):
        raise Http404
    if not account.works:
        messages.error(request, f"{account} is not linked at the moment. An owner of the team links it again.")
        return redirect("portal:mirror", account.team.slug)
    run = runs.start(schedules.schedule_account(account, Part(part)), by=request.user)
    tasks.ring_for_runs()
    return redirect("portal:mirror-run", run.pk)


@acts
def mirror_look(request: PortalRequest, pk: int) -> HttpResponse:
    """Look now; a look that is under way is joined."""
    schedule = _schedule(request, pk)
    if schedule.account and not schedule.account.works:
        messages.error(request, f"{schedule.account} is not linked at the moment. An owner of the team links it again.")
        return redirect("portal:mirror", schedule.team.slug)
    run = runs.start(schedule, by=request.user)
    runs.hurry(run)
    tasks.ring_for_runs()
    return redirect("portal:mirror-run", run.pk)


@acts
def mirror_pause(request: PortalRequest, pk: int) -> HttpResponse:
    """Pause it (``state=pause``), or let it go on."""
    schedule = _schedule(request, pk)
    is_paused = request.POST.get("state") == "pause"
    if schedule.source:  # the team's log tells of it, as when it is done on the board
        (sources.pause if is_paused else sources.go_on)(schedule.source, by=request.user)
    else:
        schedules.change(
            schedule,
            is_paused=is_paused,
            chosen_seconds=schedule.chosen_seconds,
            credits_per_day=schedule.credits_per_day,
            by=request.user,
        )
    tasks.ring_for_runs()
    words = "is paused. It spends nothing until it goes on" if is_paused else "goes on"
    messages.success(request, f"{name_of_schedule(schedule)} {words}.")
    return redirect("portal:mirror", schedule.team.slug)


@acts
def mirror_change(request: PortalRequest, pk: int) -> HttpResponse:
    schedule = _schedule(request, pk)
    team = teams.show(request, schedule.team)
    form = ScheduleForm(request.POST, key=str(pk))
    if not form.is_valid():
        return _page(request, Mirror(team, request.user, wrong={pk: form}), status=422)
    schedules.change(
        schedule,
        is_paused=schedule.is_paused,
        chosen_seconds=form.cleaned_data["cadence"],
        credits_per_day=form.cleaned_data["credits_per_day"],
        by=request.user,
    )
    tasks.ring_for_runs()  # what had waited for more credits may go on
    messages.success(request, f"{name_of_schedule(schedule)} is looked at like that from now on.")
    return redirect("portal:mirror", team.slug)


@login_required
@never_cache
@require_safe
def mirror_run(request: PortalRequest, pk: int) -> HttpResponse:
    """One look; with htmx only the part that moves, 204 while it has not moved since ``?seen=``, and the whole page
    anew when it has ended: more than that part is another then."""
    run = get_object_or_404(_runs(request), pk=pk)
    teams.show(request, run.schedule.team)
    look = Look(run)
    if request.htmx:
        if request.GET.get("seen") == look.digest:
            return HttpResponse(status=204)
        if not look.is_under_way:
            return HttpResponseClientRefresh()
        return render(request, "portal/mirror/progress.html", {"look": look})
    changes = list(run.changes.newest()[: _CHANGES + 1])
    context = {
        "look": look,
        "lines": lines_of(changes[:_CHANGES]),
        "has_more": len(changes) > _CHANGES,
    }
    return render(request, "portal/mirror/run.html", context)


@acts
def mirror_stop(request: PortalRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(SyncRun.objects.editable_by(request.user), pk=pk)
    if not runs.cancel(run):
        messages.info(request, "It had ended already.")
    return redirect("portal:mirror-run", pk)


def _schedule(request: PortalRequest, pk: int) -> SyncSchedule:
    found = SyncSchedule.objects.editable_by(request.user).select_related("team", "account", "source__board")
    return get_object_or_404(found, pk=pk)


def _runs(request: PortalRequest) -> QuerySet[SyncRun]:
    return SyncRun.objects.visible_to(request.user).select_related(
        "requested_by", "schedule__team", "schedule__account", "schedule__source__board"
    )


def _page(request: PortalRequest, page: Mirror, *, status: int = 200) -> HttpResponse:
    return render(request, "portal/mirror/mirror.html", {"mirror": page}, status=status)
