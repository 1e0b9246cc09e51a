"""The Celery application: a doorbell. What is to be done stands in database rows (media_sync.models.Operation)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imgurhub.settings")

app = Celery("imgurhub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
