"""OAuth 2 with Imgur: from a person's consent to a token, and from an old token to a new one. Costs no credits."""

from __future__ import annotations

from datetime import UTC, datetime
from types import TracebackType
from typing import Literal, Self
from urllib.parse import urlencode

import requests

from imgur.auth import Bearer, ClientId
from imgur.call import Call
from imgur.connection import checked_url
from imgur.endpoints.payload import an_object, given
from imgur.errors import TokenRejectedError
from imgur.models import Token
from imgur.timeouts import DEFAULT_TIMEOUTS, Timeouts
from imgur.transport import API_URL, HttpTransport


class OAuthClient:
    """The OAuth side of one registered application. The secret and all tokens stay out of reprs and error messages.

    A context manager; ``close`` ends the session if it was made here.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        api_url: str = API_URL,
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
        session: requests.Session | None = None,
    ) -> None:
        self._client_id = client_id
        self._client_secret = client_secret
        self._api_url = checked_url(api_url)
        self._timeouts = timeouts
        self._session = session
        self._transport = HttpTransport(
            auth=ClientId(client_id), api_url=api_url, timeouts=timeouts, session=session, retries=0
        )

    def authorize_url(
        self,
        response_type: Literal["code", "token", "pin"] = "code",
        *,
        state: str,
        redirect_uri: str | None = None,
    ) -> str:
        """Where to send a person's browser for consent. ``state`` comes back unchanged: compare it.

        Imgur redirects to the registered address; ``redirect_uri``, if given, has to equal it.

        GET /oauth2/authorize, see https://apidocs.imgur.com/#authorization-and-oauth
        """
        query = given(client_id=self._client_id, response_type=response_type, state=state, redirect_uri=redirect_uri)
        return f"{self._api_url}/oauth2/authorize?{urlencode(query)}"

    def addclient_url(self) -> str:
        """Where a person registers an application. A page for a browser with a log-in at Imgur, not a call.

        GET /oauth2/addclient, see https://apidocs.imgur.com/#register-an-application
        """
        return f"{self._api_url}/oauth2/addclient"

    def verify(self, access_token: str) -> bool:
        """Whether Imgur accepts an access token. Other errors than its refusal are raised: they prove nothing.

        GET /oauth2/secret
        """
        transport = HttpTransport(
            auth=Bearer(access_token),
            api_url=self._api_url,
            timeouts=self._timeouts,
            session=self._session,
            retries=0,
        )
        try:
            transport.send(Call.to("GET", "/oauth2/secret", cost=0))
        except TokenRejectedError:
            return False
        finally:
            transport.close()
        return True

    def exchange_code(self, code: str) -> Token:
        """The token for a code of the code flow. A code works once, so this is never repeated by itself.

        TokenRejectedError when the code is used or too old, OutcomeUnknownError when the answer got lost: either way
        the person has to consent again.

        POST /oauth2/token, see https://apidocs.imgur.com/#authorization-and-oauth
        """
        return self._token("authorization_code", is_idempotent=False, code=code)

    def exchange_pin(self, pin: str) -> Token:
        """The token for a PIN that a person typed; as ``exchange_code``.

        POST /oauth2/token, see https://apidocs.imgur.com/#authorization-and-oauth
        """
        return self._token("pin", is_idempotent=False, pin=pin.strip())

    def refresh(self, refresh_token: str) -> Token:
        """A new access token. Keep the refresh token that comes with it: it may be a new one.

        TokenRejectedError when Imgur no longer knows the refresh token: the account has to be linked again.
        ImgurUnavailableError when no clear answer came: keep the old pair and try again with it.

        POST /oauth2/token, see https://apidocs.imgur.com/#authorization-and-oauth
        """
        return self._token("refresh_token", is_idempotent=True, refresh_token=refresh_token)

    def close(self) -> None:
        """End the connections, unless the session belongs to the caller."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _token(self, grant_type: str, *, is_idempotent: bool, **grant: str) -> Token:
        form = given(client_id=self._client_id, client_secret=self._client_secret, grant_type=grant_type, **grant)
        call = Call.to("POST", "/oauth2/token", form=form, cost=0, is_idempotent=is_idempotent)
        payload = dict(an_object(call, self._transport.send(call), "access_token"))
        # A server that does not change the refresh token need not send it again.
        payload["refresh_token"] = payload.get("refresh_token") or grant.get("refresh_token")
        return Token.from_json(payload, datetime.now(tz=UTC))
