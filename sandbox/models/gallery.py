"""The gallery: posts, their tags and votes, topics, subreddits, galleries of one's own, memes."""

from typing import Self

from django.db import models

from sandbox.models.people import Account
from sandbox.models.pictures import Album, AlbumImage, Image


class Tag(models.Model):
    """A word that posts are found by. ``name`` is its id in addresses: lower case, spaces as underscores."""

    name = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=80)
    description = models.CharField(max_length=200, blank=True)
    accent = models.CharField(max_length=6, null=True, help_text="RGB in hexadecimal digits")
    background = models.ForeignKey(Image, null=True, on_delete=models.SET_NULL, related_name="+")
    is_whitelisted = models.BooleanField(default=False)
    # Followers besides those of this world.
    outside_followers = models.IntegerField(default=0)


class TagFollow(models.Model):
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="followed_tags")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="follows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "tag"], name="follow_a_tag_once")]


class Topic(models.Model):
    """A part of the gallery; the primary key is the topic id of the API."""

    NAME_LENGTH = 80

    name = models.CharField(max_length=NAME_LENGTH, unique=True)
    description = models.CharField(max_length=200, blank=True)
    is_ephemeral = models.BooleanField(default=False)
    hero = models.ForeignKey(Image, null=True, on_delete=models.SET_NULL, related_name="+")


class PostQuerySet(models.QuerySet["Post"]):
    def present(self) -> Self:
        """Posts that are in the gallery now: with the image, or an image of the album, still there."""
        filled = AlbumImage.objects.filter(album=models.OuterRef("album"), image__deleted_at=None)
        there = models.Q(image__deleted_at=None, album=None) | models.Exists(filled)
        return self.filter(there, removed_at=None)

    def pictured(self) -> Self:
        """With the image or album and what a list shows of it."""
        return self.select_related("image", "album__account", "album__cover")

    def complete(self) -> Self:
        """With what every answer shows of other rows; tags come in the order in which they were given."""
        tags = PostTag.objects.order_by("pk").select_related("tag", "tag__background")
        return self.pictured().select_related("account", "topic").prefetch_related(models.Prefetch("post_tags", tags))


class Post(models.Model):
    """An image or album that its owner put into the gallery. The API names a post by the id of its image or album.

    ``ups``, ``downs`` and ``favorite_count`` hold everybody's; those of this world's people are rows besides, which say
    whose they are.
    """

    image = models.OneToOneField(Image, null=True, on_delete=models.CASCADE, related_name="post")
    album = models.OneToOneField(Album, null=True, on_delete=models.CASCADE, related_name="post")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="posts")
    title = models.CharField(max_length=128)
    description = models.TextField(null=True)
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="posts")
    tags: "models.ManyToManyField[Tag, PostTag]" = models.ManyToManyField(Tag, through="PostTag", related_name="posts")
    posted_at = models.BigIntegerField(help_text="epoch seconds")
    # When it came among the most viral posts; None: only among those of users.
    viral_at = models.BigIntegerField(null=True, help_text="epoch seconds")
    # Out of the gallery again; comments and votes wait for its return.
    removed_at = models.BigIntegerField(null=True, help_text="epoch seconds")
    is_mature = models.BooleanField(default=False)
    section = models.CharField(max_length=40, blank=True)
    ups = models.IntegerField(default=0)
    downs = models.IntegerField(default=0)
    favorite_count = models.IntegerField(default=0)
    # Of a meme: its template and the two lines.
    meme = models.ForeignKey("Meme", null=True, on_delete=models.SET_NULL, related_name="posts")
    meme_top = models.CharField(max_length=200, blank=True)
    meme_bottom = models.CharField(max_length=200, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(image=None, album__isnull=False) | models.Q(image__isnull=False, album=None),
                name="post_is_image_or_album",
            )
        ]
        indexes = [
            models.Index(fields=["-posted_at", "-id"], name="post_by_time"),
            models.Index(fields=["-viral_at", "-id"], name="post_by_virality"),
        ]

    @property
    def picture(self) -> Image | Album:
        """The image or album that is posted."""
        picture = self.album or self.image
        assert picture is not None  # the database sees to it
        return picture

    @property
    def points(self) -> int:
        return self.ups - self.downs

    @property
    def score(self) -> int:
        """How popular it is. Imgur's formula is not known; this one fits both recorded posts."""
        return self.ups - (self.downs + 3) // 4

    @property
    def imgur_id(self) -> str:
        """The id of the image or album, which is the post's too."""
        return self.picture.imgur_id


class PostTag(models.Model):
    """A tag of a post, who gave it, and what people think of that."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="post_tags")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="post_tags")
    author = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    ups = models.IntegerField(default=1)
    downs = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "tag"], name="tag_once_per_post")]


class Vote(models.TextChoices):
    """The two ways to vote; "veto" takes a vote back."""

    UP = "up"
    DOWN = "down"


class PostVote(models.Model):
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="votes")
    vote = models.CharField(max_length=4, choices=Vote.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "post"], name="vote_once_per_post")]


class TagVote(models.Model):
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    post_tag = models.ForeignKey(PostTag, on_delete=models.CASCADE, related_name="votes")
    vote = models.CharField(max_length=4, choices=Vote.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "post_tag"], name="vote_once_per_tag")]


class PostReport(models.Model):
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reports")
    reason = models.IntegerField(null=True, help_text="1 to 5, as the reference lists them")
    created_at = models.BigIntegerField(help_text="epoch seconds")


class SubredditItem(models.Model):
    """An image that somebody linked to in a subreddit: found there, without votes and without an account."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="subreddit_items")
    subreddit = models.CharField(max_length=40, help_text="lower case")
    title = models.CharField(max_length=128)
    score = models.IntegerField(default=0)
    posted_at = models.BigIntegerField(help_text="epoch seconds")
    is_mature = models.BooleanField(default=False)
    reddit_comments = models.CharField(max_length=200, blank=True, help_text="path of the thread")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "subreddit"], name="image_once_per_subreddit")]
        indexes = [models.Index(fields=["subreddit", "-posted_at", "-id"], name="subreddit_by_time")]


class CustomGallery(models.Model):
    """A gallery of one's own, made of tags.

    Everybody has two: ``custom`` (tags to show) and ``filtered`` (tags to leave out). Those of the older calls have a
    handle of their own and a name.
    """

    CUSTOM, FILTERED = "custom", "filtered"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="galleries")
    handle = models.CharField(max_length=8)
    name = models.CharField(max_length=80, blank=True)
    tags = models.ManyToManyField(Tag, related_name="+")
    created_at = models.BigIntegerField(help_text="epoch seconds")

    class Meta:
        verbose_name_plural = "custom galleries"
        constraints = [models.UniqueConstraint(fields=["account", "handle"], name="one_gallery_per_handle")]


class Meme(models.Model):
    """A picture that memes are made from; the title of its image is the meme's name."""

    image = models.OneToOneField(Image, on_delete=models.CASCADE, related_name="meme")
