"""Caps on what a team and its people may spend a day, as an owner sets them."""

import logging
from functools import partial

from django.db import transaction

from accounts.models import ImgurApp, Membership, Team, User
from media_sync import budget
from media_sync.budget.caps import holder_of_member, holder_of_team
from media_sync.models import AuditEntry, Operation

logger = logging.getLogger(__name__)


@transaction.atomic
def cap_team(team: Team, *, by: User, daily_credits: int | None) -> None:
    """Let the team spend at most ``daily_credits`` from midnight to midnight (UTC); None for as much as there is.

    Raises Team.DoesNotExist unless ``by`` owns the team, and ValidationError for what is no such number.
    """
    row = Team.objects.owned_by(by).select_for_update(of=("self",)).get(pk=team.pk)
    _cap(row, team=row, by=by, daily_credits=daily_credits, subject=str(row))


@transaction.atomic
def cap_member(membership: Membership, *, by: User, daily_credits: int | None) -> None:
    """The same for what one person spends for the team. Raises Membership.DoesNotExist or ValidationError."""
    rows = Membership.objects.owned_by(by).select_related("team", "user")
    row = rows.select_for_update(of=("self",)).get(pk=membership.pk)
    _cap(row, team=row.team, by=by, daily_credits=daily_credits, subject=str(row.user))


def _cap(row: Team | Membership, *, team: Team, by: User, daily_credits: int | None, subject: str) -> None:
    before, row.daily_credits = row.daily_credits, daily_credits
    row.clean_fields(exclude={field.name for field in row._meta.fields} - {"daily_credits"})
    if before == daily_credits:
        return
    row.save(update_fields=["daily_credits"])
    AuditEntry.objects.create(
        team=team,
        person=by,
        action="set a cap",
        subject=f"{subject[:160]}: {f'{daily_credits} credits a day' if daily_credits else 'none'}",
        details={"before": before, "after": daily_credits},
    )


def team_changed(team: Team) -> None:
    """The team's cap may be another: what had waited for it looks again."""
    _look_again(holder_of_team(team.pk), team_pk=team.pk)


def member_changed(membership: Membership) -> None:
    """The person's cap may be another, or the person new."""
    _look_again(holder_of_member(membership.user_id, membership.team_id), team_pk=membership.team_id)


def _look_again(holder: str, *, team_pk: int) -> None:
    """What ``holder`` spent while it had no cap is only in the ledger, so it is counted anew from there."""
    Operation.objects.filter(
        team=team_pk, waits_for=f"cap:{holder}", state__in=[Operation.State.QUEUED, Operation.State.UNKNOWN]
    ).update(not_before=None, reason="", waits_for="", rung_at=None)
    transaction.on_commit(partial(_count_anew, holder, team_pk))


def _count_anew(holder: str, team_pk: int) -> None:
    for app in ImgurApp.objects.filter(linked_accounts__team=team_pk).distinct():
        try:
            budget.limiter_for(app).forget_cap(holder)
        except budget.BudgetError:
            logger.warning("What %s has spent today could not be counted anew: the budget's store is away.", holder)
