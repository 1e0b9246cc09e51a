"""The ledger: calls to Imgur, each and by the hour."""

from django.contrib import admin

from media_sync.admin.filters import AnswerFilter, PurposeFilter
from media_sync.admin.read_only import ReadOnlyAdmin
from media_sync.models import ApiCall, ApiCallHour


@admin.register(ApiCall)
class ApiCallAdmin(ReadOnlyAdmin):
    list_display = (
        "made_at", "purpose", "method", "route", "team", "account", "person", "lane", "credits_asked",
        "credits_charged", "credits_measured", "status", "error", "duration_ms",
    )  # fmt: skip
    list_filter = ("lane", PurposeFilter, AnswerFilter)
    list_select_related = ("team", "account", "person")
    ordering = ("-pk",)


@admin.register(ApiCallHour)
class ApiCallHourAdmin(ReadOnlyAdmin):
    list_display = (
        "hour", "purpose", "method", "route", "team", "account", "person", "lane", "calls", "failures",
        "credits_asked", "credits_charged", "slowest_ms",
    )  # fmt: skip
    list_filter = ("lane", PurposeFilter)
    list_select_related = ("team", "account", "person")
    ordering = ("-hour", "-pk")
