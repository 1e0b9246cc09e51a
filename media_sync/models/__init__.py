from media_sync.models.albums import Album, AlbumImage
from media_sync.models.audit import AuditEntry
from media_sync.models.batches import Batch, BatchFile
from media_sync.models.budgets import BudgetSnapshot, LearnedCost, StrikeDay
from media_sync.models.changes import Change
from media_sync.models.fetches import OriginalFetch
from media_sync.models.images import Image
from media_sync.models.ledger import ApiCall, ApiCallHour
from media_sync.models.moves import LinkMove
from media_sync.models.operations import Lane, Operation
from media_sync.models.originals import Original
from media_sync.models.sources import Board, BoardItem, BoardPicture, WatchedSource
from media_sync.models.sync import Part, SyncRun, SyncSchedule

__all__ = [
    "Album",
    "AlbumImage",
    "ApiCall",
    "ApiCallHour",
    "AuditEntry",
    "Batch",
    "BatchFile",
    "Board",
    "BoardItem",
    "BoardPicture",
    "BudgetSnapshot",
    "Change",
    "Image",
    "Lane",
    "LearnedCost",
    "LinkMove",
    "Operation",
    "Original",
    "OriginalFetch",
    "Part",
    "StrikeDay",
    "SyncRun",
    "SyncSchedule",
    "WatchedSource",
]
