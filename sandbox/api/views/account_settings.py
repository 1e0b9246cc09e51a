"""What an account sets for itself: AC9 to AC13, AC16, AC17."""

from typing import Any

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import ApiError
from sandbox.api.lookup import find_account, own_account
from sandbox.api.payloads.account import avatar_payload, settings_payload
from sandbox.api.routes import Needs, endpoint
from sandbox.api.usernames import check_username
from sandbox.database import write
from sandbox.media.drawn import COVERS, FLAVORS, default_avatar, drawn_link
from sandbox.models import Account, Album

FLAGS = (
    "public_images",
    "messaging_enabled",
    "accepted_gallery_terms",
    "comment_replies",
    "show_mature",
    "newsletter_subscribed",
)
TRUTHS = {"true": True, "1": True, "false": False, "0": False}
BIO_LENGTH = 1_000


@endpoint("AC12", "GET", "account/{username}/settings", needs=Needs.ACCOUNT)
def show(call: Call, username: str) -> Answer:
    return Answer(settings_payload(own_account(call, username)))


@endpoint("AC13", "PUT POST", "account/{username}/settings", needs=Needs.ACCOUNT)
def update(call: Call, username: str) -> Answer:
    """Change what is given, all of it or, when one value cannot be, nothing."""
    account = own_account(call, username)
    with write():
        if changes := _changes(call, account):
            Account.objects.filter(pk=account.pk).update(**changes)
    return Answer(True)


@endpoint("AC9", "GET", "account/{username}/available_avatars")
def avatars(call: Call, username: str) -> Answer:
    """With a token what the account may choose from, without one only what everybody begins with."""
    default = default_avatar(find_account(call, username).username)
    names = [default] if call.account is None else [default, *FLAVORS]
    return Answer(
        {
            "available_avatars": [{"name": name, "location": drawn_link("avatar", name)} for name in names],
            "available_avatars_count": len(names),
            "avatars_are_default": call.account is None,
        }
    )


@endpoint("AC10", "GET", "account/{username}/available_covers")
def covers(call: Call, username: str) -> Answer:
    find_account(call, username)
    return Answer(
        {
            "available_covers": [{"name": name, "location": drawn_link("cover", name)} for name in COVERS],
            "available_covers_count": len(COVERS),
            "covers_are_default": True,
        }
    )


@endpoint("AC11", "GET", "account/{username}/avatar", needs=Needs.ACCOUNT)
def avatar(call: Call, username: str) -> Answer:
    return Answer(avatar_payload(own_account(call, username)))


@endpoint("AC16", "GET", "account/{username}/verifyemail", needs=Needs.ACCOUNT)
def is_email_verified(call: Call, username: str) -> Answer:
    return Answer(own_account(call, username).is_email_verified)


@endpoint("AC17", "POST", "account/{username}/verifyemail", needs=Needs.ACCOUNT)
def verify_email(call: Call, username: str) -> Answer:
    """No mail leaves the sandbox, so this counts as having followed the link in it."""
    account = own_account(call, username)
    if account.is_email_verified:
        raise ApiError(400, "User Previously Verified")
    with write():
        Account.objects.filter(pk=account.pk).update(is_email_verified=True)
    return Answer(True)


def _changes(call: Call, account: Account) -> dict[str, Any]:
    """The columns that the call sets. Raises ApiError (400) for a value that cannot be."""
    texts = {name: call.parameters.text(name) for name in (*FLAGS, "bio", "username", "album_privacy")}
    given = {name: text for name, text in texts.items() if text is not None}
    changes: dict[str, Any] = {name: _truth(name, given[name]) for name in FLAGS if name in given}
    if "bio" in given:
        if len(given["bio"]) > BIO_LENGTH:
            raise ApiError(400, f"A bio has to be {BIO_LENGTH} characters or less.")
        changes["bio"] = given["bio"] or None
    if given.get("username", account.username) != account.username:
        changes["username"] = _new_name(given["username"], account)
    if "album_privacy" in given:
        changes["album_privacy"] = _one_of(Album.Privacy.values, "album_privacy", given["album_privacy"])
    if chosen := call.parameters.text("avatar"):
        changes["avatar_name"] = _one_of([default_avatar(account.username), *FLAVORS], "avatar", chosen)
    if chosen := call.parameters.text("cover"):
        changes["cover_name"] = _one_of(COVERS, "cover", chosen)
    return changes


def _truth(name: str, text: str) -> bool:
    if text.lower() not in TRUTHS:
        raise ApiError(400, f"{name} has to be true or false.")
    return TRUTHS[text.lower()]


def _one_of(values: Any, name: str, text: str) -> str:
    if text not in values:
        raise ApiError(400, f"There is no {name} {text[:60]}.")
    return text


def _new_name(username: str, account: Account) -> str:
    """Letters may change their case; apart from that the name has to be nobody's."""
    if username.lower() == account.username.lower():
        return username
    return check_username(username)
