"""An account's settings and profile pictures."""

from __future__ import annotations

import re

from imgur.call import Call
from imgur.endpoints.arguments import a_change, a_flag, a_word, a_word_or_none
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.payload import an_object, an_object_with_list, given
from imgur.endpoints.words import Privacy, PutOrPost
from imgur.errors import BadRequestError
from imgur.models import AccountSettings, AvailableAvatars, AvailableCovers, Avatar

_USERNAME = re.compile(r"[A-Za-z0-9]{4,63}")
_ROUTE = "/3/account/{username}/settings"


class AccountSettingsEndpoints(EndpointGroup):
    """The part of ``client.account`` that is about settings."""

    def settings(self, username: str = "me") -> AccountSettings:
        """The account's settings, for itself only; 1 credit.

        GET /3/account/{username}/settings, see https://apidocs.imgur.com/#account-settings
        """
        return AccountSettings.from_json(an_object(*self._get(_ROUTE, username=username), "account_url", "email"))

    def update_settings(
        self,
        username: str = "me",
        *,
        bio: str | None = None,
        public_images: bool | None = None,
        messaging_enabled: bool | None = None,
        album_privacy: Privacy | None = None,
        accepted_gallery_terms: bool | None = None,
        new_username: str | None = None,
        show_mature: bool | None = None,
        newsletter_subscribed: bool | None = None,
        avatar: str | None = None,
        cover: str | None = None,
        method: PutOrPost = "PUT",
    ) -> None:
        """Set what is given; 1 credit. None leaves as it is, a ``bio`` of "" clears.

        ``avatar`` and ``cover`` are names out of ``available_avatars`` and ``available_covers``, ``new_username`` is
        4 to 63 letters and digits. ``method`` may be "POST", as other clients send it, should PUT be refused.

        PUT /3/account/{username}/settings, see https://apidocs.imgur.com/#change-account-settings
        """
        if new_username is not None and not _USERNAME.fullmatch(new_username):
            raise BadRequestError("A user name is 4 to 63 letters and digits. Nothing was sent.", call_route=_ROUTE)
        form = given(
            bio=bio,
            public_images=a_flag(public_images),
            messaging_enabled=a_flag(messaging_enabled),
            album_privacy=a_word_or_none(_ROUTE, album_privacy, Privacy),
            accepted_gallery_terms=a_flag(accepted_gallery_terms),
            username=new_username,
            show_mature=a_flag(show_mature),
            newsletter_subscribed=a_flag(newsletter_subscribed),
            avatar=avatar,
            cover=cover,
        )
        verb = a_word(_ROUTE, method, PutOrPost)
        self._send(Call.to(verb, _ROUTE, ids={"username": username}, form=a_change(_ROUTE, form), is_idempotent=True))

    def available_avatars(self, username: str = "me") -> AvailableAvatars:
        """The avatars that the account may choose; without a token the ones that all may choose; 1 credit.

        GET /3/account/{username}/available_avatars, see https://apidocs.imgur.com/#account-available-avatars
        """
        found = self._get("/3/account/{username}/available_avatars", username=username)
        return AvailableAvatars.from_json(an_object_with_list(*found, "available_avatars"))

    def available_covers(self, username: str = "me") -> AvailableCovers:
        """The covers that the account may choose; 1 credit. Not in Imgur's documents; its web site uses it.

        GET /3/account/{username}/available_covers
        """
        found = self._get("/3/account/{username}/available_covers", username=username)
        return AvailableCovers.from_json(an_object_with_list(*found, "available_covers"))

    def avatar(self, username: str = "me") -> Avatar:
        """The avatar in use; 1 credit.

        GET /3/account/{username}/avatar, see https://apidocs.imgur.com/#account-avatar
        """
        found = self._get("/3/account/{username}/avatar", username=username)
        return Avatar.from_json(an_object(*found, "avatar", "avatar_name"))
