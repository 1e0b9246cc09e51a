"""Run by test_gallery_queries.py inside the sandbox's own project: how many queries calls need, as JSON.

Arguments: how many posts to make, then the paths. Half of the posts are albums, each with its images, tags, a vote, a
comment and a favorite.
"""

import json
import sys

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sandbox.models import (
    AccessToken,
    Account,
    Album,
    AlbumImage,
    Comment,
    Favorite,
    Image,
    Post,
    PostTag,
    PostVote,
    Tag,
    TagFollow,
    Topic,
)


def make_image(account: Account, number: int) -> Image:
    return Image.objects.create(
        imgur_id=f"q{number:06}",
        deletehash=f"q{number:014}",
        account=account,
        created_at=number,
        file="",
        type="image/png",
        width=1,
        height=1,
        size_bytes=1,
    )


def make_posts(account: Account, count: int) -> None:
    topics = [Topic.objects.create(name=f"Topic {number}") for number in range(count // 4)]
    for number in range(count):
        images = [make_image(account, number * 10 + place) for place in range(1 + number % 2 * 4)]
        album = None
        if number % 2:
            album = Album.objects.create(
                imgur_id=f"a{number:06}", deletehash=f"a{number:014}", account=account, created_at=1, cover=images[0]
            )
            for position, image in enumerate(images):
                AlbumImage.objects.create(album=album, image=image, position=position)
        picture = {"album": album} if album else {"image": images[0]}
        post = Post.objects.create(
            account=account, title="x", posted_at=number, topic=topics[number % len(topics)], **picture
        )
        tag = Tag.objects.create(name=f"q{number}", display_name="q", background=images[0])
        PostTag.objects.create(post=post, tag=tag)
        if number:
            PostTag.objects.create(post=post, tag=Tag.objects.get(name="q0"), author=account)
        PostVote.objects.create(account=account, post=post, vote="up")
        Favorite.objects.create(account=account, created_at=number, **picture)
        Comment.objects.create(post=post, account=account, text="x", created_at=1)


def main() -> None:
    token = AccessToken.objects.select_related("account").order_by("pk").first()
    assert token is not None
    make_posts(token.account, int(sys.argv[1]))
    TagFollow.objects.create(account=token.account, tag=Tag.objects.get(name="q0"))
    client = Client(HTTP_HOST="127.0.0.1", HTTP_AUTHORIZATION=f"Bearer {token.value}")
    counts = {}
    for path in sys.argv[2:]:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/3/{path}")
        assert answer.status_code == 200, answer.content
        counts[path] = len(queries)
    json.dump(counts, sys.stdout)
