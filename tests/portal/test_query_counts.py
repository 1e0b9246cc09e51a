"""Hot pages ask the database the same few questions however much there is to show.

Two of them are always session and person, one the person's teams, one the Imgur application for the budget line.
"""

import pytest
from django.urls import reverse

# Page, and how many queries it may cost with one linked account (each further account adds one to home and library).
COUNTS = {"home": 10, "library": 7, "album": 9, "image": 11, "upload": 10, "batch": 8, "accounts": 10}


@pytest.fixture
def many(cast, world, make_image, make_album, make_draft, make_sent):
    """More of everything than the world has."""
    images = [make_image(world.account) for _ in range(12)]
    make_album(world.account, images)
    for image in images:
        world.album.places.create(image=image, position=100 + image.pk)
    return world


def addresses(cast, world) -> dict[str, str]:
    slug = cast.team.slug
    return {
        "home": reverse("portal:team-home", args=[slug]),
        "library": reverse("portal:library", args=[slug]),
        "accounts": reverse("portal:accounts", args=[slug]),
        "upload": reverse("portal:upload", args=[slug]),
        "album": world.album.get_absolute_url(),
        "image": f"{world.image.get_absolute_url()}?album={world.album.pk}",
        "batch": world.sent.get_absolute_url(),
    }


@pytest.mark.parametrize("page", sorted(COUNTS))
def test_it_asks_no_more_than_it_must(page, cast, many, as_person, django_assert_num_queries):
    client = as_person(cast.contributor)
    client.get(addresses(cast, many)[page])  # the team is remembered by now

    with django_assert_num_queries(COUNTS[page]):
        assert client.get(addresses(cast, many)[page]).status_code == 200


def test_it_neither_counts_nor_skips_on_list_pages(cast, many, as_person, django_assert_max_num_queries):
    client = as_person(cast.contributor)

    for page in ("library", "album"):
        with django_assert_max_num_queries(20) as asked:
            client.get(addresses(cast, many)[page])
        statements = " ".join(query["sql"].upper() for query in asked.captured_queries)
        assert "COUNT(" not in statements
        assert " OFFSET " not in statements


def test_it_asks_little_for_a_poll(cast, many, as_person, django_assert_num_queries):
    client = as_person(cast.contributor)

    # Two of them for the budget line, which goes on with the batch.
    with django_assert_num_queries(8):
        client.get(many.sent.get_absolute_url(), headers={"HX-Request": "true"})


def test_it_asks_little_for_a_thumbnail(cast, many, as_person, django_assert_num_queries):
    client = as_person(cast.viewer)

    with django_assert_num_queries(3):
        client.get(reverse("portal:image-thumb", args=[many.image.pk, "s"]))
