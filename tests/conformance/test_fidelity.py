"""The comparison that the rows are held against does notice what is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import imgur
from imgur import Album, Comment, Image
from tests.conformance.fidelity import differences
from tests.imgur.payloads import recorded

ALBUM: dict[str, Any] = recorded("album")["data"]
READ = Album.from_json(ALBUM)
COMMENT: dict[str, Any] = recorded("comment")["data"]


@pytest.mark.parametrize("name", ["album", "comment", "account", "gallery_album", "gallery_image", "conversation"])
def test_a_recorded_answer_is_in_its_model_as_a_whole(name: str) -> None:
    kinds = {"gallery_album": "GalleryAlbum", "gallery_image": "GalleryImage"}
    model = getattr(imgur, kinds.get(name, name.title()))
    raw = recorded(name)["data"]

    assert list(differences(raw, model.from_json(raw))) == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": None},
        {"privacy": "public"},
        {"views": READ.views + 1},
        {"favorite": True},
        {"created_at": READ.created_at and READ.created_at + timedelta(seconds=1)},
        {"deletehash": None},
        {"extra": {}},
        {"images": None},
        {"images": ()},
        {"images": tuple(replace(image, id="other") for image in READ.images or ())},
    ],
    ids=lambda change: next(iter(change)),
)
def test_it_notices_a_field_that_differs(change: dict[str, Any]) -> None:
    assert list(differences(ALBUM, replace(READ, **change)))


def test_it_notices_a_member_that_no_field_has() -> None:
    image = Image.from_json({"id": "abc1234"})

    assert list(differences({"id": "abc1234", "novelty": 1}, image)) == [
        "data.novelty is neither in a field nor in extra"
    ]


def test_it_notices_a_reply_that_is_missing() -> None:
    comment = Comment.from_json(COMMENT)
    assert comment.children

    assert list(differences(COMMENT, replace(comment, children=comment.children[1:])))
