"""What admins look at, one file a noun. Rows change only on the ways that the services know."""

from media_sync.admin import audit, budgets, changes, downloads, ledger, queue, runs, schedules

__all__ = ["audit", "budgets", "changes", "downloads", "ledger", "queue", "runs", "schedules"]
