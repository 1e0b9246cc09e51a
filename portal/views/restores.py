"""Restoring: the price first, then batches that are sent as any other."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import limits
from accounts.models import Team
from media_sync import tasks
from media_sync.services.gone import restoring
from media_sync.services.gone.restoring import CannotRestoreError
from media_sync.services.sending.batches import CannotSendError
from portal import teams
from portal.forms.restores import RestoreForm
from portal.http import PortalRequest, acts
from portal.restores import Restoration
from portal.templatetags.words import tally


@login_required
@never_cache
@require_safe
def restore_price(request: PortalRequest, slug: str) -> HttpResponse:
    """What ``?image=``, ``?album=`` or ``?account=`` would cost to bring back."""
    team = teams.enter_to_contribute(request, slug)
    form = RestoreForm(request.GET, team=team, user=request.user)
    if form.is_valid():
        return _page(request, form, _restoration(request, form))
    if form.non_field_errors():
        messages.info(request, str(form.non_field_errors()[0]))
        return redirect("portal:gone", team.slug)
    raise Http404  # nothing of this team, or nothing that this person may bring back


@acts
@limits.limited(limits.BATCHES)
def restore(request: PortalRequest, slug: str) -> HttpResponse:
    team = teams.enter_to_contribute(request, slug)
    form = RestoreForm(request.POST, team=team, user=request.user)
    if not form.is_valid():
        raise Http404
    restoration = _restoration(request, form)
    if not restoration.parts:
        return _page(request, form, restoration, status=422)
    try:
        sent = list(dict.fromkeys(restoring.restore(part, user=request.user) for part in restoration.parts))
    except (CannotRestoreError, CannotSendError) as error:
        return _page(request, form, restoration, error=str(error), status=422)
    finally:
        tasks.ring()  # what was sent before the one that failed goes on, too
    if len(sent) == 1:
        return redirect(sent[0])
    return _several(request, team, len(sent))


def _several(request: PortalRequest, team: Team, count: int) -> HttpResponse:
    messages.success(request, f"{tally(count, 'batch,batches')} are on the way to Imgur. The start page shows them.")
    return redirect("portal:gone", team.slug)


def _restoration(request: PortalRequest, form: RestoreForm) -> Restoration:
    data = form.cleaned_data
    restoration = Restoration(request, data["to"])
    if data["account"]:
        restoration.add_account(data["account"])
    for album in data["album"]:
        restoration.add_album(album)
    if data["image"]:
        restoration.add_images(list(data["image"]))
    return restoration


def _page(
    request: PortalRequest, form: RestoreForm, restoration: Restoration, *, error: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "restoration": restoration, "error": error}
    return render(request, "portal/gone/restore.html", context, status=status)
