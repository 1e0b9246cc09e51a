"""What the reference promises of an answer: tests/imgur/endpoints.tsv says which model a row answers with.

The members of the models are those that all recordings of today have; what comes and goes is not asked for.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

Promise = Callable[[Any], bool]
TABLE = Path(__file__).parents[1] / "imgur" / "endpoints.tsv"


def _read() -> dict[str, str]:
    with TABLE.open(encoding="utf-8") as lines:
        return {row["id"]: row["data"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


DATA = _read()


def _object(members: str, *, without: str = "") -> Promise:
    wanted, unwanted = set(members.split()), set(without.split())
    return lambda data: isinstance(data, dict) and wanted <= set(data) and not unwanted & set(data)


def _list_of(member: Promise) -> Promise:
    return lambda data: isinstance(data, list) and all(map(member, data))


def _any_of(*promises: Promise) -> Promise:
    return lambda data: any(promise(data) for promise in promises)


def _is(*values: Any) -> Promise:
    return lambda data: any(data is value for value in values)


def _text(data: Any) -> bool:
    return isinstance(data, str) and data != ""


def _integer(data: Any) -> bool:
    return isinstance(data, int) and not isinstance(data, bool)


def _post(data: Any) -> bool:
    """A GalleryAlbum or a GalleryImage, as ``is_album`` says."""
    return _GALLERY_ALBUM(data) if isinstance(data, dict) and data.get("is_album") else _GALLERY_IMAGE(data)


_IMAGE_MEMBERS = """id title description datetime type animated width height size views bandwidth vote favorite nsfw
    section account_url account_id is_ad in_most_viral has_sound tags ad_type ad_url in_gallery link"""
_ALBUM_MEMBERS = """id title description datetime cover cover_width cover_height account_url account_id privacy layout
    views link favorite nsfw section images_count in_gallery is_ad is_album include_album_ads"""
_FIGURES = "ups downs points score vote favorite comment_count favorite_count in_most_viral tags is_album"
_TAG_MEMBERS = """name display_name followers total_items following is_whitelisted background_hash thumbnail_hash accent
    background_is_animated thumbnail_is_animated is_promoted description logo_hash logo_destination_url
    description_annotations"""
_COMMENT_MEMBERS = """id image_id comment author author_id on_album album_cover ups downs points datetime parent_id
    deleted vote platform has_admin_badge children"""
_CONVERSATION = "id with_account with_account_id last_message_preview message_count datetime"
_PICTURES = _list_of(_object("name location"))

_image, _own_image = _object(_IMAGE_MEMBERS), _object(f"{_IMAGE_MEMBERS} deletehash name")
_album, _whole_album = _object(_ALBUM_MEMBERS), _object(f"{_ALBUM_MEMBERS} images")
_GALLERY_IMAGE = _object(f"{_IMAGE_MEMBERS} {_FIGURES}")
_GALLERY_ALBUM = _object(f"{_ALBUM_MEMBERS} {_FIGURES} topic topic_id")
_comment = _object(_COMMENT_MEMBERS)
_tag = _object(_TAG_MEMBERS, without="items")
_custom = _object("link tags account_url item_count items")
_notification = _object("id account_id viewed content")
_old_message = _object("id from account_id recipient_account_id subject body timestamp parent_id")
_account = _object(
    """id url bio avatar avatar_name cover cover_name reputation reputation_name created pro_expiration user_follow
    is_blocked"""
)
_new_id = _object("id")
_list_of_posts = _list_of(_post)

PROMISES: dict[str, Promise] = {
    "true": _is(True),
    "Basic": _is(True),
    "null (recorded true)": _is(True, None),
    "null (2017 sample) or true": _is(True, None),
    "true; PyImgurApi documents {id}": _is(True),
    "boolean: e-mail verified": _is(True, False),
    '"favorited" or "unfavorited"': lambda data: data in ("favorited", "unfavorited"),
    '"favorited" / "unfavorited"': lambda data: data in ("favorited", "unfavorited"),
    "integer": _integer,
    "{id}": _new_id,
    "{id}?": _new_id,
    "{id} (int; string in 2014)": _new_id,
    "{id, deletehash}": _object("id deletehash"),
    "list of strings": _list_of(_text),
    "list of integers": _list_of(_integer),
    "list of ids": _list_of(_integer),
    "list": _list_of_posts,
    "mixed": _list_of_posts,
    "mixed, 60": lambda data: _list_of_posts(data) and len(data) <= 60,
    "mixed, many null fields": _list_of_posts,
    "mixed Album and Image, is_album tells": _list_of(_any_of(_album, _object(f"{_IMAGE_MEMBERS} is_album"))),
    "GalleryImage or GalleryAlbum": _post,
    "GalleryImage": _GALLERY_IMAGE,
    "GalleryAlbum with images": _object(f"{_ALBUM_MEMBERS} {_FIGURES} images"),
    "list of GalleryImage, vote fields null": _list_of(
        lambda data: _GALLERY_IMAGE(data) and data["ups"] is data["downs"] is data["points"] is None
    ),
    "Image": _image,
    "Image (owner view, with deletehash) or video ticket": _any_of(_own_image, _object("ticket errorCode")),
    "same": _any_of(_own_image, _object("ticket errorCode")),
    "list of Image": _list_of(_image),
    "list of Image with deletehash": _list_of(_own_image),
    "list of Image (owner sees deletehash)": _list_of(_image),
    "Album": _album,
    "Album with images": _whole_album,
    "list of Album without images": _list_of(_object(_ALBUM_MEMBERS, without="images")),
    "Account": _account,
    "AccountSettings": _object(
        """account_url email avatar cover public_images album_privacy pro_expiration accepted_gallery_terms
        active_emails messaging_enabled comment_replies blocked_users show_mature newsletter_subscribed first_party"""
    ),
    "AccountStats": _object(
        "total_images total_albums disk_used bandwidth_used top_images top_albums top_gallery_comments"
    ),
    "AvailableAvatars (5.7)": lambda data: (
        _object("available_avatars_count avatars_are_default")(data) and _PICTURES(data["available_avatars"])
    ),
    "{available_covers:[{name,location}],…}": lambda data: _PICTURES(data["available_covers"]),
    "{avatar, avatar_name}": _object("avatar avatar_name"),
    "GalleryProfile": _object("total_gallery_comments total_gallery_favorites total_gallery_submissions trophies"),
    "bare account object, no envelope (has reputation_name)": _object("reputation_name", without="data success"),
    "{items:[{url}], next:null}": lambda data: data["next"] is None and _list_of(_object("url"))(data["items"]),
    'body {"data":{"blocked":false}}, no success/status': _object("blocked"),
    '{"data":{"blocked":true}}': lambda data: data == {"blocked": True},
    '{"data":{"blocked":false}}': lambda data: data == {"blocked": False},
    "Comment": _comment,
    "Comment (children empty)": lambda data: _comment(data) and data["children"] == [],
    "Comment with nested children": lambda data: _comment(data) and _list_of(_comment)(data["children"]),
    "list of Comment": _list_of(_comment),
    "list of Comment, nested children": _list_of(_comment),
    "CustomGallery": _custom,
    "CustomGallery, id = filtered": lambda data: _custom(data) and data["id"] == "filtered",
    "CustomGallery / true": _any_of(_custom, _is(True)),
    "list of CustomGallery": _list_of(_object("id name datetime account_url link tags")),
    "Tag with items": lambda data: _object(_TAG_MEMBERS)(data) and _list_of_posts(data["items"]),
    "Tag without items": _tag,
    "{tags:[TagVote]} (2015); newer shape *not found*": lambda data: _list_of(_object("name ups downs author"))(
        data["tags"]
    ),
    "DefaultTags (5.13)": lambda data: (
        _list_of(_tag)(data["tags"])
        and _text(data["featured"])
        and _list_of(_object("id name description topPost"))(data["galleries"])
    ),
    "list of Topic": _list_of(_object("id name description css ephemeral readonly topPost heroImage isHero")),
    "Votes {ups, downs}": lambda data: set(data) == {"ups", "downs"},
    "list of Conversation": _list_of(_object(_CONVERSATION, without="messages")),
    "Conversation with messages, done, page": lambda data: (
        _object(f"{_CONVERSATION} done page")(data)
        and _list_of(_object("id from account_id sender_id body conversation_id datetime"))(data["messages"])
    ),
    "OldMessage": _old_message,
    "list of OldMessage": _list_of(_old_message),
    "{replies:[],messages:[]}": lambda data: (
        _list_of(_notification)(data["replies"]) and _list_of(_notification)(data["messages"])
    ),
    "Notification": _notification,
    "list of Notification (message kind)": _list_of(
        lambda data: _notification(data) and _object("with_account last_message message_num")(data["content"])
    ),
    "list of Notification (reply kind)": _list_of(
        lambda data: _notification(data) and _object("image_id comment author")(data["content"])
    ),
    "feed items; each has post (GalleryAlbum-like with images) according to one app; full shape *not found*": _list_of(
        _object("post")
    ),
    "Credits": _object("UserLimit UserRemaining UserReset ClientLimit ClientRemaining"),
    "AccessToken, no envelope": _object(
        "access_token expires_in token_type scope refresh_token account_id account_username", without="data success"
    ),
    "data.done[ticket] = id, data.images[id].ext": _object("done images"),
    # Of these the reference knows no shape: what the scenario says has to do.
    "*not found*": lambda data: True,
    "-": lambda data: True,
    # Pages for a browser, which no method of the client reads.
    "302": lambda data: True,
    "HTML": lambda data: True,
    "302 or 403": lambda data: True,
}


def keeps_its_promise(row: str, data: Any) -> bool:
    """Whether ``data`` is what the row answers with."""
    return PROMISES[DATA[row]](data)
