"""The project: settings, urls, Celery, start-up. It composes everything and is imported by nothing below it."""

from imgurhub.celery import app as celery_app

__all__ = ["celery_app"]
