"""The actions of ``manage.py archive``, each in a module of its own."""

from media_sync.management.archive_actions.action import Action
from media_sync.management.archive_actions.export import Export

ACTIONS: dict[str, Action] = {
    "export": Export(),
}
