"""The queue, the ledger and the faults, for admins: to look at. Rows change only on the ways that the services know."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from media_sync.models import ApiCall, AuditEntry, Batch, BudgetSnapshot, Operation


class ReadOnlyAdmin(ModelAdmin):
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Operation)
class OperationAdmin(ReadOnlyAdmin):
    list_display = ("pk", "kind", "team", "account", "state", "attempts", "not_before", "reason", "last_error")
    list_filter = ("state", "kind", "waits_for")
    list_select_related = ("team", "account")
    exclude = ("payload", "result")  # a result holds deletehashes, which are as good as keys
    ordering = ("-pk",)


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    list_display = ("pk", "album_title", "team", "account", "state", "created_by", "sent_at", "finished_at")
    list_filter = ("state",)
    list_select_related = ("team", "account", "created_by")
    ordering = ("-pk",)


@admin.register(ApiCall)
class ApiCallAdmin(ReadOnlyAdmin):
    list_display = (
        "made_at", "method", "route", "team", "account", "person", "lane", "credits_charged", "status", "error",
        "duration_ms",
    )  # fmt: skip
    list_filter = ("lane", "error", "status")
    list_select_related = ("team", "account", "person")
    ordering = ("-pk",)


@admin.register(BudgetSnapshot)
class BudgetSnapshotAdmin(ReadOnlyAdmin):
    list_display = ("app", "egress", "window", "used", "limit", "resets_at", "taken_at")


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("happened_at", "team", "person", "action", "subject")
    list_select_related = ("team", "person")
    ordering = ("-pk",)
