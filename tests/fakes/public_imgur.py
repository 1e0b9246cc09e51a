"""Imgur's public side in memory: lists of posts, albums and images, as a stranger's calls reach them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from imgur import Answer, Call, NotFoundError, RateLimits

_PAGE = 60
_LISTS = (
    "/3/gallery/{section}/{sort}/{window}/{page}",
    "/3/gallery/r/{subreddit}/{sort}/{window}/{page}",
    "/3/gallery/t/{tag}/{sort}/{window}/{page}",
    "/3/gallery/search/{sort}/{window}/{page}",
    "/3/account/{username}/submissions/{page}/{sort}",
)


class PublicImgur:
    """``posts`` are what every list shows, first comes first. ``outside`` are there, but in no list. ``withdrawn`` ids
    are in the gallery no more, and still there as albums. ``fails`` is raised by the next calls, in order.
    """

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []
        self.outside: list[dict[str, Any]] = []
        self.withdrawn: set[str] = set()
        self.calls: list[Call] = []
        self.fails: list[Exception | None] = []
        self.on_call: Callable[[Call], None] | None = None
        self.page_size = _PAGE
        self.ignores_page = False
        self.shows_previews = True

    def send(self, call: Call) -> Answer:
        self.calls.append(call)
        if self.on_call:
            self.on_call(call)
        failure = self.fails.pop(0) if self.fails else None
        if failure:
            raise failure
        data = self._answer(call)
        return Answer(data=data, status=200, rate_limits=RateLimits(), elapsed_ms=1, body={"data": data})

    def routes(self) -> list[str]:
        return [call.route for call in self.calls]

    def put_image(self, imgur_id: str, **fields: Any) -> dict[str, Any]:
        """A new post on top of the lists: one image."""
        post = _image(imgur_id) | _FACTS | {"is_album": False, "title": f"Post {imgur_id}"} | fields
        self.posts.insert(0, post)
        return post

    def put_album(self, imgur_id: str, images: int, **fields: Any) -> dict[str, Any]:
        """The same of an album with so many images."""
        post = {
            "id": imgur_id, "title": f"Album {imgur_id}", "description": None, "datetime": _now(), "cover": None,
            "account_url": "maker", "privacy": "public", "views": 5, "nsfw": False, "is_album": True,
            "link": f"https://imgur.com/a/{imgur_id}", "images": [_image(f"{imgur_id}i{n}") for n in range(images)],
        } | _FACTS | fields  # fmt: skip
        self.posts.insert(0, post)
        return post

    def take_down(self, imgur_id: str) -> None:
        self.posts = [post for post in self.posts if post["id"] != imgur_id]
        self.outside = [post for post in self.outside if post["id"] != imgur_id]

    def _answer(self, call: Call) -> Any:
        last = call.path.rpartition("/")[2]
        if call.route in _LISTS:
            place = {"account": -2}.get(call.path.split("/")[2], -1)
            page = 0 if self.ignores_page else int(call.path.split("/")[place])
            shown = [self._listed(post) for post in self.posts[page * self.page_size : (page + 1) * self.page_size]]
            return {"name": "tag", "items": shown} if "/t/" in call.route else shown
        match call.method, call.route:
            case "GET", "/3/gallery/{id}":
                found = self._find(last, among=self.posts)
                if last in self.withdrawn:
                    raise _not_found()
                return self._whole(found)
            case "GET", "/3/album/{id}":
                found = self._find(last, among=self.posts + self.outside)
                if not found["is_album"]:
                    raise _not_found()
                return self._whole(found)
            case "GET", "/3/image/{id}":
                return self._find(last, among=self.posts + self.outside)
            case "GET", "/3/credits":
                return {
                    "UserLimit": 500, "UserRemaining": 500, "UserReset": _now() + 3600, "ClientLimit": 12500,
                    "ClientRemaining": 12500,
                }  # fmt: skip
        raise AssertionError(f"The fake Imgur does not know {call.method} {call.route}.")

    def _find(self, imgur_id: str, *, among: list[dict[str, Any]]) -> dict[str, Any]:
        for post in among:
            if post["id"] == imgur_id:
                return post
        raise _not_found()

    def _listed(self, post: dict[str, Any]) -> dict[str, Any]:
        """At most three images, as Imgur's lists have it."""
        if not post["is_album"]:
            return post
        shown = {"images_count": len(post["images"]), "images": post["images"][:3]}
        return {name: value for name, value in (post | shown).items() if name != "images" or self.shows_previews}

    def _whole(self, post: dict[str, Any]) -> dict[str, Any]:
        return post | {"images_count": len(post["images"])} if post["is_album"] else post


_FACTS = {"ups": 12, "downs": 2, "points": 10, "score": 11, "comment_count": 3, "in_gallery": True, "tags": []}


def _image(imgur_id: str) -> dict[str, Any]:
    return {
        "id": imgur_id, "title": None, "description": None, "datetime": _now(), "type": "image/png", "animated": False,
        "width": 8, "height": 6, "size": 100, "views": 7, "nsfw": False, "account_url": "maker",
        "link": f"https://i.imgur.com/{imgur_id}.png",
    }  # fmt: skip


def _now() -> int:
    return int(datetime.now(UTC).timestamp())


def _not_found() -> NotFoundError:
    return NotFoundError("Imgur does not have it.", status=404, was_sent=True)
