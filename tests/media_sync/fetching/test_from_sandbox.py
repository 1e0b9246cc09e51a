"""From a whole stand-in for Imgur, over a real line: originals come as they are, cut off in the middle or removed."""

import pytest

from media_sync.archive import downloader, pauses
from media_sync.files import removed
from media_sync.models import OriginalFetch
from media_sync.services.archive import fetches, originals

pytestmark = pytest.mark.django_db


@pytest.fixture
def mirrored(sandbox, settings, monkeypatch, make_account, make_image, cast, storage_folder):
    """The pictures of one of the sandbox's people, as a sync would have found them."""
    settings.IMGUR_MEDIA_URL = sandbox.media_url
    monkeypatch.setattr(pauses, "_here", pauses._Here())
    monkeypatch.setattr(removed, "_hosts_own", removed._HostsOwn())
    person = next(iter(sandbox.people.values()))
    told = sandbox.api("GET", "account/me/images", headers=person.bearer).json()["data"]
    account = make_account(cast.team)
    images = [
        make_image(
            account, original=None, imgur_id=one["id"], content_type=one["type"], width=one["width"],
            height=one["height"], size_bytes=one["size"], is_animated=one["animated"], link=one["link"],
        )
        for one in told[:8]
    ]  # fmt: skip
    fetches.ask_for_images(images)
    return images


def test_it_brings_every_original(mirrored):
    downloader.work()

    assert set(OriginalFetch.objects.values_list("state", flat=True)) == {"kept"}
    for image in mirrored:
        image.refresh_from_db()
        assert image.original.size_bytes == image.size_bytes
        assert originals.open_original(image.original).size == image.size_bytes


@pytest.mark.parametrize("fault", ["short-body", "drop", "drip", "slow"])
def test_a_spoiled_answer_costs_no_original(mirrored, sandbox, fault):
    sandbox.order_fault(fault, method="GET", path="/i/", times=1, seconds=0.3)

    downloader.work()

    assert set(OriginalFetch.objects.values_list("state", flat=True)) == {"kept"}


def test_a_removed_file_is_noted_and_the_others_come(mirrored, sandbox):
    sandbox.order_fault("removed", method="GET", path=f"/i/{mirrored[0].imgur_id}", times=1)

    downloader.work()

    states = dict(OriginalFetch.objects.values_list("image", "state"))
    assert states.pop(mirrored[0].pk) == "removed"
    assert set(states.values()) == {"kept"}


def test_the_picture_of_a_closed_region_is_not_kept(mirrored, sandbox):
    sandbox.order_fault("region", method="GET", path=f"/i/{mirrored[0].imgur_id}", times=1)

    downloader.work()

    fetch = OriginalFetch.objects.get(image=mirrored[0])
    assert fetch.state == "waiting"
    assert "sends a picture of" in fetch.reason


def test_a_host_that_only_knows_browsers_knows_us(mirrored, sandbox):
    sandbox.order_fault("browsers-only", method="GET", path="/i/", times=8)

    downloader.work()

    assert set(OriginalFetch.objects.values_list("state", flat=True)) == {"kept"}
