from __future__ import annotations

import pytest

from imgur import BadRequestError, Call, FilePart
from imgur.call import fill


def test_it_fills_and_quotes_the_placeholders() -> None:
    call = Call.to("GET", "/3/gallery/t/{tag}/{item_id}", ids={"tag": "café au/lait?", "item_id": "abc1234"})

    assert call.path == "/3/gallery/t/caf%C3%A9%20au%2Flait%3F/abc1234"
    assert call.route == "/3/gallery/t/{tag}/{item_id}"


@pytest.mark.parametrize(
    "bad_id", ["", "..", "a/b", "abc?x=1", "abc#", "a b", "abc\n", "x" * 65, "ä", "%2e%2e", "abc.xml"]
)
def test_it_refuses_what_cannot_be_an_id_before_anything_is_sent(bad_id: str) -> None:
    with pytest.raises(BadRequestError) as caught:
        fill("/3/image/{id}", {"id": bad_id})

    assert not caught.value.was_sent
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("bad_name", ["", ".", "..", "a\r\nb", "a\x00", "x" * 201])
def test_it_refuses_names_that_would_leave_their_segment(bad_name: str) -> None:
    with pytest.raises(BadRequestError):
        fill("/3/account/{username}", {"username": bad_name})


def test_it_counts_every_method_but_post_as_repeatable_unless_told() -> None:
    assert [Call.to(method, "/3/x").is_idempotent for method in ("GET", "PUT", "DELETE", "POST")] == [
        True,
        True,
        True,
        False,
    ]
    assert Call.to("POST", "/3/x", is_idempotent=True).is_idempotent


@pytest.mark.parametrize("path", ["3/image", "/3/image?x=1", "/3/image#x", "/3/a b", "/3/a\r\nHost: x"])
def test_it_refuses_a_path_that_is_more_than_one(path: str) -> None:
    with pytest.raises(ValueError, match="path"):
        Call(method="GET", path=path, route="/3/x", is_idempotent=True)


def test_it_refuses_two_kinds_of_body_at_once() -> None:
    with pytest.raises(ValueError, match="not both"):
        Call.to("POST", "/3/x", json={}, form=[("a", "b")])


def test_it_keeps_secrets_out_of_its_repr(tmp_path) -> None:  # type: ignore[no-untyped-def]
    part = FilePart(field="image", source=tmp_path / "a.png", name="a.png", content_type="image/png")
    call = Call.to("DELETE", "/3/image/{id}", ids={"id": "hash15hash15has"}, form=[("secret", "s3cr3t")], upload=part)

    assert "hash15" not in repr(call)
    assert "s3cr3t" not in repr(call)
    assert "/3/image/{id}" in repr(call)
