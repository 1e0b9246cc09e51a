"""What admins see and do about the mirror: schedules, looks, changes, downloads."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone

from media_sync import tasks
from media_sync.admin.read_only import BoundedPaginator
from media_sync.models import AuditEntry, Change, Operation, OriginalFetch, Part, SyncRun, SyncSchedule
from media_sync.services.archive import fetches
from media_sync.services.looking import schedules

pytestmark = pytest.mark.django_db

# Of a list and of a row's page, however many rows there are.
QUERIES = {
    "syncschedule": (4, 6),
    "syncrun": (4, 5),
    "change": (4, 7),
    "originalfetch": (4, 4),
}


@pytest.fixture
def admin(owner, as_person):
    owner.is_staff = owner.is_superuser = True
    owner.save()
    return as_person(owner)


@pytest.fixture
def rung(monkeypatch) -> list[str]:
    asked: list[str] = []
    monkeypatch.setattr(tasks, "ring_for_runs", lambda: asked.append("runs"))
    monkeypatch.setattr(tasks, "ring_for_downloads", lambda: asked.append("downloads"))
    return asked


@pytest.fixture
def mirror(team, owner, make_account, make_album, make_image, make_board_item):
    """Makes an account with a row of each kind, and a board with one."""

    def make() -> None:
        account = make_account(team, by=owner)
        schedule = schedules.schedule_account(account, Part.PICTURES)
        run = SyncRun.objects.create(schedule=schedule, requested_by=owner)
        image, album = make_image(account, original=None), make_album(account)
        operation = Operation.objects.create(
            kind="album.edit", team=team, account=account, payload={"deletehash": "secret-hash"}
        )
        Change.objects.create(account=account, run=run, album=album, kind="title", before="Old", after="New")
        Change.objects.create(account=account, run=run, image=image, kind="gone", undo=operation)
        fetches.ask_for_images([image])
        picture = make_board_item(team, by=owner, title=f"Post {account.pk}").pictures.get()
        OriginalFetch.objects.get_or_create(picture=picture, defaults={"team": team})

    return make


def _list(name: str) -> str:
    return reverse(f"admin:media_sync_{name}_changelist")


def _act(client, name: str, action: str, *rows) -> str:
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(_list(name), chosen, follow=True).content.decode()


@pytest.mark.parametrize("name", QUERIES)
def test_lists_and_rows_open_and_ask_the_same_few_questions(name, admin, mirror, django_assert_max_num_queries):
    in_list, in_row = QUERIES[name]
    for _ in range(4):
        mirror()
    admin.get(_list(name))

    with django_assert_max_num_queries(in_list):
        answer = admin.get(_list(name))
    rows = list(answer.context["cl"].result_list)
    assert len(rows) >= 4

    with django_assert_max_num_queries(in_row):
        assert admin.get(reverse(f"admin:media_sync_{name}_change", args=[rows[0].pk])).status_code == 200


@pytest.mark.parametrize("name", QUERIES)
def test_no_page_shows_a_key(name, admin, mirror):
    mirror()
    SyncRun.objects.update(
        state="running", lease_token="lease-token", lease_until=timezone.now(), cursor={"deletehash": "secret-hash"}
    )
    OriginalFetch.objects.update(state="running", lease_token="lease-token", lease_until=timezone.now())

    answer = admin.get(_list(name))
    pages = [answer, *(admin.get(reverse(f"admin:media_sync_{name}_change", args=[row.pk]))
                       for row in answer.context["cl"].result_list)]  # fmt: skip

    for page in pages:
        text = page.content.decode()
        assert "secret-hash" not in text
        assert "lease-token" not in text


@pytest.mark.parametrize("name", QUERIES)
def test_rows_are_neither_added_nor_changed_nor_deleted_by_hand(name, admin, mirror):
    mirror()
    row = admin.get(_list(name)).context["cl"].result_list[0]

    assert admin.get(reverse(f"admin:media_sync_{name}_add")).status_code == 403
    assert admin.post(reverse(f"admin:media_sync_{name}_change", args=[row.pk]), {}).status_code == 403
    assert admin.post(reverse(f"admin:media_sync_{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_a_schedule_leads_to_its_looks_and_a_look_to_its_changes(admin, mirror):
    mirror()
    mirror()
    run = SyncRun.objects.order_by("pk")[0]

    assert f"?schedule__id__exact={run.schedule_id}" in admin.get(_list("syncschedule")).content.decode()
    looks = admin.get(_list("syncrun"), {"schedule__id__exact": run.schedule_id})
    assert list(looks.context["cl"].result_list) == [run]

    page = admin.get(reverse("admin:media_sync_syncrun_change", args=[run.pk])).content.decode()
    assert f"?run__id__exact={run.pk}" in page
    changes = admin.get(_list("change"), {"run__id__exact": run.pk})
    assert {change.run for change in changes.context["cl"].result_list} == {run}
    assert reverse("admin:media_sync_syncrun_change", args=[run.pk]) in changes.content.decode()


def test_rows_are_found_by_what_people_know_of_them(admin, mirror):
    mirror()
    mirror()
    change = Change.objects.exclude(image=None).order_by("pk")[0]

    for name, words in (
        ("syncschedule", change.account.username),
        ("syncrun", change.account.username),
        ("change", change.image.imgur_id),
        ("originalfetch", change.image.imgur_id),
    ):
        assert len(admin.get(_list(name), {"q": words}).context["cl"].result_list) == 1, name


def test_an_admin_pauses_a_schedule_and_lets_it_go_on(admin, mirror, rung):
    mirror()
    schedule = SyncSchedule.objects.get(part="pictures")
    schedules.change(schedule, is_paused=False, chosen_seconds=3600, credits_per_day=77)

    assert "1 schedule paused." in _act(admin, "syncschedule", "pause", schedule)
    schedule.refresh_from_db()
    assert (schedule.is_paused, schedule.chosen_seconds, schedule.credits_per_day) == (True, 3600, 77)
    assert not schedule.periodic_task.enabled
    assert schedule.runs.get().state == SyncRun.State.CANCELLED
    assert "0 schedules paused." in _act(admin, "syncschedule", "pause", schedule)

    assert "1 schedule let go on." in _act(admin, "syncschedule", "go_on", schedule)
    schedule.refresh_from_db()
    schedule.periodic_task.refresh_from_db()
    assert (schedule.is_paused, schedule.periodic_task.enabled) == (False, True)
    assert "runs" in rung
    assert LogEntry.objects.count() == 2


def test_an_admin_asks_for_what_has_failed_once_more(admin, mirror, rung):
    mirror()
    failed, waiting = OriginalFetch.objects.order_by("pk")
    OriginalFetch.objects.filter(pk=failed.pk).update(
        state="failed", last_error="Timed out.", finished_at=timezone.now(), attempts=9
    )

    assert "1 download is tried once more." in _act(admin, "originalfetch", "try_again", failed, waiting)

    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.last_error) == (OriginalFetch.State.WAITING, 0, "")
    assert rung == ["downloads"]


def test_the_audit_tells_of_an_admin_as_of_anybody(admin, owner, mirror, rung):
    mirror()

    for schedule in SyncSchedule.objects.all():
        _act(admin, "syncschedule", "pause", schedule)

    told = AuditEntry.objects.filter(person=owner).values_list("action", flat=True)
    assert sorted(action for action in told if "board" not in action and "watch" not in action) == [
        "changed a schedule", "paused a source",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "action"), [("syncschedule", "pause"), ("originalfetch", "try_again")])
def test_who_may_only_look_does_not_act(name, action, owner, as_person, mirror, rung):
    owner.is_staff = True
    owner.save()
    owner.user_permissions.add(Permission.objects.get(codename=f"view_{name}"))
    mirror()
    OriginalFetch.objects.update(state="failed", finished_at=timezone.now())
    client = as_person(owner)
    row = client.get(_list(name)).context["cl"].result_list[0]

    _act(client, name, action, row)

    assert not SyncSchedule.objects.filter(is_paused=True).exists()
    assert not OriginalFetch.objects.exclude(state="failed").exists()
    assert rung == []


def test_a_long_list_is_counted_only_as_far_as_anybody_pages(mirror, monkeypatch):
    for _ in range(3):
        mirror()
    monkeypatch.setattr(BoundedPaginator, "most", 4)

    assert Paginator(Change.objects.order_by("pk"), 2).count == 6
    assert BoundedPaginator(Change.objects.order_by("pk"), 2).num_pages == 2
