"""The names of the environment variables that the settings read, and the environment as processes should meet it."""

import os

# Every variable that the settings read, apart from IMGURHUB_RUN_DIR, which leads to the file. Those given to the
# launcher are written down, so that a second shell works on the same database with the same keys.
SETTINGS = (
    "ALLOWED_HOSTS", "ARCHIVE_GRACE_DAYS", "ARCHIVE_VERIFY_DAYS", "BEHIND_PROXY", "DATABASE_URL", "DEBUG",
    "DOWNLOAD_SLOTS", "EMAIL_FROM", "EMAIL_URL", "EMAIL_VERIFICATION",
    "IMGUR_API_URL", "IMGUR_CLIENT_ID", "IMGUR_CLIENT_SECRET", "IMGUR_COMMERCIAL_KEY",
    "IMGUR_COMMERCIAL_URL",
    "IMGUR_DAY_MARGIN_PERCENT", "IMGUR_DEMO", "IMGUR_EGRESS", "IMGUR_MEDIA_URL",
    "IMGUR_POSTS_PER_HOUR", "IMGUR_SITE_URL", "IMGUR_UPLOADS_PER_HOUR", "IMGUR_UPLOAD_WINDOW_SECONDS", "LEDGER_DAYS",
    "LIMIT_BATCHES_PER_HOUR_PER_PERSON", "LIMIT_CHANGES_PER_HOUR_PER_ADDRESS", "LIMIT_CHANGES_PER_HOUR_PER_PERSON",
    "LIMIT_FILES_PER_HOUR_PER_ADDRESS", "LIMIT_FILES_PER_HOUR_PER_PERSON", "LIMIT_OAUTH_STARTS_PER_HOUR_PER_ADDRESS",
    "LIMIT_OAUTH_STARTS_PER_HOUR_PER_PERSON", "LIMIT_UPLOAD_BYTES_PER_HOUR_PER_ADDRESS",
    "LIMIT_UPLOAD_BYTES_PER_HOUR_PER_PERSON",
    "LOG_LEVEL", "MACHINES", "METRICS_TOKEN", "OPERATION_LEASE_SECONDS", "OWNER_EMAIL", "OWNER_TEAM", "PORT",
    "PRODUCTION", "REDIS_URL", "SEAL_KEYS", "SECRET_KEY", "SIGNUP_OPEN", "SITE_URL", "STORAGE_URL", "SWEEP_SECONDS",
    "SYNC_RUN_SLOTS",
    "TIME_ZONE", "UNKNOWN_SETTLE_SECONDS", "UPLOAD_MAX_STILL_BYTES", "WORKERS", "WORKER_CONCURRENCY",
)  # fmt: skip


def without_empty() -> dict[str, str]:
    """This process's environment. An empty variable counts as unset, but not everything that we start knows that."""
    return {name: value for name, value in os.environ.items() if value}
