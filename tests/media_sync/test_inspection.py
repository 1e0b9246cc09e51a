"""Files are looked into to their end, in little memory, and open nothing but themselves."""

import io
import os
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from PIL import Image as Pillow

from media_sync.files import inspection
from media_sync.files.inspection import RefusedFileError, inspect


def _noise(size: tuple[int, int] = (96, 64), mode: str = "RGB") -> Pillow.Image:
    return Pillow.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3)).convert(mode)


def _saved(kind: str, frames: int = 1, **options: object) -> bytes:
    first, *others = [_noise() for _ in range(frames)]
    out = io.BytesIO()
    more = {"save_all": True, "append_images": others} if others else {}
    first.save(out, kind, **more, **options)
    return out.getvalue()


def _video(kind: str, codec: str = "mpeg4", size: tuple[int, int] = (96, 64), **options: str) -> bytes:
    with tempfile.NamedTemporaryFile() as out, av.open(out.name, "w", format=kind, options=options) as container:
        stream = container.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for _ in range(12):
            container.mux(stream.encode(av.VideoFrame.from_image(_noise(size))))
        container.mux(stream.encode())
        container.close()
        return Path(out.name).read_bytes()


KINDS: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: _saved("JPEG"),
    "progressive jpeg": lambda: _saved("JPEG", progressive=True),
    "png": lambda: _saved("PNG"),
    "apng": lambda: _saved("PNG", 5),
    "gif": lambda: _saved("GIF"),
    "moving gif": lambda: _saved("GIF", 5),
    "webp": lambda: _saved("WEBP"),
    "moving webp": lambda: _saved("WEBP", 5),
    "tiff": lambda: _saved("TIFF"),
    "bmp": lambda: _saved("BMP"),
    "mp4, moov last": lambda: _video("mp4"),
    "mp4, moov first": lambda: _video("mp4", movflags="faststart"),
    "quicktime": lambda: _video("mov", movflags="faststart"),
    "matroska": lambda: _video("matroska"),
    "webm": lambda: _video("webm", "libvpx"),
    "flv": lambda: _video("flv", "flv"),
    "avi": lambda: _video("avi"),
    "wmv": lambda: _video("asf", "wmv2"),
    "mpeg": lambda: _video("mpeg", "mpeg2video"),
}


@pytest.fixture
def look_into(tmp_path: Path) -> Callable[[bytes], inspection.Facts]:
    def look(content: bytes) -> inspection.Facts:
        path = tmp_path / "file"
        path.write_bytes(content)
        return inspect(path)

    return look


@pytest.mark.parametrize("kind", KINDS)
def test_it_takes_a_whole_file(look_into, kind):
    facts = look_into(KINDS[kind]())

    assert (facts.width, facts.height, facts.frame.size) == (96, 64, (96, 64))


@pytest.mark.parametrize("kind", KINDS)
def test_it_refuses_a_file_cut_to_three_fifths(look_into, kind):
    whole = KINDS[kind]()

    with pytest.raises(RefusedFileError, match="damaged or was cut off"):
        look_into(whole[: len(whole) * 6 // 10])


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "flv"])
def test_it_takes_a_whole_file_with_something_behind_it(look_into, kind):
    assert look_into(KINDS[kind]() + b"\x00" * 40).width == 96


def test_it_takes_a_recording_that_does_not_know_its_length(look_into):
    """What a browser's recorder gives: a segment of unknown length."""

    assert look_into(_video("webm", "libvpx", live="1")).width == 96


@pytest.mark.parametrize("rest", [1, 2, 12, 100])
def test_a_moving_picture_that_lacks_its_last_bytes_is_cut_off(look_into, rest):
    for kind in ("moving gif", "apng", "moving webp", "mp4, moov first"):
        with pytest.raises(RefusedFileError, match="cut off"):
            look_into(KINDS[kind]()[:-rest])


def test_a_video_whose_description_never_came_is_cut_off(look_into):
    whole = KINDS["mp4, moov last"]()

    with pytest.raises(RefusedFileError, match="cut off"):
        look_into(whole[: whole.index(b"moov") - 4])


def test_a_phones_jpeg_with_a_second_picture_does_not_move(look_into, settings):
    content = _saved("MPO", 2)
    assert Pillow.open(io.BytesIO(content)).n_frames == 2

    assert not look_into(content).is_animated
    settings.UPLOAD_MAX_STILL_BYTES = 100
    with pytest.raises(RefusedFileError, match="takes still pictures up to"):
        look_into(content)


@pytest.mark.parametrize(
    ("content", "moves"),
    [
        (_saved("TIFF", 3), False),
        (_saved("GIF"), False),
        (_saved("GIF", 2), True),
        (_saved("PNG", 2), True),
        (_saved("WEBP", 2), True),
    ],
)
def test_only_gif_png_and_webp_move(look_into, content, moves):
    assert look_into(content).is_animated is moves


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize(("orientation", "size"), [(1, (96, 64)), (3, (96, 64)), (6, (64, 96)), (8, (64, 96))])
def test_it_measures_a_picture_as_it_is_seen(look_into, kind, orientation, size):
    exif = Pillow.Exif()
    exif[0x0112] = orientation

    facts = look_into(_saved(kind, exif=exif))

    assert (facts.width, facts.height) == facts.frame.size == size


def test_it_measures_a_large_lying_jpeg_as_it_is_seen(look_into):
    exif = Pillow.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    Pillow.new("RGB", (7000, 5000), "teal").save(out, "JPEG", exif=exif)

    facts = look_into(out.getvalue())

    assert (facts.width, facts.height) == (5000, 7000)
    assert max(facts.frame.size) == 1600
    assert facts.frame.height > facts.frame.width


def _empty_png(width: int, height: int) -> bytes:
    """A grey PNG of very few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(width * 4 + 1)) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_small_file_of_many_pixels_is_refused_before_it_is_decoded(look_into, monkeypatch):
    monkeypatch.setattr(Pillow.Image, "load", lambda self: pytest.fail("It was decoded."))

    with pytest.raises(RefusedFileError, match="has 61 million pixels; 60 million are taken at most"):
        look_into(_empty_png(7_000, 8_715))


def test_the_largest_picture_takes_half_a_gigabyte_at_most(tmp_path):
    path = tmp_path / "large.png"
    path.write_bytes(_empty_png(8_000, 7_500))
    # In a process of its own, whose memory nothing else has touched.
    code = (
        "import django, resource, sys, pathlib; django.setup();"
        "from media_sync.files.inspection import inspect;"
        "inspect(pathlib.Path(sys.argv[1]));"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)"
    )
    peak_bytes = int(subprocess.check_output([sys.executable, "-c", code, path], env=os.environ | _SETTINGS))

    assert peak_bytes < 700_000_000


_SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(Path(__file__).parents[2])}


@pytest.mark.parametrize("kind", ["mp4", "matroska", "avi", "mpeg"])
def test_a_videos_pictures_have_the_same_limit(look_into, settings, monkeypatch, kind):
    settings.UPLOAD_MAX_PIXELS = 1_000_000
    content = _video(kind, "mpeg2video" if kind == "mpeg" else "mpeg4", size=(1600, 1200))
    monkeypatch.setattr(inspection, "_first_picture", lambda *_, **__: pytest.fail("It was decoded."))

    with pytest.raises(RefusedFileError, match="The video has 1 million pixels"):
        look_into(content)


@pytest.mark.parametrize("error", [IndexError, struct.error, KeyError, ZeroDivisionError, av.FFmpegError(1, "x")])
@pytest.mark.parametrize("kind", ["png", "mp4, moov first"])
def test_whatever_a_decoder_stumbles_over_is_damage(look_into, monkeypatch, kind, error):
    content = KINDS[kind]()
    _decoders_raise(monkeypatch, error)

    with pytest.raises(RefusedFileError, match="damaged or was cut off"):
        look_into(content)


@pytest.mark.parametrize("kind", ["png", "mp4, moov first"])
def test_too_little_memory_is_not_damage(look_into, monkeypatch, kind):
    content = KINDS[kind]()
    _decoders_raise(monkeypatch, MemoryError)

    with pytest.raises(MemoryError):
        look_into(content)


@pytest.mark.parametrize("kind", ["png", "mp4, moov first"])
def test_a_mistake_of_ours_is_not_damage(look_into, monkeypatch, kind):
    def mistaken(*_: object) -> None:
        raise TypeError("a mistake")

    monkeypatch.setattr(inspection, "_check_pixels", mistaken)

    with pytest.raises(TypeError):
        look_into(KINDS[kind]())


def _decoders_raise(monkeypatch: pytest.MonkeyPatch, error: type[Exception] | Exception) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(inspection.Pillow, "open", stumble)
    monkeypatch.setattr(inspection.av, "open", stumble)


def test_it_names_the_container_itself_and_lets_it_open_nothing(look_into, monkeypatch):
    opened = []
    real = av.open

    def watched(file, mode, **options):
        opened.append(options)
        return real(file, mode, **options)

    content = [KINDS[kind]() for kind in ("mp4, moov last", "webm", "avi", "mpeg")]
    monkeypatch.setattr(inspection.av, "open", watched)

    for whole in content:
        look_into(whole)

    assert [options["format"] for options in opened] == ["mov", "matroska", "avi", "mpeg"]
    for options in opened:
        assert options["container_options"] == {"protocol_whitelist": "file"}
        with pytest.raises(PermissionError):
            options["io_open"]("http://127.0.0.1/", 1, {})
