"""Looking at watched public sources."""

from collections.abc import Sequence

from media_sync.sync.steps import Step

STEPS: Sequence[Step] = ()
