"""Costs that differ from the documented ones are learned from Imgur's figures, and from nothing less than most of
them.
"""

import logging

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from imgur import ImgurRefusedError, RateLimits, Window
from media_sync import gateway
from media_sync.models import ApiCall, Lane, LearnedCost
from tests.fakes.imgur import FakeImgur

pytestmark = pytest.mark.django_db


@pytest.fixture
def price(imgur: FakeImgur, full_budget):
    """Imgur's own price of every call; change ``price["now"]``."""
    counted = {"now": 1, "used": 0}

    def count(call) -> None:
        counted["used"] += counted["now"]
        imgur.rate_limits = RateLimits(client=Window(limit=12_500, remaining=12_500 - counted["used"]))

    imgur.on_call = count
    return counted


@pytest.fixture
def read(account, price):
    client = gateway.client_for(account, purpose=gateway.Purpose(lane=Lane.SYNC))

    def calls(*prices: int) -> ApiCall:
        for price["now"] in prices:
            list(client.account.albums())
        return ApiCall.objects.latest("pk")

    calls(1)  # without a figure before it, the first cannot be measured
    return calls


def test_what_is_documented_is_asked_and_nothing_is_learned(read):
    last = read(*[1] * 9)

    assert (last.credits_asked, last.credits_measured) == (1, 1)
    assert not LearnedCost.objects.exists()


def test_five_that_agree_are_learned_and_asked_for_from_then_on(read, app, caplog):
    read(*[3] * 4)
    assert not LearnedCost.objects.exists()

    read(3)
    row = LearnedCost.objects.get()
    assert (row.app, row.method, row.cost, row.documented) == (app, "GET", 3, 1)

    last = read(3)
    assert (last.route, last.credits_asked, last.credits_charged) == (row.route, 3, 3)
    assert [record.message for record in caplog.records if record.levelno == logging.WARNING] == [
        f"GET {row.route} costs 3 by Imgur's figures, not 1 as documented."
    ]


def test_an_odd_figure_now_and_then_changes_nothing(read):
    """Somebody else uses the application between two of our calls."""
    read(*[1, 1, 2, 1, 2, 1, 40, 1, 2] * 5)

    assert not LearnedCost.objects.exists()


def test_figures_that_all_differ_change_nothing(read):
    read(*range(2, 30))

    assert not LearnedCost.objects.exists()


def test_a_price_that_cannot_be_is_not_learned(read):
    read(*[101] * 9)

    assert not LearnedCost.objects.exists()


@pytest.mark.parametrize("bound", [0, 100])
def test_the_bounds_themselves_are_learned(bound, read):
    read(*[bound] * 5)

    assert LearnedCost.objects.get().cost == bound


def test_it_is_unlearned_when_the_documented_price_is_back(read, caplog):
    read(*[3] * 6)

    read(*[1] * 4)
    assert LearnedCost.objects.get().cost == 3
    last = read(1, 1)

    assert not LearnedCost.objects.exists()
    assert last.credits_asked == 1
    assert "costs what is documented again" in caplog.text


def test_another_price_is_learned_in_its_place(read):
    read(*[3] * 6)
    last = read(*[2] * 6)

    assert (LearnedCost.objects.get().cost, last.credits_asked) == (2, 2)


def test_what_failed_teaches_nothing(read, imgur: FakeImgur, price):
    failure = ImgurRefusedError("no", status=400, was_sent=True)
    for _ in range(6):
        price["used"] += 5
        failure.rate_limits = RateLimits(client=Window(limit=12_500, remaining=12_500 - price["used"]))
        imgur.on_call, imgur.fails = None, [failure]
        with pytest.raises(ImgurRefusedError):
            read(5)

    assert list(ApiCall.objects.exclude(error="").values_list("credits_measured", flat=True)) == [5] * 6
    assert not LearnedCost.objects.exists()


def test_other_calls_and_applications_are_not_touched(read, app, account):
    LearnedCost.objects.create(app=app, method="GET", route="/3/other", cost=7, documented=1, learned_at=timezone.now())

    assert read(1).credits_asked == 1


def test_the_database_refuses_what_is_no_price(app):
    for cost in (101, 1):
        with pytest.raises(IntegrityError), transaction.atomic():
            LearnedCost.objects.create(
                app=app, method="GET", route="/3/x", cost=cost, documented=1, learned_at=timezone.now()
            )
