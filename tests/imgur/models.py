"""How every model of the client is read from JSON, for tests that hold for all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from imgur import models
from tests.imgur.calls import NOW

MODELS: list[Callable[[Any], Any]] = [
    models.Account.from_json,
    models.AccountSettings.from_json,
    models.AccountStats.from_json,
    models.AccountV1.from_json,
    models.Album.from_json,
    models.AlbumCreated.from_json,
    models.AvailableAvatars.from_json,
    models.AvailableCovers.from_json,
    models.Avatar.from_json,
    models.BlockedUser.from_json,
    models.BlockedUsersPage.from_json,
    models.Comment.from_json,
    models.Conversation.from_json,
    models.CustomGallery.from_json,
    models.DefaultTags.from_json,
    models.FeaturedGallery.from_json,
    models.FeedItem.from_json,
    models.GalleryAlbum.from_json,
    models.GalleryImage.from_json,
    models.GalleryProfile.from_json,
    models.Image.from_json,
    models.MemeMetadata.from_json,
    models.Message.from_json,
    models.MessageNotice.from_json,
    models.Notification.from_json,
    models.Notifications.from_json,
    models.OldMessage.from_json,
    models.ProfilePicture.from_json,
    models.Tag.from_json,
    models.TagGallery.from_json,
    models.TagVote.from_json,
    models.Topic.from_json,
    models.Trophy.from_json,
    models.UploadTicket.from_json,
    models.Votes.from_json,
    models.gallery_item,
    lambda payload: models.Credits.from_json(payload, NOW),
    lambda payload: models.Token.from_json(payload, NOW),
]
