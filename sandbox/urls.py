"""All addresses of the sandbox. The calls of the API have a table of their own, `sandbox.api.routes`."""

from django.conf import settings
from django.urls import URLPattern, path, re_path

from sandbox.api.dispatch import account_v1, api, post_v1
from sandbox.control import views as control
from sandbox.media import drawn
from sandbox.media.views import serve
from sandbox.oauth.addclient import add_client
from sandbox.oauth.authorize import authorize
from sandbox.oauth.exchange import token
from sandbox.oauth.secret import secret
from sandbox.pages import views as pages
from sandbox.pages.poll import poll

urlpatterns: list[URLPattern] = [
    path("", pages.front),
    path("sandbox.css", pages.style, name="style"),
    path("a/<str:imgur_id>", pages.album),
    re_path(r"^(?P<imgur_id>[A-Za-z0-9]{7})$", pages.picture),
    # Links in answers and clients lead here; what has no page of its own leads to the nearest.
    re_path(r"^download/(?P<imgur_id>[A-Za-z0-9]{7})(?:/undefined)?$", pages.picture),
    path("gallery/<str:imgur_id>", pages.post),
    path("user/<str:username>", pages.user),
    re_path(r"^(?:custom|filtered|(?:g|r|t)/[^/\n]{1,80}(?:/(?P<imgur_id>[A-Za-z0-9]{7}))?)$", pages.listed),
    path("3/<path:path>", api),
    path("account/v1/<path:path>", account_v1),
    path("post/v1/<path:path>", post_v1),
    re_path(r"^oauth2/authorize/?$", authorize),
    re_path(r"^oauth2/token/?$", token),
    re_path(r"^oauth2/secret/?$", secret),
    re_path(r"^oauth2/addclient/?$", add_client),
    path("i/<str:name>", serve),
    re_path(r"^i/(?P<kind>avatar|cover|trophy)/(?P<name>[\w/-]{1,80})\.png$", drawn.serve),
    path("upload/poll", poll),
]
if settings.SANDBOX_CONTROL:
    urlpatterns += [
        path("_control/state", control.state),
        path("_control/limits", control.limits),
        path("_control/clock", control.clock_shift),
        path("_control/faults", control.faults),
        path("_control/revoke", control.revoke),
        path("_control/accounts", control.accounts),
        path("_control/purge", control.purge),
        path("_control/reset", control.reset),
    ]
# Last: what is none of these is Imgur's page of HTML, not Django's.
urlpatterns.append(re_path(r"^(?P<path>[\s\S]*)\Z", pages.unknown))
