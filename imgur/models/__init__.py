"""What Imgur's answers mean: frozen dataclasses with a tolerant ``from_json``; unknown fields stay in ``extra``."""

from imgur.models.account import Account, AccountSettings, BlockedUser
from imgur.models.account_v1 import AccountV1
from imgur.models.album import Album, AlbumCreated
from imgur.models.avatars import AvailableAvatars, AvailableCovers, Avatar, ProfilePicture
from imgur.models.blocked_users import BlockedUsersPage
from imgur.models.comment import Comment
from imgur.models.conversation import Conversation, Message, OldMessage
from imgur.models.credits import Credits
from imgur.models.gallery import GalleryAlbum, GalleryImage, GalleryItem, gallery_item
from imgur.models.gallery_lists import CustomGallery, DefaultTags, FeaturedGallery, FeedItem, TagGallery, Topic
from imgur.models.image import Image
from imgur.models.meme import MemeMetadata
from imgur.models.notification import MessageNotice, Notification, Notifications
from imgur.models.profile import AccountStats, GalleryProfile, Trophy
from imgur.models.tag import Tag, TagVote
from imgur.models.token import Token
from imgur.models.upload_ticket import UploadTicket
from imgur.models.votes import Votes

__all__ = [
    "Account",
    "AccountSettings",
    "AccountStats",
    "AccountV1",
    "Album",
    "AlbumCreated",
    "AvailableAvatars",
    "AvailableCovers",
    "Avatar",
    "BlockedUser",
    "BlockedUsersPage",
    "Comment",
    "Conversation",
    "Credits",
    "CustomGallery",
    "DefaultTags",
    "FeaturedGallery",
    "FeedItem",
    "GalleryAlbum",
    "GalleryImage",
    "GalleryItem",
    "GalleryProfile",
    "Image",
    "MemeMetadata",
    "Message",
    "MessageNotice",
    "Notification",
    "Notifications",
    "OldMessage",
    "ProfilePicture",
    "Tag",
    "TagGallery",
    "TagVote",
    "Token",
    "Topic",
    "Trophy",
    "UploadTicket",
    "Votes",
    "gallery_item",
]
