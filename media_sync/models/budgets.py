"""What the budget must remember when Redis forgets."""

from django.db import models
from django.db.models import Q

from accounts.models import ImgurApp


class BudgetSnapshot(models.Model):
    """What a window held when it was last written down: the floor to start from when Redis has forgotten."""

    app = models.ForeignKey(ImgurApp, on_delete=models.CASCADE, related_name="budget_snapshots")
    egress = models.CharField(max_length=60)
    window = models.CharField(max_length=20)
    limit = models.PositiveIntegerField()
    used = models.PositiveIntegerField()
    resets_at = models.DateTimeField(null=True)
    closed_until = models.DateTimeField(null=True)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["app", "egress", "window"], name="budget_snapshot_once")]

    def __str__(self) -> str:
        return f"{self.window}: {self.used} of {self.limit}"


class StrikeDay(models.Model):
    """A day on which an application was at Imgur's daily limit; five in a month and Imgur blocks it.

    It counts until its month (UTC) is over, or until an admin forgives it, which is written down beside it.
    """

    class How(models.TextChoices):
        REFUSED = "refused", "Imgur refused"
        SPENT = "spent", "Nothing was left"

    app = models.ForeignKey(ImgurApp, on_delete=models.CASCADE, related_name="strike_days")
    happened_on = models.DateField("day")
    how = models.CharField(max_length=10, choices=How)
    noticed_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    forgiven_at = models.DateTimeField(null=True)
    # In words that outlive the person.
    forgiven_by = models.CharField(max_length=254, blank=True)

    class Meta:
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["app", "happened_on"], name="strike_day_once"),
            models.CheckConstraint(
                name="strike_day_forgiven_by_somebody",
                condition=Q(forgiven_at=None, forgiven_by="") | (Q(forgiven_at__isnull=False) & ~Q(forgiven_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.app} on {self.happened_on}: {self.get_how_display()}"


class LearnedCost(models.Model):
    """What a call costs by Imgur's own figures, where that differs from what its documentation says."""

    MOST = 100

    app = models.ForeignKey(ImgurApp, on_delete=models.CASCADE, related_name="learned_costs")
    method = models.CharField(max_length=6)
    route = models.CharField(max_length=120)
    documented = models.PositiveSmallIntegerField()
    cost = models.PositiveSmallIntegerField()
    learned_at = models.DateTimeField()

    class Meta:
        ordering = ["app", "route", "method"]
        constraints = [
            models.UniqueConstraint(fields=["app", "method", "route"], name="learned_cost_once"),
            models.CheckConstraint(name="learned_cost_is_sane", condition=Q(cost__gte=0, cost__lte=100)),
            models.CheckConstraint(name="learned_cost_differs", condition=~Q(cost=models.F("documented"))),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.route}: {self.cost}, documented {self.documented}"
