"""The caller's custom and filtered galleries: CG1 to CG7, CG12."""

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.galleries import all_posts_with, named_by, posts_with, standing_gallery, tags_of
from sandbox.api.paging import gallery_page
from sandbox.api.payloads.custom_gallery import custom_payload, filtered_payload
from sandbox.api.payloads.gallery import post_list, post_payload
from sandbox.api.post_order import PAGE, SORT, WINDOW, in_order
from sandbox.api.posts import find_post
from sandbox.api.routes import Needs, endpoint
from sandbox.database import write
from sandbox.models import CustomGallery

CUSTOM, FILTERED = CustomGallery.CUSTOM, CustomGallery.FILTERED


@endpoint("CG1", "GET", "g/custom" + SORT + WINDOW + PAGE, needs=Needs.ACCOUNT)
def custom(call: Call, sort: str = "viral", window: str = "week", page: int | None = None) -> Answer:
    account = call.identity.require_account()
    tags = tags_of(account, CUSTOM)
    posts = gallery_page(in_order(posts_with(call, tags), sort, window), call.parameters, page)
    return Answer(custom_payload(account, tags, post_list(posts, account)))


@endpoint("CG2", "GET", "g/custom/{handle}", needs=Needs.ACCOUNT)
def custom_post(call: Call, handle: str) -> Answer:
    account = call.identity.require_account()
    post = find_post(call, handle, among=all_posts_with(tags_of(account, CUSTOM)))
    return Answer(post_payload(post, account))


@endpoint("CG3", "PUT", "g/custom/add_tags", needs=Needs.ACCOUNT)
def add_tags(call: Call) -> Answer:
    return _add(call, CUSTOM, "tags")


@endpoint("CG4", "DELETE", "g/custom/remove_tags", needs=Needs.ACCOUNT)
def remove_tags(call: Call) -> Answer:
    return _remove(call, CUSTOM, "tags")


@endpoint("CG12", "GET", "g/filtered_out" + SORT + WINDOW + PAGE, needs=Needs.ACCOUNT)
@endpoint("CG5", "GET", "g/filtered" + SORT + WINDOW + PAGE, needs=Needs.ACCOUNT)
def filtered(call: Call, sort: str = "viral", window: str = "week", page: int | None = None) -> Answer:
    account = call.identity.require_account()
    tags = tags_of(account, FILTERED)
    posts = gallery_page(in_order(posts_with(call, tags), sort, window), call.parameters, page)
    return Answer(filtered_payload(account, tags, post_list(posts, account)))


@endpoint("CG6", "POST", "g/block_tag", needs=Needs.ACCOUNT)
def block_tag(call: Call) -> Answer:
    """Posts with the tag are left out of the lists that the caller browses."""
    return _add(call, FILTERED, "tag")


@endpoint("CG7", "POST", "g/unblock_tag", needs=Needs.ACCOUNT)
def unblock_tag(call: Call) -> Answer:
    return _remove(call, FILTERED, "tag")


def _add(call: Call, handle: str, parameter: str) -> Answer:
    tags = named_by(call, parameter)
    with write():
        standing_gallery(call.identity.require_account(), handle).tags.add(*tags)
    return Answer(True)


def _remove(call: Call, handle: str, parameter: str) -> Answer:
    """Tags that are not in the gallery are ignored."""
    tags = named_by(call, parameter)
    with write():
        standing_gallery(call.identity.require_account(), handle).tags.remove(*tags)
    return Answer(True)
