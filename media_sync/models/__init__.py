from media_sync.models.albums import Album, AlbumImage
from media_sync.models.audit import AuditEntry
from media_sync.models.batches import Batch, BatchFile
from media_sync.models.budgets import BudgetSnapshot, LearnedCost, StrikeDay
from media_sync.models.changes import Change
from media_sync.models.comments import Comment
from media_sync.models.conversations import Conversation, Message
from media_sync.models.favorites import Favorite
from media_sync.models.fetches import OriginalFetch
from media_sync.models.images import Image
from media_sync.models.ledger import ApiCall, ApiCallHour
from media_sync.models.moves import LinkMove
from media_sync.models.notifications import Notification
from media_sync.models.operations import Lane, Operation
from media_sync.models.originals import Original
from media_sync.models.posts import Post
from media_sync.models.profiles import Profile, ProfileSettings
from media_sync.models.sources import Board, BoardItem, BoardPicture, WatchedSource
from media_sync.models.sync import Part, SyncRun, SyncSchedule
from media_sync.models.talk_marks import TalkMark

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
    "Comment",
    "Conversation",
    "Favorite",
    "Image",
    "Lane",
    "LearnedCost",
    "LinkMove",
    "Message",
    "Notification",
    "Operation",
    "Original",
    "OriginalFetch",
    "Part",
    "Post",
    "Profile",
    "ProfileSettings",
    "StrikeDay",
    "SyncRun",
    "SyncSchedule",
    "TalkMark",
    "WatchedSource",
]
