"""Which team a request is about, and what the person may do there."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import LinkedAccount, Membership, Team
from portal.http import PortalRequest

_LAST_USED = "team"


def enter(request: PortalRequest, slug: str) -> Team:
    """The team at ``slug``, for anyone who belongs to it; 404 for a stranger. The frame shows it from now on."""
    return show(request, get_object_or_404(Team.objects.visible_to(request.user), slug=slug))


def enter_to_contribute(request: PortalRequest, slug: str) -> Team:
    """As ``enter``, and 404 for those who only look."""
    return show(request, get_object_or_404(Team.objects.contributable_by(request.user), slug=slug))


def enter_to_edit(request: PortalRequest, slug: str) -> Team:
    """As ``enter``, and 404 for all but editors and owners."""
    return show(request, get_object_or_404(Team.objects.editable_by(request.user), slug=slug))


def enter_as_owner(request: PortalRequest, slug: str) -> Team:
    """As ``enter``, and 404 for all but owners."""
    return show(request, get_object_or_404(Team.objects.owned_by(request.user), slug=slug))


def show(request: PortalRequest, team: Team) -> Team:
    """Let the frame show ``team``: the one that the page's picture, album or batch belongs to."""
    request.current_team = team
    return team


def remember(request: PortalRequest, team: Team) -> None:
    """``team`` is where the start page leads from now on."""
    if request.session.get(_LAST_USED) != team.slug:
        request.session[_LAST_USED] = team.slug


def memberships_of(request: HttpRequest) -> list[Membership]:
    """The person's teams with roles, by name; asked of the database once a request."""
    if not request.user.is_authenticated:
        return []
    if not hasattr(request, "memberships"):
        rows = Membership.objects.filter(user=request.user).select_related("team").order_by("team__name", "pk")
        request.memberships = list(rows)  # type: ignore[attr-defined]
    return request.memberships  # type: ignore[attr-defined]


def current_membership(request: HttpRequest) -> Membership | None:
    """The person's membership in the page's team; elsewhere in the one where they most likely want to be."""
    found = memberships_of(request)
    team = getattr(request, "current_team", None)
    if team is not None:
        return next((membership for membership in found if membership.team_id == team.pk), None)
    return _last_used(request, found) or _likeliest(found)


def _last_used(request: HttpRequest, found: list[Membership]) -> Membership | None:
    slug = request.session.get(_LAST_USED)
    return next((membership for membership in found if membership.team.slug == slug), None)


def _likeliest(found: list[Membership]) -> Membership | None:
    """Where there is something: a team with an account that works. Else one shared with others, else their own."""
    if len(found) < 2:
        return found[0] if found else None
    working = LinkedAccount.objects.working().filter(team__in=[one.team_id for one in found])
    busy = set(working.values_list("team", flat=True))
    return min(found, key=lambda one: (one.team_id not in busy, one.team.personal_of_id == one.user_id))
