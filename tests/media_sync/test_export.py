"""Export: everything asked for, byte for byte, readable without us."""

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from media_sync.export import folder, zipped
from media_sync.export.layout import Layout
from media_sync.export.selection import Selection
from media_sync.export.writing import Outcome
from media_sync.services.archive import originals

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast, make_account):
    return make_account(cast.team, by=cast.owner, username="lanternfall")


@pytest.fixture
def town(account, make_image, make_album):
    """Two albums that share a picture, a loose one, and one that Imgur has no longer."""
    gate = make_image(account, colour="navy", title="Gate")
    mill = make_image(account, colour="gold", title="Mill", gone_at=timezone.now(), gone_reason="Deleted at Imgur")
    pond = make_image(account, colour="olive", name="pond.final.png")
    old = datetime(2024, 3, 1, tzinfo=UTC)
    make_album(account, [mill, gate], title="Town", created_at=old, description="All of it")
    make_album(account, [gate], title="Town", created_at=old.replace(month=4))
    return {"gate": gate, "mill": mill, "pond": pond}


def export(*arguments: object, capsys=None) -> dict:
    call_command("archive", "export", *map(str, arguments), "--json")
    return json.loads(capsys.readouterr().out)


def files_in(folder: Path) -> set[str]:
    pictures = folder / "pictures"
    return {str(path.relative_to(pictures)) for path in pictures.rglob("*") if path.is_file()}


def manifest(folder: Path) -> dict[str, dict]:
    entries = json.loads((folder / "manifest.json").read_text())
    assert isinstance(entries, list)
    return {entry["imgur_id"]: entry for entry in entries}


def test_it_writes_every_picture_once_under_a_name_that_reads(town, tmp_path, capsys):
    told = export(tmp_path / "out", capsys=capsys)

    assert told["complete"] is True
    assert (told["images"], told["albums"], told["files"], told["missing"]) == (3, 2, 3, [])
    assert files_in(tmp_path / "out") == {
        "Town/001 Mill.png",
        "Town/002 Gate.png",
        "Loose pictures/pond.final.png",
    }


def test_the_manifest_says_what_the_contract_promises(town, tmp_path, capsys):
    export(tmp_path / "out", capsys=capsys)

    entries = manifest(tmp_path / "out")
    gate, mill = entries[town["gate"].imgur_id], entries[town["mill"].imgur_id]
    for entry in entries.values():
        content = (tmp_path / "out" / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert gate["albums"] == ["alb00001", "alb00002"]
    assert gate["positions"] == {"alb00001": 2, "alb00002": 1}
    assert gate["gone"] is None
    assert mill["gone"] == {"at": town["mill"].gone_at.isoformat(), "reason": "Deleted at Imgur"}
    assert "deletehash" not in json.dumps(list(entries.values()))


def test_copies_lie_in_each_album(town, tmp_path, capsys):
    export(tmp_path / "out", "--copies", capsys=capsys)

    assert {"Town/002 Gate.png", "Town (2)/001 Gate.png"} <= files_in(tmp_path / "out")
    assert manifest(tmp_path / "out")[town["gate"].imgur_id]["copies"] == ["pictures/Town (2)/001 Gate.png"]


def test_an_album_brings_its_own_pictures_alone(town, tmp_path, capsys):
    export(tmp_path / "out", "--album", "alb00002", capsys=capsys)

    assert set(manifest(tmp_path / "out")) == {town["gate"].imgur_id}
    assert manifest(tmp_path / "out")[town["gate"].imgur_id]["albums"] == ["alb00002"]


def test_what_is_there_is_left_alone_and_what_is_wrong_is_written_again(town, tmp_path, capsys):
    folder = tmp_path / "out"
    export(folder, capsys=capsys)
    kept, wrong = folder / "pictures/Town/001 Mill.png", folder / "pictures/Town/002 Gate.png"
    before = kept.stat()
    wrong.write_bytes(b"x" * wrong.stat().st_size)

    export(folder, capsys=capsys)

    assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert hashlib.sha256(wrong.read_bytes()).hexdigest() == town["gate"].original.sha256


def test_a_picture_without_its_original_is_named_and_the_exit_says_so(account, make_image, tmp_path, capsys):
    make_image(account, original=None)
    make_image(account)

    with pytest.raises(CommandError, match="1 picture is in the manifest without a file"):
        call_command("archive", "export", str(tmp_path / "out"), "--json")

    told = json.loads(capsys.readouterr().out)
    assert told["complete"] is False
    assert told["missing"] == [{"imgur_id": "img00001", "problem": "its original has not been fetched from Imgur"}]
    assert manifest(tmp_path / "out")["img00001"]["file"] is None


@pytest.mark.parametrize(("harm", "problem"), [("alter", "its file is damaged"), ("remove", "its file is missing")])
@pytest.mark.parametrize("to_zip", [False, True])
def test_a_damaged_original_is_never_given_out_for_good(harm, problem, to_zip, town, tmp_path, capsys):
    path = Path(default_storage.path(town["gate"].original.storage_name))
    path.write_bytes(b"x" * path.stat().st_size) if harm == "alter" else path.unlink()

    with pytest.raises(CommandError, match=problem):
        call_command("archive", "export", *(["--zip", str(tmp_path / "a.zip")] if to_zip else [str(tmp_path / "out")]))

    names = zipfile.ZipFile(tmp_path / "a.zip").namelist() if to_zip else files_in(tmp_path / "out")
    assert not [name for name in names if "Gate" in name]
    assert [name for name in names if "Mill" in name]


def test_a_folder_with_other_things_is_refused(town, tmp_path):
    (tmp_path / "letters.txt").write_text("Dear")

    with pytest.raises(CommandError, match="holds other things"):
        call_command("archive", "export", str(tmp_path))


def test_a_folder_of_another_export_is_refused(town, tmp_path, capsys):
    export(tmp_path / "out", "--album", "alb00001", capsys=capsys)

    with pytest.raises(CommandError, match="holds an export of album alb00001"):
        call_command("archive", "export", str(tmp_path / "out"))


def test_an_export_that_broke_off_is_taken_up_again(town, tmp_path, capsys):
    folder = tmp_path / "out"
    export(folder, capsys=capsys)
    for name in ("manifest.json", "albums.json", "index.html"):
        (folder / name).unlink()
    (folder / "pictures/Town/001 Mill.png").unlink()

    assert export(folder, capsys=capsys)["files"] == 3
    assert (folder / "index.html").is_file()
    assert len(manifest(folder)) == 3


def test_the_zip_holds_what_the_folder_holds(town, tmp_path, capsys):
    export(tmp_path / "out", capsys=capsys)
    export("--zip", tmp_path / "a.zip", capsys=capsys)

    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        gate = archive.read("pictures/Town/002 Gate.png")
    on_disk = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert names == on_disk
    assert gate == (tmp_path / "out/pictures/Town/002 Gate.png").read_bytes()


@pytest.mark.skipif(not shutil.which("unzip"), reason="unzip is not installed")
def test_unzip_takes_the_zip(town, tmp_path, capsys):
    export("--zip", tmp_path / "a.zip", capsys=capsys)

    assert subprocess.run(["unzip", "-tqq", str(tmp_path / "a.zip")], check=False).returncode == 0


def test_the_zip_comes_in_pieces(account, make_image, monkeypatch):
    make_image(account)
    monkeypatch.setattr(zipped, "_HAND_ON_BYTES", 1)

    pieces = list(zipped.stream(Layout.of(Selection.of_account(account)), Outcome()))

    assert len(pieces) > 8
    assert zipfile.ZipFile(io.BytesIO(b"".join(pieces))).testzip() is None


def test_an_export_of_a_team_holds_nothing_of_another(cast, town, make_account, make_image, tmp_path, capsys):
    theirs = make_image(make_account(cast.other_team, username="trailwiki"), colour="red", imgur_id="theirs1")

    export(tmp_path / "out", "--team", cast.team.slug, capsys=capsys)

    assert theirs.imgur_id not in manifest(tmp_path / "out")
    assert len(files_in(tmp_path / "out")) == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Name a folder, or a file with --zip"),
        (["out", "--zip", "a.zip"], "Name a folder, or a file with --zip"),
        (["--zip", "-", "--json"], "not both"),
        (["out", "--names", "{nonsense}"], "There is no field {nonsense}"),
        (["out", "--album", "nowhere"], "There is no album 'nowhere'"),
        (["out", "--account", "nobody"], "No team here has linked an Imgur account named 'nobody'"),
        (["/proc/nowhere/out"], "It could not be written"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(arguments, sentence, town, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(CommandError, match=sentence):
        call_command("archive", "export", *arguments)

    assert not list(tmp_path.glob("*.zip*"))


def test_names_follow_a_template(town, tmp_path, capsys):
    export(tmp_path / "out", "--names", "{account}/{title|id}", capsys=capsys)

    assert files_in(tmp_path / "out") == {
        "lanternfall/Mill.png", "lanternfall/Gate.png", f"lanternfall/{town['pond'].imgur_id}.png",
    }  # fmt: skip


def test_pictures_with_the_same_bytes_share_a_file(account, make_image, tmp_path, capsys):
    first, second = make_image(account, title="One"), make_image(account, title="Two")

    told = export(tmp_path / "out", capsys=capsys)

    entries = manifest(tmp_path / "out")
    assert (told["images"], told["files"]) == (2, 1)
    assert entries[first.imgur_id]["file"] == entries[second.imgur_id]["file"]


def test_no_secret_of_imgurs_gets_out(account, make_image, make_album, tmp_path, capsys):
    image = make_image(account, deletehash="secret000000001", details={"deletehash": "secret000000002", "nsfw": False})
    make_album(account, [image], deletehash="secret000000003", details={"deletehash": "secret000000004"})

    export(tmp_path / "out", capsys=capsys)

    for path in (tmp_path / "out").rglob("*.js*"):
        assert "secret0" not in path.read_text()
    assert manifest(tmp_path / "out")[image.imgur_id]["details"] == {"nsfw": False}


def test_a_folder_that_vanishes_is_no_loss_of_ours(town, tmp_path, monkeypatch):
    def blocks_while_somebody_tidies(original):
        yield b"x"
        for part in (tmp_path / "out").rglob("*.part"):
            part.unlink()

    monkeypatch.setattr(folder, "checked_blocks", blocks_while_somebody_tidies)

    with pytest.raises(CommandError, match="It could not be written: No such file"):
        call_command("archive", "export", str(tmp_path / "out"))


def test_two_at_a_time_do_not_write_into_one_folder(town, tmp_path, monkeypatch):
    checked_blocks = folder.checked_blocks
    refused = []

    def blocks_while_a_second_begins(original):
        with pytest.raises(CommandError) as refusal:
            call_command("archive", "export", str(tmp_path / "out"))
        refused.append(str(refusal.value))
        yield from checked_blocks(original)

    monkeypatch.setattr(folder, "checked_blocks", blocks_while_a_second_begins)

    call_command("archive", "export", str(tmp_path / "out"))

    assert "Another export into" in refused[0]
    assert len(manifest(tmp_path / "out")) == 3


def test_a_browser_that_goes_away_in_the_middle_leaves_nothing_open(account, make_image, monkeypatch):
    make_image(account)
    monkeypatch.setattr(zipped, "_HAND_ON_BYTES", 1)
    opened = []
    open_original = originals.open_original
    monkeypatch.setattr(originals, "open_original", lambda one: opened.append(open_original(one)) or opened[-1])
    pieces = zipped.stream(Layout.of(Selection.of_account(account)), Outcome())
    while len(opened) < 2:
        next(pieces)

    pieces.close()

    assert [file.closed for file in opened] == [True, True]
