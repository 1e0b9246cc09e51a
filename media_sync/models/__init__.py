from media_sync.models.batches import Batch, BatchFile
from media_sync.models.ledger import ApiCall, AuditEntry, BudgetSnapshot
from media_sync.models.mirror import Album, AlbumImage, Image
from media_sync.models.operations import Lane, Operation
from media_sync.models.originals import Original

__all__ = [
    "Album",
    "AlbumImage",
    "ApiCall",
    "AuditEntry",
    "Batch",
    "BatchFile",
    "BudgetSnapshot",
    "Image",
    "Lane",
    "Operation",
    "Original",
]
