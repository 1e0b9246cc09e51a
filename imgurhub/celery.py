"""The Celery application: a doorbell. What is to be done stands in database rows (media_sync.models.Operation)."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imgurhub.settings")

app = Celery("imgurhub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**kwargs: Any) -> None:
    """Being asked is enough: Celery then sets up no logging of its own, and ours blanks secrets."""


@worker_ready.connect
def look_at_the_budget(**kwargs: Any) -> None:
    """Pages tell what is left as soon as somebody works, not only after beat's first round."""
    app.send_task("media_sync.keep_budget")
