"""History: what was changed at Imgur, newest first, each with what it was before and the way back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import LinkedAccount
from media_sync import tasks
from media_sync.models import Change, SyncSchedule
from media_sync.services.sending import undo
from portal import teams
from portal.history import lines_of, newest
from portal.http import PortalRequest, acts, page_before
from portal.narrowing import asked_account

_CHANGES = 40


@login_required
@require_safe
def history(request: PortalRequest, slug: str) -> HttpResponse:
    """Newest first; ``?account=`` narrows, ``?before=`` goes on."""
    team = teams.enter(request, slug)
    accounts = list(LinkedAccount.objects.visible_to(request.user).filter(team=team))
    chosen = asked_account(request, accounts)
    before = request.GET.get("before", "")
    if before and not (before.isdecimal() and len(before) < 19):
        raise Http404
    changes, further = newest(
        [chosen] if chosen else accounts, request.user, before=int(before) if before else None, size=_CHANGES
    )
    context = {
        "accounts": accounts,
        "chosen": chosen,
        "lines": lines_of(changes),
        "further": further,
        "is_begin": not before,
        "is_mirrored": bool(changes) or SyncSchedule.objects.visible_to(request.user).filter(team=team).exists(),
    }
    return render(request, f"portal/mirror/history.html{'#results' if request.htmx else ''}", context)


@acts
def history_undo(request: PortalRequest, pk: int) -> HttpResponse:
    change = get_object_or_404(Change.objects.editable_by(request.user).select_related("account__team"), pk=pk)
    try:
        undo.undo(change, by=request.user)
    except undo.CannotUndoError as error:
        messages.error(request, str(error))
        place = ""
    else:
        tasks.ring()
        messages.success(request, "It is being undone at Imgur.")
        place = f"#change-{pk}"
    before = page_before(request)
    return redirect((before if before != "/" else reverse("portal:history", args=[change.account.team.slug])) + place)
