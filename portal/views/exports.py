"""Export as a ZIP that streams: albums for everybody who may see them, accounts and the whole team for editors."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.models import LinkedAccount, Team
from media_sync.export import zipped
from media_sync.export.layout import Layout
from media_sync.export.names import safe_part
from media_sync.export.selection import Selection
from media_sync.export.writing import Outcome
from media_sync.models import Album
from media_sync.services.archive import exports as export_notes
from portal import long_answers, teams
from portal.http import PortalRequest, acts, page_before


@login_required
@require_safe
def exports(request: PortalRequest, slug: str) -> HttpResponse:
    team = teams.enter(request, slug)
    context = {"accounts": list(LinkedAccount.objects.visible_to(request.user).filter(team=team))}
    return render(request, "portal/exports/exports.html", context)


@acts
def album_export(request: PortalRequest, pk: int) -> HttpResponseBase:
    album = get_object_or_404(Album.objects.visible_to(request.user).select_related("account"), pk=pk)
    return _answer(request, Selection.of_album(album))


@acts
def account_export(request: PortalRequest, pk: int) -> HttpResponseBase:
    account = get_object_or_404(LinkedAccount.objects.editable_by(request.user), pk=pk)
    return _answer(request, Selection.of_account(account))


@acts
def team_export(request: PortalRequest, slug: str) -> HttpResponseBase:
    team = get_object_or_404(Team.objects.editable_by(request.user), slug=slug)
    selection = Selection.of_team(team)
    if not selection.accounts:
        messages.warning(request, "The team has no linked account yet, so there is nothing to export.")
        return redirect("portal:exports", team.slug)
    return _answer(request, selection)


def _answer(request: PortalRequest, selection: Selection) -> HttpResponseBase:
    try:
        place = long_answers.take(request.user.pk)
    except long_answers.BusyError as error:
        messages.warning(request, str(error))
        return redirect(page_before(request))
    export_notes.note(selection, by=request.user)
    layout = Layout.of(selection, copies="copies" in request.POST)
    blocks = long_answers.Sending(place, zipped.stream(layout, Outcome()))
    answer = StreamingHttpResponse(blocks, content_type="application/zip")
    name = f"{safe_part(selection.name)} {timezone.localdate():%Y-%m-%d}.zip"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["Cache-Control"] = "no-store"
    return answer
