"""Which call is what.

A view registers itself with the row of the reference, the methods, and the path in the reference's own notation:

    @endpoint("AC28", "GET", "account/{username}/images[/{page:int}]", needs=Needs.ACCOUNT)
    def images(call: Call, username: str, page: int | None = None) -> Answer: ...

``{name}`` is one segment, ``{name:int}`` digits, ``{name:newest|oldest}`` one of these words; ``[...]`` may be missing.
Several segments that may be missing each on its own are told apart by their values, as Imgur does it:

    gallery[/{section:hot|user}][/{sort:viral|time}][/{page:int}]       gallery/hot/time, gallery/user/1, gallery/time

Of two routes that fit, the one is taken that is stricter at the first segment where they differ: a fixed word before a
choice of words or digits, and these before a segment that may be anything. A path that begins with ``//`` is not below
/3/.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.api.call import Call
    from sandbox.api.envelope import Answer

View = Callable[..., "Answer"]

WEB = "//post/v1/"
_TOKEN = re.compile(r"\{(?P<name>\w+)(?::(?P<kind>[^}]+))?\}|(?P<open>\[)|(?P<close>\])|(?P<text>[^{}\[\]]+)")


class Needs(Enum):
    """What the caller has to show: any application, or an account's own token."""

    CLIENT = "C"
    ACCOUNT = "B"


@dataclass(frozen=True)
class Route:
    """One call. ``cost`` is in credits; ``shows_limits`` is false where Imgur's answers lack the rate headers.

    ``cache_control`` is the header of that name where it is not the usual one.
    """

    rows: tuple[str, ...]
    methods: tuple[str, ...]
    path: str
    view: View
    needs: Needs
    cost: int
    is_upload: bool
    shows_limits: bool
    cache_control: str
    pattern: re.Pattern[str] = field(repr=False)
    numbers: frozenset[str] = field(repr=False)

    @property
    def address(self) -> str:
        """The path from the root of the host."""
        return self.path.removeprefix("/") if self.path.startswith("//") else f"/3/{self.path}"

    @property
    def is_web(self) -> bool:
        """Whether it is a call of imgur.com's own pages, not of the API for applications."""
        return self.path.startswith(WEB)

    def arguments(self, path: str) -> dict[str, Any] | None:
        """What the view is called with for ``path``, or None when it does not fit."""
        found = self.pattern.fullmatch(path)
        if found is None:
            return None
        given = {name: value for name, value in found.groupdict().items() if value is not None}
        return {name: int(value) if name in self.numbers else value for name, value in given.items()}

    def run(self, call: "Call", arguments: dict[str, Any]) -> "Answer":
        return self.view(call, **arguments)


ROUTES: list[Route] = []


def endpoint(
    rows: str,
    methods: str,
    path: str,
    *,
    needs: Needs = Needs.CLIENT,
    cost: int = 1,
    is_upload: bool = False,
    shows_limits: bool = True,
    cache_control: str = "",
) -> Callable[[View], View]:
    """Register a view. ``rows`` are ids of the reference's rows, ``methods`` HTTP methods, both with spaces between.

    Calls that are not of API v3 have no rows.
    """

    def register(view: View) -> View:
        pattern, numbers = _compile(path)
        ROUTES.append(
            Route(
                rows=tuple(rows.split()),
                methods=tuple(methods.split()),
                path=path,
                view=view,
                needs=needs,
                cost=cost,
                is_upload=is_upload,
                shows_limits=shows_limits,
                cache_control=cache_control,
                pattern=pattern,
                numbers=numbers,
            )
        )
        ROUTES.sort(key=lambda route: _looseness(route.path))
        return view

    return register


def find(method: str, path: str) -> tuple[Route, dict[str, Any]] | None:
    """The route of a call and the view's arguments. ``path`` has neither suffix nor trailing slash.

    It is what follows /3/; that of a call outside begins with ``//``.
    """
    for route in ROUTES:
        if method in route.methods and (arguments := route.arguments(path)) is not None:
            return route, arguments
    return None


def _looseness(path: str) -> list[int]:
    """How much each segment lets through: 0 one word, 1 some words or digits, 2 anything."""
    segments = path.replace("[", "").replace("]", "").split("/")
    return [0 if "{" not in segment else 1 if ":" in segment else 2 for segment in segments]


def _compile(path: str) -> tuple[re.Pattern[str], frozenset[str]]:
    pattern, numbers = "", set()
    for token in _TOKEN.finditer(path):
        name, kind = token["name"], token["kind"]
        if token["open"]:
            pattern += "(?:"
        elif token["close"]:
            pattern += ")?"
        elif name is None:
            pattern += re.escape(token["text"])
        elif kind == "int":
            numbers.add(name)
            pattern += rf"(?P<{name}>[0-9]{{1,9}})"
        else:
            pattern += rf"(?P<{name}>{kind or '[^/]+'})"
    return re.compile(pattern), frozenset(numbers)
