"""Budgets: days at Imgur's limit, learned costs, readings."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from media_sync.admin.read_only import ReadOnlyAdmin
from media_sync.models import BudgetSnapshot, LearnedCost, StrikeDay
from media_sync.services.credits import strikes


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
