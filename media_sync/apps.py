from django.apps import AppConfig


class MediaSyncConfig(AppConfig):
    name = "media_sync"
    verbose_name = "Pictures and traffic with Imgur"

    def ready(self) -> None:
        from media_sync import signals  # noqa: F401  (connects the receivers)
        from media_sync.kinds import albums, edits, uploads  # noqa: F401  (the kinds register themselves)
