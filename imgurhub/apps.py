from django.apps import AppConfig


class ImgurHubConfig(AppConfig):
    name = "imgurhub"
    verbose_name = "ImgurHub"

    def ready(self) -> None:
        # Imported for what they register: the checks, and the signs of life of worker and beat.
        from imgurhub import checks, heartbeat  # noqa: F401
