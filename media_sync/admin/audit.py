"""Who did what in a team."""

from django.contrib import admin

from media_sync.admin.read_only import ReadOnlyAdmin
from media_sync.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("happened_at", "team", "person", "action", "subject")
    list_select_related = ("team", "person")
    ordering = ("-pk",)
