from django.apps import AppConfig


class ImgurProviderConfig(AppConfig):
    name = "accounts.imgur_provider"
    label = "imgur_provider"
