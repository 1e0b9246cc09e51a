"""Schedules: what is looked at and how often; to be paused and let go on."""

from datetime import timedelta

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from media_sync import tasks
from media_sync.admin.read_only import ReadOnlyAdmin
from media_sync.models import SyncSchedule
from media_sync.services.looking import schedules
from media_sync.services.watching import sources


@admin.register(SyncSchedule)
class SyncScheduleAdmin(ReadOnlyAdmin):
    list_display = (
        "__str__", "team", "part", "is_paused", "cadence", "is_learned", "credits_today", "credits_per_day", "looks",
    )  # fmt: skip
    list_filter = ("part", "is_paused")
    list_select_related = ("team", "account", "source")
    search_fields = ("account__username", "source__address", "team__name")
    fields = readonly_fields = (
        "team", "account", "source", "part", "is_paused", "cadence", "is_learned", "credits_today", "credits_per_day",
        "audit_allowance", "audited_on", "audited_albums", "periodic_task", "created_at", "looks",
    )  # fmt: skip
    ordering = ("-pk",)
    actions = ("pause", "go_on")

    @admin.display(description="looks every")
    def cadence(self, schedule: SyncSchedule) -> timedelta:
        return schedule.every

    @admin.display(description="learned", boolean=True)
    def is_learned(self, schedule: SyncSchedule) -> bool:
        return schedule.chosen_seconds is None

    @admin.display(description="credits today")
    def credits_today(self, schedule: SyncSchedule) -> int:
        return schedule.spent_today()

    @admin.display(description="looks")
    def looks(self, schedule: SyncSchedule) -> SafeString:
        url = reverse("admin:media_sync_syncrun_changelist")
        return format_html('<a href="{}?schedule__id__exact={}">Its looks</a>', url, schedule.pk)

    def has_steer_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("media_sync.change_syncschedule")

    @admin.action(description="Pause: nobody looks until it goes on", permissions=["steer"])
    def pause(self, request: HttpRequest, queryset: QuerySet[SyncSchedule]) -> None:
        self._steer(request, queryset.filter(is_paused=False), is_paused=True)

    @admin.action(description="Let it go on", permissions=["steer"])
    def go_on(self, request: HttpRequest, queryset: QuerySet[SyncSchedule]) -> None:
        self._steer(request, queryset.filter(is_paused=True), is_paused=False)

    def _steer(self, request: HttpRequest, found: QuerySet[SyncSchedule], *, is_paused: bool) -> None:
        assert isinstance(request.user, User)  # the admin lets nobody else in
        steered = list(found)
        for schedule in steered:
            if schedule.source:
                (sources.pause if is_paused else sources.go_on)(schedule.source, by=request.user)
            else:
                schedules.change(
                    schedule,
                    is_paused=is_paused,
                    chosen_seconds=schedule.chosen_seconds,
                    credits_per_day=schedule.credits_per_day,
                    by=request.user,
                )
            self.log_change(request, schedule, "Paused." if is_paused else "Let go on.")
        tasks.ring_for_runs()
        number = "1 schedule" if len(steered) == 1 else f"{len(steered)} schedules"
        done = "paused" if is_paused else "let go on"
        self.message_user(request, f"{number} {done}.", messages.SUCCESS if steered else messages.WARNING)
