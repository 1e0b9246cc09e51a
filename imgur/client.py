"""The client: Imgur's endpoints in groups, over whatever transport carries them."""

from __future__ import annotations

from datetime import UTC, datetime

from imgur.call import Call, Transport
from imgur.endpoints.account import AccountEndpoint
from imgur.endpoints.albums import AlbumsEndpoint
from imgur.endpoints.images import ImagesEndpoint
from imgur.endpoints.payload import an_object
from imgur.models import Credits


class ImgurClient:
    """Imgur for one caller. Every method raises an ``ImgurError`` when Imgur does not do it."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.images = ImagesEndpoint(transport)
        self.albums = AlbumsEndpoint(transport)
        self.account = AccountEndpoint(transport)

    def credits(self) -> Credits:
        """What is left of this hour and this day; 0 credits.

        GET /3/credits, see https://apidocs.imgur.com/#rate-limits
        """
        call = Call.to("GET", "/3/credits", cost=0)
        data = an_object(call, self._transport.send(call), "UserLimit", "ClientLimit")
        return Credits.from_json(data, datetime.now(tz=UTC))
