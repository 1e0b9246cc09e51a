"""Galleries of one's own as in 2014, each with a name and tags: CG8 to CG11."""

from django.db.models import Count

from sandbox import clock
from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import ApiError, not_found
from sandbox.api.galleries import STANDING, named_by, posts_with, tags_of
from sandbox.api.paging import gallery_page
from sandbox.api.payloads.custom_gallery import older_payload
from sandbox.api.payloads.gallery import post_list
from sandbox.api.post_order import PAGE, SORT, WINDOW, in_order
from sandbox.api.posts import listed_posts
from sandbox.api.routes import Needs, endpoint
from sandbox.database import write
from sandbox.identifiers import new_imgur_id
from sandbox.models import CustomGallery

NAME_LENGTH = 80


@endpoint("CG8", "GET", "g", needs=Needs.ACCOUNT)
def galleries(call: Call) -> Answer:
    """The caller's galleries in the order they were made, with the number of their posts in place of the posts."""
    own = CustomGallery.objects.filter(account=call.account).exclude(handle__in=STANDING)
    filled = own.filter(tags__posts__in=listed_posts(call).values("pk")).values("pk")
    counts = dict(filled.annotate(count=Count("tags__posts", distinct=True)).values_list("pk", "count"))
    rows = own.select_related("account").prefetch_related("tags").order_by("pk")
    return Answer(
        [
            older_payload(row, sorted(tag.name for tag in row.tags.all()), item_count=counts.get(row.pk, 0))
            for row in rows
        ]
    )


@endpoint("CG9", "POST", "g", needs=Needs.ACCOUNT)
def create(call: Call) -> Answer:
    name = _name(call)
    tags = named_by(call, "tags") if call.parameters.members("tags") else []
    with write():
        gallery = CustomGallery.objects.create(
            account=call.identity.require_account(), handle=new_imgur_id(), name=name, created_at=clock.now_seconds()
        )
        gallery.tags.set(tags)
    return Answer(older_payload(gallery, sorted(tag.name for tag in tags), item_count=0) | {"items": []})


@endpoint("CG10", "GET", "g/{handle}" + SORT + WINDOW + PAGE, needs=Needs.ACCOUNT)
def show(call: Call, handle: str, sort: str = "viral", window: str = "week", page: int | None = None) -> Answer:
    gallery = _own(call, handle)
    tags = tags_of(gallery.account, handle)
    posts = gallery_page(in_order(posts_with(call, tags), sort, window), call.parameters, page)
    items = post_list(posts, call.account)
    return Answer(older_payload(gallery, tags, item_count=len(items)) | {"items": items})


@endpoint("CG10", "POST", "g/{handle}", needs=Needs.ACCOUNT)
def rename(call: Call, handle: str) -> Answer:
    gallery, name = _own(call, handle), _name(call)
    with write():
        CustomGallery.objects.filter(pk=gallery.pk).update(name=name)
    return Answer(True)


@endpoint("CG10", "DELETE", "g/{handle}", needs=Needs.ACCOUNT)
def delete(call: Call, handle: str) -> Answer:
    gallery = _own(call, handle)
    with write():
        gallery.delete()
    return Answer(True)


@endpoint("CG11", "PUT", "g/{handle}/add_tags", needs=Needs.ACCOUNT)
def add_tags(call: Call, handle: str) -> Answer:
    gallery, tags = _own(call, handle), named_by(call, "tags")
    with write():
        gallery.tags.add(*tags)
    return Answer(True)


@endpoint("CG11", "DELETE", "g/{handle}/remove_tags", needs=Needs.ACCOUNT)
def remove_tags(call: Call, handle: str) -> Answer:
    gallery, tags = _own(call, handle), named_by(call, "tags")
    with write():
        gallery.tags.remove(*tags)
    return Answer(True)


def _own(call: Call, handle: str) -> CustomGallery:
    """Raises 404 for what is none, or somebody else's."""
    own = CustomGallery.objects.filter(account=call.account).exclude(handle__in=STANDING).select_related("account")
    gallery = own.filter(handle=handle).first()
    if gallery is None:
        raise not_found("gallery", handle)
    return gallery


def _name(call: Call) -> str:
    name = (call.parameters.text("name") or "").strip()[:NAME_LENGTH]
    if not name:
        raise ApiError(400, "A name is required.")
    return name
