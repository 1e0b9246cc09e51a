from __future__ import annotations

import pytest

from imgur import (
    BadRequestError,
)
from tests.imgur.fake_transport import client_for, image
from tests.imgur.payloads import recorded


def test_it_creates_an_album_of_images_in_order() -> None:
    client, transport = client_for({"id": "z6B0jQx", "deletehash": "KT7mB7ai4zbBCFF"})

    created = client.albums.create(image_ids=["b", "a"], title="Ponies", privacy="hidden", cover="a")

    assert (created.id, created.deletehash) == ("z6B0jQx", "KT7mB7ai4zbBCFF")
    call = transport.last
    assert (call.method, call.path, call.cost, call.is_idempotent) == ("POST", "/3/album", 1, False)
    assert list(call.form) == [
        ("ids[]", "b"),
        ("ids[]", "a"),
        ("title", "Ponies"),
        ("privacy", "hidden"),
        ("cover", "a"),
    ]


def test_it_creates_an_anonymous_album_by_deletehashes() -> None:
    client, transport = client_for({"id": "z6B0jQx", "deletehash": "h"})

    client.albums.create(deletehashes=["hash1", "hash2"])

    assert list(transport.last.form) == [("deletehashes[]", "hash1"), ("deletehashes[]", "hash2")]


def test_it_fills_orders_and_deletes_an_album() -> None:
    client, transport = client_for(True, True, True, True, True)

    client.albums.update("z6B0jQx", title="T", description="", privacy="public", cover="a")
    client.albums.set_images("z6B0jQx", ["b", "a"])
    client.albums.add_images("KT7mB7ai4zbBCFF", deletehashes=["h"])
    client.albums.remove_images("z6B0jQx", ["a"])
    client.albums.delete("z6B0jQx")

    assert transport.sent() == [
        ("PUT", "/3/album/z6B0jQx"),
        ("PUT", "/3/album/z6B0jQx"),
        ("POST", "/3/album/KT7mB7ai4zbBCFF/add"),
        ("POST", "/3/album/z6B0jQx/remove_images"),
        ("DELETE", "/3/album/z6B0jQx"),
    ]
    assert [list(call.form) for call in transport.calls] == [
        [("title", "T"), ("description", ""), ("privacy", "public"), ("cover", "a")],
        [("ids[]", "b"), ("ids[]", "a")],
        [("deletehashes[]", "h")],
        [("ids[]", "a")],
        [],
    ]
    assert all(call.is_idempotent for call in transport.calls)


def test_it_does_not_send_a_change_of_no_images() -> None:
    client, transport = client_for()

    for change in (client.albums.set_images, client.albums.add_images, client.albums.remove_images):
        with pytest.raises(BadRequestError):
            change("z6B0jQx", [])

    assert not transport.calls


def test_it_takes_images_out_by_delete_where_post_is_refused() -> None:
    client, transport = client_for(True, True)

    client.albums.remove_images("z6B0jQx", ["a", "b"], method="DELETE")
    client.albums.remove_images_by_delete("z6B0jQx", ["a", "b"])

    assert transport.sent() == [("DELETE", "/3/album/z6B0jQx/remove_images"), ("DELETE", "/3/album/z6B0jQx")]
    for call in transport.calls:
        assert (call.params, list(call.form)) == ({"ids": "a,b"}, [])
    # The second deletes the whole album at a server that does not know `ids` there.
    assert [call.is_idempotent for call in transport.calls] == [True, False]


def test_it_reads_an_album_and_its_images() -> None:
    client, transport = client_for(recorded("album")["data"], [image("a"), image("b")])

    album = client.albums.get("z6B0jQx")
    images = client.albums.images("z6B0jQx")

    assert album.images is not None
    assert len(album.images) == 1
    assert [one.id for one in images] == ["a", "b"]
    assert transport.sent() == [("GET", "/3/album/z6B0jQx"), ("GET", "/3/album/z6B0jQx/images")]
