"""The actions of ``manage.py archive``, each in a module of its own."""

from media_sync.management.archive_actions.action import Action
from media_sync.management.archive_actions.export import Export
from media_sync.management.archive_actions.import_ import Import
from media_sync.management.archive_actions.links import Links
from media_sync.management.archive_actions.verify import Verify

ACTIONS: dict[str, Action] = {
    "verify": Verify(),
    "export": Export(),
    "import": Import(),
    "links": Links(),
}
