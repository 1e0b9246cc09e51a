"""What Imgur's answers mean: frozen dataclasses with a tolerant ``from_json``; unknown fields stay in ``extra``."""

from imgur.models.account import Account, AccountSettings, BlockedUser
from imgur.models.album import Album, AlbumCreated
from imgur.models.credits import Credits
from imgur.models.image import Image
from imgur.models.token import Token
from imgur.models.upload_ticket import UploadTicket

__all__ = [
    "Account",
    "AccountSettings",
    "Album",
    "AlbumCreated",
    "BlockedUser",
    "Credits",
    "Image",
    "Token",
    "UploadTicket",
]
