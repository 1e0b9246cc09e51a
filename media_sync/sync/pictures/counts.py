"""First of all: how many albums and images Imgur counts. All that follows is measured against it."""

from media_sync.sync.steps import Step
from media_sync.sync.work import Work


class CountsStep(Step):
    name = "counts"
    title = "Counting"

    def go(self, work: Work) -> bool:
        if work.run.counted:
            return False
        imgur = work.imgur
        counted = {"albums": imgur.account.album_count(), "images": imgur.account.image_count()}
        with work.keeping():
            work.run.counted = counted
        return False
