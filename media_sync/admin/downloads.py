"""Downloads of originals: what waits, what has ended and how; to be asked for once more."""

from django.contrib import admin, messages
from django.http import HttpRequest

from media_sync import tasks
from media_sync.admin.read_only import ReadOnlyAdmin
from media_sync.models import OriginalFetch
from media_sync.models.fetches import OriginalFetchQuerySet
from media_sync.services.archive import fetches


@admin.register(OriginalFetch)
class OriginalFetchAdmin(ReadOnlyAdmin):
    list_display = (
        "pk", "subject", "imgur_id", "team", "state", "attempts", "received_bytes", "total_bytes", "says",
        "not_before", "finished_at",
    )  # fmt: skip
    list_filter = ("state",)
    list_select_related = ("team", "image", "picture")
    search_fields = ("image__imgur_id__exact", "picture__imgur_id__exact", "image__account__username")
    search_help_text = "Imgur's id of a picture, or an account's name"
    fields = readonly_fields = (
        "subject", "imgur_id", "team", "state", "priority", "attempts", "not_before", "reason", "last_error", "etag",
        "received_bytes", "total_bytes", "asked_at", "finished_at", "lease_until",
    )  # fmt: skip
    ordering = ("-pk",)
    actions = ("try_again",)

    @admin.display(description="picture")
    def subject(self, fetch: OriginalFetch) -> str:
        return str(fetch.subject)

    @admin.display(description="Imgur's id")
    def imgur_id(self, fetch: OriginalFetch) -> str:
        return fetch.subject.imgur_id

    @admin.display(description="why")
    def says(self, fetch: OriginalFetch) -> str:
        """Why it waits, or what went wrong."""
        return fetch.reason or fetch.last_error

    def has_ask_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("media_sync.change_originalfetch")

    @admin.action(description="Try again: ask the file host once more", permissions=["ask"])
    def try_again(self, request: HttpRequest, queryset: OriginalFetchQuerySet) -> None:
        """Those that have ended without an original."""
        count = fetches.try_again(queryset)
        tasks.ring_for_downloads()
        number = "1 download is" if count == 1 else f"{count} downloads are"
        self.message_user(request, f"{number} tried once more.", messages.SUCCESS if count else messages.WARNING)
