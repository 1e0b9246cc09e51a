"""Whether the hub lives, whether all of it works, and its figures for Prometheus."""

import hmac
import ipaddress

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

_NO_WORKER = "No worker shows a sign of life, so nothing is sent to Imgur."
_NO_BEAT = "Beat shows no sign of life, so nothing that falls due is started."


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. Nothing else is looked at: what it needs may be away for a while."""
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether database, Redis, a worker and beat work: 200 if all do, else 503 with a reason for each that does not."""
    found = {"database": _database(), **_redis_and_processes()}
    reasons = {part: reason for part, reason in found.items() if reason}
    answer = {"ready": not reasons, **{part: not reason for part, reason in found.items()}, "reasons": reasons}
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


def _redis_and_processes() -> dict[str, str]:
    """One connection for all three questions, so that a Redis that hangs is waited for once."""
    try:
        with heartbeat.connect() as client:
            client.ping()
            return {
                "redis": "",
                "worker": "" if heartbeat.living(client, heartbeat.WORKER) else _NO_WORKER,
                "beat": "" if heartbeat.living(client, heartbeat.BEAT) else _NO_BEAT,
            }
    except redis.RedisError as error:
        unknown = "Not known while Redis does not answer."
        return {"redis": f"Redis does not answer ({type(error).__name__}).", "worker": unknown, "beat": unknown}
