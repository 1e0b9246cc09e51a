"""Home: what needs the person, what is new, what is on its way."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import LinkedAccount
from media_sync.models import Batch, Image
from portal import activity, paging, teams
from portal.http import PortalRequest, acts

_NEW_PICTURES = 12
# A batch that has finished stays on the home page for so long.
_FINISHED_SHOWN = timedelta(hours=12)


@login_required
@require_safe
def home(request: PortalRequest) -> HttpResponse:
    """To the team used last; at first to the one where there is something to see."""
    membership = teams.current_membership(request)
    if membership is None:
        return render(request, "portal/home/no_team.html")
    return redirect("portal:team-home", membership.team.slug)


@acts
def team_switch(request: PortalRequest, slug: str) -> HttpResponse:
    team = teams.enter(request, slug)
    teams.remember(request, team)
    return redirect("portal:team-home", team.slug)


@login_required
@require_safe
def team_home(request: PortalRequest, slug: str) -> HttpResponse:
    team = teams.enter(request, slug)
    teams.remember(request, team)
    accounts = list(LinkedAccount.objects.visible_to(request.user).filter(team=team))
    images = (Image.objects.visible_to(request.user).filter(account=account).newest() for account in accounts)
    now = timezone.now()
    batches = activity.batches_of(team, request.user, finished_after=now - _FINISHED_SHOWN)
    context = {
        "accounts": accounts,
        "needs": activity.needs_of(team, request.user, accounts, now=now),
        "pictures": paging.newest(images, by="uploaded_at", size=_NEW_PICTURES).rows,
        "batches": batches,
        "any_under_way": any(line.batch.state == Batch.State.SENT for line in batches),
    }
    return render(request, "portal/home/home.html", context)
