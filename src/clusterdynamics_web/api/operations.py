"""Making and withdrawing keys for programs."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience
from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.api.models import ApiKey
from clusterdynamics_web.audit import record
from clusterdynamics_web.keys import hash_token, new_token
from clusterdynamics_web.studies.models import Study

__all__ = ["LONGEST", "MOST", "make_key", "note_use", "withdraw_key"]

#: Days that a key may live.
LONGEST = 365
#: Keys that a person may have open in a study.
MOST = 10
#: Minutes between two notes that a key is in use.
_NOTE = timedelta(minutes=10)


@transaction.atomic
def make_key(
    user: User, study: Study, *, name: str, audience: Audience, days: int, reason: str = ""
) -> tuple[ApiKey, str]:
    """Return a new key and its secret, which is shown once and kept nowhere.

    Raises
    ------
    InputError
        The key would live too long, the study team's results would leave without a reason, or there are too many.
    """
    if not 1 <= days <= LONGEST:
        raise InputError(_("A key lives for 1 to {n} days.").format(n=LONGEST))
    if audience == Audience.STUDY and not reason.strip():
        raise InputError(_("Say why the study team's results leave the application."))
    if sum(key.is_open for key in ApiKey.objects.filter(user=user, study=study)) >= MOST:
        raise InputError(_("You have {n} keys already. Withdraw one first.").format(n=MOST))
    secret = new_token()
    key = ApiKey.objects.create(
        user=user,
        study=study,
        name=name.strip(),
        audience=audience.value,
        reason=reason.strip(),
        token_hash=hash_token(secret),
        expires_at=timezone.now() + timedelta(days=days),
    )
    record(user, "api_key.made", study, key.key, audience=audience.value, days=days)
    return key, secret


@transaction.atomic
def withdraw_key(user: User, key: ApiKey) -> None:
    """Withdraw a key; it opens nothing from now on."""
    if ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        record(user, "api_key.withdrawn", key.study, key.key)


def note_use(key: ApiKey) -> None:
    """Note that a key is in use; where it opens the study team's results, the log says so."""
    now = timezone.now()
    if key.last_used_at is not None and now - key.last_used_at < _NOTE:
        return
    ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    if key.audience == Audience.STUDY:
        record(key.user, "api_key.used", key.study, key.key)
