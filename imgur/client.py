"""The client: Imgur's endpoints in groups, over whatever transport carries them."""

from __future__ import annotations

from datetime import UTC, datetime

from imgur.call import Call, Transport
from imgur.endpoints.account import AccountEndpoint
from imgur.endpoints.albums import AlbumsEndpoint
from imgur.endpoints.comments import CommentsEndpoint
from imgur.endpoints.conversations import ConversationsEndpoint
from imgur.endpoints.custom_gallery import CustomGalleryEndpoint
from imgur.endpoints.feed import FeedEndpoint
from imgur.endpoints.gallery import GalleryEndpoint
from imgur.endpoints.images import ImagesEndpoint
from imgur.endpoints.memes import MemesEndpoint
from imgur.endpoints.messages import MessagesEndpoint
from imgur.endpoints.notifications import NotificationsEndpoint
from imgur.endpoints.payload import an_object
from imgur.endpoints.tags import TagsEndpoint
from imgur.endpoints.topics import TopicsEndpoint
from imgur.models import Credits


class ImgurClient:
    """Imgur for one caller. Every method raises an ``ImgurError`` when Imgur does not do it.

    ``imgur.endpoints.table`` lists what there is, and which row of Imgur's API is which method.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.account = AccountEndpoint(transport)
        self.albums = AlbumsEndpoint(transport)
        self.comments = CommentsEndpoint(transport)
        self.conversations = ConversationsEndpoint(transport)
        self.custom_gallery = CustomGalleryEndpoint(transport)
        self.feed = FeedEndpoint(transport)
        self.gallery = GalleryEndpoint(transport)
        self.images = ImagesEndpoint(transport)
        self.memes = MemesEndpoint(transport)
        self.messages = MessagesEndpoint(transport)
        self.notifications = NotificationsEndpoint(transport)
        self.tags = TagsEndpoint(transport)
        self.topics = TopicsEndpoint(transport)

    def credits(self) -> Credits:
        """What is left of this hour and this day; 0 credits as far as is known.

        GET /3/credits, see https://apidocs.imgur.com/#rate-limits
        """
        call = Call.to("GET", "/3/credits", cost=0)
        answer = self._transport.send(call)
        data = an_object(call, answer, "UserLimit", "ClientLimit")
        return Credits.from_json(data, datetime.now(tz=UTC), ahead=answer.clock_ahead)
