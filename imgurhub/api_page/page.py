"""Writes docs/imgur-api.md. The same code and tables give the same page, to the byte."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from imgur.endpoints.table import ENDPOINTS, Endpoint
from imgurhub.api_page.places import PLACES
from imgurhub.api_page.uses import Use, find_uses

PAGE, OTHERS_TABLE = Path("docs/imgur-api.md"), Path("docs/imgur-clients.tsv")
OTHERS = {"imgurpython": "imgurpython", "PyImgur": "PyImgur", "npm_imgur": "npm imgur"}
GROUPS = {
    "AC": "Account", "AL": "Albums", "CO": "Comments", "CG": "Galleries of one's own, memes", "GA": "Gallery, tags",
    "TO": "Topics", "IM": "Images", "FE": "Feed", "CV": "Conversations", "MS": "Messages before conversations",
    "NO": "Notifications", "CR": "Credits", "OA": "OAuth",
}  # fmt: skip

INTRODUCTION = """\
# Imgur's API, row by row

What Imgur's API v3 has, as far as public sources tell, and which method of our client calls it; which of our pages and
commands use that today; and whether other clients have it: imgurpython 1.1.7, PyImgur 0.8.1, imgur 2.6.1 of npm.

This page is made from the client's registry (`imgur/endpoints/table.py`), our source and `imgur-clients.tsv`. Do not
edit it; run `.venv/bin/python manage.py imgur_api_page`. Every row is tried against the sandbox (`tests/conformance/`).

- *Row* is the name that code and tests call it by. *Credits* are what one call takes of Imgur's budgets.
- *Client* is `ImgurClient(transport).albums.get(...)` for `albums.get`; `oauth.` stands for `OAuthClient`. Where two
  methods are named, the second walks through all pages and pays for each.
- *yes*: a public method sends this call. *partly*: in another spelling, without a part of what the call is about, or it
  cannot read today's answer. *no*: by no public method.
"""


class PlacesError(Exception):
    """``places.py`` and the code disagree about where Imgur is called."""


def write_page(root: Path) -> str:
    """The page for the code below ``root``. Raises PlacesError and LostClientError."""
    uses, others = find_uses(root), read_others(root / OTHERS_TABLE)
    check_places(uses)
    return "\n".join([INTRODUCTION, *_tables(uses, others), *_totals(others)])


def check_places(uses: Iterable[Use], places: Mapping[str, str] = PLACES) -> None:
    """Raises PlacesError unless exactly the places of ``uses`` have words in ``places``."""
    found = {use.place for use in uses}
    if missing := sorted(found - set(places)):
        raise PlacesError(f"Say in imgurhub/api_page/places.py what people call {', '.join(missing)}.")
    if spare := sorted(set(places) - found):
        raise PlacesError(f"Take out of imgurhub/api_page/places.py what calls Imgur no longer: {', '.join(spare)}.")


def read_others(path: Path) -> dict[str, dict[str, str]]:
    """By row, which other client has it: "yes", "partly" or "no" by the client's name in the table."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row.pop("id"): row for row in csv.DictReader(lines, delimiter="\t")}


def _tables(uses: Iterable[Use], others: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    places: dict[tuple[str, tuple[tuple[str, str], ...]], set[str]] = defaultdict(set)
    for use in uses:
        places[use.method, use.options].add(PLACES[use.place])
    for prefix, title in GROUPS.items():
        yield f"## {title}\n"
        yield _line("Row", "Call", "Credits", "Client", "Used by", *OTHERS.values())
        yield _line(*["---"] * (5 + len(OTHERS)))
        for row in sorted((row for row in others if _prefix(row) == prefix), key=_number):
            for endpoint in (endpoint for endpoint in ENDPOINTS if row in endpoint.rows):
                options = tuple(endpoint.options.items())
                used_by = {words for name in (endpoint.call, endpoint.walker or "") for words in places[name, options]}
                cells = [row, f"{endpoint.method} `{endpoint.route}`", str(endpoint.cost), _client(endpoint)]
                yield _line(*cells, "; ".join(sorted(used_by)), *(others[row][name] for name in OTHERS))
        yield ""


def _totals(others: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    ours = {row for endpoint in ENDPOINTS for row in endpoint.rows}
    yield "## How much of it each has\n"
    yield _line("", "yes", "partly", "no")
    yield _line(*["---"] * 4)
    yield _line("ours", str(len(ours)), "0", str(len(set(others) - ours)))
    for name, title in OTHERS.items():
        has = [row[name] for row in others.values()]
        yield _line(title, *(str(has.count(word)) for word in ("yes", "partly", "no")))
    nobodys = [row for row, has in others.items() if set(has.values()) == {"no"}]
    yield f"\n## What none of them has\n\n{len(nobodys)} of {len(others)} rows:\n"
    for prefix, title in GROUPS.items():
        if rows := [row for row in nobodys if _prefix(row) == prefix]:
            yield f"- {title}: " + ", ".join(f"{_methods(row)} ({row})" for row in rows)
    yield ""


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _client(endpoint: Endpoint) -> str:
    options = ", ".join(f'{name}="{value}"' for name, value in endpoint.options.items())
    shown = f"`{endpoint.call}({options})`" if options else f"`{endpoint.call}`"
    walker = f", `{endpoint.walker}`" if endpoint.walker else ""
    remarks = ["an address for a browser"] * endpoint.is_for_browsers + [endpoint.note] * bool(endpoint.note)
    return shown + walker + "".join(f"; {remark}" for remark in remarks)


def _methods(row: str) -> str:
    names = dict.fromkeys(endpoint.call for endpoint in ENDPOINTS if row in endpoint.rows)
    return ", ".join(f"`{name}`" for name in names)


def _prefix(row: str) -> str:
    return re.sub(r"\d", "", row)


def _number(row: str) -> int:
    return int(re.sub(r"\D", "", row))
