"""The archive page, and trying again what could not be fetched."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Team
from media_sync import tasks
from media_sync.models import OriginalFetch
from media_sync.services.archive import fetches
from portal import teams
from portal.archive import Archive
from portal.http import PortalRequest, acts
from portal.narrowing import asked_cursor
from portal.templatetags.words import tally


@login_required
@never_cache
@require_safe
def archive(request: PortalRequest, slug: str) -> HttpResponse:
    """The figures, and what is missing from ``?before=`` on."""
    team = teams.enter(request, slug)
    page = Archive(team, request.user, asked_cursor(request))
    return render(request, "portal/archive/archive.html", {"archive": page})


@acts
def archive_retry(request: PortalRequest, slug: str) -> HttpResponse:
    """Try all again that have failed; ``fetch`` names a single one, whatever its end was."""
    team = teams.show(request, get_object_or_404(Team.objects.editable_by(request.user), slug=slug))
    rows = OriginalFetch.objects.of_team(team)
    one = request.POST.get("fetch", "")
    if one:
        if not one.isdecimal() or len(one) > 18 or not rows.filter(pk=one).exists():
            raise Http404
        rows = rows.filter(pk=one)
    else:
        rows = rows.filter(state=OriginalFetch.State.FAILED)
    # They may be very many, and nobody sits waiting for those.
    count = fetches.try_again(rows, priority=fetches.SOMEBODY_WAITS if one else fetches.SCHEDULED)
    if count:
        tasks.ring_for_downloads()
        messages.success(request, f"{tally(count, 'original')} will be fetched once more.")
    else:
        messages.info(request, "Nothing was left to try again.")
    return redirect("portal:archive", team.slug)
