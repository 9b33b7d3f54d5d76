"""Taking a study out: with a reason, on record."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.study.package import fingerprint
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.setup.packages import export
from clusterdynamics_web.studies.models import Study

__all__ = ["LEAST_REASON", "take_out"]

#: A reason of fewer letters says nothing.
LEAST_REASON = 10


@transaction.atomic
def take_out(user: User, study: Study, *, reason: str, test: bool = False) -> tuple[str, bytes]:
    """Return name and bytes of the study package; nothing leaves without a line in the log.

    Raises
    ------
    InputError
        No reason is given.
    """
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise InputError(_("Say in a few words why the answers are taken out."))
    name, content, package = export(study, test=test, who=str(user), reason=reason, when=timezone.now())
    record(
        user,
        "study.exported",
        study,
        reason=reason[:300],
        fingerprint=fingerprint(package)[:12],
        visibility="C1",
        test=test or None,
        bytes=len(content),
    )
    return name, content
