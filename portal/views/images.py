"""One picture: as large as the window allows, its links, its facts, its neighbours."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from media_sync.models import Album, AlbumImage, Image
from portal import sharing, teams
from portal.history import latest_of
from portal.http import PortalRequest
from portal.moved import Moved

_NEIGHBOURS = 6


@dataclass(frozen=True)
class Strip:
    """The pictures before and after, in the order of the strip."""

    before: list[Image]
    after: list[Image]


@login_required
@require_safe
def image(request: PortalRequest, pk: int) -> HttpResponse:
    """The picture, among the pictures of ``?album=`` or else among the newest of its account."""
    found = get_object_or_404(
        Image.objects.visible_to(request.user).select_related("account__team", "original", "fetch"), pk=pk
    )
    teams.show(request, found.account.team)
    albums = list(Album.objects.visible_to(request.user).filter(places__image=found).newest())
    within = next((album for album in albums if str(album.pk) == request.GET.get("album")), None)
    context = {
        "image": found,
        "albums": albums,
        "within": within,
        "strip": _in_album(found, within) if within else _in_account(request, found),
        "lines": latest_of(found),
        "moved": Moved.of_image(found),
        "share": sharing.rows_for(found, with_page=not settings.IMGUR_DEMO),
    }
    return render(request, "portal/images/image.html", context)


def _in_album(found: Image, album: Album) -> Strip:
    position = AlbumImage.objects.values_list("position", flat=True).get(album=album, image=found)
    places = album.places.select_related("image__original")
    before = places.filter(position__lt=position).order_by("-position")[:_NEIGHBOURS]
    after = places.filter(position__gt=position).order_by("position")[:_NEIGHBOURS]
    return Strip([place.image for place in before][::-1], [place.image for place in after])


def _in_account(request: PortalRequest, found: Image) -> Strip:
    """Newer pictures stand before, older ones after, as in the library."""
    moment = found.uploaded_at
    images = Image.objects.visible_to(request.user).filter(account=found.account).select_related("original")
    newer = images.filter(uploaded_at__gte=moment).filter(Q(uploaded_at__gt=moment) | Q(pk__gt=found.pk))
    older = images.filter(uploaded_at__lte=moment).filter(Q(uploaded_at__lt=moment) | Q(pk__lt=found.pk))
    return Strip(
        list(newer.order_by("uploaded_at", "pk")[:_NEIGHBOURS])[::-1],
        list(older.order_by("-uploaded_at", "-pk")[:_NEIGHBOURS]),
    )
