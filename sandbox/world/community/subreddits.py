"""What people in subreddits linked to: pictures without an account."""

from sandbox.models import Image, SubredditItem
from sandbox.world import chance, sheet
from sandbox.world.community.moments import HOUR, Calendar
from sandbox.world.community.rows import Draft
from sandbox.world.notation import picture

THREAD_LETTERS = 6


def drafts() -> list[Draft]:
    return [draft for name in sheet.names("subreddits") for draft, _ in _items(name)]


def make(now: Calendar) -> None:
    for name in sheet.names("subreddits"):
        items = _items(name)
        for place, (draft, row) in enumerate(items):
            posted_at = now.of(place, len(items), draft.key)
            image = draft.row(account_id=None, created_at=posted_at - HOUR // 4, views=int(row["score"]) * 31)
            image.save()
            _link(image, name, row, posted_at)


def _link(image: Image, subreddit: str, row: sheet.Row, posted_at: int) -> None:
    thread = chance.letters(f"thread {subreddit} {row['title']}", THREAD_LETTERS).lower()
    SubredditItem.objects.create(
        image=image,
        subreddit=subreddit,
        title=row["title"],
        score=int(row["score"]),
        posted_at=posted_at,
        reddit_comments=f"/r/{subreddit}/comments/{thread}/",
    )


def _items(name: str) -> list[tuple[Draft, sheet.Row]]:
    """The items of a subreddit, newest first, with their rows."""
    rows = chance.shuffled(f"order of {name}", sheet.rows(f"subreddits/{name}"))
    return [(Draft(f"r/{name} {row['title']}", picture(row["picture"])), row) for row in rows]
