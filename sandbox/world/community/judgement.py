"""What people make of the posts: tags, and votes."""

from sandbox.models import Account, PostTag, PostVote, Tag, Vote
from sandbox.world import chance
from sandbox.world.community.posts import Made

# Who of the people here votes on how many of a hundred posts.
VOTERS_PERCENT = {"window_seat": 60, "night_bus": 40, "lanternfall": 25, "grumpy_heron": 30}
OTHERS_PERCENT = 14


def tag(made: list[Made]) -> None:
    """Give each post the tags of its plan."""
    tags = {tag.name: tag for tag in Tag.objects.all()}
    PostTag.objects.bulk_create(
        PostTag(
            post=one.post,
            tag=tags[name],
            author=one.post.account,
            ups=1 + chance.number(f"tag ups {one.plan.key} {name}", 12),
            downs=chance.number(f"tag downs {one.plan.key} {name}", 3),
        )
        for one in made
        for name in one.plan.tags
    )


def vote(accounts: dict[str, Account], made: list[Made]) -> None:
    """Votes of the people here; what they say is among the figures of the post already."""
    votes = []
    for one in made:
        left = {Vote.UP: one.post.ups, Vote.DOWN: one.post.downs}
        for username, account in accounts.items():
            seed = f"vote {one.plan.key} {username}"
            if username == one.plan.by or not chance.happens(seed, VOTERS_PERCENT.get(username, OTHERS_PERCENT)):
                continue
            vote = Vote.DOWN if chance.happens(f"{seed} down", 70 if username == "grumpy_heron" else 4) else Vote.UP
            if left[vote]:
                left[vote] -= 1
                votes.append(PostVote(account=account, post=one.post, vote=vote))
    PostVote.objects.bulk_create(votes)
