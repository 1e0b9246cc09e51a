"""Files come in piece by piece, and are looked into before we say that we have them."""

import hashlib
import io

import av
import pytest
from PIL import Image as Pillow

from media_sync.models import BatchFile, Original
from media_sync.services.archive import originals
from media_sync.services.sending import batches, intake
from tests.media_sync.conftest import png

pytestmark = pytest.mark.django_db


def _place(draft, content: bytes, name: str = "cat.png"):
    return batches.reserve_place(draft, client_key="k", name=name, size_bytes=len(content))


def test_it_keeps_a_file_byte_for_byte_under_its_hash(draft, add_file, own_storage):
    content = png("red", (300, 200))

    file = add_file("cat.png", content)

    assert file.state == BatchFile.State.READY
    sha256 = hashlib.sha256(content).hexdigest()
    assert file.original.sha256 == sha256
    stored = own_storage / "originals" / sha256[:2] / f"{sha256}.png"
    assert stored.read_bytes() == content
    assert (file.original.width, file.original.height, file.original.tint) == (300, 200, "#ff0000")
    assert originals.thumbnail(file.original, "s").read()[8:12] == b"WEBP"
    assert not list((own_storage.parent / "incoming").iterdir())


def test_it_goes_on_where_a_piece_broke_off(draft, own_storage):
    content = png("red", (64, 64))
    file = _place(draft, content)

    intake.append(file, offset=0, stream=io.BytesIO(content[:40]), length=90)
    assert intake.received_bytes(file) == 40

    with pytest.raises(intake.OffsetMismatchError) as told:
        intake.append(file, offset=90, stream=io.BytesIO(b"x"), length=1)
    assert told.value.received == 40

    intake.append(file, offset=40, stream=io.BytesIO(content[40:]), length=len(content) - 40)
    file.refresh_from_db()
    assert file.state == BatchFile.State.READY


def test_a_whole_file_whose_taker_died_is_looked_into_later(draft, own_storage, settings):
    content = png("red")
    file = _place(draft, content)
    settings.INCOMING_DIR.mkdir(parents=True)
    (settings.INCOMING_DIR / f"{file.pk}.part").write_bytes(content)

    settled = intake.settle(file)

    assert settled.state == BatchFile.State.READY
    assert intake.settle(settled).original == settled.original


def test_a_file_that_is_not_whole_is_left_alone(draft, own_storage):
    content = png("red")
    file = _place(draft, content)
    intake.append(file, offset=0, stream=io.BytesIO(content[:9]), length=9)

    assert intake.settle(file).state == BatchFile.State.RECEIVING


def test_it_refuses_a_piece_beyond_the_announced_end(draft, own_storage):
    content = png()
    file = _place(draft, content)

    with pytest.raises(intake.OffsetMismatchError):
        intake.append(file, offset=0, stream=io.BytesIO(content + b"more"), length=len(content) + 4)

    assert intake.received_bytes(file) == 0


def test_it_stores_equal_contents_once(draft, add_file):
    content = png("red")

    first, second = add_file("a.png", content), add_file("b.png", content)

    assert first.original == second.original
    assert Original.objects.count() == 1


def _remove_when_looked_into(monkeypatch, *, row: bool, part: bool) -> None:
    """Somebody removes the file at the moment in which its last piece is here."""
    inspect = originals.inspect

    def removing(path):
        if row:
            BatchFile.objects.all().delete()
        if part:
            path.unlink()
        return inspect(path)

    monkeypatch.setattr(originals, "inspect", removing)


@pytest.mark.parametrize("part", [True, False])
def test_a_file_removed_while_it_is_looked_into_ends_quietly(draft, own_storage, settings, monkeypatch, part):
    content = png("red")
    file = _place(draft, content)
    _remove_when_looked_into(monkeypatch, row=True, part=part)

    intake.append(file, offset=0, stream=io.BytesIO(content), length=len(content))

    assert not BatchFile.objects.exists()
    assert not list(settings.INCOMING_DIR.iterdir())


def test_a_refused_file_removed_meanwhile_ends_quietly(draft, own_storage, settings, monkeypatch):
    content = png("red", (400, 400))[:300]
    file = _place(draft, content)
    _remove_when_looked_into(monkeypatch, row=True, part=False)

    intake.append(file, offset=0, stream=io.BytesIO(content), length=len(content))

    assert not list(settings.INCOMING_DIR.iterdir())


def test_a_file_whose_pieces_vanished_comes_again_from_its_beginning(draft, own_storage, monkeypatch):
    content = png("red")
    file = _place(draft, content)
    with monkeypatch.context() as patch:
        _remove_when_looked_into(patch, row=False, part=True)
        file = intake.append(file, offset=0, stream=io.BytesIO(content), length=len(content))
    assert (file.state, file.received_bytes, intake.received_bytes(file)) == (BatchFile.State.RECEIVING, 0, 0)

    file = intake.append(file, offset=0, stream=io.BytesIO(content), length=len(content))

    assert file.state == BatchFile.State.READY


def test_a_removed_file_is_not_looked_into_again(draft, own_storage, settings):
    content = png("red")
    file = _place(draft, content)
    settings.INCOMING_DIR.mkdir(parents=True)
    (settings.INCOMING_DIR / f"{file.pk}.part").write_bytes(content)
    BatchFile.objects.filter(pk=file.pk).delete()

    intake.settle(file)

    assert not Original.objects.exists()


def test_a_piece_of_a_removed_file_leaves_nothing(draft, own_storage, settings):
    content = png("red")
    file = _place(draft, content)
    BatchFile.objects.filter(pk=file.pk).delete()

    for offset, end in ((0, 20), (0, len(content))):
        # The browser has the file's row in hand; on the disk nothing of it may stay.
        intake.append(file, offset=offset, stream=io.BytesIO(content[:end]), length=end)
        assert not list(settings.INCOMING_DIR.iterdir())


def test_our_copy_goes_only_when_the_row_says_ready(draft, own_storage, monkeypatch):
    content = png("red")
    file = _place(draft, content)
    states = []
    monkeypatch.setattr(
        intake.incoming,
        "forget",
        lambda pk: states.append(BatchFile.objects.values_list("state", flat=True).get(pk=pk)),
    )

    intake.append(file, offset=0, stream=io.BytesIO(content), length=len(content))

    assert states == [BatchFile.State.READY]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("notes.txt", b"only words, no picture at all\n" * 9, "not a picture or video"),
        ("cat.png", png("red", (400, 400))[:600], "damaged or was cut off"),
        ("cat.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 200, "damaged or was cut off"),
        ("page.png", b"<!doctype html><script>alert(1)</script>", "not a picture or video"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "not a picture or video"),
        ("clip.mp4", b"\x00\x00\x00\x18ftypisom" + b"\x00" * 300, "damaged or was cut off"),
        ("photo.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 300, "not a picture or video"),
    ],
)
def test_it_refuses_with_a_sentence_and_disturbs_nothing_else(add_file, name, content, says):
    good = add_file("good.png", png("teal"))

    refused = add_file(name, content)

    assert refused.state == BatchFile.State.REFUSED
    assert says in refused.refusal
    assert refused.refusal.endswith(".")
    good.refresh_from_db()
    assert good.state == BatchFile.State.READY


@pytest.mark.parametrize(("size", "says"), [(0, "empty"), (300 * 1024 * 1024, "300 MB. Imgur takes 200 MB at most")])
def test_it_refuses_by_size_before_a_byte_arrives(draft, size, says):
    file = batches.reserve_place(draft, client_key="k", name="huge.mp4", size_bytes=size)

    assert file.state == BatchFile.State.REFUSED
    assert says in file.refusal


def test_it_refuses_a_still_that_is_larger_than_imgur_takes(draft, add_file, settings):
    settings.UPLOAD_MAX_STILL_BYTES = 100

    file = add_file("large.png", png("red", (200, 200)))

    assert "Imgur takes still pictures up to" in file.refusal


def test_it_refuses_more_pixels_than_the_machine_should_decode(draft, add_file, settings):
    settings.UPLOAD_MAX_PIXELS = 1_000_000

    file = add_file("wide.png", png("red", (1200, 1000)))

    assert "million pixels" in file.refusal


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../x", "x"),
        ("..\\..\\x.png", "x.png"),
        ("/etc/passwd", "passwd"),
        ("a\x00b\n.png", "ab.png"),
        ("...", "file"),
        ("", "file"),
        ("x" * 400 + ".png", "x" * 196 + ".png"),
    ],
)
def test_it_keeps_only_a_files_own_name(draft, own_storage, given, kept):
    file = batches.reserve_place(draft, client_key="k", name=given, size_bytes=10)

    assert file.name == kept


def test_it_takes_the_type_from_the_bytes_not_from_the_name(add_file):
    file = add_file("really-a-png.jpg", png("red"))

    assert file.original.content_type == "image/png"


def test_it_measures_a_video(add_file, tmp_path):
    path = tmp_path / "clip.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(10):
            out.mux(stream.encode(av.VideoFrame.from_image(Pillow.new("RGB", (64, 48), "teal"))))
        out.mux(stream.encode())

    file = add_file("clip.mp4", path.read_bytes())

    assert file.state == BatchFile.State.READY, file.refusal
    original = file.original
    assert (original.content_type, original.width, original.height) == ("video/mp4", 64, 48)
    assert original.duration_seconds == pytest.approx(1.0, abs=0.3)
    assert not original.has_sound


def test_it_gives_the_same_place_for_the_same_file(draft, own_storage):
    first = batches.reserve_place(draft, client_key="abc", name="cat.png", size_bytes=10)

    again = batches.reserve_place(draft, client_key="abc", name="cat.png", size_bytes=10)

    assert first.pk == again.pk
    assert draft.files.count() == 1
