"""What the tests of traffic with Imgur share: a real Valkey, a small Imgur in memory, and rows."""

import io
from collections.abc import Callable, Iterator

import pytest
from PIL import Image as Pillow

from accounts.models import ImgurApp, LinkedAccount, Team, User
from accounts.shared_redis import redis_client
from media_sync import budget, gateway
from media_sync.models import Batch, Board, Operation, Part, SyncSchedule, WatchedSource
from media_sync.services.credits import budgets
from media_sync.services.looking import schedules
from media_sync.services.sending import batches, dispatch, intake, operations
from media_sync.services.watching import boards, sources
from media_sync.services.watching.source_addresses import understand
from media_sync.services.watching.source_plans import options_of
from tests.fakes.imgur import FakeImgur
from tests.fakes.public_imgur import PublicImgur


@pytest.fixture
def redis(hub_redis) -> Iterator[None]:
    """An empty Valkey behind the budget."""
    redis_client.cache_clear()
    yield
    redis_client.cache_clear()


@pytest.fixture
def own_storage(tmp_path, settings):
    """Storage and incoming files in the test's own folder."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "storage")},
        }
    }
    settings.INCOMING_DIR = tmp_path / "incoming"
    return tmp_path / "storage"


@pytest.fixture
def imgur(monkeypatch) -> FakeImgur:
    """Imgur as the gateway reaches it."""
    fake = FakeImgur()
    monkeypatch.setattr(gateway, "_http", lambda app, auth: fake)
    return fake


@pytest.fixture
def full_budget(redis: None, app: ImgurApp, imgur: FakeImgur) -> budget.Limiter:
    """Windows as Imgur tells them when nothing is spent."""
    assert budgets.restore(app)
    imgur.calls.clear()
    return budget.limiter_for(app)


def png(colour: str = "teal", size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Pillow.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def draft(team: Team, owner: User, own_storage) -> Batch:
    return batches.draft_for(user=owner, team=team)


@pytest.fixture
def add_file(draft: Batch) -> Callable[..., object]:
    """Put a file into the draft, wholly arrived."""

    def add(name: str = "cat.png", content: bytes | None = None, batch: Batch | None = None):
        content = png(name) if content is None and name in {"teal", "red"} else content or png()
        batch = batch or draft
        return intake.take_in(
            batch,
            client_key=f"key-{batch.files.count()}",
            name=name,
            stream=io.BytesIO(content),
            size_bytes=len(content),
        )

    return add


@pytest.fixture
def upload(draft, add_file, account, owner, full_budget) -> Operation:
    """One queued upload of a batch that becomes an album."""
    add_file("cat.png", png("red"))
    queued = batches.send(draft, user=owner, account=account, album_title="Cats", privacy="hidden")
    return queued[0]


@pytest.fixture
def schedule(account: LinkedAccount) -> SyncSchedule:
    """The account's pictures are mirrored."""
    return schedules.schedule_account(account, Part.PICTURES)


@pytest.fixture
def public(monkeypatch, redis: None, app: ImgurApp) -> PublicImgur:
    """Imgur's public side behind the gateway, with all credits unspent."""
    fake = PublicImgur()
    monkeypatch.setattr(gateway, "_http", lambda app, auth: fake)
    assert budgets.restore(app)
    fake.calls.clear()
    return fake


@pytest.fixture
def board(team: Team, owner: User) -> Board:
    return boards.create(team, title="Lakes", by=owner)


@pytest.fixture
def watch(board: Board, owner: User, public: PublicImgur) -> Callable[..., WatchedSource]:
    def add(text: str = "r/lakes", on: Board = board, **plan) -> WatchedSource:
        wanted = understand(text)
        values = {
            "options": options_of(wanted.kind, wanted.address, wanted.options), "depth_pages": 1,
            "keeps_originals": False, "chosen_seconds": None, "credits_per_day": 1000,
        } | plan  # fmt: skip
        return sources.add(on, wanted, sources.Plan(**values), by=owner)

    return add


def run_all() -> None:
    """What the doorbell does: run what goes next until nothing does."""
    while operation_pks := dispatch.next_up():
        for operation_pk in operation_pks:
            operations.run(operation_pk)


def make_due(operation: Operation) -> Operation:
    Operation.objects.filter(pk=operation.pk).update(not_before=None)
    operation.refresh_from_db()
    return operation
