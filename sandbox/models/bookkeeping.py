"""The sandbox's own books: limits, figures, switches, ordered faults."""

from django.db import models


class RateWindow(models.Model):
    """A fixed window of a limit: opened by its first use, closed when its period is over.

    For the kind `month`, ``used`` counts the days on which an application ran out of credits.
    """

    class Kind(models.TextChoices):
        MONTH = "month"
        CLIENT_DAY = "client-day"
        USER_HOUR = "user-hour"
        POST_HOUR = "post-hour"
        UPLOAD_HOUR = "upload-hour"

    kind = models.CharField(max_length=11, choices=Kind.choices)
    # Whose window it is: a client id, an address, or both.
    key = models.CharField(max_length=100)
    started_at = models.FloatField(help_text="epoch seconds")
    used = models.IntegerField(default=0)
    # For a day: it has been counted as run out.
    is_exhausted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_window_per_key")]


class Switch(models.Model):
    """A value set at run time; see `sandbox.switches`."""

    name = models.CharField(max_length=40, unique=True)
    value = models.CharField(max_length=80, help_text="JSON")


class Tally(models.Model):
    """How often something happened since the database was made, or since the last reset."""

    class Kind(models.TextChoices):
        CALL = "call"  # name: method, route and status
        REFUSAL = "refusal"  # name: kind of the window that refused
        CREDITS = "credits"  # name: "spent"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=160)
    count = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="one_tally_per_name")]


class Fault(models.Model):
    """An ordered fault: the next ``times`` calls that match are spoilt in the way of ``kind``."""

    kind = models.CharField(max_length=24)
    method = models.CharField(max_length=8, blank=True)
    path = models.CharField(max_length=200, help_text="prefix")
    times = models.IntegerField()
    is_after = models.BooleanField(default=False, help_text="spoil the answer, after the call took effect")
    seconds = models.FloatField(default=0)


class Making(models.Model):
    """When the community of the demo world was made, or was last moved on to. At most one row.

    All that it began with happened before ``today``.
    """

    today = models.BigIntegerField(help_text="epoch seconds")
