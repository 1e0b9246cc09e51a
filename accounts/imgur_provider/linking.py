"""Linking an Imgur account to a team on the same road as signing in: Imgur knows one callback address an application.

``start`` notes the team in the state that travels through the session; when Imgur sends the person back, ``finish``
(called by the allauth adapter before it would sign anybody in) keeps the link and ends there.
"""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.models import Team, User
from accounts.services import apps
from accounts.services.linking import Grant, TokenPair, keep_link

_TEAM = "link_to_team"


def start(request: HttpRequest, team: Team, *, next_url: str) -> HttpResponse:
    """Send the person to Imgur's page; ``next_url`` is where they come back to. Raises NoImgurAppError."""
    apps.default_app()
    provider = get_adapter(request).get_provider(request, "imgur")
    return provider.redirect(request, process="connect", next_url=next_url, data={_TEAM: team.pk})


def finish(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse | None:
    """Keep the link if this return from Imgur belongs to one; None when somebody is signing in."""
    team_id = (sociallogin.state.get("data") or {}).get(_TEAM)
    if team_id is None:
        return None
    # Asked again: the role may have changed while the person was at Imgur.
    person = request.user
    team = Team.objects.owned_by(person).filter(pk=team_id).first()
    if team is None or not isinstance(person, User):
        raise Http404
    token = sociallogin.token
    grant = Grant(
        username=sociallogin.account.extra_data["username"],
        imgur_account_id=int(sociallogin.account.uid),
        tokens=TokenPair(token.token, token.token_secret, token.expires_at or timezone.now()),
    )
    account, is_new = keep_link(team=team, app=apps.default_app(), grant=grant, by=person)
    said = (
        f"{account.username} is linked."
        if is_new
        else f"{account.username} is linked again. What waited goes on by itself."
    )
    messages.success(request, said)
    return redirect(sociallogin.state.get("next") or "/")
