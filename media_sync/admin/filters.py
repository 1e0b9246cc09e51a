"""Filters that know their choices, and so need not search a large table for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from media_sync.kinds.base import all_kinds
from media_sync.models import ApiCall


class KindFilter(SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterable[tuple[str, str]]:
        return [(kind.name, kind.name) for kind in all_kinds()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class PurposeFilter(SimpleListFilter):
    title = "purpose"
    parameter_name = "purpose"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterable[tuple[str, str]]:
        return [(name, name) for name in (ApiCall.READING, "sync", "audit", *(kind.name for kind in all_kinds()))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(purpose=self.value()) if self.value() else queryset


class WaitingFilter(SimpleListFilter):
    """For credits, for Imgur, for an account to be linked again: everything that has a reason."""

    title = "waits for something"
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterable[tuple[str, str]]:
        return [("yes", "Yes")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.exclude(waits_for="") if self.value() else queryset


class AnswerFilter(SimpleListFilter):
    """How Imgur answered a call."""

    title = "answer"
    parameter_name = "answer"
    _ANSWERS = {
        "good": ("Good", Q(status__lt=400, error="")),
        "refused": ("Refused (4xx)", Q(status__gte=400, status__lt=500)),
        "limit": ("Over a limit (429)", Q(status=429)),
        "fault": ("Fault of Imgur's (5xx)", Q(status__gte=500)),
        "garbled": ("Could not be read", Q(status__lt=400) & ~Q(error="")),
        "none": ("No answer", Q(status=None)),
    }

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterable[tuple[str, str]]:
        return [(value, label) for value, (label, _) in self._ANSWERS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self._ANSWERS.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset
