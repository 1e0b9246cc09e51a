"""Which host a call goes to, and which secrets go with it."""

from __future__ import annotations

from dataclasses import dataclass, field

import requests

from imgur.auth import Auth, ClientId, CommercialGateway
from imgur.call import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """The API, Imgur's web site and, for paying applications, the gateway that takes the API's place."""

    auth: Auth = field(repr=False)
    api_url: str
    site_url: str
    commercial: CommercialGateway | None = None

    def url_of(self, call: Call) -> str:
        """The address of ``call`` without its query."""
        if call.host == "site":
            return self.site_url + call.path
        gateway = self._gateway_for(call)
        return (gateway.url if gateway else self.api_url) + call.path

    def authorize(self, request: requests.PreparedRequest, call: Call) -> requests.PreparedRequest:
        """Put the secrets that the host of ``call`` may know into ``request``."""
        # Imgur's web site is not its API: it may know the application, but never a user's token or the gateway's key.
        if call.host == "api" or isinstance(self.auth, ClientId):
            request.headers["Authorization"] = self.auth.header
        if gateway := self._gateway_for(call):
            request.headers.update(gateway.headers)
        return request

    def _gateway_for(self, call: Call) -> CommercialGateway | None:
        # What is sold there is version 3. Tokens, the unversioned API and passwords are between the caller and Imgur.
        is_sold = call.host == "api" and call.path.startswith("/3/") and not call.is_for_imgur_alone
        return self.commercial if is_sold else None
