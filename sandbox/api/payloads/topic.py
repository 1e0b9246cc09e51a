"""The model Topic (section 5.14 of the reference)."""

from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from sandbox.api.payloads.gallery import post_list
from sandbox.api.payloads.gallery_item import NO_TOPIC_ID
from sandbox.api.payloads.image import image_payload
from sandbox.api.payloads.ties import Ties
from sandbox.api.post_order import POINTS
from sandbox.models import Account, Post, Topic
from sandbox.models.gallery import PostQuerySet


def topic_list(reader: Account | None, posts: PostQuerySet) -> list[dict[str, Any]]:
    """All topics, each with the best of ``posts`` in it. A constant number of queries."""
    in_topic = posts.annotate(topic_or_none=Coalesce("topic", NO_TOPIC_ID)).filter(topic_or_none=OuterRef("pk"))
    top = in_topic.order_by(POINTS.desc(), "-pk").values("pk")[:1]
    topics = list(Topic.objects.select_related("hero").annotate(top=Subquery(top)).order_by("pk"))
    tops = list(Post.objects.pictured().filter(pk__in=[topic.top for topic in topics if topic.top]))
    shown = dict(zip([post.pk for post in tops], post_list(tops, reader), strict=True))
    ties = Ties(reader, {topic.hero for topic in topics if topic.hero})
    return [
        {
            "id": topic.pk,
            "name": topic.name,
            "description": topic.description,
            "css": None,
            "ephemeral": topic.is_ephemeral,
            "readonly": False,
            "topPost": shown.get(topic.top),
            "heroImage": image_payload(topic.hero, ties, is_owner=False) if topic.hero else None,
            "isHero": topic.hero is not None,
        }
        for topic in topics
    ]


def posts_in(topic: Topic, posts: PostQuerySet) -> PostQuerySet:
    """Those of ``posts`` in the topic; posts without one are in "No Topic"."""
    return posts.filter(Q(topic=topic) | Q(topic=None) if topic.pk == NO_TOPIC_ID else Q(topic=topic))
