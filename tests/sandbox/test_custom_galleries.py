"""Galleries of one's own: custom, filtered, and those of 2014; memes."""

from typing import Any

import pytest

from tests.fixtures.sandbox import Person, Sandbox
from tests.fixtures.sandbox_gallery import Gallery


@pytest.fixture
def send(sandbox: Sandbox, owner: Person) -> Any:
    """A write of the owner that succeeds; answers its data."""

    def call(method: str, path: str, **fields: Any) -> Any:
        answer = sandbox.api(method, path, headers=owner.bearer, data=fields)
        assert answer.ok, answer.text
        return answer.json()["data"]

    return call


@pytest.fixture
def tagged(gallery: Gallery, owner: Person) -> dict[str, str]:
    """Posts by their tags."""
    return {tags: gallery.share(owner, tags=tags) for tags in ("mill-a", "mill-b", "mill-a,mill-c")}


def test_it_shows_the_posts_of_the_tags_one_adds(
    gallery: Gallery, owner: Person, stranger: Person, send: Any, tagged: dict[str, str]
) -> None:
    assert send("PUT", "g/custom/add_tags", tags="Mill-A,mill-b") is True

    shown = gallery.get("g/custom/time/0", owner)

    assert list(shown) == ["link", "tags", "account_url", "item_count", "items"]
    assert (shown["link"], shown["account_url"]) == (f"{gallery.sandbox.url}/custom", "lanternfall")
    assert (shown["tags"], shown["item_count"]) == (["mill-a", "mill-b"], 3)
    assert [item["id"] for item in shown["items"]] == list(tagged.values())[::-1]
    assert gallery.get("g/custom", stranger) | {"account_url": None} == shown | {
        "tags": [],
        "item_count": 0,
        "items": [],
        "account_url": None,
    }
    assert send("DELETE", "g/custom/remove_tags?tags=mill-a") is True
    assert [item["id"] for item in gallery.get("g/custom", owner)["items"]] == [tagged["mill-b"]]
    assert gallery.get(f"g/custom/{tagged['mill-b']}", owner)["id"] == tagged["mill-b"]
    assert gallery.refusal("GET", f"g/custom/{tagged['mill-a']}", owner)[0] == 404


def test_it_leaves_blocked_tags_out_of_what_one_browses(
    gallery: Gallery, owner: Person, stranger: Person, send: Any, tagged: dict[str, str]
) -> None:
    blocked = {tagged["mill-a"], tagged["mill-a,mill-c"]}
    assert send("POST", "g/block_tag", tag="mill-a") is True

    shown = gallery.get("g/filtered", owner)

    assert {item["id"] for item in shown.pop("items")} == blocked
    assert shown == {
        "id": "filtered",
        "datetime": None,
        "link": f"{gallery.sandbox.url}/filtered",
        "name": "Filtered Out",
        "tags": ["mill-a"],
        "account_url": "lanternfall",
        "item_count": 2,
    }
    assert gallery.get("g/filtered_out/time", owner)["item_count"] == 2
    for path in ("gallery/user/time", "gallery/random/random"):
        assert blocked.isdisjoint(gallery.ids(path, owner))
        assert blocked <= set(gallery.ids(path, stranger))
    assert gallery.get("gallery/t/mill-a", owner)["items"]
    assert send("POST", "g/unblock_tag", tag="mill-a") is True
    assert blocked <= set(gallery.ids("gallery/user/time", owner))


@pytest.mark.parametrize(
    ("method", "path", "field"),
    [
        ("PUT", "g/custom/add_tags", "tags"),
        ("DELETE", "g/custom/remove_tags", "tags"),
        ("POST", "g/block_tag", "tag"),
        ("POST", "g/unblock_tag", "tag"),
    ],
)
def test_it_takes_tags_that_exist_only(
    gallery: Gallery, owner: Person, tagged: dict[str, str], method: str, path: str, field: str
) -> None:
    assert gallery.refusal(method, path, owner, **{field: "mill-a,nothing"}) == (404, "Tag does not exist")
    assert gallery.refusal(method, path, owner) == (400, "A tag is required.")
    assert gallery.refusal(method, path, **{field: "mill-a"}) == (403, "Unauthorized")


def test_it_keeps_named_galleries(
    gallery: Gallery, owner: Person, stranger: Person, send: Any, tagged: dict[str, str]
) -> None:
    made = send("POST", "g", name="Mills", tags="mill-a")
    handle = made["id"]

    assert (made["name"], made["tags"], made["account_url"]) == ("Mills", ["mill-a"], "lanternfall")
    assert send("PUT", f"g/{handle}/add_tags", tags="mill-b") is True
    assert send("POST", f"g/{handle}", name="All mills") is True
    (listed,) = gallery.get("g", owner)
    assert (listed["id"], listed["name"], listed["tags"]) == (handle, "All mills", ["mill-a", "mill-b"])
    assert listed["item_count"] == 3
    assert {item["id"] for item in gallery.get(f"g/{handle}/top/all/0", owner)["items"]} == set(tagged.values())
    assert send("DELETE", f"g/{handle}/remove_tags", tags="mill-a") is True
    assert gallery.get(f"g/{handle}", owner)["item_count"] == 1
    for method, path in (("GET", ""), ("POST", ""), ("DELETE", ""), ("PUT", "/add_tags"), ("DELETE", "/remove_tags")):
        assert gallery.refusal(method, f"g/{handle}{path}", stranger)[0] == 404
    assert gallery.get("g", stranger) == []
    assert send("DELETE", f"g/{handle}") is True
    assert gallery.get("g", owner) == []


def test_it_keeps_the_two_standing_galleries_out_of_the_named_ones(
    gallery: Gallery, owner: Person, send: Any, tagged: dict[str, str]
) -> None:
    send("PUT", "g/custom/add_tags", tags="mill-a")

    assert gallery.get("g", owner) == []
    assert gallery.refusal("DELETE", "g/custom", owner)[0] == 404
    assert gallery.refusal("POST", "g", owner, name=" ") == (400, "A name is required.")


def test_it_shows_memes_and_what_they_are_made_from(gallery: Gallery, owner: Person) -> None:
    template = gallery.image(owner, title="Patient miller")
    meme, other = gallery.share(owner), gallery.share(owner)
    key = gallery.run("INSERT INTO sandbox_meme (image_id) VALUES (?)", gallery.key("image", imgur_id=template))
    gallery.run(
        "UPDATE sandbox_post SET meme_id = ?, meme_top = 'One', meme_bottom = 'Two' WHERE image_id = ?",
        key,
        gallery.key("image", imgur_id=meme),
    )

    (made_from,) = (image for image in gallery.get("memegen/defaults") if image["id"] == template)

    assert (made_from["title"], made_from["account_id"]) == ("Patient miller", 4)
    assert meme in gallery.ids("g/memes/time/0")
    assert other not in gallery.ids("g/memes")
    assert gallery.get(f"g/memes/{meme}")["meme_metadata"] == {
        "meme_name": "Patient miller",
        "top_text": "One",
        "bottom_text": "Two",
        "bg_image": template,
    }
    assert gallery.refusal("GET", f"g/memes/{other}")[0] == 404
