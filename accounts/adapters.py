"""Where allauth asks us: who may sign up, which Imgur application signs in, and what a linked account becomes."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts import limits, sealing
from accounts.imgur_provider import linking
from accounts.limits.addresses import unmapped
from accounts.models import User
from accounts.services import apps

# What allauth says at a form when its own limits refuse.
_REFUSALS = {"too_many_login_attempts", "rate_limited"}


class AccountAdapter(DefaultAccountAdapter):
    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that attempts are counted by. Raises PermissionDenied where none is known."""
        return unmapped(super().get_client_ip(request))

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        if code in _REFUSALS:
            limits.note_refused_attempt()
        return super().validation_error(code, *args)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGNUP_OPEN

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        # Before the first save, so that the personal team gets the person's name.
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of second factors lie sealed in the database, as all secrets here do."""

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises SealBrokenError."""
        return sealing.open_sealed(encrypted_text)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The registered Imgur application, in allauth's terms. Kept in ImgurApp, with its secret sealed."""
        if provider not in {None, "imgur"}:
            return []
        try:
            app = apps.default_app()
        except apps.NoImgurAppError:
            return []
        if client_id and client_id != app.client_id:
            return []
        return [SocialApp(provider="imgur", name="Imgur", client_id=app.client_id, secret=app.client_secret())]

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        linked = linking.finish(request, sociallogin)
        if linked is not None:
            raise ImmediateHttpResponse(linked)
        # Signing in only asks Imgur who somebody is; the token is not kept, in the session of a half-made account
        # neither.
        sociallogin.token = None

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return settings.SIGNUP_OPEN

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        user = super().populate_user(request, sociallogin, data)
        user.name = data.get("name", "")
        return user
