"""What stands in for imgur.com itself."""

from pathlib import Path

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sandbox.api.errors import simple_page
from sandbox.media.links import album_link, file_link, image_link
from sandbox.models import Account, Album, Image, Post
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


def post(request: HttpRequest, imgur_id: str) -> HttpResponse:
    """A post's page is that of its picture or album."""
    request.META["sandbox.route"] = "GET /gallery/{post}"
    found = Post.objects.present().filter(Q(image__imgur_id=imgur_id) | Q(album__imgur_id=imgur_id)).first()
    # What subreddits link to is no post.
    return redirect(album_link(found.album)) if found and found.album else picture(request, imgur_id)


def user(request: HttpRequest, username: str) -> HttpResponse:
    """People stand on the front page."""
    request.META["sandbox.route"] = "GET /user/{name}"
    return redirect("/") if Account.named(username) else simple_page()


def listed(request: HttpRequest, imgur_id: str | None = None) -> HttpResponse:
    """Galleries, tags and subreddits have no pages here; what is in them does."""
    request.META["sandbox.route"] = "GET /{list}"
    return redirect(f"/gallery/{imgur_id}" if imgur_id else "/")


def style(request: HttpRequest) -> HttpResponse:
    request.META["sandbox.route"] = "GET /sandbox.css"
    return HttpResponse(STYLE.read_bytes(), content_type="text/css", headers={"Cache-Control": "max-age=3600"})


def unknown(request: HttpRequest, path: str = "") -> HttpResponse:
    """Any other address."""
    return simple_page()
