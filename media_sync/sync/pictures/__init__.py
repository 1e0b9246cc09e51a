"""Looking at albums and images of a linked account."""

from collections.abc import Sequence

from media_sync.sync.steps import Step

STEPS: Sequence[Step] = ()
