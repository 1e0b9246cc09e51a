"""What was spent: every call for some days, after that by the hour."""

from django.db import models
from django.db.models import F, Q

from accounts.models import ImgurApp, LinkedAccount, Team, User
from accounts.permissions import TeamScopedQuerySet
from media_sync.models.operations import Lane, Operation


class ApiCallQuerySet(TeamScopedQuerySet["ApiCall"]):
    pass


class ApiCall(models.Model):
    """One call to Imgur: for whom, why, what it cost and how it went. Never its token, never its content.

    ``credits_asked`` were reserved for it, ``credits_charged`` are what it counts for here (nothing where Imgur did not
    count it), ``credits_measured`` what Imgur's own figures show that it took: null where something else was under way,
    too high where somebody else used the application meanwhile. The row outlives account, team and person, for Imgur
    has counted the call.
    """

    READING = "reading"

    made_at = models.DateTimeField(auto_now_add=True)
    app = models.ForeignKey(ImgurApp, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(LinkedAccount, on_delete=models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="api_calls")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    operation = models.ForeignKey(Operation, on_delete=models.SET_NULL, null=True, related_name="api_calls")
    # Imgur counts hours by the address that it sees.
    egress = models.CharField(max_length=60, blank=True)
    lane = models.PositiveSmallIntegerField(choices=Lane)
    # The kind of the operation, or what else the call was for.
    purpose = models.CharField(max_length=40, default=READING)
    method = models.CharField(max_length=6)
    route = models.CharField(max_length=120)
    credits_asked = models.PositiveIntegerField()
    credits_charged = models.PositiveIntegerField()
    credits_measured = models.PositiveIntegerField(null=True)
    status = models.PositiveIntegerField(null=True)
    duration_ms = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=80, blank=True)

    objects = ApiCallQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["app", "-made_at"], name="api_call_by_app"),
            models.Index(fields=["team", "-made_at"], name="api_call_by_team"),
            models.Index(fields=["made_at"], name="api_call_by_age"),
            models.Index(
                fields=["app", "method", "route", "-id"],
                condition=Q(credits_measured__isnull=False),
                name="api_call_measured",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.status or self.error}"


class ApiCallHourQuerySet(TeamScopedQuerySet["ApiCallHour"]):
    pass


class ApiCallHour(models.Model):
    """What older calls of one hour (UTC) come to that are alike in all that is asked about.

    Sums are taken over these rows, so two that are alike (of two people who are both gone) are as good as one.
    """

    hour = models.DateTimeField()
    app = models.ForeignKey(ImgurApp, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(LinkedAccount, on_delete=models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="api_call_hours")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    lane = models.PositiveSmallIntegerField(choices=Lane)
    purpose = models.CharField(max_length=40)
    method = models.CharField(max_length=6)
    route = models.CharField(max_length=120)
    calls = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    credits_asked = models.PositiveIntegerField(default=0)
    credits_charged = models.PositiveIntegerField(default=0)
    duration_ms = models.PositiveBigIntegerField("milliseconds in all", default=0)
    slowest_ms = models.PositiveIntegerField(default=0)

    objects = ApiCallHourQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["app", "-hour"], name="api_call_hour_by_app"),
            models.Index(fields=["team", "-hour"], name="api_call_hour_by_team"),
        ]
        constraints = [
            models.CheckConstraint(name="api_call_hour_adds_up", condition=Q(calls__gte=1, failures__lte=F("calls"))),
        ]

    def __str__(self) -> str:
        return f"{self.hour:%d %b %H:00}: {self.calls} calls to {self.method} {self.route}"
