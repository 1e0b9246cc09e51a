"""docs/imgur-api.md says what the code says: which calls there are, and which of them our pages and commands use."""

from collections.abc import Callable
from pathlib import Path

import pytest

from imgur.endpoints.table import ENDPOINTS
from imgurhub.api_page.page import OTHERS_TABLE, PAGE, PlacesError, check_places, read_others, write_page
from imgurhub.api_page.places import PLACES
from imgurhub.api_page.uses import LostClientError, Use, find_uses
from tests.fixtures.processes import ROOT

Write = Callable[[str], set[Use]]


@pytest.fixture
def uses_in(tmp_path: Path) -> Write:
    """The uses in a hub of one module, ``app/pages.py``."""

    def write(source: str) -> set[Use]:
        (tmp_path / "app").mkdir()
        (tmp_path / "app" / "pages.py").write_text(source, encoding="utf-8")
        return find_uses(tmp_path, ("app",))

    return write


def test_the_page_is_what_the_code_says() -> None:
    committed = (ROOT / PAGE).read_text(encoding="utf-8")

    assert committed == write_page(ROOT), "Run: .venv/bin/python manage.py imgur_api_page"


def test_it_lists_every_call_of_the_registry() -> None:
    page = write_page(ROOT)

    for endpoint in ENDPOINTS:
        for row in endpoint.rows:
            assert f"| {row} | {endpoint.method} `{endpoint.route}` | {endpoint.cost} | `{endpoint.call}" in page
    assert "| ours | 145 | 0 | 0 |" in page


def test_it_says_where_a_call_is_used() -> None:
    page = write_page(ROOT).splitlines()

    upload = next(line for line in page if line.startswith("| IM2 ") and "`images.upload`" in line)
    assert "`manage.py imgur_upload`" in upload
    (put,) = [line for line in page if line.startswith("| AL5 ") and "`albums.set_images`" in line]
    (post,) = [line for line in page if line.startswith("| AL8 ") and "`albums.set_images(" in line]
    assert "putting the album in order" in put
    assert "putting the album in order" not in post


def test_others_are_known_row_by_row() -> None:
    others = read_others(ROOT / OTHERS_TABLE)

    assert set(others) == {row for endpoint in ENDPOINTS for row in endpoint.rows}
    assert {word for row in others.values() for word in row.values()} == {"yes", "partly", "no"}


@pytest.mark.parametrize(
    ("body", "method"),
    [
        ("def see(imgur: ImgurClient): return imgur.albums.get('a')", "albums.get"),
        ("def see(imgur): return list(imgur.account.images())", "account.images"),
        ("def see(): return ImgurClient(http()).credits()", "credits"),
        ("def client() -> ImgurClient: ...\ndef see(): return gate.client().images.get('a')", "images.get"),
        ("def see():\n    oauth = OAuthClient('id', 'secret')\n    return oauth.refresh('t')", "oauth.refresh"),
        ("def see():\n    with closing(OAuthClient('i', 's')) as oauth:\n        oauth.verify('t')", "oauth.verify"),
        ("def see(): return map(imgur.images.get, 'ab')", "images.get"),
        ("def see(self): return self.imgur.images.get('a')", "images.get"),
        ("def see(self):\n    self.auditing = ImgurClient(http())\n    self.auditing.images.get('a')", "images.get"),
        ("def see(): return f'{api}/oauth2/addclient'", "oauth.addclient_url"),
    ],
)
def test_it_finds_a_use(uses_in: Write, body: str, method: str) -> None:
    assert uses_in(body) == {Use(method, "app.pages.see")}


def test_it_tells_calls_of_one_method_apart(uses_in: Write) -> None:
    found = uses_in("def see(imgur): imgur.albums.update('a', title='b', method='POST')")

    assert found == {Use("albums.update", "app.pages.see", (("method", "POST"),))}


@pytest.mark.parametrize(
    "body",
    [
        "def see(client: ImgurClient): ...",
        "class Page:\n    client: ImgurClient",
        "def see():\n    client = ImgurClient(http())",
        "def see(imgur: ImgurClient):\n    albums = imgur.albums",
        "def see(imgur: ImgurClient):\n    other = imgur",
        "def see(imgur: ImgurClient): imgur.albums.burn('a')",
        "def see(imgur: ImgurClient, verb): imgur.albums.update('a', method=verb)",
    ],
)
def test_it_refuses_what_it_cannot_follow(uses_in: Write, body: str) -> None:
    with pytest.raises(LostClientError, match=r"app/pages\.py, line \d"):
        uses_in(body)


def test_it_does_not_take_other_things_for_clients(uses_in: Write) -> None:
    assert uses_in("def see(batch): return batch.images.get(pk=1), album.account.images()") == set()


def test_every_place_has_words_and_no_words_are_left_over() -> None:
    uses = find_uses(ROOT)
    check_places(uses)

    with pytest.raises(PlacesError, match=r"what people call app\.pages\.see"):
        check_places([*uses, Use("albums.get", "app.pages.see")])
    with pytest.raises(PlacesError, match=r"no longer: app\.pages\.see"):
        check_places(uses, {**PLACES, "app.pages.see": "the album page"})
