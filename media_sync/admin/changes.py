"""History: what was changed at Imgur."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from media_sync.admin.read_only import ReadOnlyAdmin
from media_sync.models import Change


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ("pk", "seen_at", "account", "kind", "album", "image", "look", "undo")
    list_filter = ("kind",)
    list_select_related = ("account", "album", "image", "undo")
    search_fields = ("account__username", "album__imgur_id__exact", "image__imgur_id__exact")
    search_help_text = "An account's name, or Imgur's id of an album or image"
    fields = readonly_fields = ("account", "run", "kind", "album", "image", "before", "after", "seen_at", "undo")
    ordering = ("-pk",)

    @admin.display(description="look")
    def look(self, change: Change) -> SafeString | str:
        """By its number: its name would be a question for each row."""
        if change.run_id is None:
            return ""
        return format_html(
            '<a href="{}">Look {}</a>', reverse("admin:media_sync_syncrun_change", args=[change.run_id]), change.run_id
        )
