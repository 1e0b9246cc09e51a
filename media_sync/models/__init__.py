from media_sync.models.audit import AuditEntry
from media_sync.models.batches import Batch, BatchFile
from media_sync.models.budgets import BudgetSnapshot, LearnedCost, StrikeDay
from media_sync.models.ledger import ApiCall, ApiCallHour
from media_sync.models.mirror import Album, AlbumImage, Image
from media_sync.models.operations import Lane, Operation
from media_sync.models.originals import Original

__all__ = [
    "Album",
    "AlbumImage",
    "ApiCall",
    "ApiCallHour",
    "AuditEntry",
    "Batch",
    "BatchFile",
    "BudgetSnapshot",
    "Image",
    "Lane",
    "LearnedCost",
    "Operation",
    "Original",
    "StrikeDay",
]
