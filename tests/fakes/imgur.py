"""A small Imgur in memory: what the client's transport would reach, which can be told to misbehave."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from imgur import Answer, Call, RateLimits, Window


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

    def _answer(self, call: Call) -> Any:
        form = dict(call.form)
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
                album = next(album for album in self.albums if album["id"] in call.path)
                album["images"] = [value for name, value in call.form if name == "ids[]"]
                return True
            case "GET", _ if call.route.endswith("/images/{page}"):
                return [] if call.path.rstrip("/").rpartition("/")[2] != "0" else self.images
            case "GET", _ if call.route.endswith("/albums/{page}"):
                listed = [{key: value for key, value in album.items() if key != "images"} for album in self.albums]
                return [] if call.path.rstrip("/").rpartition("/")[2] != "0" else listed
            case "GET", _ if call.route.startswith("/3/album/"):
                album = next(album for album in self.albums if album["id"] in call.path)
                return [next(image for image in self.images if image["id"] == one) for one in album["images"]]
            case "GET", _ if "upload/poll" in call.route:
                return {"done": {self.ticket: self.prepared} if self.prepared else {}}
            case "GET", "/3/image/{id}":
                return next(image for image in self.images if image["id"] in call.path)
            case "GET", "/3/credits":
                return {
                    "UserLimit": 500, "UserRemaining": 500, "UserReset": int(datetime.now(UTC).timestamp()) + 3600,
                    "ClientLimit": 12500, "ClientRemaining": 12500,
                } | self.credits  # fmt: skip
        raise AssertionError(f"The fake Imgur does not know {call.method} {call.route}.")


def figures(
    *, used: int, limit: int = 500, resets_at: datetime | None = None, post_used: int | None = None
) -> RateLimits:
    """Figures as Imgur tells them with an answer."""
    return RateLimits(
        client=Window(limit=12_500, remaining=12_500 - used, resets_at=None),
        user=Window(limit=limit, remaining=limit - used, resets_at=resets_at),
        post=None if post_used is None else Window(limit=1_250, remaining=1_250 - post_used, resets_at=None),
    )
