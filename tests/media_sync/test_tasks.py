"""The doorbell: rings after the commit, and never keeps anybody waiting."""

import pytest
from kombu.exceptions import OperationalError

from media_sync import tasks
from media_sync.models import Operation
from media_sync.services.sending import batches
from tests.media_sync.conftest import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(draft, add_file, account, owner):
    for colour in ("red", "teal", "navy"):
        add_file(f"{colour}.png", png(colour))
    return batches.send(draft, user=owner, account=account, album_title="", privacy="hidden")


def test_it_rings_for_each_after_the_commit(queued, monkeypatch, django_capture_on_commit_callbacks):
    rung = []
    monkeypatch.setattr(tasks.run_operation, "delay", rung.append)

    with django_capture_on_commit_callbacks(execute=True):
        tasks.ring()
        assert rung == []

    assert rung == [operation.pk for operation in queued]


def test_a_broker_that_is_away_is_asked_once_and_nothing_is_lost(
    queued, monkeypatch, django_capture_on_commit_callbacks, caplog
):
    asked = []

    def away(pk: int) -> None:
        asked.append(pk)
        raise OperationalError("away")

    monkeypatch.setattr(tasks.run_operation, "delay", away)

    with django_capture_on_commit_callbacks(execute=True):
        tasks.ring()

    assert len(asked) == 1
    assert Operation.objects.filter(state="queued").count() == 3
    assert "3 rows could not be rung for" in caplog.text
