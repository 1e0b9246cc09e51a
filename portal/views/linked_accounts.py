"""The team's Imgur accounts: which work, which are broken and what to do about it; linking and unlinking."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import limits
from accounts.imgur_provider import linking as linking_at_imgur
from accounts.models import LinkedAccount
from accounts.services import linking
from accounts.services.apps import NoImgurAppError
from media_sync.models import Album, Image, Operation, Part, SyncSchedule
from portal import teams
from portal.http import PortalRequest, acts
from portal.queued import Queued, queued_by_account


@login_required
@require_safe
def accounts(request: PortalRequest, slug: str) -> HttpResponse:
    team = teams.enter(request, slug)
    found = list(LinkedAccount.objects.visible_to(request.user).filter(team=team).select_related("linked_by"))
    pictures = dict(Image.objects.filter(account__in=found).values_list("account").annotate(Count("pk")).order_by())
    albums = dict(Album.objects.filter(account__in=found).values_list("account").annotate(Count("pk")).order_by())
    waiting = queued_by_account(Operation.objects.filter(account__in=found))
    mirrored = set(SyncSchedule.objects.filter(account__in=found, part=Part.PICTURES).values_list("account", flat=True))
    lines = [
        {
            "account": account,
            "pictures": pictures.get(account.pk, 0),
            "albums": albums.get(account.pk, 0),
            "waiting": waiting.get(account.pk, Queued()),
            "is_mirrored": account.pk in mirrored,
        }
        for account in found
    ]
    # What needs a person stands first; the archives last.
    lines.sort(key=lambda line: ["broken", "works", "unlinked"].index(line["account"].state))
    return render(request, "portal/accounts/accounts.html", {"lines": lines})


@acts
@limits.limited(limits.OAUTH_STARTS)
def account_link(request: PortalRequest, slug: str) -> HttpResponseBase:
    """To Imgur's page, where the person says yes; Imgur sends them back to the team's accounts."""
    team = teams.enter_as_owner(request, slug)
    try:
        return linking_at_imgur.start(request, team, next_url=reverse("portal:accounts", args=[slug]))
    except NoImgurAppError as error:
        messages.error(request, str(error))
        return redirect("portal:accounts", slug)


@acts
def account_unlink(request: PortalRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(LinkedAccount.objects.owned_by(request.user).select_related("team"), pk=pk)
    linking.unlink(account, by=request.user)
    messages.success(request, f"{account} is unlinked. Its pictures stay here.")
    return redirect("portal:accounts", account.team.slug)
