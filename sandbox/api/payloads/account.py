"""The Account model (section 5.6 of the reference), and what goes with it (5.7)."""

from typing import Any

from sandbox.media.drawn import DEFAULT_COVER, default_avatar, drawn_link
from sandbox.media.links import file_link
from sandbox.models import Account, Block, Image, UserFollow

# Lower bounds of the tiers.
TIERS = [
    (20_000, "Glorious"),
    (8_000, "Renowned"),
    (4_000, "Idolized"),
    (2_000, "Trusted"),
    (1_000, "Liked"),
    (400, "Accepted"),
    (0, "Neutral"),
]


def account_payload(account: Account, reader: Account | None) -> dict[str, Any]:
    """An account as ``reader`` sees it: whether it follows and blocks it is in there."""
    cover_name = account.cover_name or DEFAULT_COVER
    return {
        "id": account.pk,
        "url": account.username,
        "bio": account.bio,
        **avatar_payload(account),
        "cover": drawn_link("cover", cover_name),
        "cover_name": cover_name,
        "reputation": account.reputation,
        "reputation_name": next((name for bound, name in TIERS if account.reputation >= bound), "ForeverAlone"),
        "created": account.created_at,
        "pro_expiration": False,
        "user_follow": {"status": UserFollow.objects.filter(follower=reader, followed=account).exists()},
        "is_blocked": Block.objects.filter(blocker=reader, blocked=account).exists(),
    }


def avatar_payload(account: Account) -> dict[str, Any]:
    """The avatar: the one chosen of those on offer, else a picture of the account's own, else its first letter."""
    name = account.avatar_name or default_avatar(account.username)
    has_picture = not account.avatar_name and Image.objects.present().filter(imgur_id=account.avatar).exists()
    return {
        "avatar": file_link(f"{account.avatar}b.jpg") if has_picture else drawn_link("avatar", name),
        "avatar_name": name,
    }


def settings_payload(account: Account) -> dict[str, Any]:
    """The AccountSettings model. Avatar and cover are the names chosen, null as long as none was."""
    blocks = Block.objects.filter(blocker=account).select_related("blocked").order_by("pk")
    return {
        "account_url": account.username,
        "email": account.email,
        "avatar": account.avatar_name or None,
        "cover": account.cover_name or None,
        "public_images": account.public_images,
        "album_privacy": account.album_privacy,
        "pro_expiration": False,
        "accepted_gallery_terms": account.accepted_gallery_terms,
        "active_emails": account.active_emails,
        "messaging_enabled": account.messaging_enabled,
        "comment_replies": account.comment_replies,
        "blocked_users": [{"blocked_id": row.blocked_id, "blocked_url": row.blocked.username} for row in blocks],
        "show_mature": account.show_mature,
        "newsletter_subscribed": account.newsletter_subscribed,
        "first_party": True,
    }
