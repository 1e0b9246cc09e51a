"""/_control/...: JSON in, JSON out; 400 and a sentence for what cannot be."""

import functools
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from sandbox import switches
from sandbox.api.errors import simple_page
from sandbox.api.parameters import MOST_MEMBERS
from sandbox.control import faults as fault_rules
from sandbox.control import memory, report
from sandbox.control.purge import purge_files, purge_pictures
from sandbox.environment import parse_number
from sandbox.limits import windows
from sandbox.models import AccessToken, Account, Fault
from sandbox.oauth import tokens
from sandbox.world import snapshot
from sandbox.world.large.order import read_order
from sandbox.world.large.rows import make_account

View = Callable[[HttpRequest, Any], Any]


def control(*methods: str) -> Callable[[View], Callable[[HttpRequest], HttpResponse]]:
    """Make a view of a function that takes the JSON body and answers something that JSON can hold."""

    def decorate(view: View) -> Callable[[HttpRequest], HttpResponse]:
        @functools.wraps(view)
        def answer(request: HttpRequest) -> HttpResponse:
            if request.method not in methods:
                return simple_page()
            try:
                return JsonResponse(view(request, _body(request)), safe=False)
            except ValueError as error:
                return JsonResponse({"error": str(error)}, status=400)

        return answer

    return decorate


def _body(request: HttpRequest) -> Any:
    try:
        body = json.loads(request.body) if request.body else {}
    except (RecursionError, ValueError):
        raise ValueError("The body has to be JSON.") from None
    if not isinstance(body, dict | list):
        raise ValueError("The body has to be a JSON object.")
    return body


def _members(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise ValueError("The body has to be a JSON object.")
    return body


@control("GET")
def state(request: HttpRequest, body: Any) -> Any:
    return report.state()


@control("GET", "POST")
def limits(request: HttpRequest, body: Any) -> Any:
    """Change switches, and with `reset_windows` open all windows anew. Answers what is in force."""
    changes = {name.replace("-", "_"): value for name, value in _members(body).items()}
    if changes.pop("reset_windows", False):
        windows.reset()
    return asdict(switches.change(changes) if changes else switches.current()) | {"windows": report.windows()}


@control("POST", "DELETE")
def clock_shift(request: HttpRequest, body: Any) -> Any:
    """POST `{"seconds": n}` moves the clock on by n (or back); DELETE sets it right."""
    seconds = parse_number("seconds", _members(body).get("seconds", 0), most=switches.LONGEST_SHIFT)
    moved = 0.0 if request.method == "DELETE" else switches.current().clock_shift + seconds
    return {"clock_shift": switches.change({"clock_shift": moved}).clock_shift}


@control("GET", "POST", "DELETE")
def faults(request: HttpRequest, body: Any) -> Any:
    """POST a rule or a list of rules; GET those still waiting; DELETE all."""
    if request.method == "POST":
        fault_rules.order(body if isinstance(body, list) else [body])
    elif request.method == "DELETE":
        Fault.objects.all().delete()
    return [fault_rules.as_json(fault) for fault in Fault.objects.order_by("pk")]


@control("POST")
def revoke(request: HttpRequest, body: Any) -> Any:
    """End tokens: `{"username": u}` all of the account's, with `"only": "access"` or `"refresh"` one kind of them."""
    account = Account.named(str(_members(body).get("username", "")))
    if account is None:
        raise ValueError("There is no account of that name.")
    only = body.get("only")
    if only not in (None, "access", "refresh"):
        raise ValueError("only has to be access or refresh.")
    tokens.revoke(None, account, access=only != "refresh", refresh=only != "access")
    return {"live_access_tokens": AccessToken.objects.filter(account=account, is_revoked=False).count()}


@control("POST")
def accounts(request: HttpRequest, body: Any) -> Any:
    """Make a large account: `username`, `albums`, `images_each`, `loose`, `seed`, `files`. Answers tokens and ids."""
    return make_account(read_order(_members(body)))


@control("POST")
def purge(request: HttpRequest, body: Any) -> Any:
    """Delete unasked, as Imgur does: `images` and `albums` by id; `"only": "file"` leaves the images without files."""
    given = _members(body)
    if unknown := set(given) - {"images", "albums", "only"}:
        raise ValueError(f"A purge has no {', '.join(sorted(unknown))}. It has: albums, images, only.")
    images, albums, only = _ids(given, "images"), _ids(given, "albums"), given.get("only")
    if only not in (None, "file"):
        raise ValueError("only has to be file.")
    if only == "file":
        if albums:
            raise ValueError("An album has no file.")
        return purge_files(images)
    return purge_pictures(images, albums)


def _ids(body: dict[str, Any], name: str) -> list[str]:
    ids = body.get(name, [])
    if not isinstance(ids, list) or not all(isinstance(imgur_id, str) for imgur_id in ids):
        raise ValueError(f"{name} has to be a list of ids.")
    if len(ids) > MOST_MEMBERS:
        raise ValueError(f"{name} can have {MOST_MEMBERS} members at most.")
    return ids


@control("POST")
def reset(request: HttpRequest, body: Any) -> Any:
    """Back to the world as it was first prepared: pictures, albums, tokens, windows, tallies, switches, faults."""
    snapshot.restore()
    memory.forget()
    switches.read_again()
    return report.state()
