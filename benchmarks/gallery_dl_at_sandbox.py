"""Run gallery-dl on all that an account of the sandbox has.

python benchmarks/gallery_dl_at_sandbox.py SANDBOX_URL ACCESS_TOKEN CLIENT_ID FOLDER [options of gallery-dl...]

gallery-dl has no setting for where Imgur is: its addresses begin with https://api.imgur.com and https://i.imgur.com.
So what it sends there is led to the sandbox, at the last moment, with the headers and cookies it was prepared with; it
keeps one connection, as at Imgur.
"""

import json
import sys
from typing import Any

import requests
from gallery_dl import main

sandbox_url, access_token, client_id, folder, *options = sys.argv[1:]
PLACES = {"https://api.imgur.com/": f"{sandbox_url}/", "https://i.imgur.com/": f"{sandbox_url}/i/"}


class ToTheSandbox(requests.adapters.HTTPAdapter):
    """Sends what is meant for one of Imgur's hosts to the sandbox."""

    def send(self, request: requests.PreparedRequest, *arguments: Any, **named: Any) -> requests.Response:
        for host, place in PLACES.items():
            if request.url and request.url.startswith(host):
                request.url = place + request.url.removeprefix(host)
        return super().send(request, *arguments, **named)


mount = requests.Session.mount
requests.Session.mount = lambda session, prefix, adapter: mount(  # type: ignore[method-assign]
    session, prefix, ToTheSandbox() if prefix == "https://" else adapter
)
settings = {
    "client-id": client_id,
    # How imgur.com's pages say who is there.
    "cookies": json.dumps({"accesstoken": access_token}),
    # Originals, and not films made from GIFs.
    "mp4": "false",
    # No rest between calls.
    "sleep-request": "0",
}
given = [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]
sys.argv = ["gallery-dl", "--config-ignore", "--no-colors", "-d", folder, *given, *options, "https://imgur.com/user/me"]
sys.exit(main())
