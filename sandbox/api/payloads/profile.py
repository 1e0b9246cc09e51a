"""What an account has done: GalleryProfile and Trophy (section 5.8 of the reference), AccountStats (5.7)."""

from typing import Any

from django.db.models import F, Q, Sum

from sandbox.api.payloads.album import album_list
from sandbox.api.payloads.comment import comment_list
from sandbox.api.payloads.image import image_payload
from sandbox.api.payloads.ties import Ties
from sandbox.media.drawn import SIZES, drawn_link
from sandbox.models import Account, Album, Comment, Favorite, Image, Post, Trophy

TOP_LENGTH = 5


def gallery_profile(account: Account) -> dict[str, Any]:
    """Counts of what is in the gallery now, and the awards, newest first."""
    posts = Post.objects.present()
    kept = Favorite.objects.filter(Q(image__post__in=posts) | Q(album__post__in=posts), account=account)
    trophies = Trophy.objects.filter(account=account).order_by("-created_at", "-pk")
    return {
        "total_gallery_comments": Comment.objects.filter(account=account).present().in_gallery().count(),
        "total_gallery_favorites": kept.count(),
        "total_gallery_submissions": posts.filter(account=account).count(),
        "trophies": [_trophy(trophy) for trophy in trophies],
    }


def account_stats(account: Account) -> dict[str, Any]:
    """Sums over images and albums, and the best of each: images and albums by views, comments by points."""
    images = Image.objects.present().filter(account=account)
    sums = images.aggregate(disk=Sum("size_bytes", default=0), traffic=Sum(F("views") * F("size_bytes"), default=0))
    top_images = list(images.order_by("-views", "pk")[:TOP_LENGTH])
    ties = Ties(account, top_images)
    albums = Album.objects.filter(account=account)
    comments = Comment.objects.filter(account=account).present().in_gallery().complete()
    return {
        "total_images": images.count(),
        "total_albums": albums.count(),
        "disk_used": size_text(sums["disk"]),
        "bandwidth_used": size_text(sums["traffic"]),
        "top_images": [image_payload(row, ties, is_owner=True) for row in top_images],
        "top_albums": album_list(albums.complete().order_by("-views", "pk")[:TOP_LENGTH], account, is_owner=True),
        "top_gallery_comments": comment_list(comments.order_by(F("downs") - F("ups"), "pk")[:TOP_LENGTH], account),
    }


def size_text(size_bytes: int) -> str:
    """Such as `8.92 MB`; a unit is 1,024 of the one before."""
    size = float(size_bytes)
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1024:
            return f"{size:.2f} {unit}"
        size /= 1024
    return f"{size:.2f} TB"


def _trophy(trophy: Trophy) -> dict[str, Any]:
    width, height = SIZES["trophy"]
    return {
        "id": trophy.pk,
        "name": trophy.name,
        "name_clean": trophy.name_clean,
        "description": trophy.description,
        "data": trophy.data,
        "data_link": trophy.data_link,
        "datetime": trophy.created_at,
        "image": drawn_link("trophy", trophy.name_clean),
        "image_width": width,
        "image_height": height,
    }
