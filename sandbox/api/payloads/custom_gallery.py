"""The model CustomGallery (section 5.15 of the reference)."""

from typing import Any

from django.conf import settings

from sandbox.models import Account, CustomGallery


def custom_payload(account: Account, tags: list[str], items: list[dict[str, Any]]) -> dict[str, Any]:
    """The gallery of tags to show; recordings of it have no id and no name."""
    return {
        "link": f"{settings.SANDBOX_WEB_URL}/custom",
        "tags": tags,
        "account_url": account.username,
        "item_count": len(items),
        "items": items,
    }


def filtered_payload(account: Account, tags: list[str], items: list[dict[str, Any]]) -> dict[str, Any]:
    """The gallery of what one does not want to see."""
    return {
        "id": CustomGallery.FILTERED,
        "datetime": None,
        "link": f"{settings.SANDBOX_WEB_URL}/filtered",
        "name": "Filtered Out",
        "tags": tags,
        "account_url": account.username,
        "item_count": len(items),
        "items": items,
    }


def older_payload(gallery: CustomGallery, tags: list[str], *, item_count: int) -> dict[str, Any]:
    """A gallery of the calls of 2014, without its items."""
    return {
        "id": gallery.handle,
        "datetime": gallery.created_at,
        "link": f"{settings.SANDBOX_WEB_URL}/g/{gallery.handle}",
        "name": gallery.name,
        "tags": tags,
        "account_url": gallery.account.username,
        "item_count": item_count,
    }
