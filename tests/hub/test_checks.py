"""Settings that do not fit each other are refused at the start, with what to do."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks

FIT = {
    "PRODUCTION": True,
    "DEBUG": False,
    "SECRETS_WERE_GIVEN": True,
    "IMGUR_DEMO": False,
    "SERVED_OVER_HTTPS": True,
    "SIGNUP_OPEN": False,
    "IMGUR_CLIENT_ID": "abc",
    "IMGUR_CLIENT_SECRET": "def",
}


def found(settings: Any, **changed: Any) -> list[str]:
    for name, value in {**FIT, **changed}.items():
        setattr(settings, name, value)
    return [str(message.id) for message in run_checks() if str(message.id).startswith("imgurhub.")]


def test_it_has_nothing_against_what_fits(settings: Any) -> None:
    assert found(settings) == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SEAL_KEYS", ["too-short"], "imgurhub.E001"),
        ("DEBUG", True, "imgurhub.E002"),
        ("SECRETS_WERE_GIVEN", False, "imgurhub.E003"),
        ("IMGUR_DEMO", True, "imgurhub.E004"),
        ("SERVED_OVER_HTTPS", False, "imgurhub.W005"),
        ("IMGUR_CLIENT_SECRET", "", "imgurhub.E007"),
        ("IMGUR_API_URL", "http://api.imgur.com", "imgurhub.E008"),
        ("IMGUR_MEDIA_URL", "ftp://i.imgur.com", "imgurhub.E008"),
        ("IMGUR_COMMERCIAL_URL", "http://imgur-apiv3.p.rapidapi.com", "imgurhub.E008"),
        ("SWEEP_SECONDS", 40, "imgurhub.W009"),
        ("SIGNUP_OPEN", True, "imgurhub.W010"),
        ("LIMIT_FILES_PER_HOUR_PER_ADDRESS", 10_000, "imgurhub.W011"),
        ("LIMIT_UPLOAD_BYTES_PER_HOUR_PER_PERSON", 0, "imgurhub.W011"),
    ],
)
def test_it_names_what_does_not(settings: Any, name: str, value: Any, expected: str) -> None:
    assert found(settings, **{name: value}) == [expected]


def test_a_trial_may_do_what_production_may_not(settings: Any) -> None:
    assert (
        found(
            settings,
            PRODUCTION=False,
            IMGUR_DEMO=True,
            SECRETS_WERE_GIVEN=False,
            SERVED_OVER_HTTPS=False,
            SIGNUP_OPEN=True,
        )
        == []
    )


def test_plain_http_is_for_this_computer_only(settings: Any) -> None:
    assert found(settings, IMGUR_API_URL="http://127.0.0.1:8001", IMGUR_MEDIA_URL="http://localhost:8001/i") == []


@pytest.mark.parametrize(("behind_proxy", "trusted"), [("1", 1), ("0", 0)])
def test_wrong_passwords_are_counted_by_the_persons_address(
    settings: Any, tmp_path: Path, behind_proxy: str, trusted: int
) -> None:
    """Settings are read once, so each kind of place gets a process of its own."""
    code = "from imgurhub import settings; print(getattr(settings, 'ALLAUTH_TRUSTED_PROXY_COUNT', 0))"
    environment = os.environ | {"BEHIND_PROXY": behind_proxy, "IMGURHUB_RUN_DIR": str(tmp_path)}

    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )

    assert int(run.stdout) == trusted


@pytest.mark.skipif("postgres" in __import__("os").environ.get("DATABASE_URL", ""), reason="is about SQLite")
def test_sqlite_is_for_one_machine(settings: Any) -> None:
    assert found(settings, MACHINES=2) == ["imgurhub.E006"]
