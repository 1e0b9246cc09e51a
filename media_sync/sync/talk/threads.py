"""What others wrote below the account's posts."""

from __future__ import annotations

from django.utils import timezone

from imgur import BadRequestError, ForbiddenError, ImgurUnavailableError, NotFoundError
from media_sync.models import Post
from media_sync.services.mirror.keeping import Kept
from media_sync.services.talk import comments, posts
from media_sync.sync.faults import was_shown
from media_sync.sync.talk.step import TalkStep, tally
from media_sync.sync.work import Work


class ThreadsStep(TalkStep):
    """A post in a piece: one call brings its whole thread, however long."""

    name = "threads"
    title = "comments below the account’s posts"

    def piece(self, work: Work) -> bool:
        posts_to_read = work.account.posts.with_thread_to_read(timezone.now()).exclude(pk__in=self.left(work))
        post = posts_to_read.order_by("-posted_at", "-pk").first()
        if post is None:
            return False
        post.account = work.account
        try:
            thread = work.imgur.gallery.comments(post.imgur_id, "new")
        except NotFoundError:
            self._lost(work, post)
            return True
        except (ForbiddenError, BadRequestError, ImgurUnavailableError) as failure:
            self.leave_out(work, post.pk, failure)
            return True
        now = timezone.now()
        with work.keeping():
            tally(work, "comments", comments.keep_thread(post, thread, now))
            was_shown(work)
            if not thread and post.comment_count and posts.is_silent_at_first(post, now):
                work.cursor["left"] = [*self.left(work), post.pk]
            else:
                posts.thread_was_read(post, now)
        return True

    def _lost(self, work: Work, post: Post) -> None:
        with work.keeping():
            tally(work, "posts", Kept(gone=posts.is_gone(post, timezone.now())))
