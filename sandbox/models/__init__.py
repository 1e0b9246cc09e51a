"""The rows of the sandbox, one file a subject. Here we are Imgur, so ``imgur_id`` is what a caller sees."""

from sandbox.models.bookkeeping import Fault, Making, RateWindow, Switch, Tally
from sandbox.models.gallery import (
    CustomGallery,
    Meme,
    Post,
    PostReport,
    PostTag,
    PostVote,
    SubredditItem,
    Tag,
    TagFollow,
    TagVote,
    Topic,
    Vote,
)
from sandbox.models.people import Account, Block, Client, Trophy, UserFollow, UserReport
from sandbox.models.pictures import Album, AlbumImage, Favorite, FavoriteFolder, Image, UploadTicket
from sandbox.models.talk import Comment, CommentReport, CommentVote, Conversation, Message, Notification
from sandbox.models.tokens import AccessToken, Grant, RefreshToken

__all__ = [
    "AccessToken",
    "Account",
    "Album",
    "AlbumImage",
    "Block",
    "Client",
    "Comment",
    "CommentReport",
    "CommentVote",
    "Conversation",
    "CustomGallery",
    "Fault",
    "Favorite",
    "FavoriteFolder",
    "Grant",
    "Image",
    "Making",
    "Meme",
    "Message",
    "Notification",
    "Post",
    "PostReport",
    "PostTag",
    "PostVote",
    "RateWindow",
    "RefreshToken",
    "SubredditItem",
    "Switch",
    "Tag",
    "TagFollow",
    "TagVote",
    "Tally",
    "Topic",
    "Trophy",
    "UploadTicket",
    "UserFollow",
    "UserReport",
    "Vote",
]
