"""The rows of the sandbox, one file a subject. Here we are Imgur, so ``imgur_id`` is what a caller sees."""

from sandbox.models.bookkeeping import Fault, RateWindow, Switch, Tally
from sandbox.models.people import Account, Client
from sandbox.models.pictures import Album, AlbumImage, Image
from sandbox.models.tokens import AccessToken, Grant, RefreshToken

__all__ = [
    "AccessToken",
    "Account",
    "Album",
    "AlbumImage",
    "Client",
    "Fault",
    "Grant",
    "Image",
    "RateWindow",
    "RefreshToken",
    "Switch",
    "Tally",
]
