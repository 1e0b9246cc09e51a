"""GET /upload/poll: what has become of the tickets of videos, as imgur.com's own upload page asks. Costs nothing."""

from django.http import HttpRequest, HttpResponse

from sandbox import clock
from sandbox.api.envelope import Answer, Format, render
from sandbox.api.errors import simple_page
from sandbox.media.types import EXTENSIONS
from sandbox.models import UploadTicket

MAXIMUM = 100


def poll(request: HttpRequest) -> HttpResponse:
    """The tickets among `tickets[]` that are done. Others are not mentioned; how Imgur tells of those is not known."""
    if request.method != "GET":
        return simple_page()
    request.META["sandbox.route"] = "GET /upload/poll"
    asked = request.GET.getlist("tickets[]")[:MAXIMUM]
    tickets = UploadTicket.objects.select_related("image").filter(ticket__in=asked, image__deleted_at=None)
    done = list(tickets.filter(image__ready_at__lte=clock.now()))
    data = {
        "done": {ticket.ticket: ticket.image.imgur_id for ticket in done},
        "images": {ticket.image.imgur_id: {"ext": f".{EXTENSIONS[ticket.image.type]}"} for ticket in done},
    }
    response = render(Answer(data).envelope(), 200, Format())
    response.headers["Cache-Control"] = "no-store"
    return response
