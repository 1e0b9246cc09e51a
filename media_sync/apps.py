from django.apps import AppConfig


class MediaSyncConfig(AppConfig):
    name = "media_sync"
    verbose_name = "Pictures and traffic with Imgur"
