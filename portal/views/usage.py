"""Usage: what is left, who spent it, what waits, and the caps that an owner sets."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Membership, Team
from media_sync import tasks
from media_sync.services.credits import caps
from portal import teams
from portal.forms.caps import CapForm
from portal.http import PortalRequest, acts
from portal.spending import Span
from portal.usage import Usage


@login_required
@never_cache
@require_safe
def usage(request: PortalRequest, slug: str) -> HttpResponse:
    team = teams.enter(request, slug)
    asked = request.GET.get("span", "")
    return _page(request, Usage(team, request.user, request, Span(asked) if asked in list(Span) else Span.TODAY))


@acts
def usage_team_cap(request: PortalRequest, slug: str) -> HttpResponse:
    team = teams.enter_as_owner(request, slug)
    form = CapForm(request.POST, key="0")
    if not form.is_valid():
        return _page(request, Usage(team, request.user, request, wrong={0: form}), status=422)
    caps.cap_team(team, by=request.user, daily_credits=form.cleaned_data["daily_credits"])
    return _kept(request, team, str(team))


@acts
def usage_member_cap(request: PortalRequest, pk: int) -> HttpResponse:
    found = Membership.objects.owned_by(request.user).select_related("team", "user")
    membership = get_object_or_404(found, pk=pk)
    team = teams.show(request, membership.team)
    form = CapForm(request.POST, key=str(pk))
    if not form.is_valid():
        return _page(request, Usage(team, request.user, request, wrong={pk: form}), status=422)
    caps.cap_member(membership, by=request.user, daily_credits=form.cleaned_data["daily_credits"])
    return _kept(request, team, str(membership.user))


def _kept(request: PortalRequest, team: Team, whose: str) -> HttpResponse:
    tasks.ring()  # what had waited for the cap may go on
    messages.success(request, f"The cap of {whose} is kept.")
    return redirect("portal:usage", team.slug)


def _page(request: PortalRequest, page: Usage, *, status: int = 200) -> HttpResponse:
    return render(request, "portal/usage/usage.html", {"usage": page}, status=status)
