"""Registered Imgur applications: which one serves whom."""

from django.db import transaction

from accounts import sealing
from accounts.models import ImgurApp


class NoImgurAppError(Exception):
    """No Imgur application is known here, so nothing can be linked."""

    def __init__(self) -> None:
        super().__init__(
            "No Imgur application is set up. An admin sets IMGUR_CLIENT_ID and IMGUR_CLIENT_SECRET and starts again."
        )


def default_app() -> ImgurApp:
    """The application that accounts are linked through. Raises NoImgurAppError."""
    app = ImgurApp.objects.filter(is_default=True).first()
    if app is None:
        raise NoImgurAppError
    return app


@transaction.atomic
def keep_default_app(*, client_id: str, client_secret: str, commercial_key: str = "", name: str = "Imgur") -> ImgurApp:
    """Make the application of the settings everybody's default; accounts linked through an earlier one keep that."""
    ImgurApp.objects.filter(is_default=True).exclude(client_id=client_id).update(is_default=False)
    app, _ = ImgurApp.objects.update_or_create(
        client_id=client_id,
        defaults={
            "name": name,
            "team": None,
            "is_default": True,
            "is_commercial": bool(commercial_key),
            "sealed_client_secret": sealing.seal(client_secret),
            "sealed_commercial_key": sealing.seal(commercial_key) if commercial_key else "",
        },
    )
    return app
