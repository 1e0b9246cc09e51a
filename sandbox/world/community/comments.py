"""Comments, dealt out to the posts: each thread of a subject once, those that suit anywhere where there is room.

Nobody says the same twice, and nobody says anything before they came.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.media.links import image_link
from sandbox.models import Account, Comment, CommentVote, Image, Vote
from sandbox.world import chance
from sandbox.world.community.moments import DAY, HOUR, Calendar
from sandbox.world.community.plans import PostPlan
from sandbox.world.community.posts import Made
from sandbox.world.community.threads import ANYWHERE, Line, threads

FIRST_ID = 1_938_400_001
PICTURE = "{picture}"
PLATFORMS = ("desktop", "desktop", "iphone", "android", "android", "mweb", "api")
SILENT = frozenset({"window_seat"})
# Who says only what the sheets give them by name, and is disliked for it.
CURT = frozenset({"grumpy_heron"})
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
    speakers = _Speakers(now, accounts)
    said = [one for post, tops in _dealt(made) for top in tops for one in _spoken(now, speakers, post, top, None)]
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
            suited = [plan for plan in posts if thread.suits(plan)]
            if suited:
                taker = max(suited, key=lambda plan: (plan.heat / (1 + len(given[plan.key])), -plan.number))
                given[taker.key].append(thread)
    anywhere = _Anywhere()
    for one in made:
        room = one.plan.heat // 2 + chance.number(f"room {one.plan.key}", 2)
        yield one, [*given[one.plan.key], *anywhere.some(one.plan, room)]


class _Anywhere:
    """The threads that suit anywhere, dealt out evenly."""

    def __init__(self) -> None:
        self._threads = threads(ANYWHERE)
        self._uses: Counter[str] = Counter()
        self._had_by: defaultdict[str, set[str]] = defaultdict(set)

    def some(self, plan: PostPlan, count: int) -> list[Line]:
        """Those used least, none twice for the same poster, who would have to answer the same."""
        had = self._had_by[plan.by]
        suited = [line for line in self._threads if line.suits(plan) and line.text not in had and self._is_free(line)]
        if plan.by in CURT:
            suited = [line for line in suited if not line.asks_poster]
        shuffled = chance.shuffled(f"anywhere {plan.key}", suited)
        chosen = sorted(shuffled, key=lambda line: self._uses[line.text])[:count]
        self._uses.update(line.text for line in chosen)
        had.update(line.text for line in chosen)
        return chosen

    def _is_free(self, line: Line) -> bool:
        # Who has to say it would say it twice.
        return line.name is None or not self._uses[line.text]


class _Speakers:
    """Who may still say what."""

    def __init__(self, now: Calendar, accounts: dict[str, Account]) -> None:
        self._now, self._accounts = now, accounts
        self._said: set[tuple[str, str]] = set()

    def of(self, made: Made, line: Line, parent: Said | None, moment: int) -> Account:
        """Who says ``line``: in a dialogue the two take turns."""
        author = self._named(made, line) or self._in_turn(made, parent) or self._anybody(made, line, parent, moment)
        self._said.add((author.username, line.text))
        return author

    def _named(self, made: Made, line: Line) -> Account | None:
        if line.name is not None:
            return self._accounts[line.name]
        return made.post.account if line.is_posters else None

    def _in_turn(self, made: Made, parent: Said | None) -> Account | None:
        before = parent.parent.author if parent and parent.parent else None
        return None if before is None or before == made.post.account or before.username in CURT else before

    def _anybody(self, made: Made, line: Line, parent: Said | None, moment: int) -> Account:
        spoken_for = SILENT | CURT | {made.plan.by, parent.author.username if parent else ""}
        free = [
            name
            for name, account in sorted(self._accounts.items())
            if name not in spoken_for and (name, line.text) not in self._said and self._now.was_here(account, moment)
        ]
        return self._accounts[chance.one_of(f"author {made.plan.key} {line.text}", free)]


def _spoken(now: Calendar, speakers: _Speakers, made: Made, line: Line, parent: Said | None) -> Iterator[Said]:
    seed = f"{made.plan.key} {line.text} {parent.line.text if parent else ''}"
    before = parent.at if parent else made.post.posted_at
    moment = now.after(before, seed, within=(9 * HOUR if parent else 2 * DAY))
    said = Said(made, line, speakers.of(made, line, parent, moment), parent, moment)
    yield said
    for answer in line.answers:
        yield from _spoken(now, speakers, made, answer, said)


def _row(now: Calendar, number: int, said: Said) -> Comment:
    seed = f"comment {said.made.plan.key} {said.line.text}"
    liked = max(1, said.made.post.ups // (9 if said.parent is None else 30))
    ups = 1 + chance.number(f"{seed} ups", 3 if said.author.username in CURT else liked + 1)
    dislikes = 3 + chance.number(f"{seed} disliked", liked // 4 + 9) if said.author.username in CURT else 0
    return Comment(
        pk=number,
        post=said.made.post,
        account=said.author,
        parent_id=said.parent.row.pk if said.parent and said.parent.row else None,
        text=_link(said.author, seed) if said.line.text == PICTURE else said.line.text,
        platform=chance.one_of(f"{seed} platform", PLATFORMS),
        ups=ups,
        downs=dislikes + chance.number(f"{seed} downs", ups // 8 + 2),
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
