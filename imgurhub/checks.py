"""Settings that must agree, checked at every start; each finding says what to do."""

from importlib.util import find_spec
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from accounts import limits


@register(Tags.security)
def check_seal_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    for key in settings.SEAL_KEYS:
        try:
            Fernet(key)
        except ValueError:
            return [
                Error(
                    "A member of SEAL_KEYS is not a Fernet key.",
                    hint="Make one with: python -c 'from cryptography.fernet import Fernet; "
                    "print(Fernet.generate_key().decode())'",
                    id="imgurhub.E001",
                )
            ]
    return []


@register(Tags.security)
def check_production(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What is only fit for a trial is refused where PRODUCTION is set."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(Error("DEBUG is on in production.", hint="Unset DEBUG.", id="imgurhub.E002"))
    if not settings.SECRETS_WERE_GIVEN:
        found.append(
            Error(
                "SECRET_KEY and SEAL_KEYS are not given.",
                hint="Set both and keep a copy elsewhere: without SEAL_KEYS the linked accounts cannot be used again.",
                id="imgurhub.E003",
            )
        )
    if settings.IMGUR_DEMO:
        found.append(
            Error(
                "The sandbox stands in for Imgur in production.",
                hint="Set IMGUR_CLIENT_ID and IMGUR_CLIENT_SECRET of your application.",
                id="imgurhub.E004",
            )
        )
    if not settings.SERVED_OVER_HTTPS:
        found.append(
            Warning(
                "SITE_URL is not https, so passwords and sessions travel in the clear.",
                hint="Put a TLS proxy in front, set SITE_URL to its https address and BEHIND_PROXY=1.",
                id="imgurhub.W005",
            )
        )
    if settings.SIGNUP_OPEN:
        found.append(
            Warning(
                "Strangers may make an account, link Imgur accounts of their own and spend the credits that all share.",
                hint="Set SIGNUP_OPEN=0; an admin then makes the accounts.",
                id="imgurhub.W010",
            )
        )
    return found


@register(Tags.database)
def check_machines(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.MACHINES > 1 and settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return [
            Error(
                f"SQLite cannot be shared by {settings.MACHINES} machines.",
                hint="Set DATABASE_URL to a PostgreSQL database.",
                id="imgurhub.E006",
            )
        ]
    return []


@register(Tags.files)
def check_storage(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The packages for an object store are not installed with the others."""
    backend = settings.STORAGES["default"].get("OPTIONS", {}).get("backend", "")
    if backend.startswith("storages.") and not (find_spec("storages") and find_spec("boto3")):
        return [
            Error(
                "STORAGE_URL names an object store, but the packages for it are not installed.",
                hint="Install them: .venv/bin/pip install -r requirements-s3.txt",
                id="imgurhub.E012",
            )
        ]
    return []


@register(Tags.compatibility)
def check_imgur(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if bool(settings.IMGUR_CLIENT_ID) != bool(settings.IMGUR_CLIENT_SECRET):
        found.append(
            Error(
                "Only one of IMGUR_CLIENT_ID and IMGUR_CLIENT_SECRET is set.",
                hint="Set both, or neither to try the portal with the sandbox.",
                id="imgurhub.E007",
            )
        )
    for name in ("IMGUR_API_URL", "IMGUR_MEDIA_URL", "IMGUR_SITE_URL", "IMGUR_COMMERCIAL_URL"):
        if not _is_safe_url(getattr(settings, name)):
            found.append(
                Error(
                    f"{name} is not an https address.",
                    hint="Plain http is accepted for a loopback address (127.0.0.1, localhost) only.",
                    id="imgurhub.E008",
                )
            )
    if settings.SWEEP_SECONDS * 2 > settings.OPERATION_LEASE_SECONDS:
        found.append(
            Warning(
                "OPERATION_LEASE_SECONDS is less than twice SWEEP_SECONDS.",
                hint="A lease should outlive two sweeps, or running work may be taken up twice.",
                id="imgurhub.W009",
            )
        )
    return found


@register(Tags.security)
def check_limits(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whoever shares an address must not be shut out by one of them."""
    found: list[CheckMessage] = []
    for limit in (limits.FILES, limits.BYTES):
        an_address, a_person = limit.an_hour(limits.Per.ADDRESS), limit.an_hour(limits.Per.PERSON)
        if an_address and (not a_person or an_address <= a_person):
            found.append(
                Warning(
                    f"One person can use up all of {limit.settings[limits.Per.ADDRESS]}, which many may share.",
                    hint=f"Set it to several times {limit.settings[limits.Per.PERSON]}, or to 0.",
                    id="imgurhub.W011",
                )
            )
    return found


def _is_safe_url(url: str) -> bool:
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    loopback = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and loopback))
