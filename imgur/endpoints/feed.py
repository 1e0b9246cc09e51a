"""The feed: what happened around the tags and people that the account follows."""

from __future__ import annotations

from collections.abc import Mapping

from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.payload import lacking
from imgur.models import FeedItem
from imgur.models.reader import JsonReader


class FeedEndpoint(EndpointGroup):
    """``client.feed``."""

    def get(self) -> list[FeedItem]:
        """The account's feed; 1 credit.

        Imgur documents the address and nothing else: neither pages nor the shape of an entry.

        GET /3/feed, see https://apidocs.imgur.com/#feed
        """
        call, answer = self._get("/3/feed")
        # A bare list is what is expected; an object that holds one as "items" is how Imgur's newer lists look.
        data = answer.data if isinstance(answer.data, Mapping) and answer.data else {"items": answer.data}
        items = JsonReader(data).items_or_none("items", FeedItem.from_json)
        if items is None:
            raise lacking(call, answer)
        return list(items)
