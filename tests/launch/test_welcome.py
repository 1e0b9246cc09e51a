import json
import stat
from pathlib import Path

from imgurhub.launch.sandbox import Person, first_person
from imgurhub.launch.welcome import Demo, Welcome

PERSON = Person("ann", "sand", "a" * 40, "b" * 40)


def test_it_writes_down_what_a_script_needs(tmp_path: Path) -> None:
    demo = Demo("http://127.0.0.1:8001", "id", "secret", PERSON)
    Welcome("http://localhost:8000", "owner@imgurhub.example", "word", "redis://x", demo).keep(tmp_path)

    path = tmp_path / "demo.json"
    assert json.loads(path.read_text()) == {
        "url": "http://localhost:8000",
        "email": "owner@imgurhub.example",
        "password": "word",
        "redis_url": "redis://x",
        "sandbox_url": "http://127.0.0.1:8001",
        "client_id": "id",
        "client_secret": "secret",
        "imgur_username": "ann",
        "imgur_password": "sand",
        "access_token": "a" * 40,
        "refresh_token": "b" * 40,
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_tells_of_no_sandbox_when_there_is_none(tmp_path: Path) -> None:
    welcome = Welcome("https://hub.example", "a@example.com", None, "redis://x", None)
    welcome.keep(tmp_path)

    assert set(json.loads((tmp_path / "demo.json").read_text())) == {"url", "email", "password", "redis_url"}
    assert "andbox" not in welcome.box()
    assert "the one you have chosen" in welcome.box()


def test_its_box_is_straight() -> None:
    box = Welcome("http://localhost:8000", "a@example.com", "word", "redis://x", None).box()
    assert len({len(line) for line in box.splitlines()}) == 1


def test_it_takes_the_sandboxs_first_person() -> None:
    people = [{**PERSON.__dict__, "account_id": 7}, {"username": "bob"}]
    assert first_person(json.dumps({"client_id": "x", "people": people})) == PERSON
