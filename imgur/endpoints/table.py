"""Which row of Imgur's API is which method of the client.

The rows are those of the reference's table; tests/imgur/endpoints.tsv has them with their sources' own words. A row may
have several entries and an entry several rows. Where Imgur spells an address in several ways (gallery/{id},
gallery/image/{id}, gallery/album/{id}; optional ends of a path) the client uses one, which is the route here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One call, and the method that sends it.

    ``call`` is a method of ``ImgurClient`` ("albums.get"), or of ``OAuthClient`` when it starts with "oauth.".
    ``options`` are the keyword arguments with which the method sends this very call. ``walker`` is the method that
    sends it for page after page. ``is_for_browsers`` marks an address that a person's browser opens.
    """

    rows: tuple[str, ...]
    method: str
    route: str
    call: str
    walker: str | None = None
    cost: int = 1
    host: Literal["api", "site"] = "api"
    options: Mapping[str, Any] = field(default_factory=dict)
    is_for_browsers: bool = False
    note: str = ""


def _row(rows: str, method: str, route: str, call: str, walker: str | None = None, **facts: Any) -> Endpoint:
    return Endpoint(tuple(rows.split()), method, route, call, walker, **facts)


# fmt: off
ACCOUNT = (
    _row("AC1", "GET", "/3/account/{username}", "account.get"),
    _row("AC1", "GET", "/3/account/{username}", "account.get_by_id", note="with the query account_id"),
    _row("AC2", "POST", "/3/account/{username}", "account.create"),
    _row("AC3", "DELETE", "/3/account/{username}", "account.delete"),
    _row("AC4", "POST", "/3/account/me/delete", "account.delete_me"),
    _row("AC5", "GET", "/3/account/{username}/gallery_favorites/{page}/{sort}",
         "account.gallery_favorites_page", "account.gallery_favorites"),
    _row("AC6", "GET", "/3/account/{username}/favorites/{page}/{sort}", "account.favorites_page", "account.favorites"),
    _row("AC7", "GET", "/3/account/{username}/likes/{page}", "account.likes_page", "account.likes"),
    _row("AC8", "GET", "/3/account/{username}/submissions/{page}/{sort}",
         "account.submissions_page", "account.submissions"),
    _row("AC9", "GET", "/3/account/{username}/available_avatars", "account.available_avatars"),
    _row("AC10", "GET", "/3/account/{username}/available_covers", "account.available_covers"),
    _row("AC11", "GET", "/3/account/{username}/avatar", "account.avatar"),
    _row("AC12", "GET", "/3/account/{username}/settings", "account.settings"),
    _row("AC13", "PUT", "/3/account/{username}/settings", "account.update_settings"),
    _row("AC13", "POST", "/3/account/{username}/settings", "account.update_settings", options={"method": "POST"}),
    _row("AC14", "GET", "/3/account/{username}/stats", "account.stats"),
    _row("AC15", "GET", "/3/account/{username}/gallery_profile", "account.gallery_profile"),
    _row("AC16", "GET", "/3/account/{username}/verifyemail", "account.is_email_verified"),
    _row("AC17", "POST", "/3/account/{username}/verifyemail", "account.send_verification_email"),
    _row("AC18", "GET", "/3/account/{username}/albums/{page}", "account.albums_page", "account.albums"),
    _row("AC19", "GET", "/3/account/{username}/album/{id}", "account.album"),
    _row("AC20", "GET", "/3/account/{username}/albums/ids/{page}", "account.album_ids_page", "account.album_ids"),
    _row("AC21", "GET", "/3/account/{username}/albums/count", "account.album_count"),
    _row("AC22", "DELETE", "/3/account/{username}/album/{id}", "account.delete_album"),
    _row("AC23", "GET", "/3/account/{username}/comments/{sort}/{page}", "account.comments_page", "account.comments"),
    _row("AC24", "GET", "/3/account/{username}/comment/{id}", "account.comment"),
    _row("AC25", "GET", "/3/account/{username}/comments/ids/{sort}/{page}", "account.comment_ids_page",
         "account.comment_ids"),
    _row("AC26", "GET", "/3/account/{username}/comments/count", "account.comment_count"),
    _row("AC27", "DELETE", "/3/account/{username}/comment/{id}", "account.delete_comment"),
    _row("AC28", "GET", "/3/account/{username}/images/{page}", "account.images_page", "account.images"),
    _row("AC29", "GET", "/3/account/{username}/image/{id}", "account.image"),
    _row("AC30", "GET", "/3/account/{username}/images/ids/{page}", "account.image_ids_page", "account.image_ids"),
    _row("AC31", "GET", "/3/account/{username}/images/count", "account.image_count"),
    _row("AC32", "DELETE", "/3/account/{username}/image/{deletehash}", "account.delete_image"),
    _row("AC33", "GET", "/3/account/{username}/notifications", "account.notifications"),
    _row("AC34", "GET", "/3/account/{username}/notifications/messages", "account.message_notifications"),
    _row("AC35", "GET", "/3/account/{username}/notifications/replies", "account.reply_notifications"),
    _row("AC36", "POST", "/3/account/{username}/message", "account.send_message"),
    _row("AC37", "POST", "/3/account/me/follow/tag/{tag}", "account.follow_tag"),
    _row("AC38", "DELETE", "/3/account/me/follow/tag/{tag}", "account.unfollow_tag"),
    _row("AC39", "GET", "/3/account/me/block", "account.blocked_users"),
    _row("AC40", "GET", "/account/v1/{username}/block", "account.is_blocking"),
    _row("AC41", "POST", "/account/v1/{username}/block", "account.block"),
    _row("AC42", "DELETE", "/account/v1/{username}/block", "account.unblock"),
    _row("AC43", "GET", "/account/v1/{username}", "account.get_v1"),
    _row("AC44", "GET", "/3/account/{username}/items/{sort}/{page}", "account.items_page", "account.items"),
    _row("AC45", "GET", "/3/account/{username}/folders/{folder_id}/favorites", "account.folder_favorites_page",
         "account.folder_favorites"),
)
ALBUMS = (
    _row("AL1", "GET", "/3/album/{id}", "albums.get"),
    _row("AL2", "GET", "/3/album/{id}/images", "albums.images"),
    _row("AL3", "GET", "/3/album/{id}/image/{image_id}", "albums.image"),
    _row("AL4", "POST", "/3/album", "albums.create"),
    _row("AL5", "PUT", "/3/album/{id}", "albums.update"),
    _row("AL5", "PUT", "/3/album/{id}", "albums.set_images"),
    _row("AL6", "DELETE", "/3/album/{id}", "albums.delete"),
    _row("AL7", "POST", "/3/album/{id}/favorite", "albums.favorite"),
    _row("AL8", "POST", "/3/album/{id}", "albums.set_images", options={"method": "POST"}),
    _row("AL8", "POST", "/3/album/{id}", "albums.update", options={"method": "POST"},
         note="of use until 2017 for title and description, too"),
    _row("AL9", "POST", "/3/album/{id}/add", "albums.add_images"),
    _row("AL10", "POST", "/3/album/{id}/remove_images", "albums.remove_images",
         note="by DELETE and with the ids in the query until about 2020: the option method"),
    _row("AL11", "DELETE", "/3/album/{id}", "albums.remove_images_by_delete",
         note="deletes the album at a server that does not know ids here"),
)
COMMENTS = (
    _row("CO1", "GET", "/3/comment/{id}", "comments.get"),
    _row("CO2", "POST", "/3/comment", "comments.create"),
    _row("CO3", "DELETE", "/3/comment/{id}", "comments.delete"),
    _row("CO4", "GET", "/3/comment/{id}/replies", "comments.replies"),
    _row("CO5", "POST", "/3/comment/{id}", "comments.reply"),
    _row("CO6", "POST", "/3/comment/{id}/reply", "comments.reply_at_reply"),
    _row("CO7", "POST", "/3/comment/{id}/vote/{vote}", "comments.vote"),
    _row("CO8", "POST", "/3/comment/{id}/report", "comments.report"),
)
CUSTOM_GALLERIES = (
    _row("CG1", "GET", "/3/g/custom/{sort}/{window}/{page}", "custom_gallery.page", "custom_gallery.posts"),
    _row("CG2", "GET", "/3/g/custom/{item_id}", "custom_gallery.item"),
    _row("CG3", "PUT", "/3/g/custom/add_tags", "custom_gallery.add_tags"),
    _row("CG4", "DELETE", "/3/g/custom/remove_tags", "custom_gallery.remove_tags"),
    _row("CG5", "GET", "/3/g/filtered/{sort}/{window}/{page}",
         "custom_gallery.filtered_page", "custom_gallery.filtered_posts"),
    _row("CG6", "POST", "/3/g/block_tag", "custom_gallery.block_tag"),
    _row("CG7", "POST", "/3/g/unblock_tag", "custom_gallery.unblock_tag"),
    _row("CG8", "GET", "/3/g", "custom_gallery.older.all"),
    _row("CG9", "POST", "/3/g", "custom_gallery.older.create"),
    _row("CG10", "GET", "/3/g/{id}/{sort}/{window}/{page}", "custom_gallery.older.page",
         "custom_gallery.older.posts"),
    _row("CG10", "POST", "/3/g/{id}", "custom_gallery.older.rename"),
    _row("CG10", "DELETE", "/3/g/{id}", "custom_gallery.older.delete"),
    _row("CG11", "PUT", "/3/g/{id}/add_tags", "custom_gallery.older.add_tags"),
    _row("CG11", "DELETE", "/3/g/{id}/remove_tags", "custom_gallery.older.remove_tags"),
    _row("CG12", "GET", "/3/g/filtered_out/{sort}/{window}/{page}", "custom_gallery.filtered_out_page",
         "custom_gallery.filtered_out_posts"),
)
MEMES = (
    _row("CG13", "GET", "/3/g/memes/{sort}/{window}/{page}", "memes.page", "memes.posts"),
    _row("CG14", "GET", "/3/g/memes/{id}", "memes.get"),
    _row("CG15", "GET", "/3/memegen/defaults", "memes.defaults"),
)
GALLERY = (
    _row("GA1", "GET", "/3/gallery/{section}/{sort}/{window}/{page}", "gallery.page", "gallery.posts"),
    _row("GA2", "GET", "/3/gallery/{id}", "gallery.get"),
    _row("GA3", "GET", "/3/gallery/image/{id}", "gallery.image"),
    _row("GA4", "GET", "/3/gallery/album/{id}", "gallery.album"),
    _row("GA5", "GET", "/3/gallery/{id}/images", "gallery.images"),
    _row("GA6", "GET", "/3/gallery/r/{subreddit}/{sort}/{window}/{page}",
         "gallery.subreddit_page", "gallery.subreddit"),
    _row("GA7", "GET", "/3/gallery/r/{subreddit}/{image_id}", "gallery.subreddit_image"),
    _row("GA15", "GET", "/3/gallery/search/{sort}/{window}/{page}", "gallery.search_page", "gallery.search"),
    _row("GA16", "GET", "/3/gallery/random/random/{page}", "gallery.random_page", "gallery.random",
         note="gallery/random/{page} is the same"),
    _row("GA17 GA20", "POST", "/3/gallery/image/{id}", "gallery.share_image",
         note="GA20 is this address without the id, a mistake of the one description that has it"),
    _row("GA18", "POST", "/3/gallery/album/{id}", "gallery.share_album"),
    _row("GA19", "POST", "/3/gallery/{id}", "gallery.share"),
    _row("GA21", "DELETE", "/3/gallery/{id}", "gallery.remove"),
    _row("GA22", "GET", "/3/gallery/{id}/votes", "gallery.votes"),
    _row("GA23", "POST", "/3/gallery/{id}/vote/{vote}", "gallery.vote"),
    _row("GA24", "POST", "/3/gallery/{id}/report", "gallery.report"),
    _row("GA25", "GET", "/3/gallery/{id}/comments/{sort}", "gallery.comments"),
    _row("GA25", "GET", "/3/gallery/{id}/comments/{sort}/{page}", "gallery.comments_page", "gallery.all_comments"),
    _row("GA26", "GET", "/3/gallery/{id}/comment/{comment_id}", "gallery.comment"),
    _row("GA27", "POST", "/3/gallery/{id}/comment", "gallery.add_comment"),
    _row("GA28", "POST", "/3/gallery/{id}/comment/{comment_id}", "gallery.reply"),
    _row("GA29", "GET", "/3/gallery/{id}/comments/ids", "gallery.comment_ids"),
    _row("GA30", "GET", "/3/gallery/{id}/comments/count", "gallery.comment_count"),
)
TAGS_AND_TOPICS = (
    _row("GA8", "GET", "/3/gallery/t/{tag}/{sort}/{window}/{page}", "tags.page", "tags.posts"),
    _row("GA9", "GET", "/3/gallery/t/{tag}/{item_id}", "tags.post"),
    _row("GA10", "GET", "/3/gallery/tag_info/{tag}", "tags.info"),
    _row("GA11", "GET", "/3/gallery/{id}/tags", "tags.of_post"),
    _row("GA12", "POST", "/3/gallery/tags/{id}", "tags.set_on_post"),
    _row("GA13", "POST", "/3/gallery/{id}/vote/tag/{tag}/{vote}", "tags.vote"),
    _row("GA14", "GET", "/3/tags", "tags.defaults"),
    _row("TO1", "GET", "/3/topics/defaults", "topics.defaults"),
    _row("TO2", "GET", "/3/topics/{topic}/{sort}/{window}/{page}", "topics.page", "topics.posts"),
    _row("TO3", "GET", "/3/topics/{topic}/{item_id}", "topics.post"),
)
IMAGES = (
    _row("IM1", "GET", "/3/image/{id}", "images.get"),
    _row("IM2", "POST", "/3/image", "images.upload", cost=10),
    _row("IM2", "POST", "/3/image", "images.upload_base64", cost=10),
    _row("IM2", "POST", "/3/image", "images.upload_url", cost=10),
    _row("IM3", "POST", "/3/upload", "images.upload", cost=10, options={"route": "/3/upload"}),
    _row("IM4", "DELETE", "/3/image/{id}", "images.delete"),
    _row("IM5", "POST", "/3/image/{id}", "images.update"),
    _row("IM5", "PUT", "/3/image/{id}", "images.update", options={"method": "PUT"}),
    _row("IM6", "POST", "/3/image/{id}/favorite", "images.favorite"),
    _row("IM7", "GET", "/upload/poll", "images.ticket_result", cost=0, host="site"),
)
TALK = (
    _row("FE1", "GET", "/3/feed", "feed.get"),
    _row("CV1", "GET", "/3/conversations", "conversations.all"),
    _row("CV2", "GET", "/3/conversations/{id}/{page}/{offset}", "conversations.page", "conversations.messages"),
    _row("CV3", "POST", "/3/conversations/{recipient}", "conversations.send"),
    _row("CV4", "DELETE", "/3/conversations/{id}", "conversations.delete"),
    _row("CV5", "POST", "/3/conversations/report/{username}", "conversations.report"),
    _row("CV6", "POST", "/3/conversations/block/{username}", "conversations.block"),
    _row("MS1", "GET", "/3/messages", "messages.all"),
    _row("MS2", "GET", "/3/messages/ids/{page}", "messages.ids_page", "messages.ids"),
    _row("MS3", "GET", "/3/messages/count", "messages.count"),
    _row("MS4", "GET", "/3/message/{id}", "messages.get"),
    _row("MS5", "GET", "/3/message/{id}/thread", "messages.thread"),
    _row("MS6", "POST", "/3/message", "messages.send"),
    _row("MS7", "DELETE", "/3/message/{id}", "messages.delete"),
    _row("MS8", "POST", "/3/message/report/{username}", "messages.report"),
    _row("MS9", "POST", "/3/message/block/{username}", "messages.block"),
    _row("NO1", "GET", "/3/notification", "notifications.all"),
    _row("NO2", "GET", "/3/notification/{id}", "notifications.get"),
    _row("NO3", "POST", "/3/notification/{id}", "notifications.mark_viewed"),
    _row("NO3", "PUT", "/3/notification/{id}", "notifications.mark_viewed", options={"method": "PUT"}),
    _row("NO4", "POST", "/3/notification", "notifications.mark_several_viewed"),
)
CREDITS_AND_OAUTH = (
    _row("CR1", "GET", "/3/credits", "credits", cost=0,
         note="whether it costs a credit is not documented"),
    _row("OA1", "GET", "/oauth2/authorize", "oauth.authorize_url", cost=0, is_for_browsers=True),
    _row("OA2", "POST", "/oauth2/token", "oauth.exchange_code", cost=0),
    _row("OA2", "POST", "/oauth2/token", "oauth.exchange_pin", cost=0),
    _row("OA2", "POST", "/oauth2/token", "oauth.refresh", cost=0),
    _row("OA3", "GET", "/oauth2/addclient", "oauth.addclient_url", cost=0, is_for_browsers=True),
    _row("OA4", "GET", "/oauth2/secret", "oauth.verify", cost=0),
    _row("OA5", "POST", "/oauth2/authorize", "oauth.authorize_url", cost=0, is_for_browsers=True,
         note="the form of the page that the address opens; it takes a password, which the client never asks for"),
)
# fmt: on

ENDPOINTS: tuple[Endpoint, ...] = (
    *ACCOUNT,
    *ALBUMS,
    *COMMENTS,
    *CUSTOM_GALLERIES,
    *MEMES,
    *GALLERY,
    *TAGS_AND_TOPICS,
    *IMAGES,
    *TALK,
    *CREDITS_AND_OAUTH,
)
