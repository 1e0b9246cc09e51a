"""A client for the Imgur API v3, in plain Python on requests. Knows no Django, no database, no Redis.

    transport = HttpTransport(auth=Bearer(access_token))
    client = ImgurClient(transport)
    image = client.images.upload(Path("cat.jpg"), name="cat.jpg", content_type="image/jpeg")

What goes wrong is an ``ImgurError``; ``imgur.errors`` draws the tree.
"""

from imgur.auth import Auth, Bearer, ClientId, CommercialGateway
from imgur.call import Answer, Call, FilePart, Transport
from imgur.client import ImgurClient
from imgur.errors import (
    BadRequestError,
    ClientRejectedError,
    ForbiddenError,
    ImgurError,
    ImgurRefusedError,
    ImgurUnavailableError,
    NotFoundError,
    OutcomeUnknownError,
    RateLimitError,
    TokenRejectedError,
)
from imgur.formats import Format
from imgur.models import Account, AccountSettings, Album, AlbumCreated, Credits, Image, Token, UploadTicket
from imgur.oauth import OAuthClient
from imgur.rate_limits import RateLimits, Window
from imgur.transport import HttpTransport, Timeouts
from imgur.version import VERSION

__all__ = [
    "VERSION",
    "Account",
    "AccountSettings",
    "Album",
    "AlbumCreated",
    "Answer",
    "Auth",
    "BadRequestError",
    "Bearer",
    "Call",
    "ClientId",
    "ClientRejectedError",
    "CommercialGateway",
    "Credits",
    "FilePart",
    "ForbiddenError",
    "Format",
    "HttpTransport",
    "Image",
    "ImgurClient",
    "ImgurError",
    "ImgurRefusedError",
    "ImgurUnavailableError",
    "NotFoundError",
    "OAuthClient",
    "OutcomeUnknownError",
    "RateLimitError",
    "RateLimits",
    "Timeouts",
    "Token",
    "TokenRejectedError",
    "Transport",
    "UploadTicket",
    "Window",
]
