"""Looks at Imgur: how each went, what it cost and found."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import Team
from media_sync.admin.read_only import ReadOnlyAdmin
from media_sync.models import SyncRun


@admin.register(SyncRun)
class SyncRunAdmin(ReadOnlyAdmin):
    """Neither the cursor, which only the run itself understands, nor the lease is shown."""

    list_display = (
        "pk", "schedule", "team", "state", "step", "calls", "credits", "added", "changed", "gone", "says",
        "not_before", "finished_at",
    )  # fmt: skip
    list_filter = ("state", "is_first", "schedule__part")
    list_select_related = ("schedule__team", "schedule__account", "schedule__source")
    search_fields = ("schedule__account__username", "schedule__source__address", "schedule__team__name")
    fields = readonly_fields = (
        "schedule", "team", "requested_by", "state", "is_first", "step", "attempts", "not_before", "waits_for",
        "reason", "last_error", "calls", "audit_calls", "credits", "added", "changed", "gone", "tallies", "counted",
        "gap", "created_at", "started_at", "finished_at", "lease_until", "what_it_found",
    )  # fmt: skip
    ordering = ("-pk",)

    @admin.display(description="team")
    def team(self, run: SyncRun) -> Team:
        return run.schedule.team

    @admin.display(description="why")
    def says(self, run: SyncRun) -> str:
        """Why it waits, or what went wrong."""
        return run.reason or run.last_error

    @admin.display(description="changes")
    def what_it_found(self, run: SyncRun) -> SafeString:
        url = reverse("admin:media_sync_change_changelist")
        return format_html('<a href="{}?run__id__exact={}">What it found</a>', url, run.pk)
