"""The queue: writes to Imgur, and the batches they belong to."""

from django.contrib import admin

from media_sync.admin.filters import KindFilter, WaitingFilter
from media_sync.admin.read_only import ReadOnlyAdmin
from media_sync.models import Batch, Operation


@admin.register(Operation)
class OperationAdmin(ReadOnlyAdmin):
    list_display = ("pk", "kind", "team", "account", "state", "attempts", "not_before", "reason", "last_error")
    list_filter = ("state", KindFilter, WaitingFilter)
    list_select_related = ("team", "account")
    exclude = ("payload", "result")  # a result holds deletehashes, which are as good as keys
    ordering = ("-pk",)


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    list_display = ("pk", "album_title", "team", "account", "state", "created_by", "sent_at", "finished_at")
    list_filter = ("state",)
    list_select_related = ("team", "account", "created_by")
    ordering = ("-pk",)
