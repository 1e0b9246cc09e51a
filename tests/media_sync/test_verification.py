"""What is kept is read again, damage is found and told, and healed where Imgur still has the same bytes."""

import json
from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.utils import timezone

from media_sync import tasks
from media_sync.archive import downloader
from media_sync.models import Original, OriginalFetch
from media_sync.services.archive import originals, verification
from media_sync.services.archive.verification import Report, StorageAwayError

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(make_account, cast):
    return make_account(cast.team)


@pytest.fixture
def image(account, make_image):
    return make_image(account, colour="teal")


def lose(original: Original) -> None:
    originals.local_path(original).unlink()


def alter(original: Original) -> None:
    path = originals.local_path(original)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def again(original: Original) -> Original:
    return Original.objects.get(pk=original.pk)


def run_verify(capsys, *words: str) -> tuple[dict, str]:
    """What ``archive verify --json`` answers, and what it complains."""
    complaint = ""
    try:
        call_command("archive", "verify", "--json", *words)
    except CommandError as error:
        complaint = str(error)
    return json.loads(capsys.readouterr().out), complaint


def test_what_is_whole_is_noted_as_read(image):
    report = verification.verify_some()

    assert (report.checked, report.damaged) == (1, [])
    assert again(image.original).verified_at


@pytest.mark.parametrize(("spoil", "damage"), [(lose, "missing"), (alter, "altered")])
def test_damage_is_written_down_and_asked_for(image, make_image, account, spoil, damage):
    make_image(account, colour="red")
    spoil(image.original)

    verification.verify_some()

    found = again(image.original)
    assert (found.damage, found.verified_at) == (damage, None)
    assert found.damaged_at
    assert OriginalFetch.objects.get().image == image
    assert OriginalFetch.objects.get().priority == 30


def test_damage_is_not_asked_for_round_after_round(image, make_image, account):
    make_image(account, colour="red")
    lose(image.original)
    verification.verify_some()
    OriginalFetch.objects.update(state="failed", finished_at=timezone.now())

    assert verification.verify_some().damaged == []

    assert OriginalFetch.objects.get().state == "failed"


def test_a_disk_that_is_not_mounted_is_no_damage(image, own_storage_folder):
    own_storage_folder.rename(own_storage_folder.with_name("elsewhere"))

    with pytest.raises(StorageAwayError, match="mounted"):
        verification.verify_some()
    tasks.verify_originals()

    assert again(image.original).damage == ""


@pytest.fixture
def own_storage_folder(storage_folder):
    return storage_folder / "originals"


def test_a_file_that_cannot_be_read_holds_up_no_other(account, make_image, monkeypatch, caplog):
    monkeypatch.setattr(verification, "_LEAST_BYTES", 1)
    locked, fine = make_image(account, colour="teal").original, make_image(account, colour="red").original
    open_original = originals.open_original

    def refuse_one(original):
        if original.pk == locked.pk:
            raise PermissionError(13, "Permission denied")
        return open_original(original)

    monkeypatch.setattr(originals, "open_original", refuse_one)

    report = verification.verify_some()

    assert (report.unreadable, report.damaged) == ([locked.sha256], [])
    assert (again(locked).verified_at, again(locked).damage) == (None, "")
    assert again(fine).verified_at
    assert "Permission denied" in caplog.text


def test_the_command_complains_of_what_it_cannot_read(image, capsys, monkeypatch):
    def refuse(original):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(originals, "open_original", refuse)

    document, complaint = run_verify(capsys)

    assert document["unreadable"] == [image.original.sha256]
    assert "One original cannot be read" in complaint


def test_a_round_is_not_at_its_end_after_many_small_ones(account, make_image, monkeypatch):
    monkeypatch.setattr(verification, "_MANY", 2)
    colours = ("teal", "red", "navy", "gold", "olive")
    images = [make_image(account, colour=colour) for colour in colours]
    assert verification.verify_some().checked == 5
    # Of one moment, as rows are that were written down together.
    Original.objects.update(verified_at=timezone.now() - timedelta(days=40))

    assert verification.verify_some().checked == len(images)


def test_a_round_reads_its_share_and_the_oldest_first(account, make_image, monkeypatch):
    images = [make_image(account, colour=colour) for colour in ("teal", "red", "navy")]
    for days, image in zip((40, 60, 50), images, strict=True):
        Original.objects.filter(pk=image.original_id).update(verified_at=timezone.now() - timedelta(days=days))
    monkeypatch.setattr(verification, "_LEAST_BYTES", images[0].original.size_bytes + 1)

    assert verification.verify_some().checked == 2

    recent = timezone.now() - timedelta(hours=1)
    assert [again(image.original).verified_at > recent for image in images] == [False, True, True]


def test_what_was_restored_from_a_backup_is_whole_again(image, make_image, account):
    make_image(account, colour="red")
    content = originals.open_original(image.original).read()
    path = originals.local_path(image.original)
    lose(image.original)
    verification.verify_some()
    path.write_bytes(content)

    verification.verify(again(image.original), Report())

    assert (again(image.original).damage, again(image.original).damaged_at) == ("", None)


def test_what_was_read_lately_is_left_alone(image):
    verification.verify_some()

    assert verification.verify_some().checked == 0


def test_a_damaged_original_is_healed_by_the_same_bytes(image, file_host, make_image, account):
    make_image(account, colour="red")
    content = originals.open_original(image.original).read()
    file_host.files[f"/{image.imgur_id}.png"] = content
    alter(image.original)
    verification.verify_some()

    downloader.work()

    found = again(image.original)
    assert (found.damage, found.damaged_at) == ("", None)
    assert originals.open_original(found).read() == content
    assert verification.verify(found, Report())


@pytest.mark.parametrize(("by_then", "is_whole"), [("", True), ("altered", False), ("missing", False)])
def test_what_others_find_out_while_it_is_read_stands(by_then, is_whole, image, make_image, account, monkeypatch):
    """A download that mends it, or another who reads it."""
    make_image(account, colour="red")
    known = "altered" if is_whole else ""
    Original.objects.filter(pk=image.original_id).update(damage=known, damaged_at=timezone.now() if known else None)
    original = again(image.original)

    def read_slowly(one: Original) -> str:
        Original.objects.filter(pk=one.pk).update(damage=by_then, damaged_at=timezone.now() if by_then else None)
        return "altered"

    monkeypatch.setattr(verification, "_damage_of", read_slowly)
    report = Report()

    assert verification.verify(original, report) is is_whole
    assert again(original).damage == by_then
    assert bool(report.damaged) is not is_whole


def test_damage_that_came_after_it_was_read_is_not_written_over(image):
    report = Report()
    assert verification.verify(image.original, report)
    Original.objects.update(damage="missing", damaged_at=timezone.now())

    verification.write_down(report)

    assert (again(image.original).damage, again(image.original).verified_at) == ("missing", None)


def test_other_bytes_heal_nothing_and_are_kept_beside(image, file_host, make_image, account, picture):
    make_image(account, colour="red")
    damaged = image.original
    lose(damaged)
    file_host.files[f"/{image.imgur_id}.png"] = picture("navy")
    verification.verify_some()

    downloader.work()

    image.refresh_from_db()
    assert image.original != damaged
    assert originals.open_original(image.original).read() == picture("navy")
    assert again(damaged).damage == "missing"


def test_removed_png_never_takes_the_place_of_an_original(image, file_host, make_image, account):
    make_image(account, colour="red")
    alter(image.original)
    verification.verify_some()

    downloader.work()

    image.refresh_from_db()
    assert image.original.damage == "altered"
    assert image.fetch.state == "removed"


def test_what_is_gone_at_imgur_is_not_asked_for(image, make_image, account):
    make_image(account, colour="red")
    type(image).objects.filter(pk=image.pk).update(gone_at=timezone.now())
    lose(image.original)

    verification.verify_some()

    assert again(image.original).damage == "missing"
    assert not OriginalFetch.objects.exists()


def test_keeping_the_same_content_heals_it(image, tmp_path):
    content = originals.open_original(image.original).read()
    alter(image.original)
    verification.verify_some()
    (tmp_path / "again.png").write_bytes(content)

    originals.keep(tmp_path / "again.png")

    assert again(image.original).damage == ""
    assert originals.open_original(image.original).read() == content


def test_the_command_tells_all_as_json(account, make_image, capsys, storage_folder):
    whole, lost, altered = (make_image(account, colour=colour).original for colour in ("teal", "red", "navy"))
    lose(lost)
    alter(altered)
    (storage_folder / "originals" / "zz.png").write_bytes(b"left behind")

    document, complaint = run_verify(capsys)

    assert document == {
        "checked": 3, "bytes": whole.size_bytes + lost.size_bytes + altered.size_bytes, "missing": [lost.sha256],
        "altered": [altered.sha256], "unreadable": [], "healed": [], "unknown": ["originals/zz.png"],
    }  # fmt: skip
    assert "2 originals are damaged" in complaint


def test_the_command_ends_well_when_all_is_whole(image, capsys):
    document, complaint = run_verify(capsys, "--all")

    assert (document["checked"], complaint) == (1, "")


def test_the_command_heals_at_once(account, make_image, file_host, capsys):
    make_image(account, colour="red")
    image = make_image(account, colour="teal")
    file_host.files[f"/{image.imgur_id}.png"] = originals.open_original(image.original).read()
    lose(image.original)

    document, complaint = run_verify(capsys, "--heal")

    assert document["healed"] == document["missing"] == [image.original.sha256]
    assert complaint == ""
    assert run_verify(capsys)[0]["missing"] == []


def test_the_command_reads_only_what_was_not_read_since(account, make_image, capsys):
    make_image(account, colour="red")
    old = make_image(account, colour="teal").original
    Original.objects.update(verified_at=timezone.now())
    Original.objects.filter(pk=old.pk).update(verified_at=timezone.now() - timedelta(days=8))

    assert run_verify(capsys, "--since", "7d")[0]["checked"] == 1
    assert run_verify(capsys, "--since", (timezone.now() - timedelta(days=30)).date().isoformat())[0]["checked"] == 0


def test_storage_elsewhere_is_verified_too(image, settings, monkeypatch, storage_folder):
    class Elsewhere(FileSystemStorage):
        """Storage that tells nobody where it lies."""

        def path(self, name: str) -> str:
            raise NotImplementedError

        def _open(self, name, mode="rb"):
            from django.core.files import File

            return File((storage_folder / name).open(mode))

        def listdir(self, path):
            raise NotImplementedError

    monkeypatch.setattr(verification, "default_storage", Elsewhere(location=storage_folder))
    monkeypatch.setattr(originals, "default_storage", Elsewhere(location=storage_folder))
    assert verification.verify(image.original, Report())
    (storage_folder / image.original.storage_name).unlink()

    assert not verification.verify(image.original, Report())
