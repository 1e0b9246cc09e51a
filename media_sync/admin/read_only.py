"""What all these pages share."""

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin


class BoundedPaginator(Paginator):
    """Counts as far as anybody pages, and no further: what lies behind is found with a filter or by searching."""

    most = 10_000

    @cached_property
    def count(self) -> int:
        assert isinstance(self.object_list, models.QuerySet)
        return self.object_list.order_by()[: self.most].count()


class ReadOnlyAdmin(ModelAdmin):
    """A list and a page for each row, both to look at."""

    paginator = BoundedPaginator
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[models.Model]:
        """A row's page shows the same neighbours as the list."""
        found = super().get_queryset(request)
        return found.select_related(*self.list_select_related) if self.list_select_related else found

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
