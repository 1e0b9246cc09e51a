"""What a worker does when it is ready."""

from celery.signals import worker_ready

from imgurhub.celery import app, look_at_the_budget


def test_it_asks_at_once_what_is_left(monkeypatch) -> None:
    sent = []
    monkeypatch.setattr(app, "send_task", sent.append)
    assert look_at_the_budget in [receiver() for _, receiver in worker_ready.receivers]

    look_at_the_budget(sender=None)

    assert sent == ["media_sync.keep_budget"]
