from pathlib import Path

import pytest

from imgurhub.env import SettingError
from imgurhub.launch import options
from imgurhub.launch.errors import LaunchError
from imgurhub.launch.options import Options
from tests.fixtures.processes import clean_environment


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A shell in which nothing is set for a hub but where its state goes."""
    import os

    for name in set(os.environ) - set(clean_environment()):
        monkeypatch.delenv(name)
    monkeypatch.setenv("IMGURHUB_RUN_DIR", str(tmp_path))


def given(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Options:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return options.from_environment()


def test_it_is_a_demo_without_an_application(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = given(monkeypatch)
    assert found == Options(
        run_dir=tmp_path,
        host="127.0.0.1",
        port=8000,
        sandbox_port=8001,
        workers=1,
        worker_concurrency=16,
        mirror_concurrency=12,
        redis_url="",
        demo=True,
        ends_with_parent=False,
    )


def test_it_is_no_demo_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not given(monkeypatch, IMGUR_CLIENT_ID="abc", IMGUR_CLIENT_SECRET="def").demo


def test_an_empty_variable_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, IMGUR_CLIENT_ID="", PORT="").demo


def test_it_refuses_the_real_imgur_without_an_application(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LaunchError, match="no application is given to use there"):
        given(monkeypatch, IMGUR_API_URL="https://api.imgur.com")


def test_it_accepts_something_between_hub_and_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, IMGUR_API_URL="http://127.0.0.1:9000").demo


def test_it_refuses_half_an_application(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LaunchError, match="IMGUR_CLIENT_SECRET is set and IMGUR_CLIENT_ID is not"):
        given(monkeypatch, IMGUR_CLIENT_SECRET="def")


def test_it_refuses_one_port_for_both(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LaunchError, match="PORT and SANDBOX_PORT are both 8001"):
        given(monkeypatch, PORT="8001")


@pytest.mark.parametrize(("name", "value"), [("PORT", "http"), ("WORKERS", "0"), ("WORKER_CONCURRENCY", "-1")])
def test_it_names_the_variable_that_makes_no_sense(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"^{name} is "):
        given(monkeypatch, **{name: value})


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8000"), ("0.0.0.0", "http://127.0.0.1:8000"), ("::", "http://[::1]:8000")],
)
def test_it_knows_where_to_ask_whatever_it_is_bound_to(monkeypatch: pytest.MonkeyPatch, host: str, url: str) -> None:
    assert given(monkeypatch, HOST=host).local_url == url
