"""The public side of an account."""

from __future__ import annotations

from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.payload import an_object, an_object_with, lacking
from imgur.models import Account, AccountStats, AccountV1, GalleryProfile


class AccountProfile(EndpointGroup):
    """The part of ``client.account`` that is about who somebody is."""

    def get(self, username: str = "me") -> Account:
        """An account's public side; 1 credit.

        GET /3/account/{username}, see https://apidocs.imgur.com/#account
        """
        return Account.from_json(an_object(*self._get("/3/account/{username}", username=username), "id", "url"))

    def get_by_id(self, account_id: int) -> Account:
        """An account's public side by its number, for one whose name is not known; 1 credit.

        GET /3/account/{username}?account_id={account_id}, see https://apidocs.imgur.com/#account
        """
        number = str(account_id)
        call, answer = self._get("/3/account/{username}", params={"account_id": number}, username=number)
        account = Account.from_json(an_object(call, answer, "id", "url"))
        # Somebody may be called like the number; were the parameter ignored, this would be the wrong person.
        if account.id != account_id:
            raise lacking(call, answer)
        return account

    def get_v1(self, username: str) -> AccountV1:
        """An account as the unversioned API shows it; 1 credit. Of use for the name of its reputation.

        Not in Imgur's documents; its web site uses it.

        GET /account/v1/{username}
        """
        found = self._get("/account/v1/{username}", username=username)
        return AccountV1.from_json(an_object(*found, "id", "username", "url", "reputation_name"))

    def gallery_profile(self, username: str = "me") -> GalleryProfile:
        """The account's totals in the gallery, and its trophies; 1 credit.

        GET /3/account/{username}/gallery_profile, see https://apidocs.imgur.com/#account-gallery-profile
        """
        found = self._get("/3/account/{username}/gallery_profile", username=username)
        keys = ("total_gallery_comments", "total_gallery_favorites", "total_gallery_likes", "total_gallery_submissions")
        return GalleryProfile.from_json(an_object_with(*found, *keys))

    def stats(self, username: str = "me") -> AccountStats:
        """How much the account stores, and what of it is seen most, for itself only; 1 credit.

        Of use as far as Imgur still answers: it left the documents in 2014.

        GET /3/account/{username}/stats
        """
        found = self._get("/3/account/{username}/stats", username=username)
        return AccountStats.from_json(
            an_object_with(*found, "total_images", "total_albums", "disk_used", "bandwidth_used")
        )
