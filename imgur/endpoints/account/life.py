"""The beginning and the end of an account, and the confirmation of its e-mail address in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from imgur.call import Call
from imgur.endpoints.arguments import a_list
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.payload import a_yes_or_no, given


class AccountLife(EndpointGroup):
    """The part of ``client.account`` that creates, confirms and deletes one."""

    def create(self, username: str, captcha: Mapping[str, str]) -> None:
        """Create an account; 1 credit. Never repeated by itself.

        Of use to a client that shows Imgur's captcha of 2012. ``captcha`` is what that gave, sent as it is: the names
        of its fields, or others that Imgur may want by now, are not documented.

        POST /3/account/{username}
        """
        form = given(**captcha)
        ids = {"username": username}
        self._send(Call.to("POST", "/3/account/{username}", ids=ids, form=form, is_for_imgur_alone=True))

    def delete(self, username: str = "me") -> None:
        """Delete an account, with all that is in it, for good; 1 credit.

        The way of 2012; of use where ``delete_me`` is refused. Never repeated by itself: the token dies with the
        account, so a second answer would say nothing about the first.

        DELETE /3/account/{username}
        """
        ids = {"username": username}
        self._send(Call.to("DELETE", "/3/account/{username}", ids=ids, is_idempotent=False))

    def delete_me(self, password: str, *, client_id: str, reasons: Sequence[str] = (), feedback: str = "") -> None:
        """Delete the account, with all that is in it, for good; 1 credit. Never repeated by itself.

        POST /3/account/me/delete?client_id={client_id}, see https://apidocs.imgur.com/#account-delete
        """
        route = "/3/account/me/delete"
        body = {"password": password, "reasons": a_list(route, reasons), "feedback": feedback}
        params = {"client_id": client_id}
        self._send(Call.to("POST", route, params=params, json=body, is_for_imgur_alone=True))

    def is_email_verified(self, username: str = "me") -> bool:
        """Whether the account's e-mail address is confirmed, which sharing with the gallery wants; 1 credit.

        GET /3/account/{username}/verifyemail, see https://apidocs.imgur.com/#verify-users-email
        """
        return a_yes_or_no(*self._get("/3/account/{username}/verifyemail", username=username), "verified")

    def send_verification_email(self, username: str = "me") -> None:
        """Let Imgur send the mail that confirms the address; 1 credit. BadRequestError when it is confirmed already.

        POST /3/account/{username}/verifyemail, see https://apidocs.imgur.com/#send-verification-email
        """
        self._send(Call.to("POST", "/3/account/{username}/verifyemail", ids={"username": username}))
