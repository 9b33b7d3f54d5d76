"""Secret addresses for calendars: a new one ends the old one."""

from __future__ import annotations

from django.db import transaction

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.actions.models import Feed
from clusterdynamics_web.audit import record
from clusterdynamics_web.keys import hash_token, new_token
from clusterdynamics_web.studies.models import Study

__all__ = ["end_feed", "new_feed"]


@transaction.atomic
def new_feed(user: User, study: Study) -> str:
    """Make a secret address and return its token, which is kept nowhere; the one before stops working."""
    Feed.objects.filter(study=study, user=user).delete()
    token = new_token()
    Feed.objects.create(study=study, user=user, token_hash=hash_token(token))
    record(user, "feed.made", study)
    return token


@transaction.atomic
def end_feed(user: User, study: Study) -> None:
    """End the secret address of a person."""
    if Feed.objects.filter(study=study, user=user).delete()[0]:
        record(user, "feed.ended", study)
