"""No secret reaches a log, whoever writes the line."""

import io
import logging
import subprocess
import sys

import pytest
from django.conf import settings
from gunicorn.config import Config

from imgurhub.launch.web import RedactingLogger
from imgurhub.logs import RedactSecrets, redact
from tests.fixtures.processes import ROOT, clean_environment

TOKEN = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    "line",
    [
        f"GET /accounts/imgur/login/callback/?state=x&code={TOKEN[:12]} HTTP/1.1",
        f"http://localhost/#access_token={TOKEN}&refresh_token={TOKEN}",
        f"{{'Authorization': 'Bearer {TOKEN}'}}",
        f"Authorization: Client-ID {TOKEN[:15]}",
        f'{{"refresh_token": "{TOKEN}", "client_secret": "{TOKEN}"}}',
        f"args=({TOKEN!r},) kwargs={{}}",
        "password=" + TOKEN[:9],
        f"redis://:{TOKEN[:20]}@127.0.0.1:6379/0",
        f"rediss://name:{TOKEN[:20]}@redis.example/1",
        f"postgres://hub:{TOKEN[:20]}@db.example/hub",
        f"pin={TOKEN[:8]}&x=1",
        f"?deletehash={TOKEN[:15]}",
        f"GET /accounts/password/reset/key/1-{TOKEN[:20]}/ 200",
        f"Not Found: /accounts/confirm-email/{TOKEN[:20]}/",
        f"Cookie: imgurhub_session={TOKEN[:32]}; theme=dark",
    ],
)
def test_it_blanks_what_must_not_be_read(line: str) -> None:
    blanked = redact(line)
    assert TOKEN[:8] not in blanked
    assert "***" in blanked


@pytest.mark.parametrize(
    "line",
    [
        "Operation 17 is done: 10 credits",
        "sha256 " + "0123456789abcdef" * 4,
        "GET /api/3/album/AbCdE12 200",
        "exit code 3",
        "status code: 404",
    ],
)
def test_it_leaves_alone_what_a_person_needs(line: str) -> None:
    assert redact(line) == line


def test_it_blanks_arguments_and_tracebacks() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactSecrets())
    logger = logging.Logger("of a test")
    logger.addHandler(handler)
    try:
        raise ValueError(f"refused: access_token={TOKEN}")
    except ValueError:
        logger.exception("with %s", {"Authorization": f"Bearer {TOKEN}"})

    assert TOKEN not in stream.getvalue()
    assert "ValueError: refused" in stream.getvalue()


def test_a_line_whose_arguments_do_not_fit_is_written_all_the_same() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 1, "%s and %s", (f"access_token={TOKEN}",), None)

    assert RedactSecrets().filter(record)

    assert "%s and %s" in record.getMessage()
    assert TOKEN not in record.getMessage()


def test_djangos_logging_has_the_filter_where_lines_leave() -> None:
    for handler in settings.LOGGING["handlers"].values():
        assert "redact" in handler["filters"]


def test_gunicorns_own_lines_are_blanked(capsys: pytest.CaptureFixture[str]) -> None:
    config = Config()
    config.set("accesslog", "-")
    config.set("loglevel", "info")
    logger = RedactingLogger(config)

    logger.info("Ignoring the request %s", f"/callback/?code={TOKEN}")
    logger.access_log.info("%(r)s", {"r": f"GET /callback/?code={TOKEN} HTTP/1.1"})

    written = "".join(capsys.readouterr())
    assert written.count("/callback/") == 2
    assert TOKEN not in written


def test_celerys_lines_are_blanked_and_go_through_our_logging() -> None:
    """In a process of its own, because Celery sets up logging once for all."""
    code = f"""
import django; django.setup()
from imgurhub.celery import app
app.log.setup(loglevel="INFO", redirect_stdouts=True)
from celery.utils.log import get_task_logger
get_task_logger("some.task").error("args: %s", ("{TOKEN}",))
import logging
logging.getLogger("celery.app.trace").error("Task raised with access_token={TOKEN}")
"""
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=clean_environment({"DJANGO_SETTINGS_MODULE": "tests.settings"}),
        capture_output=True,
        text=True,
    )

    assert answer.returncode == 0, answer.stderr
    assert TOKEN not in answer.stdout + answer.stderr
    assert "args: ('***',)" in answer.stderr
    assert "Task raised with access_token=***" in answer.stderr
