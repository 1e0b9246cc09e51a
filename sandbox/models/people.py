"""Who calls: registered applications and Imgur accounts."""

from typing import ClassVar

from django.db import models


class Client(models.Model):
    """A registered application. ``callbacks`` is a list of addresses; the first is used when a request names none."""

    client_id = models.CharField(max_length=40, unique=True)
    client_secret = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    callbacks = models.JSONField(default=list)


class Account(models.Model):
    """A person of the demo world. The primary key is the account id that the API shows.

    The password is no secret and is stored readable: the log-in page and `prepare` show it.
    """

    username = models.CharField(max_length=63, unique=True)
    password = models.CharField(max_length=80)
    bio = models.TextField(null=True)
    avatar = models.CharField(max_length=7, null=True, help_text="imgur_id of the picture")
    reputation = models.IntegerField(default=0)
    created_at = models.BigIntegerField(help_text="epoch seconds")

    objects: ClassVar[models.Manager["Account"]] = models.Manager()

    @classmethod
    def named(cls, username: str) -> "Account | None":
        """The account of that name, whatever the case of its letters."""
        return cls.objects.filter(username__iexact=username).first()
