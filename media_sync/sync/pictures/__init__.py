"""Looking at albums and images of a linked account.

Cheap by plan: counts first, lists at a hundred a page, an album's contents only when what its list says of it has
moved, and a few albums a day all the same, so that what no list shows is seen within a fortnight.
"""

from collections.abc import Sequence

from media_sync.sync.pictures.albums import AlbumsStep
from media_sync.sync.pictures.audit import AuditStep
from media_sync.sync.pictures.close import CloseStep
from media_sync.sync.pictures.contents import ContentsStep
from media_sync.sync.pictures.counts import CountsStep
from media_sync.sync.pictures.images import ImagesStep
from media_sync.sync.steps import Step

STEPS: Sequence[Step] = (CountsStep(), AlbumsStep(), ContentsStep(), ImagesStep(), AuditStep(), CloseStep())
