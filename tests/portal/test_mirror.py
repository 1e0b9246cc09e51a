"""The mirror's pages: how complete our copy is, when it is looked at, what a look does and found."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import LinkedAccount
from media_sync import tasks
from media_sync.models import AuditEntry, OriginalFetch, Part, SyncRun, SyncSchedule
from media_sync.services.looking import schedules
from portal.sources import name_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rung(monkeypatch) -> list[int]:
    """What would have been rung for."""
    asked: list[int] = []
    monkeypatch.setattr(tasks, "ring_for_runs", lambda: asked.append(1))
    return asked


@pytest.fixture
def page(cast, as_person):
    def read(person=None) -> str:
        url = reverse("portal:mirror", args=[cast.team.slug])
        return as_person(person or cast.editor).get(url).content.decode()

    return read


def _finish(run: SyncRun, **fields: object) -> SyncRun:
    now = timezone.now()
    values = {"state": "done", "started_at": now - timedelta(seconds=3), "finished_at": now} | fields
    SyncRun.objects.filter(pk=run.pk).update(**values)
    run.refresh_from_db()
    return run


def test_a_team_without_accounts_is_told_what_to_do_first(cast, page):
    assert "Nothing is mirrored yet" in page(cast.owner)


def test_an_account_that_is_not_mirrored_is_offered_with_its_price(cast, make_account, page):
    make_account(cast.team, by=cast.owner)

    text = page()

    assert "Mirror this account" in text
    assert "one credit for each album and for each hundred albums or loose images" in text


def test_it_says_what_is_known_counted_and_missing(world, page):
    OriginalFetch.objects.create(image=world.image, team=world.image.account.team)
    _finish(world.run, counted={"albums": 1200, "images": 4}, gap={"albums": 1199, "images": 2})

    text = page()

    assert "1,201 missing here" in text
    assert "1,200" in text
    assert "3 kept, 1 to fetch, at no credits" in text


def test_a_complete_copy_says_so(world, page):
    _finish(world.run, counted={"albums": 1, "images": 2}, gap={"albums": 0, "images": 0})

    assert "complete</span>" in page()


def test_the_price_of_a_look_stands_in_its_button(world, page):
    _finish(world.run, counted={"albums": 250, "images": 2}, gap={})

    assert '<span class="btn__price">6 credits</span>' in page()


def test_it_lists_the_last_looks_and_why_one_failed(world, page):
    _finish(world.run, state="failed", last_error="Imgur says no.", calls=3, credits=3)

    text = page()

    assert "Imgur says no." in text
    assert "3 calls, 3 credits" in text


@pytest.mark.parametrize(("role", "may"), [("viewer", False), ("contributor", False), ("editor", True)])
def test_only_editors_are_shown_what_they_may_do(cast, world, page, role, may):
    _finish(world.run)

    text = page(getattr(cast, role))

    assert ("Look now" in text) is may
    assert ("Rhythm and credits" in text) is may


def test_mirroring_starts_a_schedule_and_its_first_look(cast, make_account, as_person, rung):
    account = make_account(cast.team, by=cast.owner)

    answer = as_person(cast.editor).post(reverse("portal:mirror-start", args=[account.pk, "pictures"]))

    run = SyncRun.objects.get(schedule__part="pictures")
    assert answer.headers["Location"] == reverse("portal:mirror-run", args=[run.pk])
    assert (run.is_first, run.requested_by, run.schedule.account, rung) == (True, cast.editor, account, [1])


@pytest.mark.parametrize("part", ["source", "nonsense"])
def test_a_part_that_does_not_exist_is_not_there(cast, world, as_person, part):
    assert as_person(cast.editor).post(f"/accounts-linked/{world.account.pk}/mirror/{part}/").status_code == 404


def test_a_broken_account_is_not_looked_at(cast, world, as_person, rung):
    _finish(world.run)
    LinkedAccount.objects.update(state="broken")

    for name, arguments in (("mirror-start", [world.account.pk, "pictures"]), ("mirror-look", [world.schedule.pk])):
        answer = as_person(cast.editor).post(reverse(f"portal:{name}", args=arguments), follow=True)
        assert "is not linked at the moment" in answer.content.decode()

    assert not SyncRun.objects.filter(state="queued").exists()
    assert rung == []


def test_looking_now_joins_and_does_not_wait_for_the_next_try(cast, world, as_person):
    SyncRun.objects.update(waits_for="imgur", not_before=timezone.now() + timedelta(hours=1))

    as_person(cast.editor).post(reverse("portal:mirror-look", args=[world.schedule.pk]))

    assert SyncRun.objects.get(schedule__part="pictures").not_before is None


def test_pausing_and_going_on(cast, world, as_person, page):
    client, url = as_person(cast.editor), reverse("portal:mirror-pause", args=[world.schedule.pk])

    client.post(url, {"state": "pause"})
    assert SyncSchedule.objects.get(part="pictures").is_paused
    assert "Nobody looks until it goes on." in page()

    client.post(url, {"state": "go-on"})
    assert not SyncSchedule.objects.get(part="pictures").is_paused


def test_pausing_a_source_is_told_as_on_its_board(cast, world, as_person, make_board_item):
    source = make_board_item(cast.team, by=cast.editor, title="Second").source
    assert source
    client, url = as_person(cast.editor), reverse("portal:mirror-pause", args=[source.schedule.pk])

    client.post(url, {"state": "pause"})
    assert SyncSchedule.objects.get(source=source).is_paused

    client.post(url, {"state": "go-on"})
    assert not SyncSchedule.objects.get(source=source).is_paused
    told = AuditEntry.objects.filter(person=cast.editor).order_by("pk").values_list("action", flat=True)
    assert list(told)[-2:] == ["paused a source", "lets a source go on"]


def test_the_audit_tells_who_steered_a_schedule(cast, world, as_person):
    client = as_person(cast.editor)
    url = reverse("portal:mirror-pause", args=[world.schedule.pk])

    client.post(url, {"state": "pause"})
    client.post(url, {"state": "pause"})

    entry = AuditEntry.objects.get(action="changed a schedule")
    assert (entry.team, entry.person, entry.subject) == (cast.team, cast.editor, str(world.schedule))
    assert (entry.details["before"]["is_paused"], entry.details["after"]["is_paused"]) == (False, True)


def test_rhythm_and_credits_are_kept(cast, world, as_person, page):
    as_person(cast.editor).post(
        reverse("portal:mirror-change", args=[world.schedule.pk]), {"cadence": "3600", "credits_per_day": "250"}
    )

    schedule = SyncSchedule.objects.get(part="pictures")
    assert (schedule.chosen_seconds, schedule.credits_per_day) == (3600, 250)
    assert "Looks every hour" in page()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"cadence": "7", "credits_per_day": "5"}, "Choose one of the list."),
        ({"cadence": "learned", "credits_per_day": "0"}, "At least 1 credit."),
        ({"cadence": "learned", "credits_per_day": "lots"}, "Write a whole number."),
        ({"cadence": "learned", "credits_per_day": "999999"}, "more than an application has in a day"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(cast, world, as_person, values, sentence):
    answer = as_person(cast.editor).post(reverse("portal:mirror-change", args=[world.schedule.pk]), values)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert SyncSchedule.objects.get(part="pictures").credits_per_day == 1000


def test_the_rhythm_is_learned_again(cast, world, as_person, page):
    SyncSchedule.objects.update(chosen_seconds=3600)

    as_person(cast.editor).post(
        reverse("portal:mirror-change", args=[world.schedule.pk]), {"cadence": "learned", "credits_per_day": "250"}
    )

    assert SyncSchedule.objects.get(part="pictures").chosen_seconds is None
    assert "Looks about every 6 hours, by what changes" in page()


def test_a_look_under_way_is_polled_until_it_ends(cast, world, as_person):
    client, url = as_person(cast.viewer), reverse("portal:mirror-run", args=[world.run.pk])
    part = client.get(url, headers={"HX-Request": "true"})
    seen = part.content.decode().split("?seen=")[1].split('"')[0]

    assert client.get(f"{url}?seen={seen}", headers={"HX-Request": "true"}).status_code == 204

    _finish(world.run, added=3)
    assert client.get(f"{url}?seen={seen}", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    text = client.get(url).content.decode()
    assert "3 new" in text
    assert "hx-get" not in text
    assert "Stop it" not in text


def test_nothing_is_polled_beside_a_form_with_errors(cast, world, as_person, page):
    answer = as_person(cast.editor).post(
        reverse("portal:mirror-change", args=[world.schedule.pk]), {"cadence": "7", "credits_per_day": "5"}
    )

    assert "hx-get" not in answer.content.decode()
    assert "hx-get" in page()


def test_a_source_is_called_as_on_its_board(cast, world, page, make_board_item):
    source = make_board_item(cast.team, by=cast.editor, title="Second").source
    assert source

    text = page()

    assert name_of(source.kind, source.address) in text
    assert f"{source.board.get_absolute_url()}?show=sources" in text
    assert str(source) not in text


def test_it_says_why_a_look_waits(cast, world, as_person):
    SyncRun.objects.update(
        not_before=timezone.now() + timedelta(minutes=5), waits_for="user-hour", reason="This hour’s credits are used."
    )

    text = as_person(cast.viewer).get(reverse("portal:mirror-run", args=[world.run.pk])).content.decode()

    assert "This hour’s credits are used." in text
    assert "Waits until" in text


def test_a_look_can_be_stopped(cast, world, as_person):
    as_person(cast.editor).post(reverse("portal:mirror-stop", args=[world.run.pk]))

    assert SyncRun.objects.get(schedule__part="pictures").state == "cancelled"


def test_a_look_that_was_stopped_is_no_failure(cast, world, page):
    _finish(world.run, state="cancelled")

    text = page()

    assert "Cancelled" in text
    assert "line__fail" not in text


def test_a_look_shows_what_it_found(cast, world, as_person):
    _finish(world.run, changed=1)

    text = as_person(cast.viewer).get(reverse("portal:mirror-run", args=[world.run.pk])).content.decode()

    assert "has another title" in text


def test_a_schedule_says_that_its_last_look_failed(cast, world, page, as_person):
    _finish(world.run)
    failed = _finish(SyncRun.objects.create(schedule=world.schedule), state="failed", last_error="Imgur says no.")
    says = f'<a href="{reverse("portal:mirror-run", args=[failed.pk])}">The last look failed</a>'

    assert says in page()
    assert (
        "first look" not in as_person(cast.viewer).get(reverse("portal:mirror-run", args=[failed.pk])).content.decode()
    )

    _finish(SyncRun.objects.create(schedule=world.schedule))
    assert says not in page()


def test_a_look_at_a_source_leads_to_what_it_found(cast, world, as_person, make_board_item):
    source = make_board_item(cast.team, by=cast.editor, title="Second").source
    assert source
    run = _finish(SyncRun.objects.create(schedule=source.schedule), added=3)
    quiet = _finish(SyncRun.objects.create(schedule=source.schedule))
    client = as_person(cast.viewer)

    text = client.get(reverse("portal:mirror-run", args=[run.pk])).content.decode()
    assert f'What it found is on the board <a href="{source.board.get_absolute_url()}">' in text
    text = client.get(reverse("portal:mirror-run", args=[quiet.pk])).content.decode()
    assert "Nothing was different at Imgur." in text


def test_the_page_asks_no_more_than_it_must(cast, world, as_person, make_account, django_assert_num_queries):
    for _ in range(3):
        account = make_account(cast.team, by=cast.owner)
        _finish(SyncRun.objects.create(schedule=schedules.schedule_account(account, Part.PICTURES)))
    client, url = as_person(cast.editor), reverse("portal:mirror", args=[cast.team.slug])
    client.get(url)

    with django_assert_num_queries(14):
        client.get(url)


def test_a_poll_asks_little(cast, world, as_person, django_assert_num_queries):
    client, url = as_person(cast.viewer), reverse("portal:mirror-run", args=[world.run.pk])

    with django_assert_num_queries(3):
        client.get(url, headers={"HX-Request": "true"})
