"""A batch on its way to Imgur: how far each file is, why it waits, and what came of it."""

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Team
from media_sync import tasks
from media_sync.models import Batch, BatchFile
from media_sync.services.sending import batches
from portal import teams
from portal.http import PortalRequest, acts
from portal.views.links import links_page
from portal.voyage import Voyage


@login_required
@never_cache  # the way back must not show a state that has passed
@require_safe
def batch(request: PortalRequest, pk: int) -> HttpResponse:
    """The page; with htmx only the part that changes, and 204 while it has not changed since ``?seen=``."""
    found = get_object_or_404(
        Batch.objects.visible_to(request.user).select_related("team", "account", "album", "created_by"), pk=pk
    )
    team = teams.show(request, found.team)
    if found.state == Batch.State.DRAFT:
        return redirect("portal:upload", team.slug)
    may_steer = _steerable(request).filter(pk=found.pk).exists()
    voyage = Voyage(found, may_steer=may_steer, person=request.user)
    if request.htmx and request.GET.get("seen") == voyage.digest:
        return HttpResponse(status=204)
    return render(request, f"portal/batches/batch.html{'#progress' if request.htmx else ''}", {"voyage": voyage})


@acts
def batch_cancel(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_steerable(request), pk=pk)
    batches.cancel(found)
    return redirect(found)


@acts
def batch_file_cancel(request: PortalRequest, pk: int) -> HttpResponse:
    file = get_object_or_404(_steerable_files(request), pk=pk)
    batches.cancel_file(file)
    tasks.ring()
    return redirect(file.batch)


@acts
def batch_file_retry(request: PortalRequest, pk: int) -> HttpResponse:
    file = get_object_or_404(_steerable_files(request), pk=pk)
    batches.retry_file(file)
    tasks.ring()
    return redirect(file.batch)


@acts
def batch_album_retry(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_steerable(request), pk=pk)
    batches.retry_album(found)
    tasks.ring()
    return redirect(found)


@login_required
@require_safe
def batch_links(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Batch.objects.visible_to(request.user).select_related("team"), pk=pk)
    teams.show(request, found.team)
    files = found.files.filter(image__isnull=False).select_related("image")
    images = [file.image for file in files if file.image is not None]
    return links_page(request, of=found, images=images, url_name="portal:batch-links")


def _steerable(request: PortalRequest) -> QuerySet[Batch]:
    """Sent batches that the person may cancel or retry: their own, and as an editor everybody's."""
    edited = Team.objects.editable_by(request.user)
    return (
        Batch.objects.contributable_by(request.user)
        .filter(Q(created_by=request.user) | Q(team__in=edited))
        .exclude(state=Batch.State.DRAFT)
    )


def _steerable_files(request: PortalRequest) -> QuerySet[BatchFile]:
    return (
        BatchFile.objects.contributable_by(request.user)
        .filter(batch__in=_steerable(request), operation__isnull=False)
        .select_related("batch", "operation")
    )
