"""All links of an album or a batch, in one field to copy."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render

from media_sync.models import Album, Batch, Image
from portal.http import PortalRequest
from portal.sharing import LinkForm, links_of


def links_page(request: PortalRequest, *, of: Album | Batch, images: Sequence[Image], url_name: str) -> HttpResponse:
    """The page that ``?form=`` (list, markdown, bbcode) asks for; with htmx its part alone."""
    try:
        form = LinkForm(request.GET.get("form") or LinkForm.LIST)
    except ValueError as error:
        raise Http404 from error
    linked = [image for image in images if image.gone_at is None]
    context = {
        "of": of,
        "url_name": url_name,
        "form": form,
        "forms": list(LinkForm),
        "count": len(linked),
        "left_out": len(images) - len(linked),
        "text": links_of(linked, form),
    }
    return render(request, f"portal/links.html{'#links' if request.htmx else ''}", context)
