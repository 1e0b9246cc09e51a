"""The Account model (section 5.6 of the reference)."""

from typing import Any

from sandbox.media.links import file_link
from sandbox.models import Account

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


def account_payload(account: Account) -> dict[str, Any]:
    return {
        "id": account.pk,
        "url": account.username,
        "bio": account.bio,
        "avatar": file_link(f"{account.avatar}b.jpg") if account.avatar else None,
        "avatar_name": f"default/{account.username[0].upper()}",
        "cover": None,
        "cover_name": "default/1-space",
        "reputation": account.reputation,
        "reputation_name": next((name for bound, name in TIERS if account.reputation >= bound), "ForeverAlone"),
        "created": account.created_at,
        "pro_expiration": False,
        "user_follow": {"status": False},
        "is_blocked": False,
    }
