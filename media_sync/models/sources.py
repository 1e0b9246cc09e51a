"""What a team watches on Imgur's public side, and the boards on which it collects what it finds there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import ImgurApp, Team, User
from accounts.permissions import TeamScopedQuerySet
from media_sync.models.originals import Original


class BoardQuerySet(TeamScopedQuerySet["Board"]):
    pass


class Board(models.Model):
    """A team's collection of posts that its sources have brought, and that stay when Imgur has them no longer."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="boards")
    title = models.CharField(max_length=128)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("portal:board", args=[self.pk])


class WatchedSourceQuerySet(TeamScopedQuerySet["WatchedSource"]):
    team_path = "board__team"


class WatchedSource(models.Model):
    """A public album, a gallery section, a subreddit, a tag, a search or a user's posts. Its items come onto a board.

    ``address`` is what names it at Imgur: an album's id, a section, a subreddit, a tag, the words of a search, a
    username. ``options`` are the call's own: ``sort``, ``window``, ``fields`` of a search, ``in_gallery`` of an album.
    """

    class Kind(models.TextChoices):
        ALBUM = "album", "Public album"
        SECTION = "section", "Gallery section"
        SUBREDDIT = "subreddit", "Subreddit"
        TAG = "tag", "Tag"
        SEARCH = "search", "Search"
        USER = "user", "Posts of a user"

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="sources")
    # Whose credits it is read with: nobody's account is needed.
    app = models.ForeignKey(ImgurApp, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    address = models.CharField(max_length=300)
    options = models.JSONField(default=dict, blank=True)
    # What Imgur calls an album; "" for what is known by its address.
    title = models.CharField(max_length=128, blank=True, editable=False)
    # Pages of the list that a look reads at most, newest first.
    depth_pages = models.PositiveSmallIntegerField(default=1)
    keeps_originals = models.BooleanField(default=False)
    # The next look reads down to its depth, even past pages that bring nothing new: the source is new or was changed,
    # or the last look broke off on the way.
    wants_all_pages = models.BooleanField(default=True, editable=False)
    # Imgur says that there is no such album, user, tag; what was found before stays.
    missing_since = models.DateTimeField(null=True, blank=True, editable=False)
    missing_reason = models.CharField(max_length=200, blank=True, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WatchedSourceQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "address", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["board", "kind", "address", "options"], name="watched_source_once_a_board"),
            models.CheckConstraint(
                name="watched_source_depth", condition=Q(depth_pages__gte=1) & Q(depth_pages__lte=50)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.address}"

    @property
    def sort(self) -> str:
        """The order of its list, in Imgur's word; "" for an album."""
        return str(self.options.get("sort", ""))


class BoardItemQuerySet(TeamScopedQuerySet["BoardItem"]):
    team_path = "board__team"

    def newest(self) -> BoardItemQuerySet:
        return self.order_by("-found_at", "-pk")


class BoardItem(models.Model):
    """A post (album or image) on a board, as Imgur last showed it."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="items")
    # Who brought it first.
    source = models.ForeignKey(WatchedSource, on_delete=models.SET_NULL, null=True, related_name="items")
    imgur_id = models.CharField(max_length=16)
    is_album = models.BooleanField()
    title = models.TextField(null=True, blank=True)
    description = models.TextField(null=True, blank=True)
    author = models.CharField(max_length=64, blank=True)
    link = models.URLField(max_length=300)
    image_count = models.PositiveIntegerField(default=1)
    points = models.IntegerField(null=True)
    comment_count = models.PositiveIntegerField(null=True)
    views = models.PositiveBigIntegerField(default=0)
    is_nsfw = models.BooleanField(null=True)
    # What else Imgur tells of it, by Imgur's names.
    details = models.JSONField(default=dict)
    posted_at = models.DateTimeField(null=True)
    # The list that brought it did not show all of its pictures: its album is still to be read.
    wants_pictures = models.BooleanField(default=False)
    # When the look that brought it began, and a little earlier the further down it stood in the list.
    found_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_reason = models.CharField(max_length=200, blank=True)

    objects = BoardItemQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "imgur_id"], name="board_item_once")]
        indexes = [
            models.Index(fields=["board", "-found_at", "-id"], name="board_item_newest"),
            models.Index(
                fields=["source", "seen_at"], condition=Q(gone_at__isnull=True), name="board_item_longest_unseen"
            ),
            models.Index(fields=["source", "-found_at"], condition=Q(wants_pictures=True), name="board_item_unread"),
        ]

    def __str__(self) -> str:
        return self.title or self.imgur_id

    def get_absolute_url(self) -> str:
        return reverse("portal:board-item", args=[self.pk])


class BoardPictureQuerySet(TeamScopedQuerySet["BoardPicture"]):
    team_path = "item__board__team"


class BoardPicture(models.Model):
    """One picture of a board's item, and our original of it where the source keeps them."""

    item = models.ForeignKey(BoardItem, on_delete=models.CASCADE, related_name="pictures")
    imgur_id = models.CharField(max_length=16)
    position = models.PositiveIntegerField(default=0)
    title = models.TextField(null=True, blank=True)
    description = models.TextField(null=True, blank=True)
    link = models.URLField(max_length=300)
    content_type = models.CharField(max_length=60, blank=True)
    is_animated = models.BooleanField(default=False)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    size_bytes = models.PositiveBigIntegerField(default=0)
    details = models.JSONField(default=dict)
    original = models.ForeignKey(
        Original, on_delete=models.PROTECT, null=True, blank=True, related_name="board_pictures"
    )
    # Since then it is no longer in its post.
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = BoardPictureQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "imgur_id"], name="board_picture_once")]

    def __str__(self) -> str:
        return self.title or self.imgur_id
