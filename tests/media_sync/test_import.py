"""Import: what an export or gallery-dl's folder holds is here again, and nothing else."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Team
from media_sync.files import inspection, media_types, removed
from media_sync.importing import reading
from media_sync.models import Album, Image, LinkMove, Original
from media_sync.services.archive import originals, verification
from media_sync.services.archive.verification import Report
from media_sync.services.gone import link_moves
from tests.media_sync.conftest import png

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage_folder")]


@pytest.fixture
def account(cast, make_account):
    return make_account(cast.team, by=cast.owner, username="lanternfall")


@pytest.fixture
def town(account, make_image, make_album):
    facts = {"description": "By the sea", "views": 77, "details": {"nsfw": False}, "name": "gate.png", "size_bytes": 99}
    gate = make_image(account, colour="navy", title="Gate", **facts)
    mill = make_image(
        account, colour="gold", title="", size_bytes=98, gone_at=timezone.now(), gone_reason="Deleted at Imgur"
    )
    lost = make_image(account, original=None, gone_at=timezone.now(), gone_reason="Purged")
    make_image(account, colour="olive", title=None, size_bytes=97)
    made_at = datetime(2024, 3, 1, tzinfo=UTC)
    make_album(account, [mill, gate, lost], title="Town", created_at=made_at, privacy="public", layout="blog",
               cover_imgur_id=gate.imgur_id, gone_at=timezone.now(), gone_reason="Deleted at Imgur")  # fmt: skip
    link_moves.keep_image(mill, gate, batch=None)
    return account


@pytest.fixture
def folder(town, tmp_path, capsys) -> Path:
    with pytest.raises(CommandError, match="1 picture is in the manifest without a file"):
        call_command("archive", "export", str(tmp_path / "out"), "--account", "lanternfall")
    capsys.readouterr()
    return tmp_path / "out"


@pytest.fixture
def bring_in(capsys):
    def run(folder: Path, *, account: str = "lanternfall", fails: str = "") -> dict:
        arguments = ("archive", "import", str(folder), "--account", account, "--json")
        if fails:
            with pytest.raises(CommandError, match=fails):
                call_command(*arguments)
        else:
            call_command(*arguments)
        return json.loads(capsys.readouterr().out)

    return run


def forget_everything() -> None:
    LinkMove.objects.all().delete()
    Album.objects.all().delete()
    Image.objects.all().delete()
    Original.objects.all().delete()


IMAGE_COLUMNS = (
    "imgur_id", "title", "description", "name", "content_type", "is_animated", "width", "height", "size_bytes", "views",
    "link", "is_own", "details", "uploaded_at", "seen_at", "original__sha256",
)  # fmt: skip
ALBUM_COLUMNS = (
    "imgur_id", "title", "description", "privacy", "layout", "views", "link", "image_count", "cover_imgur_id",
    "details", "created_at", "seen_at", "gone_at", "gone_reason",
)  # fmt: skip


def snapshot() -> dict:
    return {
        "images": list(Image.objects.order_by("imgur_id").values(*IMAGE_COLUMNS)),
        "gone": list(Image.objects.filter(gone_reason__in=["Purged", "Deleted at Imgur"]).order_by("imgur_id")
                     .values("imgur_id", "gone_at", "gone_reason")),
        "albums": list(Album.objects.order_by("imgur_id").values(*ALBUM_COLUMNS)),
        "places": list(Album.objects.order_by("imgur_id", "places__position")
                       .values("imgur_id", "places__position", "places__image__imgur_id")),
        "moves": list(LinkMove.objects.values("is_album", "old_imgur_id", "new_imgur_id", "old_link", "new_link",
                                              "new_image__imgur_id")),
    }  # fmt: skip


def test_what_was_exported_comes_in_again_as_it_was(folder, bring_in):
    before = snapshot()
    forget_everything()

    told = bring_in(folder)

    assert told["complete"] is True
    assert told["images"] == {"created": 4, "completed": 0, "known": 0}
    assert snapshot() == before


def test_what_lived_is_marked_until_a_sync_sees_it(folder, bring_in):
    forget_everything()

    bring_in(folder)

    gate = Image.objects.get(title="Gate")
    assert (gate.gone_reason, gate.gone_at is None) == ("Imported; not seen at Imgur", False)


def test_doing_it_twice_changes_nothing(folder, bring_in):
    forget_everything()
    bring_in(folder)
    before = snapshot()

    told = bring_in(folder)

    assert (told["images"]["created"], told["albums"], told["moves"]) == (0, {"created": 0, "known": 1}, 0)
    assert snapshot() == before


def test_a_known_picture_gets_its_original_and_keeps_its_facts(folder, bring_in):
    Image.objects.filter(title="Gate").update(original=None, title="Gate, renamed")

    told = bring_in(folder)

    gate = Image.objects.get(title="Gate, renamed")
    assert told["images"]["completed"] == 1
    assert gate.original is not None
    assert gate.gone_at is None


def test_an_album_that_is_known_keeps_its_order(folder, bring_in):
    album = Album.objects.get()
    album.places.filter(position=0).delete()

    bring_in(folder)

    assert [place.position for place in album.places.all()] == [1, 2]


def test_a_file_with_other_bytes_is_left_out_and_the_rest_comes_in(folder, bring_in, picture):
    gate = next(entry for entry in json.loads((folder / "manifest.json").read_text()) if entry["title"] == "Gate")
    (folder / gate["file"]).write_bytes(picture("white"))
    forget_everything()

    told = bring_in(folder, fails="Its bytes are not those that the manifest names")

    assert told["skipped"] == [{"what": gate["file"], "why": "Its bytes are not those that the manifest names."}]
    assert told["images"]["created"] == 3
    assert not Image.objects.filter(title="Gate").exists()


def kept_as_imgur_has_it(content: bytes, path: Path) -> Original:
    """An original that no decoder reads to its end: a download keeps it when it has come so often."""
    path.write_bytes(content)
    measures = inspection.measure_by_header(path, media_types.PNG)
    sha256 = originals.sha256_of(path)
    stored = originals.Stored(sha256, len(content), measures, originals.name_of(sha256, measures))
    originals.store_all({stored: path})
    return originals.write_rows([stored])[sha256]


@pytest.mark.parametrize("what", ["damaged", "huge"])
def test_what_a_download_keeps_comes_in_again(what, account, make_image, bring_in, tmp_path, settings, capsys):
    content = png("red", (400, 300))
    if what == "damaged":
        content = content[:-30]
    else:
        settings.UPLOAD_MAX_PIXELS = settings.UPLOAD_MAX_STILL_BYTES = 100
    facts = {"width": 400, "height": 300, "size_bytes": len(content)}
    make_image(account, original=kept_as_imgur_has_it(content, tmp_path / "x"), **facts)
    call_command("archive", "export", str(tmp_path / "out"), "--account", "lanternfall")
    capsys.readouterr()
    before = snapshot()
    forget_everything()

    bring_in(tmp_path / "out")

    assert snapshot() == before
    assert originals.open_original(Original.objects.get()).read() == content


def test_a_damaged_original_is_restored_from_an_export(folder, bring_in):
    gate = Image.objects.get(title="Gate")
    content = originals.open_original(gate.original).read()
    originals.local_path(gate.original).write_bytes(b"x" * len(content))
    verification.verify(gate.original, Report())

    told = bring_in(folder)

    assert told["images"] == {"created": 0, "completed": 1, "known": 3}
    gate.refresh_from_db()
    assert gate.original.damage == ""
    assert originals.open_original(gate.original).read() == content


def test_pictures_of_another_account_are_left_out(folder, bring_in, make_account, cast):
    make_account(cast.team, username="oldmill")

    told = bring_in(folder, account="oldmill", fails="It is of lanternfall at Imgur, not of oldmill")

    assert told["images"]["created"] == 0
    assert not Image.objects.filter(account__username="oldmill").exists()


def test_it_goes_into_no_team_that_was_not_meant(folder, town, make_account, cast):
    """The account is linked by two teams, neither of which is the first owner's."""
    oldmill = [make_account(Team.objects.create(name=name, slug=name), username="oldmill") for name in ("b", "c")]

    with pytest.raises(CommandError, match="Several teams have linked oldmill"):
        call_command("archive", "import", str(folder), "--account", "oldmill")

    assert not Image.objects.filter(account__in=oldmill).exists()


def test_what_may_not_be_read_is_left_out_and_the_rest_comes_in(folder, bring_in, monkeypatch):
    forget_everything()
    monkeypatch.setattr(reading.os, "access", lambda path, mode: "Gate" not in str(path))

    told = bring_in(folder, fails="It may not be read")

    assert (told["images"]["created"], len(told["skipped"])) == (3, 1)


def test_a_storage_that_does_not_take_it_is_a_sentence(folder, account, monkeypatch):
    forget_everything()

    def away(path):
        raise OSError("The store does not answer")

    monkeypatch.setattr(originals, "keep_as_it_is", away)

    with pytest.raises(CommandError, match="broke off: The store does not answer"):
        call_command("archive", "import", str(folder), "--account", "lanternfall")


def manifest_of(folder: Path, *entries: object) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "manifest.json").write_text(json.dumps(entries))


@pytest.mark.parametrize("path", ["../secret.png", "/etc/passwd", "a/../../secret.png", "..\\secret.png", "a\0b", "."])
def test_no_path_leads_out_of_the_folder(path, account, bring_in, tmp_path, picture):
    (tmp_path / "secret.png").write_bytes(picture())
    manifest_of(tmp_path / "in", {"imgur_id": "abcdefg", "file": path})

    told = bring_in(tmp_path / "in", fails="leads out of the folder|not there|not a file")

    assert len(told["skipped"]) == 1
    assert not Image.objects.exists()


@pytest.mark.parametrize("what", ["file", "folder"])
def test_links_are_not_followed(what, account, bring_in, tmp_path, picture):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/secret.png").write_bytes(picture())
    manifest_of(tmp_path / "in", {"imgur_id": "abcdefg", "file": "link" if what == "file" else "link/secret.png"})
    (tmp_path / "in/link").symlink_to(tmp_path / ("elsewhere/secret.png" if what == "file" else "elsewhere"))

    bring_in(tmp_path / "in", fails="links are not followed")

    assert not Image.objects.exists()


def test_what_is_no_picture_is_left_out(account, bring_in, tmp_path):
    manifest_of(tmp_path / "in", {"imgur_id": "abcdefg", "file": "x.png"}, {"file": "x.png"}, "nonsense")
    (tmp_path / "in/x.png").write_text("<script>")

    told = bring_in(tmp_path / "in", fails="not a picture or video")

    assert [trouble["what"] for trouble in told["skipped"]] == [
        "x.png",
        "manifest.json, entry 2",
        "manifest.json, entry 3",
    ]


def test_hostile_facts_become_harmless_ones(account, bring_in, tmp_path, picture):
    manifest_of(
        tmp_path / "in",
        {
            "imgur_id": "abcdefg", "file": "x.png", "title": "a\0b\ud800", "link": "javascript:alert(1)", "views": -5,
            "width": 10**30, "uploaded_at": "never", "type": "text/html", "size": True, "name": 7,
            "details": {"deletehash": "secret", "deep": {"a": 1}, "section": "pics", "n": 10**400},
        },
        {"imgur_id": "hijklmn", "file": "x.png", "link": "https://evil.example/x.png",
         "gone": {"at": "x", "reason": 5}},
    )  # fmt: skip
    (tmp_path / "in/x.png").write_bytes(picture())

    bring_in(tmp_path / "in")

    image = Image.objects.get(imgur_id="abcdefg")
    assert (image.title, image.views, image.width, image.size_bytes) == ("ab", 0, 24, len(picture()))
    assert (image.content_type, image.details) == ("image/png", {"section": "pics"})
    assert {one.link for one in Image.objects.all()} == {
        "https://i.imgur.com/abcdefg.png", "https://i.imgur.com/hijklmn.png",
    }  # fmt: skip


@pytest.mark.parametrize("content", ["{", "[" * 100_000, '{"a": 1}', '[\n{"imgur_id": "abcdefg"},\n'])
def test_a_broken_manifest_is_a_sentence(content, account, bring_in, tmp_path):
    (tmp_path / "manifest.json").write_text(content)

    told = bring_in(tmp_path, fails="It is not JSON|It is not a list|It breaks off")

    assert told["skipped"][0]["what"].startswith("manifest.json")


def test_entries_are_read_up_to_a_size(account, bring_in, tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ENTRY_BYTES", 50)
    (tmp_path / "manifest.json").write_text('[\n{"imgur_id": "abcdefg", "title": "' + "x" * 60 + '"}\n]\n')

    bring_in(tmp_path, fails="An entry is larger than it can be")


def test_a_folder_of_something_else_is_refused(account, tmp_path):
    (tmp_path / "notes.json").write_text("{}")

    with pytest.raises(CommandError, match="neither an export of ours"):
        call_command("archive", "import", str(tmp_path), "--account", "lanternfall")


def test_removed_png_is_never_anybodys_original(account, bring_in, tmp_path, monkeypatch, picture):
    content = picture("white")
    monkeypatch.setattr(removed, "_KNOWN_BYTES", len(content))
    monkeypatch.setattr(removed, "_KNOWN_MD5", hashlib.md5(content, usedforsecurity=False).hexdigest())
    manifest_of(tmp_path / "in", {"imgur_id": "abcdefg", "file": "x.png"})
    (tmp_path / "in/x.png").write_bytes(content)

    bring_in(tmp_path / "in", fails="in place of a removed one")

    assert not Original.objects.exists()


@pytest.fixture
def from_gallery_dl(tmp_path, picture) -> Path:
    """An album of two and a loose picture, as gallery-dl writes them with --write-metadata."""
    album = {
        "id": "aTown01", "account_id": 7, "title": "Town", "description": "", "view_count": 900, "image_count": 2,
        "privacy": "private", "cover_id": "Mill002", "is_album": True, "created_at": "2024-03-01T10:00:00Z",
        "date": "2024-03-01 10:00:00", "url": "https://imgur.com/a/aTown01", "account": {"username": "lanternfall"},
    }  # fmt: skip
    folder = tmp_path / "gallery-dl/imgur"

    def put(place: str, imgur_id: str, colour: str, **told: object) -> None:
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        content = picture(colour)
        path.write_bytes(content)
        facts = {
            "category": "imgur", "subcategory": "album", "id": imgur_id, "mime_type": "image/png", "type": "image",
            "name": f"{imgur_id}.png", "ext": "png", "width": 24, "height": 16, "size": len(content),
            "url": f"https://i.imgur.com/{imgur_id}.png", "title": "", "description": "", "is_animated": False,
            "created_at": "2024-03-01T10:00:00Z", "date": "2024-03-01 10:00:00", "extension": "png",
        }  # fmt: skip
        Path(f"{path}.json").write_text(json.dumps(facts | told))

    put("aTown01 - Town/imgur_aTown01_001_Mill002.png", "Mill002", "gold", album=album, num=1, count=2, title="Mill")
    put("aTown01 - Town/imgur_aTown01_002_Gate001.png", "Gate001", "navy", album=album, num=2, count=2)
    put("imgur_Pond003.png", "Pond003", "olive", view_count=5, account={"username": "lanternfall"})
    return tmp_path / "gallery-dl"


def test_it_takes_what_gallery_dl_has_brought(account, from_gallery_dl, bring_in):
    told = bring_in(from_gallery_dl)

    assert told["images"]["created"] == 3
    album = Album.objects.get()
    assert (album.title, album.privacy, album.views, album.cover_image.imgur_id) == ("Town", "hidden", 900, "Mill002")
    assert [place.image.imgur_id for place in album.places.all()] == ["Mill002", "Gate001"]
    mill = Image.objects.get(imgur_id="Mill002")
    assert (mill.title, mill.original.content_type) == ("Mill", "image/png")
    assert mill.uploaded_at == datetime(2024, 3, 1, 10, tzinfo=UTC)
    assert Image.objects.get(imgur_id="Pond003").views == 5
    assert bring_in(from_gallery_dl)["images"] == {"created": 0, "completed": 0, "known": 3}


def test_a_missing_file_beside_its_metadata_is_told(account, from_gallery_dl, bring_in):
    (from_gallery_dl / "imgur/imgur_Pond003.png").unlink()

    told = bring_in(from_gallery_dl, fails="The file is not there")

    assert told["images"]["created"] == 2


def test_a_file_of_gallery_dl_that_was_cut_off_is_left_out(account, from_gallery_dl, bring_in):
    path = from_gallery_dl / "imgur/imgur_Pond003.png"
    path.write_bytes(path.read_bytes()[:-20])

    told = bring_in(from_gallery_dl, fails="damaged or was cut off")

    assert told["images"]["created"] == 2


def test_other_peoples_albums_are_left_out(account, from_gallery_dl, bring_in):
    path = from_gallery_dl / "imgur/imgur_Pond003.png.json"
    path.write_text(path.read_text().replace("lanternfall", "stranger"))

    bring_in(from_gallery_dl, fails="It is of stranger at Imgur")

    assert not Image.objects.filter(imgur_id="Pond003").exists()
