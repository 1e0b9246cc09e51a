"""A client for the Imgur API v3, in plain Python on requests. Knows no Django, no database, no Redis.

    transport = HttpTransport(auth=Bearer(access_token))
    client = ImgurClient(transport)
    image = client.images.upload(Path("cat.jpg"), name="cat.jpg", content_type="image/jpeg")

What goes wrong is an ``ImgurError``; ``imgur.errors`` draws the tree.
"""

from imgur.auth import Auth, Bearer, ClientId, CommercialGateway
from imgur.call import Answer, Call, FilePart, Transport
from imgur.callback import Callback, read_callback
from imgur.client import ImgurClient
from imgur.endpoints.search_query import SearchQuery
from imgur.endpoints.words import ReportReason
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
from imgur.models import (
    Account,
    AccountSettings,
    AccountStats,
    AccountV1,
    Album,
    AlbumCreated,
    AvailableAvatars,
    AvailableCovers,
    Avatar,
    BlockedUser,
    BlockedUsersPage,
    Comment,
    Conversation,
    Credits,
    CustomGallery,
    DefaultTags,
    FeaturedGallery,
    FeedItem,
    GalleryAlbum,
    GalleryImage,
    GalleryItem,
    GalleryProfile,
    Image,
    MemeMetadata,
    Message,
    MessageNotice,
    Notification,
    Notifications,
    OldMessage,
    ProfilePicture,
    Tag,
    TagGallery,
    TagVote,
    Token,
    Topic,
    Trophy,
    UploadTicket,
    Votes,
    gallery_item,
)
from imgur.oauth import OAuthClient
from imgur.rate_limits import RateLimits, Window
from imgur.session import new_session
from imgur.timeouts import Timeouts
from imgur.transport import HttpTransport
from imgur.version import VERSION

__all__ = [
    "VERSION",
    "Account",
    "AccountSettings",
    "AccountStats",
    "AccountV1",
    "Album",
    "AlbumCreated",
    "Answer",
    "Auth",
    "AvailableAvatars",
    "AvailableCovers",
    "Avatar",
    "BadRequestError",
    "Bearer",
    "BlockedUser",
    "BlockedUsersPage",
    "Call",
    "Callback",
    "ClientId",
    "ClientRejectedError",
    "Comment",
    "CommercialGateway",
    "Conversation",
    "Credits",
    "CustomGallery",
    "DefaultTags",
    "FeaturedGallery",
    "FeedItem",
    "FilePart",
    "ForbiddenError",
    "Format",
    "GalleryAlbum",
    "GalleryImage",
    "GalleryItem",
    "GalleryProfile",
    "HttpTransport",
    "Image",
    "ImgurClient",
    "ImgurError",
    "ImgurRefusedError",
    "ImgurUnavailableError",
    "MemeMetadata",
    "Message",
    "MessageNotice",
    "NotFoundError",
    "Notification",
    "Notifications",
    "OAuthClient",
    "OldMessage",
    "OutcomeUnknownError",
    "ProfilePicture",
    "RateLimitError",
    "RateLimits",
    "ReportReason",
    "SearchQuery",
    "Tag",
    "TagGallery",
    "TagVote",
    "Timeouts",
    "Token",
    "TokenRejectedError",
    "Topic",
    "Transport",
    "Trophy",
    "UploadTicket",
    "Votes",
    "Window",
    "gallery_item",
    "new_session",
    "read_callback",
]
