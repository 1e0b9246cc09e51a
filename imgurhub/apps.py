from django.apps import AppConfig


class ImgurHubConfig(AppConfig):
    name = "imgurhub"
    verbose_name = "ImgurHub"

    def ready(self) -> None:
        from imgurhub import checks  # noqa: F401  (registers the checks)
