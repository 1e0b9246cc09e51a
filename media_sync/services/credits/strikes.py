"""Lifting what the strike guard has stopped."""

import logging

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from media_sync.budget import strikes
from media_sync.models import Operation, StrikeDay

logger = logging.getLogger(__name__)


@transaction.atomic
def forgive(strike: StrikeDay, *, by: User) -> bool:
    """Let a day at Imgur's limit count no longer, by the word of an admin; False if it was forgiven before.

    What had waited for the month's end goes on, unless enough other days remain.
    """
    forgiven = StrikeDay.objects.filter(pk=strike.pk, forgiven_at=None).update(
        forgiven_at=timezone.now(), forgiven_by=by.email
    )
    if not forgiven:
        return False
    logger.warning("Person %s forgave %s its day at Imgur's limit, %s.", by.pk, strike.app, strike.happened_on)
    strikes.forget()
    if strikes.standing(strike.app).stopped_until is None:
        Operation.objects.filter(
            account__app=strike.app_id,
            waits_for="strikes",
            state__in=[Operation.State.QUEUED, Operation.State.UNKNOWN],
        ).update(not_before=None, reason="", waits_for="", rung_at=None)
    return True
