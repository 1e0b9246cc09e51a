"""Teams and who belongs to them."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse

from accounts.models.users import User
from accounts.permissions import Role, TeamScopedQuerySet

# Zero would stop a team or person without saying so; roles and unlinking are for that.
_AT_LEAST_ONE = [MinValueValidator(1)]


class TeamQuerySet(TeamScopedQuerySet["Team"]):
    team_path = ""


class Team(models.Model):
    """Owns linked accounts and everything that comes from them. ``personal_of`` is set for a person's own team."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=60, unique=True)
    personal_of = models.OneToOneField(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="personal_team"
    )
    members: models.ManyToManyField[User, Membership] = models.ManyToManyField(
        User, through="Membership", related_name="teams"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    credit_weight = models.PositiveSmallIntegerField(
        default=1,
        validators=_AT_LEAST_ONE,
        help_text="When credits are short, a team of weight 2 gets twice as many as a team of weight 1.",
    )
    daily_credits = models.PositiveIntegerField(
        "credits a day",
        null=True,
        blank=True,
        validators=_AT_LEAST_ONE,
        help_text="The most that the team may use from midnight to midnight (UTC). Empty: no limit.",
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(name="team_credit_weight_counts", condition=models.Q(credit_weight__gte=1)),
            models.CheckConstraint(
                name="team_daily_credits_count",
                condition=models.Q(daily_credits=None) | models.Q(daily_credits__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:team-home", args=[self.slug])

    def role_of(self, user: User) -> Role | None:
        """The role of ``user`` here, or None for a stranger."""
        role = self.memberships.filter(user=user).values_list("role", flat=True).first()
        return None if role is None else Role(role)


class MembershipQuerySet(TeamScopedQuerySet["Membership"]):
    pass


class Membership(models.Model):
    """A person in a team, with one role."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.PositiveSmallIntegerField(choices=Role, default=Role.VIEWER)
    joined_at = models.DateTimeField(auto_now_add=True)
    daily_credits = models.PositiveIntegerField(
        "credits a day",
        null=True,
        blank=True,
        validators=_AT_LEAST_ONE,
        help_text="The most that this person may use for this team from midnight to midnight (UTC). Empty: no limit.",
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], name="membership_once_per_team"),
            models.CheckConstraint(name="membership_role_is_known", condition=models.Q(role__in=Role.values)),
            models.CheckConstraint(
                name="membership_daily_credits_count",
                condition=models.Q(daily_credits=None) | models.Q(daily_credits__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team} as {self.get_role_display()}"
