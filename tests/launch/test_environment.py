"""What the processes are told, and what another shell finds."""

import fcntl
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from imgurhub import env
from imgurhub.launch import environment
from imgurhub.launch.options import Options
from imgurhub.launch.sandbox import Sandbox
from tests.fixtures.processes import clean_environment


@pytest.fixture(autouse=True)
def shell() -> Iterator[None]:
    """A bare environment, and the old one back afterwards."""
    before = dict(os.environ)
    bare = clean_environment()
    os.environ.clear()
    os.environ.update(bare)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def options(tmp_path: Path) -> Options:
    return Options(
        run_dir=tmp_path, host="127.0.0.1", port=8100, sandbox_port=8101, workers=1, worker_concurrency=16,
        mirror_concurrency=12,
        redis_url="", demo=True, ends_with_parent=False,
    )  # fmt: skip


def settings_of(options: Options) -> dict[str, str]:
    sandbox = Sandbox(options) if options.demo else None
    return environment.hub_settings(options, redis_url="redis://:word@127.0.0.1:7000/0", sandbox=sandbox)


def test_a_demo_uses_the_sandbox_for_imgur(options: Options) -> None:
    settings = settings_of(options)

    assert settings["IMGUR_DEMO"] == "1"
    assert settings["IMGUR_API_URL"] == "http://127.0.0.1:8101"
    assert settings["IMGUR_MEDIA_URL"] == "http://127.0.0.1:8101/i"
    assert settings == settings_of(options), "the application is the same at the next start"


def test_a_demo_passes_the_sandboxs_limits_on_unless_told_otherwise(options: Options) -> None:
    os.environ.update({"SANDBOX_UPLOAD_HOUR": "20", "SANDBOX_HOUR_SECONDS": "30"})
    settings = settings_of(options)
    assert (settings["IMGUR_UPLOADS_PER_HOUR"], settings["IMGUR_UPLOAD_WINDOW_SECONDS"]) == ("20", "30")

    os.environ["IMGUR_UPLOADS_PER_HOUR"] = "7"
    assert settings_of(options)["IMGUR_UPLOADS_PER_HOUR"] == "7"


def test_without_a_demo_nothing_of_the_sandbox_is_set(options: Options) -> None:
    os.environ.update({"IMGUR_CLIENT_ID": "own", "IMGUR_CLIENT_SECRET": "secret"})
    settings = settings_of(replace(options, demo=False))

    assert settings["IMGUR_CLIENT_ID"] == "own"
    assert not {"IMGUR_DEMO", "IMGUR_API_URL", "IMGUR_MEDIA_URL"} & set(settings)


def test_the_sandbox_is_told_nothing_of_the_hubs(options: Options) -> None:
    os.environ.update({"SECRET_KEY": "a", "SEAL_KEYS": "b", "DATABASE_URL": "c", "SANDBOX_DAY": "9"})
    told = Sandbox(options).server(stage=1).environment

    assert not {"SECRET_KEY", "SEAL_KEYS", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"} & set(told)
    assert told["SANDBOX_DAY"] == "9"
    callbacks = told["SANDBOX_CALLBACKS"].split(",")
    assert "http://127.0.0.1:8100/accounts/imgur/login/callback/" in callbacks
    assert "http://localhost:8100/accounts/imgur/login/callback/" in callbacks


def test_an_empty_variable_is_unset_for_every_process(options: Options) -> None:
    # gunicorn, for one, fails on an empty WEB_CONCURRENCY.
    os.environ.update({"WEB_CONCURRENCY": "", "DATABASE_URL": ""})
    told = environment.process_environment(options, settings_of(options))
    assert not {"WEB_CONCURRENCY", "DATABASE_URL"} & set(told)
    assert "WEB_CONCURRENCY" not in Sandbox(options).server(stage=1).environment


def test_another_shell_finds_what_the_launcher_was_given(options: Options) -> None:
    os.environ["DATABASE_URL"] = "postgres://somewhere/hub?a=b"
    environment.keep_for_other_shells(options.run_dir, settings_of(options))
    del os.environ["DATABASE_URL"]

    env.load_run_environment(options.run_dir)

    assert os.environ["DATABASE_URL"] == "postgres://somewhere/hub?a=b"
    assert os.environ["REDIS_URL"] == "redis://:word@127.0.0.1:7000/0"
    assert stat.S_IMODE((options.run_dir / "env").stat().st_mode) == 0o600


def test_a_shells_own_variables_go_first(options: Options) -> None:
    environment.keep_for_other_shells(options.run_dir, settings_of(options))
    os.environ["REDIS_URL"] = "redis://mine"

    env.load_run_environment(options.run_dir)

    assert os.environ["REDIS_URL"] == "redis://mine"


def test_another_shell_is_told_when_the_hub_does_not_run(options: Options, capsys: pytest.CaptureFixture[str]) -> None:
    environment.keep_for_other_shells(options.run_dir, settings_of(options))

    env.load_run_environment(options.run_dir)

    assert "ImgurHub does not run" in capsys.readouterr().err


def test_another_shell_is_told_nothing_while_it_runs(options: Options, capsys: pytest.CaptureFixture[str]) -> None:
    environment.keep_for_other_shells(options.run_dir, settings_of(options))
    with open(options.run_dir / "launcher.lock", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        env.load_run_environment(options.run_dir)

    assert capsys.readouterr().err == ""


def test_it_refuses_a_value_that_the_file_cannot_hold(options: Options) -> None:
    with pytest.raises(env.SettingError, match="EMAIL_FROM has more than one line"):
        environment.keep_for_other_shells(options.run_dir, {"EMAIL_FROM": "a\nSECRET_KEY=b"})
    assert not (options.run_dir / "env").exists()
