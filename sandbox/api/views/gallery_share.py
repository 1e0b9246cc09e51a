"""Putting one's own pictures into the gallery: GA17 to GA20."""

from sandbox import clock
from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import ApiError, not_found, unauthorized
from sandbox.api.lookup import find_album, find_image
from sandbox.api.posts import find_topic
from sandbox.api.routes import Needs, endpoint
from sandbox.api.tagging import named_tags, set_tags
from sandbox.api.texts import title_of
from sandbox.api.views.gallery_post import POST
from sandbox.database import write
from sandbox.models import Account, Album, Favorite, Image, Post, Topic


@endpoint("GA20", "POST", "gallery/{kind:image|album}", needs=Needs.ACCOUNT)
def share_nothing(call: Call, kind: str) -> Answer:
    raise ApiError(400, "An ID is required.")


@endpoint("GA17 GA18 GA19", "POST", POST, needs=Needs.ACCOUNT)
def share(call: Call, handle: str, kind: str = "") -> Answer:
    """Share an image or album. One that was removed comes back with its comments and votes."""
    account = call.identity.require_account()
    picture = _own_picture(call, handle, kind)
    _require_consent(call, account)
    title = title_of(call.parameters)
    if title is None:
        raise ApiError(400, "A title is required.")
    tags, topic = named_tags(call.parameters), _topic(call)
    named = {"image": picture} if isinstance(picture, Image) else {"album": picture}
    with write():
        if call.parameters.flag("terms"):
            Account.objects.filter(pk=account.pk).update(accepted_gallery_terms=True)
        post = Post.objects.filter(**named).first()
        if post is None:
            post = Post(account=account, favorite_count=Favorite.objects.filter(**named).count(), **named)
        elif post.removed_at is None:
            raise ApiError(400, "This item is already in the gallery")
        post.title, post.description, post.topic = title, picture.description, topic
        post.is_mature = call.parameters.flag("mature")
        post.posted_at, post.removed_at = clock.now_seconds(), None
        post.save()
        set_tags(post, tags, account)
    return Answer(True)


def _own_picture(call: Call, handle: str, kind: str) -> Image | Album:
    """Raises 404 when there is none, 403 when it is somebody else's, 400 for an album without images."""
    is_album = kind == "album" or (not kind and Album.objects.filter(imgur_id=handle).exists())
    picture: Image | Album = find_album(call, handle).row if is_album else find_image(call, handle).row
    if picture.imgur_id != handle:
        # Found by its deletehash, which is no name here.
        raise not_found("album" if is_album else "image", handle)
    if picture.account != call.account:
        raise unauthorized()
    if isinstance(picture, Album) and not picture.images_in_order().exists():
        raise ApiError(400, "The album has no images")
    return picture


def _require_consent(call: Call, account: Account) -> None:
    """Quirk Q39."""
    if not account.is_email_verified:
        raise ApiError(403, "You must verify your email address to share to the gallery")
    if not account.accepted_gallery_terms and not call.parameters.flag("terms"):
        raise ApiError(403, "You must accept the gallery terms to share to the gallery")


def _topic(call: Call) -> Topic | None:
    name = call.parameters.text("topic")
    return find_topic(name) if name else None
