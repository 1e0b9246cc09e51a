"""Nothing is lost between the JSON that arrives and the model that comes out.

Every member of every object is in a field of the model that has its value, or in ``extra`` as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from imgur import (
    Account,
    AccountSettings,
    AccountV1,
    Album,
    AvailableAvatars,
    AvailableCovers,
    BlockedUser,
    BlockedUsersPage,
    Comment,
    Conversation,
    Credits,
    CustomGallery,
    FeaturedGallery,
    GalleryImage,
    Image,
    Message,
    MessageNotice,
    OldMessage,
    Topic,
    Trophy,
)

# Members that the models have under a name of their own; the rest is called as Imgur calls it.
NAMES: dict[type, dict[str, str]] = {
    Account: {"created": "created_at", "pro_expiration": "pro_expires_at", "user_follow": "is_followed"},
    AccountSettings: {"pro_expiration": "pro_expires_at"},
    AccountV1: {"url": "username", "created": "created_at"},
    Album: {"datetime": "created_at"},
    AvailableAvatars: {"available_avatars": "avatars", "available_avatars_count": "count"},
    AvailableCovers: {"available_covers": "covers"},
    BlockedUser: {"blocked_id": "id", "blocked_url": "url"},
    BlockedUsersPage: {"items": "usernames"},
    Comment: {"datetime": "written_at"},
    Conversation: {"datetime": "last_message_at"},
    Credits: {
        "UserLimit": "user_limit",
        "UserRemaining": "user_remaining",
        "UserReset": "user_resets_at",
        "ClientLimit": "client_limit",
        "ClientRemaining": "client_remaining",
    },
    CustomGallery: {"datetime": "created_at"},
    FeaturedGallery: {"topPost": "top_post"},
    GalleryImage: {"meme_metadata": "meme"},
    Image: {"datetime": "uploaded_at"},
    Message: {"datetime": "sent_at", "from": "sender"},
    MessageNotice: {"datetime": "sent_at", "from": "sender", "spam": "is_spam", "with_account": "with_account_id"},
    OldMessage: {"from": "sender"},
    Topic: {"topPost": "top_post", "heroImage": "hero_image", "isHero": "is_hero"},
    Trophy: {"datetime": "awarded_at"},
}
# Objects of which a model keeps the one member that is in them.
ONLY_MEMBER = {"user_follow": "status", "processing": "status"}
WORDS: dict[str, bool] = {"favorited": True, "unfavorited": False, "1": True, "0": False}


def differences(raw: Any, value: Any, where: str = "data") -> Iterator[str]:
    """What of the JSON value ``raw`` is not in ``value`` that was read from it, as sentences."""
    if isinstance(value, tuple | list):
        yield from _differences_of_lists(raw, value, where)
    elif is_dataclass(value) and isinstance(raw, Mapping):
        yield from _differences_of_objects(raw, value, where)
    elif not _is_same(raw, value):
        yield f"{where} is {raw!r} in the answer and {value!r} in the model"


def _differences_of_lists(raw: Any, values: tuple[Any, ...] | list[Any], where: str) -> Iterator[str]:
    if not isinstance(raw, list) or len(raw) != len(values):
        yield f"{where} is {raw!r} in the answer and has {len(values)} members in the model"
        return
    for number, (member, value) in enumerate(zip(raw, values, strict=True)):
        yield from differences(member, value, f"{where}[{number}]")


def _differences_of_objects(raw: Mapping[str, Any], model: Any, where: str) -> Iterator[str]:
    extra = getattr(model, "extra", {})
    for key, member in raw.items():
        here = f"{where}.{key}"
        name = _name_of(key, type(model))
        if key in extra:
            if extra[key] != member:
                yield f"{here} is {member!r} in the answer and {extra[key]!r} in extra"
        elif key == "expires_in":
            if abs(model.expires_at - datetime.now(tz=UTC) - timedelta(seconds=member)) > timedelta(minutes=1):
                yield f"{here} is {member!r} in the answer and {model.expires_at} in the model"
        elif not hasattr(model, name):
            yield f"{here} is neither in a field nor in extra"
        else:
            yield from differences(_bare(key, member), getattr(model, name), here)


def _name_of(key: str, model: type) -> str:
    for kind in model.__mro__:
        if key in NAMES.get(kind, {}):
            return NAMES[kind][key]
    return key


def _bare(key: str, member: Any) -> Any:
    if key in ONLY_MEMBER and isinstance(member, Mapping):
        return member.get(ONLY_MEMBER[key])
    return member


def _is_same(raw: Any, value: Any) -> bool:
    if isinstance(raw, Mapping):
        # A value that comes in an object of its own: {"id": 7}, {"url": "trailwiki"}, {"blocked": true}.
        return any(_is_same(member, value) for member in raw.values())
    match value:
        case None:
            # So the models spell what was not told: an address that is empty, a moment that never was.
            return raw is None or raw == "" or raw is False
        case bool():
            return raw is value or (raw is None and not value) or (isinstance(raw, str) and WORDS.get(raw) is value)
        case datetime():
            return isinstance(raw, int) and value == datetime.fromtimestamp(raw, tz=UTC)
        case int() | float():
            return str(raw) == str(value) or raw == value or (raw is None and value == 0)
        case _:
            return str(raw) == value or (raw is None and value == "")
