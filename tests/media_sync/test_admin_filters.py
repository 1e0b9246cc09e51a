"""Filters of the admin's long lists: they find what they say, and do not search the table for their choices."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from media_sync.models import ApiCall, Lane, Operation

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(owner, as_person):
    owner.is_staff = owner.is_superuser = True
    owner.save()
    return as_person(owner)


@pytest.fixture
def call(account):
    def make(*, status: int | None, error: str = "", purpose: str = "sync") -> ApiCall:
        return ApiCall.objects.create(
            app=account.app, account=account, team=account.team, lane=Lane.SYNC, purpose=purpose, method="GET",
            route=f"/3/{status}", status=status, error=error, made_at=timezone.now(), credits_asked=1,
            credits_charged=1, duration_ms=5,
        )  # fmt: skip

    return make


def _found(client, model: str, query: str) -> set[int]:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(f"/admin/media_sync/{model}/?{query}")
    assert page.status_code == 200
    assert not [query for query in asked.captured_queries if "DISTINCT" in query["sql"]]
    return {row.pk for row in page.context["cl"].result_list}


def test_calls_are_found_by_what_imgur_answered(admin, call):
    good, refused, limit = call(status=200), call(status=404, error="NotFoundError"), call(status=429, error="Limit")
    fault, silent = call(status=503, error="ImgurFaultError"), call(status=None, error="OutcomeUnknownError")
    garbled = call(status=200, error="UnexpectedAnswerError")

    assert _found(admin, "apicall", "answer=good") == {good.pk}
    assert _found(admin, "apicall", "answer=refused") == {refused.pk, limit.pk}
    assert _found(admin, "apicall", "answer=limit") == {limit.pk}
    assert _found(admin, "apicall", "answer=fault") == {fault.pk}
    assert _found(admin, "apicall", "answer=garbled") == {garbled.pk}
    assert _found(admin, "apicall", "answer=none") == {silent.pk}
    assert len(_found(admin, "apicall", "answer=nonsense")) == 6


def test_calls_are_found_by_what_they_were_for(admin, call):
    audit = call(status=200, purpose="audit")
    call(status=200)

    assert _found(admin, "apicall", "purpose=audit") == {audit.pk}


def test_operations_are_found_by_kind_and_by_waiting(admin, account):
    edit, upload = (
        Operation.objects.create(kind=kind, team=account.team, account=account, payload={}, waits_for=window)
        for kind, window in (("album.edit", ""), ("image.upload", "link"))
    )

    assert _found(admin, "operation", "kind=album.edit") == {edit.pk}
    assert _found(admin, "operation", "waits=yes") == {upload.pk}
    assert _found(admin, "operation", "") == {edit.pk, upload.pk}
