from typing import Any

from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider

from accounts.imgur_provider.views import ImgurOAuth2Adapter


class ImgurAccount(ProviderAccount):
    def to_str(self) -> str:
        """The name at Imgur. It is all there is while the person still makes their account here: no user yet."""
        return str(self.account.extra_data["username"])


class ImgurProvider(OAuth2Provider):
    """Imgur in allauth's terms. Imgur knows no scopes and tells no e-mail address."""

    id = "imgur"
    name = "Imgur"
    account_class = ImgurAccount
    oauth2_adapter_class = ImgurOAuth2Adapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["account_id"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"name": data["username"]}

    def get_default_scope(self) -> list[str]:
        return []


provider_classes = [ImgurProvider]
