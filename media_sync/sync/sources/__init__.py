"""Looking at watched public sources: their lists, the albums in them, and posts that no list shows any more."""

from collections.abc import Sequence

from media_sync.sync.sources.albums import ReadAlbums
from media_sync.sync.sources.checks import CheckUnseen
from media_sync.sync.sources.lists import ReadList
from media_sync.sync.sources.single import ReadPost
from media_sync.sync.steps import Step

STEPS: Sequence[Step] = (ReadPost(), ReadList(), ReadAlbums(), CheckUnseen())
