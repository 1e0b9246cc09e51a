"""Finding posts: the one that a path names, and those that a list may show the caller."""

from django.db.models import Q

from sandbox.api.call import Call
from sandbox.api.errors import ApiError, SimplePageError, not_found, unauthorized
from sandbox.models import CustomGallery, Image, Post, PostTag, Tag, Topic
from sandbox.models.gallery import PostQuerySet


def find_post(call: Call, handle: str, kind: str = "", *, among: PostQuerySet | None = None) -> Post:
    """The post whose image or album has that id; ``kind`` (`image` or `album`) is what the path says it is, if it does.

    Raises: 404 when it is not in the gallery (nor ``among`` these posts), as HTML when its image was deleted.
    """
    noun = kind or "image"
    of_image, of_album = Q(image__imgur_id=handle), Q(album__imgur_id=handle)
    named = {"image": of_image, "album": of_album}.get(kind, of_image | of_album)
    posts = Post.objects.all() if among is None else among
    post = posts.present().complete().select_related("meme__image").filter(named).first()
    if post is None:
        if kind != "album" and Image.objects.filter(imgur_id=handle, deleted_at__isnull=False).exists():
            raise SimplePageError
        raise not_found(noun, handle)
    return post


def find_own_post(call: Call, handle: str, kind: str = "") -> Post:
    """The same for what only the person who posted it may do. Raises 403 for everybody else."""
    post = find_post(call, handle, kind)
    if post.account != call.account:
        raise unauthorized()
    return post


def wants_mature(call: Call) -> bool:
    """Whether lists show mature things: to people who set so, or, without an account, ask so."""
    return call.account.show_mature if call.account else call.parameters.flag("mature")


def listed_posts(call: Call) -> PostQuerySet:
    """The posts that lists show the caller."""
    posts = Post.objects.present().pictured()
    return posts if wants_mature(call) else posts.filter(is_mature=False)


def browsed_posts(call: Call) -> PostQuerySet:
    """The same without the tags that the caller blocked, for lists that nobody asked for by tag, word or name."""
    posts = listed_posts(call)
    if call.account is None:
        return posts
    blocked = CustomGallery.objects.filter(account=call.account, handle=CustomGallery.FILTERED).values("tags")
    return posts.exclude(pk__in=PostTag.objects.filter(tag__in=blocked).values("post"))


def find_tag(name: str) -> Tag:
    """The tag of that name, written in any case. Raises 404."""
    tag = Tag.objects.select_related("background").filter(name=name.lower().replace(" ", "_")).first()
    if tag is None:
        raise ApiError(404, "Tag does not exist")
    return tag


def find_topic(name: str) -> Topic:
    """The topic of that id or name, with underscores for spaces. Raises 404."""
    is_number = name.isascii() and name.isdigit() and len(name) < 10
    named = Q(pk=int(name)) if is_number else Q(name__iexact=name.replace("_", " "))
    # SQLite compares without regard to case only what is not too long.
    topic = Topic.objects.filter(named).first() if len(name) <= Topic.NAME_LENGTH else None
    if topic is None:
        raise not_found("topic", name)
    return topic
