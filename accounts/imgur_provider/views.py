"""The callback of Imgur's authorize page, for signing in and for linking."""

from typing import Any

from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts import limits
from imgur import ImgurError, OAuthClient


class ImgurOAuth2Adapter(OAuth2Adapter):
    provider_id = "imgur"
    access_token_url = f"{settings.IMGUR_API_URL}/oauth2/token"
    authorize_url = f"{settings.IMGUR_API_URL}/oauth2/authorize"

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """Exchange the code with our own client: one implementation of Imgur's OAuth, with its timeouts and errors."""
        oauth = OAuthClient(app.client_id, app.secret, api_url=settings.IMGUR_API_URL)
        try:
            token = oauth.exchange_code(request.GET["code"])
        except ImgurError as error:
            raise ProviderException(f"Imgur did not confirm the access: {error}") from error
        self.did_fetch_access_token = True
        return {
            "access_token": token.access_token,
            "refresh_token": token.refresh_token,
            "expires_in": max(1, int((token.expires_at - timezone.now()).total_seconds())),
            "account_id": token.account_id,
            "username": token.account_username,
        }

    def complete_login(
        self, request: HttpRequest, app: Any, token: SocialToken, response: dict[str, Any] | None = None, **kwargs: Any
    ) -> SocialLogin:
        if not response or not response.get("account_id") or not response.get("username"):
            raise ProviderException("Imgur's answer does not say whose account this is.")
        who = {"account_id": response["account_id"], "username": response["username"]}
        return self.get_provider().sociallogin_from_response(request, who)


oauth2_login = limits.limited(limits.OAUTH_STARTS)(OAuth2LoginView.adapter_view(ImgurOAuth2Adapter))
oauth2_callback = OAuth2CallbackView.adapter_view(ImgurOAuth2Adapter)
