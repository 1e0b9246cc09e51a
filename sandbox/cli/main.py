"""`python -m sandbox <verb>`. Results go to stdout, the rest to stderr; with --json stdout is one JSON document."""

import argparse
import os
import sys
from collections.abc import Sequence

import django
from django.core.exceptions import ImproperlyConfigured


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Answers the exit status: 0, or 1 with a sentence on stderr."""
    given = _parser().parse_args(arguments)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sandbox.settings"
    if given.verb == "serve":
        # The addresses in answers follow the port.
        os.environ["SANDBOX_PORT"] = str(given.port)
    try:
        django.setup()
        # Models can be imported only from here on.
        from sandbox import switches
        from sandbox.cli import verbs

        switches.from_environment()
        return verbs.VERBS[given.verb](given)
    except (ImproperlyConfigured, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A stand-in for Imgur on this computer.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

    prepare = verbs.add_parser("prepare", help="make the database, the demo world and the application")
    prepare.add_argument("--json", action="store_true", help="print the application and the people's tokens")

    serve = verbs.add_parser("serve", help="prepare, then answer on a port of this computer until stopped")
    serve.add_argument("--port", type=int, default=int(os.environ.get("SANDBOX_PORT") or 8001))
    serve.add_argument("--host", default="127.0.0.1", help="a loopback address")
    serve.add_argument("--threads", type=int, default=16)
    serve.add_argument("--workers", type=int, default=1)

    limits = verbs.add_parser("limits", help="show the limits, or change them while the sandbox runs")
    limits.add_argument("--json", action="store_true")
    limits.add_argument("--reset-windows", action="store_true", help="open all windows anew")
    for name in (
        "client-day",
        "user-hour",
        "post-hour",
        "upload-hour",
        "day-seconds",
        "hour-seconds",
        "delay-milliseconds",
    ):
        limits.add_argument(f"--{name}", type=int, metavar="N")
    limits.add_argument("--reset-style", choices=["seconds", "epoch"])
    limits.add_argument("--refusal-form", choices=["E1", "E2", "E4"])

    stats = verbs.add_parser("stats", help="what happened so far")
    stats.add_argument("--json", action="store_true")

    account = verbs.add_parser("account", help="make a large account, also while the sandbox runs")
    account.add_argument("--json", action="store_true", help="print its tokens, and all ids in order")
    account.add_argument("--username", metavar="NAME")
    account.add_argument("--seed", metavar="TEXT", help="what all of it follows from")
    for name, what in (
        ("albums", "how many albums"),
        ("images-each", "how many images each of them has"),
        ("loose", "how many images are in no album"),
        ("files", "how many of the originals differ; all of them up to 10,000 unless given"),
    ):
        account.add_argument(f"--{name}", type=int, metavar="N", help=what)
    return parser
