"""Which of the client's methods our code calls, and where: read out of the source, so that no list of it can be wrong.

It works because a client goes by one name everywhere: `imgur` (`auditing` where an audit asks), or `oauth`. Code that
gives it another name, or does with it what cannot be followed here, is an error and not a gap.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from imgur.endpoints.table import ENDPOINTS

PACKAGES = ("accounts", "imgurhub", "media_sync", "portal")
NAMES = {"ImgurClient": "imgur", "OAuthClient": "oauth"}
# What the registry puts before the names of a client's methods.
PREFIXES = {"imgur": "", "auditing": "", "oauth": "oauth."}
METHODS = {name for endpoint in ENDPOINTS for name in (endpoint.call, endpoint.walker) if name}
SENDS_NOTHING = {"oauth.close"}
# Arguments by which one method sends the one call or the other.
OPTIONS = {name for endpoint in ENDPOINTS for name in endpoint.options}
# Pages for a browser: whoever knows the address needs no client.
ADDRESSES = {endpoint.route: endpoint.call for endpoint in ENDPOINTS if endpoint.is_for_browsers}


class LostClientError(Exception):
    """A client is named or used in a way that is not followed here. The message says where."""


@dataclass(frozen=True, order=True)
class Use:
    """``method`` (as the registry names it) is called in ``place``: a function or class, by its full name.

    ``options`` are the arguments that the registry tells calls of the same method apart by.
    """

    method: str
    place: str
    options: tuple[tuple[str, str], ...] = ()


def find_uses(root: Path, packages: tuple[str, ...] = PACKAGES) -> set[Use]:
    """All uses in the packages below ``root``. Raises LostClientError."""
    files = [file for package in packages for file in sorted((root / package).rglob("*.py"))]
    modules = {file.relative_to(root): ast.parse(file.read_text(encoding="utf-8")) for file in files}
    makers = NAMES | {name: client for module in modules.values() for name, client in _makers(module)}
    return {use for path, module in modules.items() for use in _Module(path, module, makers).uses()}


def _makers(module: ast.Module) -> Iterator[tuple[str, str]]:
    """The functions that return a client, with the name that it goes by."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and (client := _client_in(node.returns)):
            yield node.name, client


def _client_in(annotation: ast.expr | None) -> str | None:
    words = {node.id for node in ast.walk(annotation) if isinstance(node, ast.Name)} if annotation else set()
    return next((client for kind, client in NAMES.items() if kind in words), None)


class _Module:
    def __init__(self, path: Path, module: ast.Module, makers: Mapping[str, str]) -> None:
        self._path, self._module, self._makers = path, module, makers
        self._parents = {child: node for node in ast.walk(module) for child in ast.iter_child_nodes(node)}

    def uses(self) -> Iterator[Use]:
        for node in ast.walk(self._module):
            if isinstance(node, ast.arg | ast.AnnAssign):
                self._check_name(node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in ADDRESSES:
                yield Use(ADDRESSES[node.value], self._place_of(node))
            elif client := self._client(node):
                yield from self._use_of(node, client)

    def _client(self, node: ast.AST) -> str | None:
        """Which client ``node`` is: a name in use, or what a maker gives."""
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name, ctx=ast.Load()):
                return name if name in PREFIXES else None
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                return self._makers.get(name)
        return None

    def _check_name(self, node: ast.arg | ast.AnnAssign) -> None:
        client = _client_in(node.annotation)
        name = node.arg if isinstance(node, ast.arg) else ast.unparse(node.target)
        if client and name != client:
            raise self._lost(node, f"is called “{name}”")

    def _use_of(self, node: ast.AST, client: str) -> Iterator[Use]:
        """The use of the client at ``node``; none where it is only handed on."""
        names, parent = [], self._parents[node]
        while isinstance(parent, ast.Attribute):
            names.append(parent.attr)
            node, parent = parent, self._parents[parent]
        method = PREFIXES[client] + ".".join(names)
        if method in METHODS:
            yield Use(method, self._place_of(node), self._options_of(parent))
        elif names and method not in SENDS_NOTHING:
            raise self._lost(node, f"is asked for “{method}”, which the registry does not have")
        elif not names and not self._is_handed_on(node, parent, client):
            raise self._lost(node, "goes where it cannot be followed")

    def _options_of(self, call: ast.AST) -> tuple[tuple[str, str], ...]:
        given = [keyword for keyword in call.keywords if keyword.arg in OPTIONS] if isinstance(call, ast.Call) else []
        for keyword in given:
            if not isinstance(keyword.value, ast.Constant):
                raise self._lost(keyword.value, f"is told its “{keyword.arg}” by more than a word")
        return tuple((keyword.arg or "", ast.literal_eval(keyword.value)) for keyword in given)

    def _is_handed_on(self, node: ast.AST, parent: ast.AST, client: str) -> bool:
        match parent:
            case ast.Call(func=func):
                return func is not node
            case ast.Assign(targets=[target]):
                name = ast.unparse(target).removeprefix("self.")
                return PREFIXES.get(name) == PREFIXES[client]
            case ast.withitem(optional_vars=ast.expr() as target):
                return ast.unparse(target) == client
            case ast.keyword() | ast.Return() | ast.Yield():
                return True
        return False

    def _place_of(self, node: ast.AST) -> str:
        names = []
        while node in self._parents:
            node = self._parents[node]
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names.append(node.name)
        module = ".".join(self._path.with_suffix("").parts).removesuffix(".__init__")
        return ".".join([module, *reversed(names)])

    def _lost(self, node: ast.AST, what: str) -> LostClientError:
        line = getattr(node, "lineno", 0)
        return LostClientError(
            f"{self._path}, line {line}: a client {what}. Call it “imgur” (or “oauth”), and its methods directly, so"
            " that docs/imgur-api.md can tell what is used."
        )
