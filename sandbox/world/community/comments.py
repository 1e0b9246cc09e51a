"""Comments, dealt out to the posts: each thread of a subject once, those that suit anywhere where there is room."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.media.links import image_link
from sandbox.models import Account, Comment, CommentVote, Image, Vote
from sandbox.world import chance
from sandbox.world.community.moments import DAY, HOUR, Calendar
from sandbox.world.community.posts import Made
from sandbox.world.community.threads import ANYWHERE, Line, threads

FIRST_ID = 1_938_400_001
PICTURE = "{picture}"
PLATFORMS = ("desktop", "desktop", "iphone", "android", "android", "mweb", "api")
SILENT = frozenset({"window_seat"})
OTHER_VOTES_PERCENT = 6


@dataclass
class Said:
    """A comment before it has a row: who says what, when, and to whom (None: to the poster)."""

    made: Made
    line: Line
    author: Account
    parent: "Said | None"
    at: int
    row: Comment | None = None


def make(now: Calendar, accounts: dict[str, Account], made: list[Made]) -> list[Said]:
    """All comments, oldest first, so that ids rise with time."""
    said = [one for post, tops in _dealt(made) for top in tops for one in _spoken(now, accounts, post, top, None)]
    said.sort(key=lambda one: one.at)
    for number, one in enumerate(said):
        one.row = _row(now, FIRST_ID + number, one)
    Comment.objects.bulk_create(one.row for one in said if one.row is not None)
    _vote(accounts, said)
    return said


def _dealt(made: list[Made]) -> Iterator[tuple[Made, list[Line]]]:
    """Each post with the threads below it. The better received a post is, the more of them it gets."""
    given: dict[str, list[Line]] = defaultdict(list)
    for subject in sorted({one.plan.subject for one in made}):
        posts = [one.plan for one in made if one.plan.subject == subject]
        for thread in threads(subject):
            suited = [plan for plan in posts if thread.post_number in {None, plan.number}]
            if suited:
                taker = max(suited, key=lambda plan: (plan.heat / (1 + len(given[plan.key])), -plan.number))
                given[taker.key].append(thread)
    everywhere = threads(ANYWHERE)
    for one in made:
        room = one.plan.heat // 2 + chance.number(f"room {one.plan.key}", 2)
        yield one, [*given[one.plan.key], *chance.shuffled(f"anywhere {one.plan.key}", everywhere)[:room]]


def _spoken(now: Calendar, accounts: dict[str, Account], made: Made, line: Line, parent: Said | None) -> Iterator[Said]:
    seed = f"{made.plan.key} {line.text} {parent.line.text if parent else ''}"
    before = parent.at if parent else made.post.posted_at
    moment = now.after(before, seed, within=(9 * HOUR if parent else 2 * DAY))
    said = Said(made, line, _author(accounts, made, line, parent), parent, moment)
    yield said
    for answer in line.answers:
        yield from _spoken(now, accounts, made, answer, said)


def _author(accounts: dict[str, Account], made: Made, line: Line, parent: Said | None) -> Account:
    """Who says it: in a dialogue the two take turns."""
    if line.name is not None:
        return accounts[line.name]
    if line.is_posters:
        return made.post.account
    if parent is not None and parent.parent is not None and parent.parent.author != made.post.account:
        return parent.parent.author
    spoken_for = SILENT | {made.plan.by, parent.author.username if parent else ""}
    return accounts[chance.one_of(f"author {made.plan.key} {line.text}", sorted(set(accounts) - spoken_for))]


def _row(now: Calendar, number: int, said: Said) -> Comment:
    seed = f"comment {said.made.plan.key} {said.line.text}"
    liked = max(1, said.made.post.ups // (9 if said.parent is None else 30))
    ups = 1 + chance.number(f"{seed} ups", liked + 1)
    return Comment(
        pk=number,
        post=said.made.post,
        account=said.author,
        parent_id=said.parent.row.pk if said.parent and said.parent.row else None,
        text=_link(said.author, seed) if said.line.text == PICTURE else said.line.text,
        platform=chance.one_of(f"{seed} platform", PLATFORMS),
        ups=ups,
        downs=chance.number(f"{seed} downs", ups // 8 + 2),
        created_at=said.at,
        deleted_at=now.after(said.at, f"{seed} deleted", within=DAY) if said.line.is_deleted else None,
    )


def _link(author: Account, seed: str) -> str:
    """A picture that its author might show: one of their own, else one of those without an account."""
    own = Image.objects.present().filter(account=author, is_animated=False)
    images = own if own.exists() else Image.objects.filter(account=None)
    return image_link(chance.one_of(seed, list(images.order_by("pk"))))


def _vote(accounts: dict[str, Account], said: list[Said]) -> None:
    """Everybody's own comment has their vote; a few have others' too, within the figures that are there."""
    votes = []
    for one in said:
        assert one.row is not None
        votes.append(CommentVote(account=one.author, comment=one.row, vote=Vote.UP))
        left = one.row.ups - 1
        for username, account in accounts.items():
            if left and account != one.author and chance.happens(f"likes {one.row.pk} {username}", OTHER_VOTES_PERCENT):
                left -= 1
                votes.append(CommentVote(account=account, comment=one.row, vote=Vote.UP))
    CommentVote.objects.bulk_create(votes)
