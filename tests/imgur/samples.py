"""One call of every method of the client: its arguments, what it sends, what Imgur answers, and what comes of that.

Keyed by the method's name, as ``imgur.endpoints.table`` writes it. Methods that walk through pages have theirs too.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Any

from imgur import (
    Account,
    AccountSettings,
    AccountStats,
    AccountV1,
    Album,
    AlbumCreated,
    AvailableAvatars,
    AvailableCovers,
    Avatar,
    BlockedUsersPage,
    Comment,
    Conversation,
    Credits,
    CustomGallery,
    DefaultTags,
    FeedItem,
    GalleryAlbum,
    GalleryImage,
    GalleryProfile,
    Image,
    Message,
    Notification,
    Notifications,
    OldMessage,
    SearchQuery,
    Tag,
    TagGallery,
    TagVote,
    Token,
    Topic,
    Votes,
)
from tests.imgur.payloads import recorded

Fields = Mapping[str, str]


@dataclass(frozen=True)
class Sample:
    """``args`` and ``kwargs`` go in, ``method path`` with ``form``, ``params`` or ``json`` goes out.

    ``answers`` are Imgur's, in turn. ``result`` is a value, a type, or a list that holds one type: a list of these.
    """

    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    path: str
    answers: tuple[Any, ...]
    result: Any
    form: tuple[tuple[str, str], ...]
    params: Fields
    json: Any

    def is_like(self, outcome: Any) -> bool:
        """Whether ``outcome`` is what was to be expected."""
        if isinstance(self.result, type):
            return isinstance(outcome, self.result)
        if isinstance(self.result, list) and isinstance(self.result[0], type | UnionType):
            return bool(outcome) and all(isinstance(member, self.result[0]) for member in outcome)
        return bool(outcome == self.result)


def _sends(
    path: str,
    *args: Any,
    answers: tuple[Any, ...] | None = None,
    answer: Any = True,
    result: Any = None,
    form: tuple[tuple[str, str], ...] = (),
    params: Fields | None = None,
    json: Any = None,
    **kwargs: Any,
) -> Sample:
    return Sample(args, kwargs, path, answers or (answer,), result, form, params or {}, json)


def _data(name: str) -> Any:
    return recorded(name)["data"]


IMAGE, ALBUM, ACCOUNT = _data("image_owner"), _data("album"), _data("account")
POST, PICTURE, COMMENT = _data("gallery_album"), _data("gallery_image"), _data("comment")
TAG_PAGE = _data("tag") | {"items": [POST]}
CUSTOM = _data("custom_gallery") | {"items": [POST]}
NOTES = _data("notifications")
THREAD = _data("conversation")
TOKEN = recorded("token")
OLD = _data("old_message")
CREATED = {"id": "z6B0jQx", "deletehash": "KT7mB7ai4zbBCFF"}
PER_PAGE = {"perPage": "100"}

# fmt: off
ACCOUNT_SAMPLES = {
    "account.get": _sends("/3/account/alice_demo", "alice_demo", answer=ACCOUNT, result=Account),
    "account.get_by_id": _sends(
        "/3/account/63000001", 63000001, params={"account_id": "63000001"}, answer=ACCOUNT, result=Account),
    "account.create": _sends(
        "/3/account/carol_demo", "carol_demo", {"recaptcha_response": "two words"},
        form=(("recaptcha_response", "two words"),)),
    "account.delete": _sends("/3/account/me"),
    "account.delete_me": _sends(
        "/3/account/me/delete", "pass word", client_id="0123456789abcde", reasons=["bored"], feedback="Bye",
        params={"client_id": "0123456789abcde"},
        json={"password": "pass word", "reasons": ["bored"], "feedback": "Bye"}),
    "account.gallery_favorites_page": _sends(
        "/3/account/bob_demo/gallery_favorites/2/oldest", 2, "oldest", username="bob_demo", answer=[POST],
        result=[GalleryAlbum]),
    "account.gallery_favorites": _sends(
        "/3/account/me/gallery_favorites/0/newest", answers=([POST], []), result=[GalleryAlbum]),
    "account.favorites_page": _sends(
        "/3/account/me/favorites/0/newest", 0, answer=[PICTURE], result=[GalleryImage]),
    "account.favorites": _sends(
        "/3/account/me/favorites/0/newest", answers=([POST], []), result=[GalleryAlbum]),
    "account.likes_page": _sends(
        "/3/account/bob_demo/likes/1", 1, username="bob_demo", answer=[POST], result=[GalleryAlbum]),
    "account.likes": _sends("/3/account/me/likes/0", answers=([POST], []), result=[GalleryAlbum]),
    "account.submissions_page": _sends(
        "/3/account/bob_demo/submissions/0/best", 0, "best", username="bob_demo", album_previews=True,
        params={"album_previews": "1"}, answer=[POST], result=[GalleryAlbum]),
    "account.submissions": _sends(
        "/3/account/me/submissions/0/newest", answers=([POST], []), result=[GalleryAlbum]),
    "account.available_avatars": _sends(
        "/3/account/me/available_avatars", answer=_data("available_avatars"), result=AvailableAvatars),
    "account.available_covers": _sends(
        "/3/account/me/available_covers", answer=_data("available_covers"), result=AvailableCovers),
    "account.avatar": _sends("/3/account/me/avatar", answer=_data("avatar"), result=Avatar),
    "account.settings": _sends("/3/account/me/settings", answer=_data("account_settings"), result=AccountSettings),
    "account.update_settings": _sends(
        "/3/account/me/settings", bio="", public_images=False, album_privacy="hidden", new_username="alice2",
        show_mature=True, avatar="flavor/taco",
        form=(("bio", ""), ("public_images", "false"), ("album_privacy", "hidden"), ("username", "alice2"),
              ("show_mature", "true"), ("avatar", "flavor/taco"))),
    "account.stats": _sends("/3/account/me/stats", answer=_data("account_stats"), result=AccountStats),
    "account.gallery_profile": _sends(
        "/3/account/bob_demo/gallery_profile", "bob_demo", answer=_data("gallery_profile"), result=GalleryProfile),
    "account.is_email_verified": _sends("/3/account/me/verifyemail", answer=False, result=False),
    "account.send_verification_email": _sends("/3/account/me/verifyemail"),
    "account.albums_page": _sends(
        "/3/account/bob_demo/albums/2", 2, username="bob_demo", params=PER_PAGE, answer=[ALBUM], result=[Album]),
    "account.albums": _sends("/3/account/me/albums/0", params=PER_PAGE, answers=([ALBUM], []), result=[Album]),
    "account.album": _sends("/3/account/me/album/z6B0jQx", "z6B0jQx", answer=ALBUM, result=Album),
    "account.album_ids_page": _sends(
        "/3/account/me/albums/ids/0", 0, params=PER_PAGE, answer=["z6B0jQx"], result=["z6B0jQx"]),
    "account.album_ids": _sends(
        "/3/account/me/albums/ids/0", params=PER_PAGE, answers=(["z6B0jQx"], []), result=["z6B0jQx"]),
    "account.album_count": _sends("/3/account/me/albums/count", answer=7, result=7),
    "account.delete_album": _sends("/3/account/me/album/z6B0jQx", "z6B0jQx"),
    "account.comments_page": _sends(
        "/3/account/bob_demo/comments/worst/1", 1, "worst", username="bob_demo", params=PER_PAGE, answer=[COMMENT],
        result=[Comment]),
    "account.comments": _sends(
        "/3/account/bob_demo/comments/newest/0", username="bob_demo", per_page=50, params={"perPage": "50"},
        answers=([COMMENT], []), result=[Comment]),
    "account.comment": _sends("/3/account/me/comment/1938489503", 1938489503, answer=COMMENT, result=Comment),
    "account.comment_ids_page": _sends(
        "/3/account/me/comments/ids/oldest/0", 0, "oldest", params=PER_PAGE, answer=[7, "8", None, True],
        result=[7, 8]),
    "account.comment_ids": _sends(
        "/3/account/me/comments/ids/newest/0", params=PER_PAGE, answers=([7, 8], []), result=[7, 8]),
    "account.comment_count": _sends("/3/account/me/comments/count", answer="12", result=12),
    "account.delete_comment": _sends("/3/account/me/comment/7", 7),
    "account.images_page": _sends(
        "/3/account/me/images/3", 3, params=PER_PAGE, answer=[IMAGE], result=[Image]),
    "account.images": _sends("/3/account/me/images/0", params=PER_PAGE, answers=([IMAGE], []), result=[Image]),
    "account.image": _sends("/3/account/me/image/3MvMVho", "3MvMVho", answer=IMAGE, result=Image),
    "account.image_ids_page": _sends(
        "/3/account/me/images/ids/0", 0, params=PER_PAGE, answer=["3MvMVho"], result=["3MvMVho"]),
    "account.image_ids": _sends(
        "/3/account/me/images/ids/0", params=PER_PAGE, answers=(["3MvMVho"], []), result=["3MvMVho"]),
    "account.image_count": _sends("/3/account/me/images/count", answer=0, result=0),
    "account.delete_image": _sends("/3/account/me/image/abcdefghijklmno", "abcdefghijklmno"),
    "account.notifications": _sends(
        "/3/account/me/notifications", params={"new": "true"}, answer=NOTES, result=Notifications),
    "account.message_notifications": _sends(
        "/3/account/me/notifications/messages", new_only=False, params={"new": "false"}, answer=NOTES["messages"],
        result=[Notification]),
    "account.reply_notifications": _sends(
        "/3/account/me/notifications/replies", params={"new": "true"}, answer=NOTES["replies"],
        result=[Notification]),
    "account.send_message": _sends(
        "/3/account/bob_demo/message", "bob_demo", "Hello", subject="Hi", parent_id=619,
        form=(("body", "Hello"), ("subject", "Hi"), ("parent_id", "619"))),
    "account.follow_tag": _sends("/3/account/me/follow/tag/star_wars", "star_wars"),
    "account.unfollow_tag": _sends("/3/account/me/follow/tag/star%20wars", "star wars"),
    "account.blocked_users": _sends("/3/account/me/block", answer=_data("blocked_users"), result=BlockedUsersPage),
    "account.is_blocking": _sends("/account/v1/mallory/block", "mallory", answer={"blocked": False}, result=False),
    "account.block": _sends("/account/v1/mallory/block", "mallory", answer={"blocked": True}, result=True),
    "account.unblock": _sends("/account/v1/mallory/block", "mallory", answer={"blocked": False}, result=False),
    "account.get_v1": _sends(
        "/account/v1/bob_demo", "bob_demo", answer={"id": 7, "reputation_name": "Glorious"}, result=AccountV1),
    "account.items_page": _sends(
        "/3/account/me/items/newest/0", 0, answer=[ALBUM, IMAGE], result=[Album | Image]),
    "account.items": _sends("/3/account/me/items/newest/0", answers=([POST], []), result=[GalleryAlbum]),
    "account.folder_favorites_page": _sends(
        "/3/account/bob_demo/folders/42/favorites", 42, 1, username="bob_demo", client_id="0123456789abcde",
        params={"client_id": "0123456789abcde", "page": "1", "sort": "newest"}, answer=[POST],
        result=[GalleryAlbum]),
    "account.folder_favorites": _sends(
        "/3/account/me/folders/42/favorites", 42, "oldest", params={"page": "0", "sort": "oldest"},
        answers=([POST], []), result=[GalleryAlbum]),
}
ALBUM_SAMPLES = {
    "albums.get": _sends("/3/album/z6B0jQx", "z6B0jQx", answer=ALBUM, result=Album),
    "albums.images": _sends("/3/album/z6B0jQx/images", "z6B0jQx", answer=[IMAGE], result=[Image]),
    "albums.image": _sends("/3/album/z6B0jQx/image/1nneRbX", "z6B0jQx", "1nneRbX", answer=IMAGE, result=Image),
    "albums.create": _sends(
        "/3/album", image_ids=["b", "a"], title="Ponies", privacy="hidden", layout="blog", cover="a",
        form=(("ids[]", "b"), ("ids[]", "a"), ("title", "Ponies"), ("privacy", "hidden"), ("cover", "a"),
              ("layout", "blog")),
        answer=CREATED, result=AlbumCreated),
    "albums.update": _sends(
        "/3/album/z6B0jQx", "z6B0jQx", title="T", description="", form=(("title", "T"), ("description", ""))),
    "albums.set_images": _sends(
        "/3/album/z6B0jQx", "z6B0jQx", ["b", "a"], form=(("ids[]", "b"), ("ids[]", "a"))),
    "albums.delete": _sends("/3/album/z6B0jQx", "z6B0jQx"),
    "albums.favorite": _sends("/3/album/z6B0jQx/favorite", "z6B0jQx", answer="favorited", result=True),
    "albums.add_images": _sends(
        "/3/album/KT7mB7ai4zbBCFF/add", "KT7mB7ai4zbBCFF", deletehashes=["h"], form=(("deletehashes[]", "h"),)),
    "albums.remove_images": _sends(
        "/3/album/z6B0jQx/remove_images", "z6B0jQx", ["a", "b"], form=(("ids[]", "a"), ("ids[]", "b"))),
    "albums.remove_images_by_delete": _sends("/3/album/z6B0jQx", "z6B0jQx", ["a", "b"], params={"ids": "a,b"}),
}
COMMENT_SAMPLES = {
    "comments.get": _sends("/3/comment/1938489503", 1938489503, answer=COMMENT, result=Comment),
    "comments.create": _sends(
        "/3/comment", "CRprgNU", "Nice", parent_id=7,
        form=(("image_id", "CRprgNU"), ("comment", "Nice"), ("parent_id", "7")), answer={"id": "1110"}, result=1110),
    "comments.delete": _sends("/3/comment/7", 7, answer={"id": 7}),
    "comments.replies": _sends("/3/comment/1938489503/replies", 1938489503, answer=COMMENT, result=Comment),
    "comments.reply": _sends(
        "/3/comment/7", 7, "CRprgNU", "Nice", form=(("image_id", "CRprgNU"), ("comment", "Nice")),
        answer={"id": 1110}, result=1110),
    "comments.reply_at_reply": _sends(
        "/3/comment/7/reply", 7, "CRprgNU", "Nice", form=(("image_id", "CRprgNU"), ("comment", "Nice")),
        answer={"id": 1110}, result=1110),
    "comments.vote": _sends("/3/comment/7/vote/veto", 7, "veto"),
    "comments.report": _sends("/3/comment/7/report", 7, 2, form=(("reason", "2"),), answer=None),
}
CUSTOM_GALLERY_SAMPLES = {
    "custom_gallery.page": _sends(
        "/3/g/custom/top/all/1", 1, sort="top", window="all", answer=CUSTOM, result=CustomGallery),
    "custom_gallery.posts": _sends(
        "/3/g/custom/viral/week/0", answers=(CUSTOM, _data("custom_gallery")), result=[GalleryAlbum]),
    "custom_gallery.item": _sends("/3/g/custom/YIAhvya", "YIAhvya", answer=POST, result=GalleryAlbum),
    "custom_gallery.add_tags": _sends(
        "/3/g/custom/add_tags", ["cats", "dogs"], form=(("tags", "cats,dogs"),), answer=None),
    "custom_gallery.remove_tags": _sends(
        "/3/g/custom/remove_tags", ["cats", "dogs"], params={"tags": "cats,dogs"}, answer=None),
    "custom_gallery.filtered_page": _sends("/3/g/filtered/viral/week/0", answer=CUSTOM, result=CustomGallery),
    "custom_gallery.filtered_posts": _sends(
        "/3/g/filtered/viral/week/0", answers=(CUSTOM, _data("custom_gallery")), result=[GalleryAlbum]),
    "custom_gallery.block_tag": _sends("/3/g/block_tag", "food", form=(("tag", "food"),), answer=None),
    "custom_gallery.unblock_tag": _sends("/3/g/unblock_tag", "food", form=(("tag", "food"),), answer=None),
    "custom_gallery.filtered_out_page": _sends(
        "/3/g/filtered_out/viral/week/0", answer=CUSTOM, result=CustomGallery),
    "custom_gallery.filtered_out_posts": _sends(
        "/3/g/filtered_out/viral/week/0", answers=(CUSTOM, _data("custom_gallery")), result=[GalleryAlbum]),
    "custom_gallery.older.all": _sends("/3/g", answer=[CUSTOM], result=[CustomGallery]),
    "custom_gallery.older.create": _sends(
        "/3/g", "Mine", ["cats"], form=(("name", "Mine"), ("tags", "cats")), answer=CUSTOM, result=CustomGallery),
    "custom_gallery.older.page": _sends("/3/g/x1/viral/week/0", "x1", answer=CUSTOM, result=CustomGallery),
    "custom_gallery.older.posts": _sends(
        "/3/g/x1/time/all/0", "x1", sort="time", window="all", answers=(CUSTOM, _data("custom_gallery")),
        result=[GalleryAlbum]),
    "custom_gallery.older.rename": _sends("/3/g/x1", "x1", "Ours", form=(("name", "Ours"),)),
    "custom_gallery.older.delete": _sends("/3/g/x1", "x1"),
    "custom_gallery.older.add_tags": _sends("/3/g/x1/add_tags", "x1", ["cats"], form=(("tags", "cats"),)),
    "custom_gallery.older.remove_tags": _sends("/3/g/x1/remove_tags", "x1", ["cats"], params={"tags": "cats"}),
    "memes.page": _sends("/3/g/memes/time/week/4", 4, sort="time", answer=[PICTURE], result=[GalleryImage]),
    "memes.posts": _sends("/3/g/memes/viral/week/0", answers=([PICTURE], []), result=[GalleryImage]),
    "memes.get": _sends("/3/g/memes/q6TxQKy", "q6TxQKy", answer=PICTURE, result=GalleryImage),
    "memes.defaults": _sends("/3/memegen/defaults", answer=[IMAGE], result=[Image]),
}
SHARED = (("title", "Look"), ("topic", "Funny"), ("terms", "1"), ("mature", "false"), ("tags", "cats,dogs"))
SHARE: dict[str, Any] = {"topic": "Funny", "tags": ["cats", "dogs"], "mature": False, "accept_terms": True}
GALLERY_SAMPLES = {
    "gallery.page": _sends(
        "/3/gallery/user/rising/day/2", 2, section="user", sort="rising", show_viral=False, mature=True,
        album_previews=True, params={"showViral": "false", "mature": "true", "album_previews": "true"},
        answer=[PICTURE], result=[GalleryImage]),
    "gallery.posts": _sends("/3/gallery/hot/viral/day/0", answers=([POST], []), result=[GalleryAlbum]),
    "gallery.get": _sends("/3/gallery/YIAhvya", "YIAhvya", answer=POST, result=GalleryAlbum),
    "gallery.image": _sends("/3/gallery/image/q6TxQKy", "q6TxQKy", answer=PICTURE, result=GalleryImage),
    "gallery.album": _sends("/3/gallery/album/YIAhvya", "YIAhvya", answer=POST, result=GalleryAlbum),
    "gallery.images": _sends("/3/gallery/YIAhvya/images", "YIAhvya", answer=[IMAGE], result=[Image]),
    "gallery.subreddit_page": _sends(
        "/3/gallery/r/earthporn/top/month/0", "earthporn", sort="top", window="month", answer=[PICTURE],
        result=[GalleryImage]),
    "gallery.subreddit": _sends(
        "/3/gallery/r/earthporn/time/week/0", "earthporn", answers=([PICTURE], []), result=[GalleryImage]),
    "gallery.subreddit_image": _sends(
        "/3/gallery/r/earthporn/q6TxQKy", "earthporn", "q6TxQKy", answer=PICTURE, result=GalleryImage),
    "gallery.search_page": _sends(
        "/3/gallery/search/top/year/1", SearchQuery(q_all="red cat", q_type="png", q_size_px="big"), 1, sort="top",
        window="year", params={"q_all": "red cat", "q_type": "png", "q_size_px": "big"}, answer=[POST],
        result=[GalleryAlbum]),
    "gallery.search": _sends(
        "/3/gallery/search/time/all/0", "cats OR dogs", params={"q": "cats OR dogs"}, answers=([POST], []),
        result=[GalleryAlbum]),
    "gallery.random_page": _sends("/3/gallery/random/random/50", 50, answer=[POST], result=[GalleryAlbum]),
    "gallery.random": _sends("/3/gallery/random/random/0", answers=([POST], []), result=[GalleryAlbum]),
    "gallery.share_image": _sends("/3/gallery/image/q6TxQKy", "q6TxQKy", "Look", form=SHARED, **SHARE),
    "gallery.share_album": _sends("/3/gallery/album/YIAhvya", "YIAhvya", "Look", form=SHARED, **SHARE),
    "gallery.share": _sends("/3/gallery/YIAhvya", "YIAhvya", "Look", topic=2, form=(("title", "Look"), ("topic", "2"))),
    "gallery.remove": _sends("/3/gallery/YIAhvya", "YIAhvya"),
    "gallery.votes": _sends("/3/gallery/YIAhvya/votes", "YIAhvya", answer={"ups": 0, "downs": 0}, result=Votes),
    "gallery.vote": _sends("/3/gallery/YIAhvya/vote/up", "YIAhvya", "up"),
    "gallery.report": _sends("/3/gallery/YIAhvya/report", "YIAhvya", 5, form=(("reason", "5"),)),
    "gallery.comments": _sends(
        "/3/gallery/YIAhvya/comments/new", "YIAhvya", "new", answer=[COMMENT], result=[Comment]),
    "gallery.comments_page": _sends(
        "/3/gallery/YIAhvya/comments/best/1", "YIAhvya", 1, answer=[COMMENT], result=[Comment]),
    "gallery.all_comments": _sends(
        "/3/gallery/YIAhvya/comments/new/0", "YIAhvya", "new", answers=([COMMENT], []), result=[Comment]),
    "gallery.comment": _sends("/3/gallery/YIAhvya/comment/7", "YIAhvya", 7, answer=COMMENT, result=Comment),
    "gallery.add_comment": _sends(
        "/3/gallery/YIAhvya/comment", "YIAhvya", "Nice", form=(("comment", "Nice"),), answer={"id": 9}, result=9),
    "gallery.reply": _sends(
        "/3/gallery/YIAhvya/comment/7", "YIAhvya", 7, "Nice", form=(("comment", "Nice"),), answer={"id": "9"},
        result=9),
    "gallery.comment_ids": _sends("/3/gallery/YIAhvya/comments/ids", "YIAhvya", answer=[1, 2], result=[1, 2]),
    "gallery.comment_count": _sends("/3/gallery/YIAhvya/comments/count", "YIAhvya", answer=165, result=165),
    "tags.page": _sends(
        "/3/gallery/t/cats/time/week/3", "cats", 3, sort="time", answer=TAG_PAGE, result=TagGallery),
    "tags.posts": _sends(
        "/3/gallery/t/cats/viral/week/0", "cats", answers=(TAG_PAGE, _data("tag")), result=[GalleryAlbum]),
    "tags.post": _sends("/3/gallery/t/cats/YIAhvya", "cats", "YIAhvya", answer=POST, result=GalleryAlbum),
    "tags.info": _sends("/3/gallery/tag_info/cats", "cats", answer=_data("tag"), result=Tag),
    "tags.of_post": _sends("/3/gallery/YIAhvya/tags", "YIAhvya", answer=_data("tag_votes"), result=[TagVote]),
    "tags.set_on_post": _sends("/3/gallery/tags/YIAhvya", "YIAhvya", ["a", "b"], form=(("tags", "a,b"),)),
    "tags.vote": _sends("/3/gallery/YIAhvya/vote/tag/star%20wars/down", "YIAhvya", "star wars", "down"),
    "tags.defaults": _sends("/3/tags", answer=_data("default_tags"), result=DefaultTags),
    "topics.defaults": _sends("/3/topics/defaults", answer=[_data("topic")], result=[Topic]),
    "topics.page": _sends(
        "/3/topics/The_More_You_Know/viral/week/0", "The More You Know", answer=[POST], result=[GalleryAlbum]),
    "topics.posts": _sends("/3/topics/2/viral/week/0", 2, answers=([POST], []), result=[GalleryAlbum]),
    "topics.post": _sends("/3/topics/2/YIAhvya", 2, "YIAhvya", answer=POST, result=GalleryAlbum),
}
FILE: dict[str, Any] = {"name": "cat.png", "content_type": "image/png"}
IMAGE_SAMPLES = {
    "images.get": _sends("/3/image/3MvMVho", "3MvMVho", answer=IMAGE, result=Image),
    "images.upload": _sends(
        "/3/image", io.BytesIO(b"x"), **FILE, form=(("type", "file"), ("name", "cat.png")), answer=IMAGE,
        result=Image),
    "images.upload_base64": _sends(
        "/3/image", "aGk=", form=(("image", "aGk="), ("type", "base64")), answer=IMAGE, result=Image),
    "images.upload_url": _sends(
        "/3/image", "https://example.com/a.png", form=(("image", "https://example.com/a.png"), ("type", "url")),
        answer=IMAGE, result=Image),
    "images.delete": _sends("/3/image/abcdefghijklmno", "abcdefghijklmno"),
    "images.update": _sends("/3/image/3MvMVho", "3MvMVho", title="", form=(("title", ""),)),
    "images.favorite": _sends("/3/image/3MvMVho/favorite", "3MvMVho", answer="unfavorited", result=False),
    "images.ticket_result": _sends(
        "/upload/poll", "7234557b", params={"tickets[]": "7234557b"}, answer={"done": {"7234557b": "mvWNMH4"}},
        result="mvWNMH4"),
}
TALK_SAMPLES = {
    "feed.get": _sends("/3/feed", answer=[{"post": POST}], result=[FeedItem]),
    "conversations.all": _sends("/3/conversations", answer=[THREAD], result=[Conversation]),
    "conversations.page": _sends("/3/conversations/34361981/2/5", 34361981, 2, offset=5, answer=THREAD,
                                 result=Conversation),
    "conversations.messages": _sends("/3/conversations/34361981/1/0", 34361981, answer=THREAD, result=[Message]),
    "conversations.send": _sends(
        "/3/conversations/bob_demo", "bob_demo", "Hello", form=(("recipient", "bob_demo"), ("body", "Hello"))),
    "conversations.delete": _sends("/3/conversations/34361981", 34361981),
    "conversations.report": _sends("/3/conversations/report/mallory", "mallory"),
    "conversations.block": _sends("/3/conversations/block/mallory", "mallory"),
    "messages.all": _sends("/3/messages", answer=[OLD], result=[OldMessage]),
    "messages.ids_page": _sends("/3/messages/ids/0", answer=[620], result=[620]),
    "messages.ids": _sends("/3/messages/ids/0", answers=([620], []), result=[620]),
    "messages.count": _sends("/3/messages/count", answer=3, result=3),
    "messages.get": _sends("/3/message/620", 620, answer=OLD, result=OldMessage),
    "messages.thread": _sends("/3/message/619/thread", 619, answer=[OLD], result=[OldMessage]),
    "messages.send": _sends(
        "/3/message", "bob_demo", "Hello", subject="Hi", parent_id=619,
        form=(("recipient", "bob_demo"), ("body", "Hello"), ("subject", "Hi"), ("parent_id", "619"))),
    "messages.delete": _sends("/3/message/620", 620),
    "messages.report": _sends("/3/message/report/mallory", "mallory"),
    "messages.block": _sends("/3/message/block/mallory", "mallory"),
    "notifications.all": _sends(
        "/3/notification", new_only=False, params={"new": "false"}, answer=NOTES, result=Notifications),
    "notifications.get": _sends("/3/notification/4511", 4511, answer=NOTES["replies"][0], result=Notification),
    "notifications.mark_viewed": _sends("/3/notification/4511", 4511),
    "notifications.mark_several_viewed": _sends("/3/notification", [4511, 4523], form=(("ids", "4511,4523"),)),
}
CREDITS_AND_OAUTH_SAMPLES = {
    "credits": _sends("/3/credits", answer=_data("credits"), result=Credits),
    "oauth.authorize_url": _sends(
        "/oauth2/authorize", "pin", state="s",
        result="https://api.imgur.com/oauth2/authorize?client_id=0123456789abcde&response_type=pin&state=s"),
    "oauth.addclient_url": _sends("/oauth2/addclient", result="https://api.imgur.com/oauth2/addclient"),
    "oauth.exchange_code": _sends(
        "/oauth2/token", "c0de", answer=TOKEN, result=Token,
        form=(("client_id", "0123456789abcde"), ("client_secret", "secret"), ("grant_type", "authorization_code"),
              ("code", "c0de"))),
    "oauth.exchange_pin": _sends(
        "/oauth2/token", " 12ab ", answer=TOKEN, result=Token,
        form=(("client_id", "0123456789abcde"), ("client_secret", "secret"), ("grant_type", "pin"), ("pin", "12ab"))),
    "oauth.refresh": _sends(
        "/oauth2/token", "old", answer=TOKEN, result=Token,
        form=(("client_id", "0123456789abcde"), ("client_secret", "secret"), ("grant_type", "refresh_token"),
              ("refresh_token", "old"))),
    "oauth.verify": _sends("/oauth2/secret", "abc", result=True),
}
# fmt: on

SAMPLES: dict[str, Sample] = {
    **ACCOUNT_SAMPLES,
    **ALBUM_SAMPLES,
    **COMMENT_SAMPLES,
    **CUSTOM_GALLERY_SAMPLES,
    **GALLERY_SAMPLES,
    **IMAGE_SAMPLES,
    **TALK_SAMPLES,
    **CREDITS_AND_OAUTH_SAMPLES,
}
