"""One entry of the client's registry, tried at the sandbox."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from PIL import Image as Picture

from imgur import Bearer, ClientId, GalleryItem, HttpTransport, Image, ImgurClient, OAuthClient
from imgur.endpoints.table import Endpoint
from tests.conformance.fidelity import differences
from tests.conformance.reference import keeps_its_promise
from tests.conformance.wire import Ear, Exchange, session_with
from tests.fixtures.sandbox import Sandbox

OWNER, STRANGER = "lanternfall", "trailwiki"


class Trial:
    """What a scenario gets: the method on trial as ``call``, and clients to arrange things and to look afterwards.

    ``name`` is the method's name in the registry: that of ``endpoint``'s call or of its walker.
    """

    def __init__(self, sandbox: Sandbox, row: str, endpoint: Endpoint, name: str) -> None:
        self.sandbox, self.row, self.endpoint, self.name = sandbox, row, endpoint, name
        self.calls = 0

    def imgur(self, person: str | None = OWNER) -> ImgurClient:
        """Imgur for ``person``, or for an application without an account."""
        return ImgurClient(self._transport(person))

    def oauth(self) -> OAuthClient:
        return OAuthClient(self.sandbox.client_id, self.sandbox.client_secret, api_url=self.sandbox.url)

    def call(self, *args: Any, by: str | None = OWNER, **kwargs: Any) -> Any:
        """Call the method on trial as ``by``, and hold all against the registry, the reference and the JSON that came.

        A walk comes back as a list.
        """
        ear, spent = Ear(), self._spent()
        outcome = self._method(by, ear)(*args, **{**kwargs, **self.endpoint.options})
        if isinstance(outcome, Iterator):
            outcome = list(outcome)
        self._check_cost(self._spent() - spent, ear.exchanges)
        self._check_answers(ear.exchanges)
        if outcome is not None:
            assert list(differences(self._payload(ear.exchanges, outcome), outcome)) == []
        self.calls += 1
        return outcome

    def address(self, *args: Any, **kwargs: Any) -> str:
        """Call the method on trial where it makes an address for a browser, and sends nothing."""
        spent = self._spent()
        found: str = self._method(None, Ear())(*args, **kwargs)
        assert found.startswith(f"{self.sandbox.url}{self.endpoint.route}")
        assert self._spent() == spent
        self.calls += 1
        return found

    def image(self, by: str | None = OWNER, **facts: Any) -> Image:
        """A new image of ``by``'s."""
        found = self.imgur(by).images.upload(picture(), name="new.png", content_type="image/png", **facts)
        assert isinstance(found, Image)
        return found

    def album(self, *images: Image, by: str = OWNER) -> str:
        """The id of a new album of ``by``'s with these images, or with one new."""
        ids = [image.id for image in images or (self.image(by),)]
        return self.imgur(by).albums.create(image_ids=ids, title="Of late", privacy="public").id

    def post(self, by: str = OWNER, **facts: Any) -> str:
        """The id of a new post: an image that ``by`` shares."""
        image = self.image(by)
        self.imgur(by).gallery.share_image(image.id, "Fresh", accept_terms=True, **facts)
        return image.id

    def front_page(self, number: int = 0) -> GalleryItem:
        """A post of the demo world's front page."""
        return self.imgur(None).gallery.page()[number]

    def value(self, statement: str, *values: Any) -> Any:
        """What the sandbox's database has where no call shows it: the first column of the first row."""
        with closing(sqlite3.connect(self.sandbox.folder / "sandbox.sqlite3", timeout=20)) as database:
            return database.execute(statement, values).fetchone()[0]

    def _method(self, by: str | None, ear: Ear) -> Any:
        session, group = session_with(ear), self.name
        target: Any = ImgurClient(self._transport(by, session=session))
        if group.startswith("oauth."):
            ids = (self.sandbox.client_id, self.sandbox.client_secret)
            target, group = OAuthClient(*ids, api_url=self.sandbox.url, session=session), group.removeprefix("oauth.")
        for part in group.split("."):
            target = getattr(target, part)
        return target

    def _transport(self, person: str | None, **settings: Any) -> HttpTransport:
        sandbox = self.sandbox
        auth = Bearer(sandbox.people[person].access_token) if person else ClientId(sandbox.client_id)
        return HttpTransport(auth=auth, api_url=sandbox.url, site_url=sandbox.url, retries=0, **settings)

    def _spent(self) -> int:
        spent: int = self.sandbox.state()["credits"]["spent"]
        return spent

    def _check_cost(self, spent: int, exchanges: list[Exchange]) -> None:
        assert len(exchanges) == 1 or (exchanges and self.name == self.endpoint.walker)
        assert spent == self.endpoint.cost * len(exchanges)

    def _check_answers(self, exchanges: list[Exchange]) -> None:
        route = self.endpoint.options.get("route", self.endpoint.route)
        for exchange in exchanges:
            assert exchange.is_to(self.endpoint.method, route), f"{exchange.method} {exchange.url}"
            assert exchange.status == 200
            assert keeps_its_promise(self.row, exchange.data), f"{self.row} answered {exchange.body!r}"

    def _payload(self, exchanges: list[Exchange], outcome: Any) -> Any:
        """What came in the envelopes; for a list the members of the lists in there, page after page."""
        if not isinstance(outcome, list):
            return exchanges[0].data
        members: list[Any] = []
        for exchange in exchanges:
            data = exchange.data
            members += data if isinstance(data, list) else next(data[key] for key in LISTS if key in data)
        return members


# Where the list is in answers that have one in an object.
LISTS = ("items", "tags", "messages")


def picture(color: str = "teal") -> bytes:
    """A small PNG."""
    buffer = io.BytesIO()
    Picture.new("RGB", (40, 30), color).save(buffer, format="PNG")
    return buffer.getvalue()
