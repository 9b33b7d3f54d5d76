"""Reviews: a meeting goes through the actions, its minutes grow entry by entry."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.actions.models import Minute, Review
from clusterdynamics_web.actions.operations.common import locked
from clusterdynamics_web.audit import record
from clusterdynamics_web.studies.models import Study

__all__ = ["add_minute", "end_review", "start_review"]


@transaction.atomic
def start_review(user: User | None, study: Study, held_on: date, present: str = "") -> Review:
    """Begin a review.

    Raises
    ------
    InputError
        Another one is going on, or there is nothing to review.
    """
    study = locked(study)
    if study.reviews.filter(closed_at=None).exists():
        raise InputError(_("A review is going on. End it first."))
    if not study.actions.exists():
        raise InputError(_("There are no actions to review yet."))
    review = Review.objects.create(study=study, held_on=held_on, present=present.strip(), created_by=user)
    record(user, "review.started", study, str(held_on))
    return review


@transaction.atomic
def add_minute(user: User | None, review: Review, text: str) -> Minute:
    """Append to the minutes; what stands there stays.

    Raises
    ------
    InputError
        Nothing was written, or the review is over.
    """
    locked(review.study)
    review.refresh_from_db()
    if review.closed_at is not None:
        raise InputError(_("This review is over. Its minutes stay as they are."))
    if not text.strip():
        raise InputError(_("Write something first."))
    minute = Minute.objects.create(review=review, text=text.strip(), by=user)
    record(user, "review.minuted", review.study, str(review.held_on))
    return minute


@transaction.atomic
def end_review(user: User | None, review: Review) -> Review:
    """End a review."""
    locked(review.study)
    review.refresh_from_db()
    if review.closed_at is None:
        review.closed_at = timezone.now()
        review.save(update_fields=["closed_at"])
        record(user, "review.ended", review.study, str(review.held_on), actions=review.steps.count())
    return review
