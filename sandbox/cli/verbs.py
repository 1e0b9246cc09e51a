"""What each verb does."""

import ipaddress
import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from sandbox import switches
from sandbox.cli.server import Server
from sandbox.control import report
from sandbox.limits.windows import reset
from sandbox.media import store
from sandbox.prepare import credentials, prepare
from sandbox.world import snapshot
from sandbox.world.large.order import MEMBERS, read_order
from sandbox.world.large.rows import make_account

LIMITS = ("client_day", "user_hour", "post_hour", "upload_hour", "day_seconds", "hour_seconds", "delay_milliseconds")
CHANGEABLE = (*LIMITS, "reset_style", "refusal_form")


def run_prepare(given: Namespace) -> int:
    found = credentials(prepare())
    if given.json:
        return _print_json(found)
    rows = [("client id", found["client_id"]), ("client secret", found["client_secret"])]
    rows += [("callback", callback) for callback in found["callbacks"]]
    rows += [("person", f"{person['username']}, password {person['password']}") for person in found["people"]]
    return _print_rows(rows)


def run_serve(given: Namespace) -> int:
    if not ipaddress.ip_address(given.host).is_loopback:
        raise ValueError(
            f"{given.host} is not an address of this computer alone. The sandbox listens on loopback only."
        )
    prepare()
    snapshot.settle()
    snapshot.keep_young()
    store.clear_incoming()
    host = f"[{given.host}]" if ":" in given.host else given.host
    Server(bind=f"{host}:{given.port}", workers=given.workers, threads=given.threads).run()
    return 0


def run_limits(given: Namespace) -> int:
    prepare()
    changes = {name: getattr(given, name) for name in CHANGEABLE if getattr(given, name) is not None}
    switches.change(changes)
    if given.reset_windows:
        reset()
    values = asdict(switches.current())
    if given.json:
        return _print_json(values | {"windows": report.windows()})
    return _print_rows([*((name.replace("_", "-"), values[name]) for name in CHANGEABLE), *_window_rows()])


def run_stats(given: Namespace) -> int:
    prepare()
    state = report.state()
    if given.json:
        return _print_json(state)
    rows = [("images", state["images"]), ("albums", state["albums"]), ("credits spent", state["credits"]["spent"])]
    rows += [("upload limit reached", state["refusals"]["upload_limit"])]
    rows += [(f"answers {status}", count) for status, count in state["calls"]["by_status"].items()]
    rows += [(route, count) for route, count in state["calls"]["by_route"].items()]
    return _print_rows([*rows, *_window_rows()])


def run_account(given: Namespace) -> int:
    prepare()
    members = {name: getattr(given, name) for name in MEMBERS if getattr(given, name) is not None}
    made = make_account(read_order(members))
    if given.json:
        return _print_json(made)
    rows = [(name, made[name]) for name in ("username", "password", "access_token", "refresh_token")]
    images = sum(len(album["images"]) for album in made["albums"]) + len(made["loose"])
    return _print_rows([*rows, ("albums", len(made["albums"])), ("images", images)])


VERBS: dict[str, Callable[[Namespace], int]] = {
    "prepare": run_prepare,
    "serve": run_serve,
    "limits": run_limits,
    "stats": run_stats,
    "account": run_account,
}


def _window_rows() -> Iterable[tuple[str, object]]:
    for window in report.windows():
        figures = f"{window['used']} of {window['limit']} used, {window['seconds_left']} s left"
        yield f"{window['kind']} of {window['key']}", figures


def _print_rows(rows: Iterable[tuple[str, object]]) -> int:
    for name, value in rows:
        sys.stdout.write(f"{name:<44} {value}\n")
    return 0


def _print_json(document: Any) -> int:
    sys.stdout.write(json.dumps(document, indent=2) + "\n")
    return 0
