"""What OAuth hands out."""

from django.db import models

from sandbox.models.people import Account, Client


class Grant(models.Model):
    """A permission just given, to be exchanged once for tokens: a code in an address, or a PIN typed by a person."""

    class Kind(models.TextChoices):
        CODE = "code"
        PIN = "pin"

    kind = models.CharField(max_length=4, choices=Kind.choices)
    value = models.CharField(max_length=40, unique=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    expires_at = models.FloatField(help_text="epoch seconds")
    is_used = models.BooleanField(default=False)


class RefreshToken(models.Model):
    """Lives until it is revoked, or, once another has taken its place, until ``dies_at``."""

    value = models.CharField(max_length=40, unique=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    dies_at = models.FloatField(null=True, help_text="epoch seconds")
    is_revoked = models.BooleanField(default=False)


class AccessToken(models.Model):
    """Acts for an account through an application until it expires or is revoked."""

    value = models.CharField(max_length=40, unique=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    expires_at = models.FloatField(help_text="epoch seconds")
    is_revoked = models.BooleanField(default=False)
