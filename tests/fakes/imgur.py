"""A small Imgur in memory: what the client's transport would reach, which can be told to misbehave."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from imgur import Answer, Call, NotFoundError, RateLimits, Window


class FakeImgur:
    """One account's Imgur. ``fails`` holds what the next calls raise instead of answering, in order; ``loses``
    counts calls that take effect although their answer is lost."""

    def __init__(self) -> None:
        self.images: list[dict[str, Any]] = []
        self.albums: list[dict[str, Any]] = []
        self.calls: list[Call] = []
        self.fails: list[Exception | None] = []
        self.after_effect: list[Exception | None] = []
        self.on_call: Callable[[Call], None] | None = None
        self.rate_limits = RateLimits()
        self.credits: dict[str, int] = {}
        self.poison: Exception | None = None  # raised by every call, before any effect
        self.ticket = ""  # answered in place of an image
        self.prepared = ""  # the image that the ticket became
        self.recompresses: tuple[int, int] | None = None  # Imgur's copy: other bytes, these measures
        # What it counts, where that is not what it has.
        self.image_count: int | None = None
        self.album_count: int | None = None

    def send(self, call: Call) -> Answer:
        self.calls.append(call)
        if self.on_call:
            self.on_call(call)
        failure = self.fails.pop(0) if self.fails else self.poison if "images/{page}" not in call.route else None
        if failure:
            raise failure
        data = self._answer(call)
        lost = self.after_effect.pop(0) if self.after_effect else None
        if lost:
            raise lost
        return Answer(data=data, status=200, rate_limits=self.rate_limits, elapsed_ms=1, body={"data": data})

    def routes(self) -> list[str]:
        return [f"{call.method} {call.route}" for call in self.calls]

    def put_image(self, **fields: Any) -> dict[str, Any]:
        number = len(self.images) + 1
        image = {
            "id": f"img{number:04d}", "deletehash": f"del{number:012d}", "title": None, "description": None,
            "datetime": int(datetime.now(UTC).timestamp()), "type": "image/png", "animated": False, "width": 8,
            "height": 8, "size": 100, "views": 0, "name": "", "link": f"https://i.imgur.com/img{number:04d}.png",
        } | fields  # fmt: skip
        self.images.insert(0, image)
        return image

    def put_album(self, images: list[dict[str, Any]] | None = None, **fields: Any) -> dict[str, Any]:
        """A new album of ``images``, newest first among the albums."""
        number = len(self.albums) + 1
        album = {
            "id": f"alb{number:04d}", "deletehash": f"adel{number:011d}", "title": f"Album {number}",
            "description": None, "datetime": int(datetime.now(UTC).timestamp()) - 3600, "privacy": "hidden",
            "layout": "blog", "views": 0, "link": f"https://imgur.com/a/alb{number:04d}", "favorite": False,
            "in_gallery": False, "images": [image["id"] for image in images or []],
        } | fields  # fmt: skip
        self.albums.insert(0, album)
        return album

    def drop_image(self, image: dict[str, Any]) -> None:
        """Deleted by somebody: it leaves its albums, too."""
        self.images.remove(image)
        for album in self.albums:
            album["images"] = [one for one in album["images"] if one != image["id"]]

    def _shown(self, album: dict[str, Any]) -> dict[str, Any]:
        """The album as lists show it."""
        cover = album.get("cover") or next(iter(album["images"]), None)
        return album | {"images": None, "images_count": len(album["images"]), "cover": cover}

    def _images_of(self, album: dict[str, Any]) -> list[dict[str, Any]]:
        known = {image["id"]: image for image in self.images}
        return [known[one] for one in album["images"] if one in known]

    def _answer(self, call: Call) -> Any:
        form = dict(call.form)
        page = int(call.path.rpartition("/")[2]) if call.route.endswith("{page}") else 0
        size = int(call.params.get("perPage", 50))
        match call.method, call.route:
            case "POST", "/3/image" | "/3/upload":
                assert call.upload
                source = call.upload.source
                if self.ticket:
                    return {"errorCode": None, "ticket": self.ticket}
                size = source.stat().st_size if hasattr(source, "stat") else len(source.read())
                if self.recompresses:
                    width, height = self.recompresses
                    return self.put_image(name=call.upload.name, size=size // 2, width=width, height=height)
                return self.put_image(name=call.upload.name, size=size, title=form.get("title"))
            case "POST", "/3/album":
                number = len(self.albums) + 1
                album = {
                    "id": f"alb{number:04d}", "deletehash": "", "title": form.get("title"),
                    "datetime": int(datetime.now(UTC).timestamp()), "link": f"https://imgur.com/a/alb{number:04d}",
                    "images": [value for name, value in call.form if name == "ids[]"],
                }  # fmt: skip
                self.albums.insert(0, album)
                return {"id": album["id"], "deletehash": ""}
            case "PUT", _ if "/album/" in call.route:
                album = _found(self.albums, call)
                album |= {name: value for name, value in form.items() if name != "ids[]"}
                if "ids[]" in form:
                    album["images"] = [value for name, value in call.form if name == "ids[]"]
                return True
            case "POST", "/3/image/{id}":
                _found(self.images, call).update(form)
                return True
            case "GET", _ if call.route.endswith("/images/count"):
                return len(self.images) if self.image_count is None else self.image_count
            case "GET", _ if call.route.endswith("/albums/count"):
                return len(self.albums) if self.album_count is None else self.album_count
            case "GET", _ if call.route.endswith("/images/{page}"):
                return self.images[page * size : (page + 1) * size]
            case "GET", _ if call.route.endswith("/albums/{page}"):
                return [self._shown(album) for album in self.albums[page * size : (page + 1) * size]]
            case "GET", "/3/album/{id}":
                album = _found(self.albums, call)
                return self._shown(album) | {"images": self._images_of(album)}
            case "GET", "/3/album/{id}/images":
                return self._images_of(_found(self.albums, call))
            case "GET", _ if "upload/poll" in call.route:
                return {"done": {self.ticket: self.prepared} if self.prepared else {}}
            case "GET", "/3/image/{id}":
                return _found(self.images, call)
            case "GET", "/3/credits":
                return {
                    "UserLimit": 500, "UserRemaining": 500, "UserReset": int(datetime.now(UTC).timestamp()) + 3600,
                    "ClientLimit": 12500, "ClientRemaining": 12500,
                } | self.credits  # fmt: skip
        raise AssertionError(f"The fake Imgur does not know {call.method} {call.route}.")


def _found(things: list[dict[str, Any]], call: Call) -> dict[str, Any]:
    """The thing that the call names; else what the client makes of Imgur's 404."""
    found = next((thing for thing in things if thing["id"] in call.path), None)
    if found is None:
        raise NotFoundError("Imgur does not have it.", status=404, was_sent=True)
    return found


def figures(
    *, used: int, limit: int = 500, resets_at: datetime | None = None, post_used: int | None = None
) -> RateLimits:
    """Figures as Imgur tells them with an answer."""
    return RateLimits(
        client=Window(limit=12_500, remaining=12_500 - used, resets_at=None),
        user=Window(limit=limit, remaining=limit - used, resets_at=resets_at),
        post=None if post_used is None else Window(limit=1_250, remaining=1_250 - post_used, resets_at=None),
    )
