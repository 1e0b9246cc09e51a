"""First of all: how many albums and images Imgur counts. All that follows is measured against it."""

from django.utils import timezone

from media_sync.sync.steps import Step
from media_sync.sync.work import Work


class CountsStep(Step):
    name = "counts"
    title = "Counting"

    def go(self, work: Work) -> bool:
        if work.run.counted:
            return False
        imgur = work.imgur
        began_at = timezone.now()
        counted = {"albums": imgur.account.album_count(), "images": imgur.account.image_count()}
        with work.keeping():
            work.run.counted = counted
            # It may have waited to count: what was made from here meanwhile is counted already.
            work.run.started_at = began_at
        return False
