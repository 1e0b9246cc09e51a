"""Keeping who an account is."""

from datetime import datetime

from accounts.models import LinkedAccount
from imgur.models import Account, AccountSettings, GalleryProfile
from media_sync.models import Profile, ProfileSettings
from media_sync.services.mirror.details import as_json, brief, details_of, readable
from media_sync.services.mirror.keeping import Kept

# The client's names of what has a column.
_COLUMNS = frozenset(
    {
        "url", "bio", "avatar", "avatar_name", "cover", "cover_name", "reputation", "reputation_name", "created_at",
    }
)  # fmt: skip
_TOTALS = frozenset({"total_gallery_comments", "total_gallery_favorites", "total_gallery_submissions", "trophies"})
_SETTINGS = frozenset(
    {
        "email", "album_privacy", "public_images", "messaging_enabled", "comment_replies", "show_mature",
        "newsletter_subscribed", "accepted_gallery_terms", "blocked_users",
    }
)  # fmt: skip
_GALLERY_PROFILE = "gallery_profile"


def keep_profile(account: LinkedAccount, told: Account, now: datetime) -> Kept:
    """Keep the public side. A text or a picture that is another one is a change; reputation moves all the time."""
    before = Profile.objects.filter(account=account).first()
    details = details_of(told, but=_COLUMNS)
    if before and _GALLERY_PROFILE in before.details:
        details[_GALLERY_PROFILE] = before.details[_GALLERY_PROFILE]
    values = {
        "username": brief(told.url, 64),
        "bio": readable(told.bio),
        "avatar": brief(told.avatar, 300),
        "avatar_name": brief(told.avatar_name, 100),
        "cover": brief(told.cover, 300),
        "cover_name": brief(told.cover_name, 100),
        "reputation": told.reputation,
        "reputation_name": brief(told.reputation_name, 60),
        "created_at": told.created_at,
        "details": details,
        "read_at": now,
    }
    watched = ("username", "bio", "avatar_name", "cover_name")
    Profile.objects.update_or_create(account=account, defaults=values)
    return Kept(changed=int(before is not None and any(getattr(before, name) != values[name] for name in watched)))


def keep_totals(account: LinkedAccount, told: GalleryProfile, now: datetime) -> Kept:
    """Keep totals and trophies beside the public side. A new trophy is a change."""
    profile, _ = Profile.objects.get_or_create(account=account, defaults={"username": account.username, "read_at": now})
    had = {trophy.get("id") for trophy in profile.trophies}
    is_first = profile.totals_read_at is None
    profile.total_comments = told.total_gallery_comments
    profile.total_favorites = told.total_gallery_favorites
    profile.total_submissions = told.total_gallery_submissions
    profile.trophies = as_json(told.trophies)
    profile.details = {**profile.details, _GALLERY_PROFILE: details_of(told, but=_TOTALS)}
    profile.totals_read_at = now
    profile.save(
        update_fields=[
            "total_comments", "total_favorites", "total_submissions", "trophies", "details", "totals_read_at",
        ]
    )  # fmt: skip
    has_new = any(trophy.id not in had for trophy in told.trophies)
    return Kept(changed=int(has_new and not is_first))


def keep_settings(
    account: LinkedAccount, told: AccountSettings, now: datetime, *, is_email_verified: bool | None
) -> Kept:
    """Keep the settings. ``is_email_verified`` is asked for in a call of its own; None leaves it unknown."""
    before = ProfileSettings.objects.filter(account=account).first()
    values = {
        "email": brief(told.email, 320),
        "is_email_verified": is_email_verified,
        "album_privacy": brief(told.album_privacy, 10),
        "public_images": told.public_images,
        "messaging_enabled": told.messaging_enabled,
        "comment_replies": told.comment_replies,
        "show_mature": told.show_mature,
        "newsletter_subscribed": told.newsletter_subscribed,
        "accepted_gallery_terms": told.accepted_gallery_terms,
        "blocked_users": as_json(told.blocked_users),
        "details": details_of(told, but=_SETTINGS),
        "read_at": now,
    }
    ProfileSettings.objects.update_or_create(account=account, defaults=values)
    different = before is not None and any(
        getattr(before, name) != values[name] for name in values.keys() - {"read_at"}
    )
    return Kept(changed=int(different))
