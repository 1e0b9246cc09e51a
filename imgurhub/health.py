"""Whether the hub lives, whether all of it works, and its figures for Prometheus."""

import hmac
import ipaddress
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from imgurhub import heartbeat
from imgurhub.metrics import HubCollector

# What a proxy adds: its address is then the one that connects, not the asker's.
_FORWARDED_HEADERS = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. Nothing else is looked at: what it needs may be away for a while."""
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether database, Redis, a worker and beat work: 200 if all do, else 503 with a reason for each that does not."""
    reasons = {part: reason for part, look in _PARTS.items() if (reason := look())}
    answer = {"ready": not reasons, **{part: part not in reasons for part in _PARTS}, "reasons": reasons}
    return JsonResponse(answer, status=503 if reasons else 200)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in Prometheus' text format, for this computer or whoever has METRICS_TOKEN."""
    if not may_read_metrics(request):
        return HttpResponse(
            "Figures are shown to this computer itself, or with METRICS_TOKEN as a bearer token.\n",
            content_type="text/plain",
            status=403,
        )
    registry = CollectorRegistry()
    registry.register(HubCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def may_read_metrics(request: HttpRequest) -> bool:
    """With the token from anywhere; without, from this computer and not through a proxy on it."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and scheme.lower() == "bearer":
        return hmac.compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
    if settings.BEHIND_PROXY or any(header in request.META for header in _FORWARDED_HEADERS):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return f"The database does not answer ({type(error).__name__})."
    return ""


def _redis() -> str:
    try:
        heartbeat.connect().ping()
    except redis.RedisError as error:
        return f"Redis does not answer ({type(error).__name__})."
    return ""


def _living(role: str, sentence: str) -> str:
    try:
        return "" if heartbeat.living(heartbeat.connect(), role) else sentence
    except redis.RedisError:
        return "Not known while Redis does not answer."


def _worker() -> str:
    return _living(heartbeat.WORKER, "No worker shows a sign of life, so nothing is sent to Imgur.")


def _beat() -> str:
    return _living(heartbeat.BEAT, "Beat shows no sign of life, so nothing that falls due is started.")


_PARTS: dict[str, Callable[[], str]] = {"database": _database, "redis": _redis, "worker": _worker, "beat": _beat}
