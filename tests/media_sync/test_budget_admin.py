"""What admins see and do about budgets: days at the limit, learned costs, caps and weights."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from accounts.models import Team
from media_sync.budget import strikes
from media_sync.models import ApiCallHour, Lane, LearnedCost, StrikeDay

pytestmark = pytest.mark.django_db

DAYS = "/admin/media_sync/strikeday/"


@pytest.fixture
def admin(owner, as_person):
    owner.is_staff = owner.is_superuser = True
    owner.save()
    return as_person(owner)


@pytest.fixture
def day(app) -> StrikeDay:
    now = timezone.now()
    return StrikeDay.objects.create(app=app, happened_on=now.date(), how="refused", noticed_at=now, last_seen_at=now)


def _forgive(client, *days: StrikeDay):
    return client.post(DAYS, {"action": "forgive", "_selected_action": [day.pk for day in days]}, follow=True)


def test_an_admin_forgives_a_day_by_name_and_moment(admin, day, owner, app):
    page = _forgive(admin, day).content.decode()

    assert "1 day is forgiven." in page
    day.refresh_from_db()
    assert day.forgiven_by == owner.email
    assert abs((timezone.now() - day.forgiven_at).total_seconds()) < 60
    assert strikes.standing(app).this_month == 0
    assert LogEntry.objects.get().user == owner
    assert owner.email in admin.get(DAYS).content.decode()


def test_forgiving_twice_keeps_the_first_word(admin, day):
    _forgive(admin, day)
    day.refresh_from_db()
    first = day.forgiven_at

    assert "0 days are forgiven." in _forgive(admin, day).content.decode()

    day.refresh_from_db()
    assert day.forgiven_at == first
    assert LogEntry.objects.count() == 1


def test_who_may_only_look_does_not_forgive(day, owner, as_person):
    owner.is_staff = True
    owner.save()
    owner.user_permissions.add(Permission.objects.get(codename="view_strikeday"))
    client = as_person(owner)

    assert "Forgive:" not in client.get(DAYS).content.decode()
    _forgive(client, day)

    day.refresh_from_db()
    assert day.forgiven_at is None


def test_a_day_is_never_deleted_nor_made(admin, day):
    assert admin.post(reverse("admin:media_sync_strikeday_delete", args=[day.pk]), {"post": "yes"}).status_code == 403
    assert admin.post(DAYS, {"action": "delete_selected", "_selected_action": [day.pk], "post": "yes"})
    assert admin.get(reverse("admin:media_sync_strikeday_add")).status_code == 403
    assert StrikeDay.objects.exists()


def test_learned_costs_and_hours_are_shown(admin, app):
    LearnedCost.objects.create(
        app=app, method="POST", route="/3/image", cost=12, documented=10, learned_at=timezone.now()
    )
    ApiCallHour.objects.create(
        app=app, hour=timezone.now(), lane=Lane.SYNC, purpose="reading", method="GET", route="/3/album/{id}", calls=3
    )

    assert "/3/image" in admin.get(reverse("admin:media_sync_learnedcost_changelist")).content.decode()
    assert "/3/album/{id}" in admin.get(reverse("admin:media_sync_apicallhour_changelist")).content.decode()


@pytest.mark.parametrize(
    ("fields", "is_kept"),
    [
        ({"credit_weight": "3", "daily_credits": "500"}, True),
        ({"credit_weight": "3", "daily_credits": ""}, True),
        ({"credit_weight": "0", "daily_credits": ""}, False),
        ({"credit_weight": "1", "daily_credits": "0"}, False),
    ],
)
def test_an_admin_sets_a_teams_weight_and_cap(fields, is_kept, admin, team):
    owning = team.memberships.get()
    sent = {
        "name": team.name, "slug": team.slug, "personal_of": "", "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "1", "memberships-0-id": owning.pk, "memberships-0-team": team.pk,
        "memberships-0-user": owning.user_id, "memberships-0-role": owning.role, "memberships-0-daily_credits": "50",
    }  # fmt: skip

    response = admin.post(reverse("admin:accounts_team_change", args=[team.pk]), sent | fields)

    assert (response.status_code == 302) == is_kept
    owning.refresh_from_db()
    assert (owning.daily_credits == 50) == is_kept
    weight, cap = Team.objects.filter(pk=team.pk).values_list("credit_weight", "daily_credits").get()
    assert (weight, cap) == ((3, int(fields["daily_credits"] or 0) or None) if is_kept else (1, None))
