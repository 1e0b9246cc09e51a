"""The hub's figures for Prometheus, looked up at each scrape: every web process tells the same."""

from collections.abc import Iterator

import redis
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from accounts import limits
from imgurhub import heartbeat
from media_sync.models import BudgetSnapshot, Operation

# Finished operations are many, so of them only the newest are counted: a share of failures can be told from that.
RECENT_OPERATIONS = 1_000


class HubCollector(Collector):
    """Reads the database and Redis when Prometheus asks."""

    def collect(self) -> Iterator[Metric]:
        yield self._open_operations()
        yield self._recent_operations()
        yield self._oldest_due()
        yield from self._budgets()
        yield from self._told_by_redis()

    def _open_operations(self) -> Metric:
        family = GaugeMetricFamily(
            "imgurhub_operations", "Operations that are not finished, by state.", labels=["state"]
        )
        rows = Operation.objects.unfinished().order_by().values_list("state").annotate(count=Count("pk"))
        counts = dict(rows)
        for state in Operation.OPEN_STATES:
            family.add_metric([state.value], counts.get(state.value, 0))
        return family

    def _recent_operations(self) -> Metric:
        family = GaugeMetricFamily(
            "imgurhub_operations_recent", f"The newest {RECENT_OPERATIONS} operations, by state.", labels=["state"]
        )
        states = list(Operation.objects.order_by("-pk").values_list("state", flat=True)[:RECENT_OPERATIONS])
        for state in Operation.State:
            family.add_metric([state.value], states.count(state.value))
        return family

    def _oldest_due(self) -> Metric:
        now = timezone.now()
        oldest = Operation.objects.due(now).order_by().aggregate(oldest=Min("created_at"))["oldest"]
        return GaugeMetricFamily(
            "imgurhub_oldest_due_operation_age_seconds",
            "Age of the oldest operation that waits for nothing but a worker; 0 when there is none.",
            value=(now - oldest).total_seconds() if oldest else 0,
        )

    def _budgets(self) -> Iterator[Metric]:
        labels = ["app", "egress", "window"]
        remaining = GaugeMetricFamily(
            "imgurhub_credits_remaining", "What a window of Imgur's limits still holds.", labels=labels
        )
        limit = GaugeMetricFamily(
            "imgurhub_credits_limit", "What a window of Imgur's limits holds when full.", labels=labels
        )
        now = timezone.now()
        for snapshot in BudgetSnapshot.objects.select_related("app"):
            names = [snapshot.app.name, snapshot.egress, snapshot.window]
            is_over = snapshot.resets_at is not None and snapshot.resets_at <= now
            used = 0 if is_over else snapshot.used
            remaining.add_metric(names, max(0, snapshot.limit - used))
            limit.add_metric(names, snapshot.limit)
        yield remaining
        yield limit

    def _told_by_redis(self) -> Iterator[Metric]:
        workers, beats, is_up = 0, 0, 1
        refused = CounterMetricFamily(
            "imgurhub_refused_requests",
            "Requests refused by our own limits, by what was counted and per whom, since Redis began.",
            labels=["limit", "per"],
        )
        try:
            with heartbeat.connect() as client:
                workers = len(heartbeat.living(client, heartbeat.WORKER))
                beats = len(heartbeat.living(client, heartbeat.BEAT))
                for names, count in limits.refusals(client).items():
                    refused.add_metric(names, count)
        except redis.RedisError:
            is_up = 0
        yield refused
        yield GaugeMetricFamily("imgurhub_redis_up", "1 if Redis answers.", value=is_up)
        yield GaugeMetricFamily("imgurhub_workers_up", "Worker processes that show a sign of life.", value=workers)
        yield GaugeMetricFamily(
            "imgurhub_beat_up", "Beat processes that show a sign of life; more than one is a fault.", value=beats
        )
