"""The whole hub, from the first check to the last process's end."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import redis

from imgurhub.launch import environment, lock, ports, programs, readiness, sandbox, welcome
from imgurhub.launch import valkey as embedded
from imgurhub.launch.errors import LaunchError, StoppedError
from imgurhub.launch.guard import Guard
from imgurhub.launch.options import Options
from imgurhub.launch.output import Output
from imgurhub.launch.programs import Stage
from imgurhub.launch.supervisor import Supervisor

# A large append-only file takes its time to be read.
VALKEY_SECONDS = 120
READY_SECONDS = 60


def run(options: Options) -> None:
    """Run the hub until somebody stops it. Raises LaunchError or SettingError when it cannot start."""
    held = lock.take(options.run_dir)
    ports.require_free(options.host, options.port, variable="PORT")
    if options.demo:
        ports.require_free("127.0.0.1", options.sandbox_port, variable="SANDBOX_PORT")
    output = Output(options.run_dir / "logs")
    try:
        with _supervisor(options, output, held) as supervisor:
            _start(options, supervisor, output)
            supervisor.watch()
    except StoppedError:
        output.say("Stopped before the start was complete.")
    finally:
        output.close()


@contextmanager
def _supervisor(options: Options, output: Output, held: int) -> Iterator[Supervisor]:
    """A supervisor that stops everything in order, however its block ends."""
    guard = Guard(lock=held)
    supervisor = Supervisor(
        guard, output, list_path=options.run_dir / "processes.json", ends_with_parent=options.ends_with_parent
    )
    supervisor.take_signals()
    try:
        yield supervisor
    finally:
        output.say("Stopping. Work that is under way may take a few seconds; press Ctrl-C again not to wait.")
        supervisor.stop_all()
        guard.release()
        output.say("Everything has stopped.")


def _start(options: Options, supervisor: Supervisor, output: Output) -> None:
    begun_at = time.monotonic()
    output.say(f"Starting from {options.run_dir}.")
    stand_in = sandbox.Sandbox(options) if options.demo else None
    server = None if options.redis_url else embedded.Valkey.in_run_dir(options.run_dir)
    redis_url = options.redis_url or (server.url if server else "")
    settings = environment.hub_settings(options, redis_url=redis_url, sandbox=stand_in)
    environment.keep_for_other_shells(options.run_dir, settings)
    told = environment.process_environment(options, settings)

    if server:
        supervisor.keep(programs.valkey(server, told))
        if not supervisor.wait_until(server.answers, seconds=VALKEY_SECONDS):
            raise LaunchError(
                f"The embedded Valkey did not answer within {VALKEY_SECONDS} s; see {options.run_dir}/logs/valkey.log."
            )
    else:
        _require_redis(redis_url)

    steps = [(programs.preparation(told), "Preparing the database")]
    if stand_in:
        steps.append((stand_in.preparation(), "Preparing the sandbox"))
    printed = supervisor.run_together(steps)
    owner = json.loads(printed[0])

    if stand_in:
        supervisor.keep(stand_in.server(stage=Stage.SANDBOX))
    for program in [*programs.workers(options, told), programs.beat(told), programs.web(told)]:
        supervisor.keep(program)

    demo = None
    if stand_in:
        person = sandbox.first_person(printed[1])
        demo = welcome.Demo(options.sandbox_url, stand_in.client_id, stand_in.client_secret, person)
    greeting = welcome.Welcome(options.site_url, owner["email"], owner["password"], redis_url, demo)
    greeting.keep(options.run_dir)
    _wait_until_ready(options, supervisor, output)
    output.say(f"Ready after {time.monotonic() - begun_at:.1f} s.")
    output.show(greeting.box())


def _require_redis(url: str) -> None:
    """Raise LaunchError, without the password, if the given server does not answer."""
    try:
        embedded.ping(url)
    except (redis.RedisError, ValueError) as error:
        parts = urlsplit(url)
        place = f"{parts.hostname}:{parts.port or 6379}"
        raise LaunchError(
            f"The server that REDIS_URL names ({place}) does not answer: {error}. Start it, correct REDIS_URL, or "
            "unset it to use the embedded Valkey."
        ) from error


def _ask(options: Options) -> readiness.Answer:
    if options.demo and not readiness.listens(options.sandbox_url):
        return readiness.Answer(is_ready=False, reasons=("The sandbox does not answer yet.",))
    return readiness.ask(options.local_url)


def _wait_until_ready(options: Options, supervisor: Supervisor, output: Output) -> None:
    """Wait for /readyz. When that takes long, say what is missing and go on: a person decides when to give up."""
    while True:
        answer = readiness.Answer(is_ready=False, reasons=())
        patience = time.monotonic() + READY_SECONDS
        while not answer.is_ready and time.monotonic() < patience:
            supervisor.wait_until(lambda: False, seconds=0.3)
            answer = _ask(options)
        if answer.is_ready:
            return
        output.say(f"Not ready after {READY_SECONDS} s: " + " ".join(answer.reasons))
