"""Upload: files come together in a draft, are priced, and are sent to Imgur as a batch."""

from uuid import uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import limits
from media_sync import tasks
from media_sync.models import Batch, BatchFile
from media_sync.services.sending import batches, intake
from portal import teams
from portal.drafts import Draft
from portal.forms.uploads import FilesForm, OrderForm, PlacesForm, SendForm
from portal.http import PortalRequest, acts
from portal.legs import row_of


@login_required
@never_cache  # the way back must not show a state that has passed
@require_safe
def upload(request: PortalRequest, slug: str) -> HttpResponse:
    team = teams.enter_to_contribute(request, slug)
    batch = batches.draft_for(user=request.user, team=team)
    return _page(request, batch, SendForm.for_draft(batch, team=team, user=request.user))


@acts
def upload_places(request: PortalRequest, slug: str) -> HttpResponse:
    """Reserve places for files in the order given (JSON); answers with their rows. Asking again changes nothing."""
    team = teams.enter_to_contribute(request, slug)
    form = PlacesForm.from_json(request.body)
    if not form.is_valid():
        return HttpResponse("The list of files cannot be read.", status=400, content_type="text/plain")
    batch = batches.draft_for(user=request.user, team=team)
    with transaction.atomic():
        files = [batches.reserve_place(batch, **place) for place in form.cleaned_data["places"]]
    rows = [row_of(file) for file in files]
    return render(request, "portal/uploads/upload.html#rows", {"rows": rows, "batch": batch}, status=201)


@acts
def upload_files(request: PortalRequest, slug: str) -> HttpResponse:
    """Take whole files in from the plain form, without JavaScript."""
    team = teams.enter_to_contribute(request, slug)
    batch = batches.draft_for(user=request.user, team=team)
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(
            request, batch, SendForm.for_draft(batch, team=team, user=request.user), files_form=form, status=422
        )
    chosen = form.cleaned_data["chosen"]
    limits.take(request, (limits.FILES, len(chosen)), (limits.BYTES, sum(file.size for file in chosen)))
    for file in chosen:
        intake.take_in(batch, client_key=str(uuid4()), name=file.name, stream=file, size_bytes=file.size)
    return redirect("portal:upload", slug)


@login_required
@require_safe
def upload_row(request: PortalRequest, pk: int) -> HttpResponse:
    file = intake.settle(get_object_or_404(_draft_files(request), pk=pk))
    return render(request, "portal/uploads/upload.html#rows", {"rows": [row_of(file)], "batch": file.batch})


@acts
def upload_remove(request: PortalRequest, pk: int) -> HttpResponse:
    file = get_object_or_404(_draft_files(request), pk=pk)
    batches.remove_file(file)
    if request.htmx:
        return HttpResponse(headers={"HX-Trigger": "draft-changed"})
    return redirect("portal:upload", file.batch.team.slug)


@acts
def upload_order(request: PortalRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(_drafts(request), pk=pk)
    form = OrderForm(request.POST)
    if not form.is_valid():
        return HttpResponse("The order cannot be read.", status=400, content_type="text/plain")
    batches.reorder(batch, form.cleaned_data["file"])
    return HttpResponse(status=204)


@acts
def upload_price(request: PortalRequest, pk: int) -> HttpResponse:
    """Keep what the form says by now and answer with the price of it."""
    batch = get_object_or_404(_drafts(request), pk=pk)
    form = SendForm(request.POST, team=batch.team, user=request.user)
    if form.is_valid():
        batches.describe(batch, **form.choices())
    return render(
        request, "portal/uploads/upload.html#price", {"draft": Draft(batch, form.chosen_account, request), "form": form}
    )


@acts
@limits.limited(limits.BATCHES)
def upload_send(request: PortalRequest, pk: int) -> HttpResponse:
    """Send the draft. A second press, a second tab or the way back lead to the batch that the first one sent."""
    own = Batch.objects.contributable_by(request.user).filter(created_by=request.user).select_related("team")
    batch = get_object_or_404(own, pk=pk)
    if batch.state != Batch.State.DRAFT:
        return redirect(batch)
    team = teams.show(request, batch.team)
    form = SendForm(request.POST, team=team, user=request.user)
    if form.is_valid():
        try:
            batches.send(batch, user=request.user, **form.choices())
            tasks.ring()
        except batches.CannotSendError as error:
            form.add_error(None, str(error))
        else:
            return redirect(batch)
    return _page(request, batch, form, status=422)


def _drafts(request: PortalRequest) -> QuerySet[Batch]:
    """The person's own drafts: what is not sent yet is nobody else's business."""
    return (
        Batch.objects.contributable_by(request.user)
        .filter(created_by=request.user, state=Batch.State.DRAFT)
        .select_related("team", "account")
    )


def _draft_files(request: PortalRequest) -> QuerySet[BatchFile]:
    return (
        BatchFile.objects.contributable_by(request.user)
        .filter(batch__created_by=request.user, batch__state=Batch.State.DRAFT)
        .select_related("batch__team", "original", "operation")
    )


def _page(
    request: PortalRequest, batch: Batch, form: SendForm, *, files_form: FilesForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "draft": Draft(batch, form.chosen_account, request),
        "form": form,
        "files_form": files_form,
        "settings": settings,
    }
    return render(request, "portal/uploads/upload.html", context, status=status)
