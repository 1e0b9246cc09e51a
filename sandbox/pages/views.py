"""What stands in for imgur.com itself."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sandbox.api.errors import simple_page
from sandbox.media.links import file_link, image_link
from sandbox.models import Account, Album, Image
from sandbox.oauth.authorize import PAGE_HEADERS
from sandbox.responses import set_headers

STYLE = Path(__file__).with_name("sandbox.css")


def front(request: HttpRequest) -> HttpResponse:
    """What the sandbox is, and who lives in it. An application without a callback sends people here with a code."""
    request.META["sandbox.route"] = "GET /"
    context = {
        "people": Account.objects.order_by("pk"),
        "images_count": Image.objects.present().count(),
        "has_returned": not {"code", "state"}.isdisjoint(request.GET),
        "code": request.GET.get("code"),
        "was_denied": request.GET.get("error") == "access_denied",
    }
    response = render(request, "sandbox/front.html", context)
    set_headers(response, PAGE_HEADERS)
    return response


def album(request: HttpRequest, imgur_id: str) -> HttpResponse:
    """The pictures of an album that is not secret, at the address that the API gives as its link."""
    request.META["sandbox.route"] = "GET /a/{album}"
    found = Album.objects.complete().readable_by(None).filter(imgur_id=imgur_id).first()
    if found is None:
        return simple_page()
    pictures = [
        {"image": image, "link": image_link(image), "thumbnail": file_link(f"{image.imgur_id}m.jpg")}
        for image in found.images_in_order()
    ]
    return render(request, "sandbox/album.html", {"album": found, "pictures": pictures})


def picture(request: HttpRequest, imgur_id: str) -> HttpResponse:
    """A picture's own page is its file here."""
    request.META["sandbox.route"] = "GET /{image}"
    found = Image.objects.present().filter(imgur_id=imgur_id).first()
    return redirect(image_link(found)) if found else simple_page()


def style(request: HttpRequest) -> HttpResponse:
    request.META["sandbox.route"] = "GET /sandbox.css"
    return HttpResponse(STYLE.read_bytes(), content_type="text/css", headers={"Cache-Control": "max-age=3600"})


def unknown(request: HttpRequest, path: str = "") -> HttpResponse:
    """Any other address."""
    return simple_page()
