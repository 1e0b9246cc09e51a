"""The request as our views see it: signed in, with what the middleware hung on it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import Membership, Team, User


class PortalRequest(HttpRequest):
    """Behind ``login_required``: ``user`` is a person; ``current_team`` is the page's, once a view has entered it."""

    user: User
    htmx: HtmxDetails
    current_team: Team
    memberships: list[Membership]
