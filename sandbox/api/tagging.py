"""Giving tags to posts. Callers hold the write transaction."""

import re

from sandbox.api.errors import ApiError
from sandbox.api.parameters import Parameters
from sandbox.models import Account, Album, Image, Post, PostTag, Tag, TagVote, Vote

TAGS_PER_POST = 20
NAME_LENGTH = 80
NAME = re.compile(r"[\w' -]+")


def named_tags(parameters: Parameters) -> list[str]:
    """The display names that `tags` gives, each once. Raises ApiError for one that cannot be a tag, or too many."""
    names = {tag_name(text): text.strip() for text in parameters.members("tags") or [] if text.strip()}
    for text in names.values():
        if not NAME.fullmatch(text) or len(text) > NAME_LENGTH:
            raise ApiError(400, f"Invalid tag, {text[:NAME_LENGTH]}")
    if len(names) > TAGS_PER_POST:
        raise ApiError(400, f"A post can have {TAGS_PER_POST} tags at most")
    return list(names.values())


def tag_name(text: str) -> str:
    """A tag's id: lower case, spaces as underscores."""
    return text.strip().lower().replace(" ", "_")


def set_tags(post: Post, display_names: list[str], author: Account) -> None:
    """Make the post have exactly these tags; new words become tags, and those that stay keep their votes."""
    wanted = {tag_name(text): text for text in display_names}
    post.post_tags.exclude(tag__name__in=wanted).delete()
    kept = set(post.post_tags.values_list("tag__name", flat=True))
    background = _face(post)
    for name, text in wanted.items():
        if name not in kept:
            tag, _ = Tag.objects.get_or_create(name=name, defaults={"display_name": text, "background": background})
            # Who gives a tag votes for it.
            given = PostTag.objects.create(post=post, tag=tag, author=author, ups=1)
            TagVote.objects.create(account=author, post_tag=given, vote=Vote.UP)


def _face(post: Post) -> Image | None:
    picture = post.picture
    return (picture.cover or picture.images_in_order().first()) if isinstance(picture, Album) else picture
