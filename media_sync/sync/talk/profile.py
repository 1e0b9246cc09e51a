"""Who the account is."""

from __future__ import annotations

from django.utils import timezone

from media_sync.models import Profile, ProfileSettings
from media_sync.services.talk import profiles
from media_sync.sync.talk.step import DAILY, TalkStep, tally
from media_sync.sync.work import Work


class ProfileStep(TalkStep):
    name = "profile"
    title = "profile"

    def piece(self, work: Work) -> bool:
        told = work.imgur.account.get()
        with work.keeping():
            tally(work, "profile", profiles.keep_profile(work.account, told, timezone.now()))
        return False


class SettingsStep(TalkStep):
    """Once a day. Whether the e-mail address is confirmed is asked until it is; that does not end by itself."""

    name = "settings"
    title = "settings"

    def piece(self, work: Work) -> bool:
        known = ProfileSettings.objects.filter(account=work.account).first()
        if known and known.read_at > timezone.now() - DAILY:
            return False
        told = work.imgur.account.settings()
        was_verified = known is not None and known.email == (told.email or "") and known.is_email_verified is True
        is_verified = was_verified or work.imgur.account.is_email_verified()
        with work.keeping():
            kept = profiles.keep_settings(work.account, told, timezone.now(), is_email_verified=is_verified)
            tally(work, "profile", kept)
        return False


class TotalsStep(TalkStep):
    """Once a day: totals in the gallery, and trophies."""

    name = "totals"
    title = "totals and trophies"

    def piece(self, work: Work) -> bool:
        if Profile.objects.filter(account=work.account, totals_read_at__gt=timezone.now() - DAILY).exists():
            return False
        told = work.imgur.account.gallery_profile()
        with work.keeping():
            tally(work, "profile", profiles.keep_totals(work.account, told, timezone.now()))
        return False
