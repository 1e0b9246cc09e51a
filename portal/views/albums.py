"""An album: its pictures in Imgur's order."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from media_sync.models import Album, AlbumImage
from media_sync.services.gone import album_contents
from portal import teams
from portal.history import latest_of
from portal.http import PortalRequest
from portal.moved import Moved
from portal.views.links import links_page

_PICTURES = 120


@login_required
@require_safe
def album(request: PortalRequest, pk: int) -> HttpResponse:
    """The album from its first picture on, or from behind place ``?after=``."""
    found = _album(request, pk)
    after = request.GET.get("after", "-1")
    if not after.removeprefix("-").isdecimal() or len(after) > 9:
        raise Http404
    places = list(
        found.places.filter(position__gt=int(after))
        .select_related("image__original", "image__fetch")
        .order_by("position")[: _PICTURES + 1]
    )
    context = {
        "album": found,
        "places": places[:_PICTURES],
        "more_after": places[_PICTURES - 1].position if len(places) > _PICTURES else None,
        "is_begin": int(after) < 0,
        "lines": [] if request.htmx else latest_of(found),
        "moved": Moved.of_album(found),
        "has_lost": any(place.image.gone_at for place in places) or album_contents.has_lost(found),
    }
    return render(request, f"portal/albums/album.html{'#grid' if request.htmx else ''}", context)


@login_required
@require_safe
def album_links(request: PortalRequest, pk: int) -> HttpResponse:
    found = _album(request, pk)
    places: QuerySet[AlbumImage] = found.places.select_related("image").order_by("position")
    return links_page(request, of=found, images=[place.image for place in places], url_name="portal:album-links")


def _album(request: PortalRequest, pk: int) -> Album:
    found = get_object_or_404(
        Album.objects.visible_to(request.user).select_related("account__team", "cover_image"), pk=pk
    )
    teams.show(request, found.account.team)
    return found
