"""What the tests of the pages share: the cast's rows, and the address of every page."""

from dataclasses import dataclass

import pytest
from django.utils import timezone

from accounts.models import LinkedAccount
from media_sync.models import Album, Batch, BatchFile, BoardPicture, Change, Image, Part, SyncRun, SyncSchedule
from media_sync.services.looking import schedules
from tests.fixtures.people import Cast


@dataclass(frozen=True)
class World:
    """One thing of each kind that the cast's team has, and a look that waits. The draft is the contributor's, the sent
    batch too.
    """

    account: LinkedAccount
    image: Image
    album: Album
    draft: Batch
    sent: Batch
    # A post with its original on a board that a source fills.
    picture: BoardPicture
    schedule: SyncSchedule
    run: SyncRun
    change: Change
    gone: Image

    @property
    def draft_file(self) -> BatchFile:
        file = self.draft.files.first()
        assert file
        return file

    @property
    def sent_file(self) -> BatchFile:
        file = self.sent.files.first()
        assert file
        return file


@pytest.fixture
def world(cast: Cast, make_account, make_image, make_album, make_sent, make_draft, make_board_item) -> World:
    account = make_account(cast.team, by=cast.owner)
    image = make_image(account, colour="navy")
    album = make_album(account, [image, make_image(account, colour="gold")])
    sent = make_sent(account, cast.contributor)
    draft = make_draft(cast.team, cast.contributor, ("olive",))
    gone = make_image(account, colour="purple", gone_at=timezone.now(), gone_reason="Deleted at Imgur")
    picture = make_board_item(cast.team, by=cast.editor).pictures.get()
    schedule = schedules.schedule_account(account, Part.PICTURES)
    run = SyncRun.objects.create(schedule=schedule)
    change = Change.objects.create(account=account, run=run, album=album, kind="title", before="Old", after=album.title)
    return World(account, image, album, draft, sent, picture, schedule, run, change, gone)
