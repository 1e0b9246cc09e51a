"""The page that makes links live again."""

import pytest
from django.urls import reverse

from media_sync.services.gone import link_moves

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(world, make_image):
    new = make_image(world.account, imgur_id="NewOne7", link="https://i.imgur.com/NewOne7.jpg")
    link_moves.keep_image(world.gone, new, batch=None)
    return new


@pytest.fixture
def rewrite(cast, as_person):
    def send(text: str, user=None, **data):
        client = as_person(user or cast.viewer)
        return client.post(reverse("portal:links-rewrite", args=[cast.team.slug]), {"text": text} | data)

    return send


def test_it_gives_the_text_back_with_links_that_work(world, moved, rewrite):
    response = rewrite(f"Gate: {world.gone.link}\r\nother: https://example.org/")

    assert response.context["rewritten"].text == "Gate: https://i.imgur.com/NewOne7.jpg\nother: https://example.org/"
    assert "1 link replaced" in response.content.decode()


@pytest.mark.parametrize(
    "text", ["</textarea><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;"]
)
def test_a_pasted_text_is_never_more_than_text(text, moved, rewrite, world):
    shown = rewrite(f"{text} {world.gone.link}?x=<script>").content.decode()

    assert text not in shown
    assert "<script>alert" not in shown
    assert "?x=<script>" not in shown


def test_a_line_break_in_front_survives_the_way_through_the_page(moved, rewrite, world):
    assert f"\n\n{moved.link}</textarea>" in rewrite(f"\n{world.gone.link}").content.decode()


def test_the_download_is_a_plain_file(world, moved, rewrite):
    response = rewrite(f"<b>{world.gone.link}</b>", download="")

    assert response.content.decode() == f"<b>{moved.link}</b>"
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Paste a text first"), ("x" * (1024 * 1024 + 1), "more than 1 MB"), ("a\0b", "Null characters")],
)
def test_it_refuses_with_a_sentence(text, sentence, rewrite):
    response = rewrite(text)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_another_team_is_told_nothing(world, moved, cast, as_person):
    response = as_person(cast.stranger).post(
        reverse("portal:links-rewrite", args=[cast.other_team.slug]), {"text": world.gone.link}
    )

    assert response.context["rewritten"].text == world.gone.link
    assert response.context["counts"]["unknown"] == 1
