"""Who calls: registered applications and Imgur accounts."""

from typing import ClassVar

from django.db import models


class Client(models.Model):
    """A registered application. ``callbacks`` is a list of addresses; the first is used when a request names none."""

    client_id = models.CharField(max_length=40, unique=True)
    client_secret = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    callbacks = models.JSONField(default=list)


USERNAME_LENGTH = 63


class Account(models.Model):
    """A person of the demo world. The primary key is the account id that the API shows.

    The password is no secret and is stored readable: the log-in page and `prepare` show it.
    """

    username = models.CharField(max_length=USERNAME_LENGTH, unique=True)
    password = models.CharField(max_length=80)
    bio = models.TextField(null=True)
    avatar = models.CharField(max_length=7, null=True, help_text="imgur_id of the picture")
    avatar_name = models.CharField(max_length=60, blank=True, help_text="of the pictures on offer, such as flavor/taco")
    cover_name = models.CharField(max_length=60, blank=True)
    reputation = models.IntegerField(default=0)
    created_at = models.BigIntegerField(help_text="epoch seconds")

    # What the owner sees and changes at `account/me/settings`.
    email = models.EmailField(blank=True)
    is_email_verified = models.BooleanField(default=True)
    public_images = models.BooleanField(default=False)
    album_privacy = models.CharField(max_length=6, default="hidden")
    accepted_gallery_terms = models.BooleanField(default=True)
    active_emails = models.JSONField(default=list)
    messaging_enabled = models.BooleanField(default=True)
    comment_replies = models.BooleanField(default=True)
    show_mature = models.BooleanField(default=False)
    newsletter_subscribed = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Account"]] = models.Manager()

    @classmethod
    def named(cls, username: str) -> "Account | None":
        """The account of that name, whatever the case of its letters."""
        if len(username) > USERNAME_LENGTH:
            # SQLite compares without regard to case only what is not too long.
            return None
        return cls.objects.filter(username__iexact=username).first()


class UserFollow(models.Model):
    """``follower`` follows ``followed``. The call that sets it is not published; the demo world has some."""

    follower = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="following")
    followed = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="followers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["follower", "followed"], name="follow_a_user_once")]


class Block(models.Model):
    """``blocker`` takes no messages from ``blocked``."""

    blocker = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="blocked_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blocker", "blocked"], name="block_a_user_once")]


class UserReport(models.Model):
    """``reporter`` reported ``reported`` for what they write in messages."""

    reporter = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    reported = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="reports")
    created_at = models.BigIntegerField(help_text="epoch seconds")


class Trophy(models.Model):
    """An award, shown in the gallery profile."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="trophies")
    name = models.CharField(max_length=60, help_text="such as 1 Year")
    name_clean = models.CharField(max_length=60, help_text="its kind, such as 1Years")
    description = models.CharField(max_length=200)
    data = models.CharField(max_length=40, null=True, help_text="id of the image or comment that earned it")
    data_link = models.CharField(max_length=200, null=True)
    created_at = models.BigIntegerField(help_text="epoch seconds")

    class Meta:
        verbose_name_plural = "trophies"
