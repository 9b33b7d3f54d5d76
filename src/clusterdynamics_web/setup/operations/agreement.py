"""Steps 4 and 5: who sees what, and what participants agree to. Both are fixed when the wave opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.setup.operations.guard import draft_wave, locked
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.operations import change_settings

__all__ = ["change_agreement", "change_consent", "least_cells"]


def least_cells(study: Study) -> tuple[int, int]:
    """Return the smallest k inside and outside that the study may have.

    It is what the region says, and once a wave has been opened, what held then.
    """
    region, now = study.region, study.parsed.disclosure
    if study.waves.exclude(opened_at=None).exists():
        return max(region.k_inside, now.k_inside), max(region.k_outside, now.k_outside)
    return region.k_inside, region.k_outside


@transaction.atomic
def change_agreement(
    user: User,
    study: Study,
    *,
    k_inside: int,
    k_outside: int,
    agreement: str,
    agreed_on: date | None,
    opens: Mapping[str, Sequence[str]],
) -> Study:
    """Set the disclosure agreement: cell sizes that are raised only, and what the cluster manager and board may see.

    Raises
    ------
    InputError
        The wave is open, a cell size is too small, or a relation is not known.
    """
    study = locked(study)
    draft_wave(study)
    inside, outside = least_cells(study)
    if k_inside < inside or k_outside < outside:
        raise InputError(
            _("Cells can be made larger, not smaller: at least {inside} inside and {outside} outside.").format(
                inside=inside, outside=outside
            )
        )
    if k_outside < k_inside:
        raise InputError(_("Outside the cluster a cell is at least as large as inside."))
    known = {r.id for r in study.parsed.relations}
    unknown = sorted(set(opens) - known)
    if unknown:
        raise InputError(_("There is no relation {names}.").format(names=", ".join(unknown)))
    disclosure: dict[str, Any] = {
        "k_inside": k_inside,
        "k_outside": k_outside,
        "agreement": agreement.strip(),
        "agreed_on": agreed_on.isoformat() if agreed_on else "",
        "opens": {relation: list(readers) for relation, readers in opens.items() if readers},
    }
    return change_settings(user, study, {"disclosure": disclosure})


@transaction.atomic
def change_consent(user: User, study: Study, texts: Mapping[str, Mapping[str, str]]) -> Study:
    """Set who asks and why, by language; every change raises the version that a consent is given to.

    Raises
    ------
    InputError
        The wave is open: people have agreed to the text as it was.
    """
    study = locked(study)
    draft_wave(study)
    made = {
        code: {part: str(text.get(part, "")).strip() for part in ("who", "why")}
        for code, text in texts.items()
        if code in study.parsed.languages
    }
    kept = {code: text for code, text in study.consent_texts.items() if code not in made}
    new = kept | {code: text for code, text in made.items() if any(text.values())}
    if new == study.consent_texts:
        return study
    study.consent_texts = new
    study.consent_version += 1
    study.save(update_fields=["consent_texts", "consent_version"])
    record(user, "study.consent_changed", study, version=study.consent_version)
    return study
