"""Looking at comments, messages, notifications, favorites and profile of a linked account."""

from collections.abc import Sequence

from media_sync.sync.steps import Step

STEPS: Sequence[Step] = ()
