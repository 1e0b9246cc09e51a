"""The queue, the ledger and the faults, for admins: to look at. Rows change only on the ways that the services know."""

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from accounts.models import User
from media_sync.models import (
    ApiCall,
    ApiCallHour,
    AuditEntry,
    Batch,
    BudgetSnapshot,
    LearnedCost,
    Operation,
    StrikeDay,
)
from media_sync.services.credits import strikes


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
        "made_at", "purpose", "method", "route", "team", "account", "person", "lane", "credits_asked",
        "credits_charged", "credits_measured", "status", "error", "duration_ms",
    )  # fmt: skip
    list_filter = ("lane", "purpose", "error", "status")
    list_select_related = ("team", "account", "person")
    ordering = ("-pk",)


@admin.register(ApiCallHour)
class ApiCallHourAdmin(ReadOnlyAdmin):
    list_display = (
        "hour", "purpose", "method", "route", "team", "account", "person", "lane", "calls", "failures",
        "credits_asked", "credits_charged", "slowest_ms",
    )  # fmt: skip
    list_filter = ("lane", "purpose")
    list_select_related = ("team", "account", "person")
    ordering = ("-hour", "-pk")


@admin.register(StrikeDay)
class StrikeDayAdmin(ReadOnlyAdmin):
    """Days at Imgur's limit. One is never deleted; it can be forgiven, which lifts what it has stopped."""

    list_display = ("happened_on", "app", "how", "noticed_at", "last_seen_at", "forgiven_at", "forgiven_by")
    list_filter = ("app",)
    list_select_related = ("app",)
    actions = ("forgive",)

    def has_forgive_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("media_sync.change_strikeday")

    @admin.action(description="Forgive: these days count no longer", permissions=["forgive"])
    def forgive(self, request: HttpRequest, queryset: QuerySet[StrikeDay]) -> None:
        assert isinstance(request.user, User)
        forgiven = [strike for strike in queryset.select_related("app") if strikes.forgive(strike, by=request.user)]
        for strike in forgiven:
            self.log_change(request, strike, "Forgiven: it counts no longer.")
        days = "1 day is" if len(forgiven) == 1 else f"{len(forgiven)} days are"
        self.message_user(request, f"{days} forgiven.", messages.SUCCESS if forgiven else messages.WARNING)


@admin.register(LearnedCost)
class LearnedCostAdmin(ReadOnlyAdmin):
    list_display = ("app", "method", "route", "cost", "documented", "learned_at")
    list_select_related = ("app",)


@admin.register(BudgetSnapshot)
class BudgetSnapshotAdmin(ReadOnlyAdmin):
    list_display = ("app", "egress", "window", "used", "limit", "resets_at", "taken_at")


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("happened_at", "team", "person", "action", "subject")
    list_select_related = ("team", "person")
    ordering = ("-pk",)
