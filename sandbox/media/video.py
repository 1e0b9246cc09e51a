"""What the sandbox does to moving pictures, with PyAV: an MP4 made from a GIF or WebM, and sound taken out."""

import dataclasses
import threading
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from PIL import Image as Pillow
from PIL import ImageSequence

from sandbox.media.types import Facts

MILLISECONDS = Fraction(1, 1000)
# What a GIF frame lasts when it does not say, or says nothing sensible.
FRAME_MILLISECONDS = 100
# The same pictures give the same bytes only without macroblock trees: x264's fast code for them is not exact.
ENCODER = {"preset": "veryfast", "crf": "26", "x264-params": "mbtree=0"}
# One film is made at a time, so that encoders do not starve the calls.
_encoder = threading.Lock()


def gif_to_mp4(source: Path, target: Path) -> None:
    """Write the animation ``source`` as H.264 to ``target``, with the pauses that the GIF has."""
    with Pillow.open(source) as animation:
        encode(target, animation.size, _timed_frames(animation))


def video_to_mp4(source: Path, target: Path) -> None:
    """Write the video ``source`` as H.264 to ``target``, without sound."""
    with av.open(str(source)) as container:
        pictures = container.streams.video[0]
        frames = ((frame.to_image(), int((frame.time or 0) * 1000)) for frame in container.decode(pictures))
        encode(target, (pictures.width, pictures.height), frames)


def encode(
    target: Path,
    size: tuple[int, int],
    frames: Iterable[tuple[Pillow.Image, int]],
    sound: Iterable[av.AudioFrame] = (),
) -> None:
    """Write pictures, each with the millisecond at which it appears, and perhaps ``sound``, as an MP4.

    H.264 wants even sizes: an odd one loses a line.
    """
    with _encoder, av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        pictures = container.add_stream("libx264", rate=25, options=ENCODER)
        pictures.width, pictures.height = (max(2, length - length % 2) for length in size)
        pictures.pix_fmt = "yuv420p"
        pictures.codec_context.time_base = MILLISECONDS
        # One thread, for the same bytes each time.
        pictures.thread_count = 1
        samples = list(sound)
        voice = container.add_stream("aac", rate=samples[0].sample_rate) if samples else None
        for picture, appears_at in frames:
            frame = av.VideoFrame.from_image(picture.convert("RGB").crop((0, 0, pictures.width, pictures.height)))
            frame.pts, frame.time_base = appears_at, MILLISECONDS
            container.mux(pictures.encode(frame))
        container.mux(pictures.encode())
        if voice is not None:
            for sample in [*samples, None]:
                container.mux(voice.encode(sample))


def remove_sound(path: Path, facts: Facts) -> Facts:
    """Rewrite the video at ``path`` without its sound, pictures untouched."""
    silent = path.with_suffix(".silent")
    form = {"video/webm": "webm", "video/x-matroska": "matroska"}.get(facts.type, "mp4")
    try:
        with av.open(str(path)) as source, av.open(str(silent), "w", format=form) as target:
            _copy_pictures(source, target)
        silent.replace(path)
    finally:
        silent.unlink(missing_ok=True)
    return dataclasses.replace(facts, has_sound=False)


def first_frame(path: Path) -> Pillow.Image:
    """The first picture of a video."""
    with av.open(str(path)) as container:
        return next(container.decode(container.streams.video[0])).to_image()


def _timed_frames(animation: Pillow.Image) -> Iterator[tuple[Pillow.Image, int]]:
    appears_at = 0
    frame = None
    for frame in ImageSequence.Iterator(animation):
        yield frame, appears_at
        appears_at += int(frame.info.get("duration") or FRAME_MILLISECONDS)
    if frame is not None:
        # Once more at the end, or the last picture would have no length.
        yield frame, appears_at


def _copy_pictures(source: av.container.InputContainer, target: OutputContainer) -> None:
    pictures = source.streams.video[0]
    copy = target.add_stream_from_template(pictures)
    for packet in source.demux(pictures):
        if packet.dts is not None:
            packet.stream = copy
            target.mux(packet)
