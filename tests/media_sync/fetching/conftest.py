"""Pictures that Imgur's file host has, and their downloads."""

import io
import random

import pytest
from PIL import Image as Pillow

from media_sync.archive import downloader
from media_sync.models import OriginalFetch
from media_sync.services.archive import fetches, originals
from tests.media_sync.conftest import png


@pytest.fixture
def wanted(make_account, make_image, cast, file_host, own_storage):
    """A mirrored picture that the host has, and its waiting download."""
    account = make_account(cast.team)

    def make(content: bytes | None = None, *, extension: str = "png", **fields):
        content = png("teal", (24, 16)) if content is None else content
        image = make_image(account, original=None, **fields)
        if content:
            file_host.files[f"/{image.imgur_id}.{extension}"] = content
        fetches.ask_for_images([image])
        return OriginalFetch.objects.get(image=image)

    return make


def work() -> None:
    downloader.work(30)


def look(fetch: OriginalFetch) -> OriginalFetch:
    return OriginalFetch.objects.select_related("image__original").get(pk=fetch.pk)


def make_due(fetch: OriginalFetch) -> None:
    OriginalFetch.objects.filter(pk=fetch.pk).update(not_before=None)


def bytes_of(fetch: OriginalFetch) -> bytes:
    return originals.open_original(look(fetch).image.original).read()


def large_png() -> bytes:
    """A picture of some 300 kB, whose pieces do not fit into the buffers of a socket at once."""
    out = io.BytesIO()
    Pillow.frombytes("RGB", (24, 16), random.Random(5).randbytes(24 * 16 * 3)).save(out, "PNG")
    whole = out.getvalue()
    # Bytes behind the end belong to the file as well.
    return whole + random.Random(6).randbytes(300_000)
