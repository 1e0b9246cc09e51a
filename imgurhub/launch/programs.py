"""What a hub consists of, and in which order it stops."""

import sys
from collections.abc import Mapping
from enum import IntEnum

from imgurhub.launch.child import Program
from imgurhub.launch.options import BASE_DIR, Options
from imgurhub.launch.valkey import Valkey


class Stage(IntEnum):
    """Lower ones stop first: the doors close, then nothing new falls due, then work ends, then what it uses."""

    WEB = 1
    BEAT = 2
    WORKER = 3
    SANDBOX = 4
    VALKEY = 5


def valkey(server: Valkey, environment: Mapping[str, str]) -> Program:
    return Program("valkey", server.command, environment, server.folder, stage=Stage.VALKEY)


def preparation(environment: Mapping[str, str]) -> Program:
    """Brings the database and the static files up to date and makes the first owner; prints JSON."""
    return _python("prepare", environment, Stage.WEB, "manage.py", "prepare", "--json")


def web(environment: Mapping[str, str]) -> Program:
    return _python(
        "web", environment, Stage.WEB, "-m", "gunicorn", "--config", "python:imgurhub.launch.web", "imgurhub.wsgi"
    )


def beat(environment: Mapping[str, str]) -> Program:
    return _celery("beat", environment, Stage.BEAT, "beat", "--pidfile=")


def workers(options: Options, environment: Mapping[str, str]) -> list[Program]:
    """One or several, each with a name of its own."""
    names = ["worker"] if options.workers == 1 else [f"worker-{number}" for number in range(1, options.workers + 1)]
    return [_celery(name, environment, Stage.WORKER, *_worker_words(name, options)) for name in names]


def _worker_words(name: str, options: Options) -> tuple[str, ...]:
    # Threads for operations, and those that the mirror has for itself.
    concurrency = str(options.worker_concurrency + options.mirror_concurrency)
    return (
        "worker", "--hostname", f"{name}@%h", "--pool", "threads", "--concurrency", concurrency, "-Q", "imgur,upkeep",
        "--without-gossip", "--without-mingle",
    )  # fmt: skip


def _celery(name: str, environment: Mapping[str, str], stage: Stage, *words: str) -> Program:
    return _python(name, environment, stage, "-m", "celery", "--quiet", "-A", "imgurhub", *words)


def _python(name: str, environment: Mapping[str, str], stage: Stage, *words: str) -> Program:
    return Program(name, (sys.executable, *words), environment, BASE_DIR, stage=stage)
