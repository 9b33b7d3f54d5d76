"""What somebody said the time before, where the study shows it (RX-16): their own answers only, and never preselected.

It is shown to whoever opens the personal link of a person who answered before, in the wave that the study's settings
name. Not to an interviewer, not on paper, and not where the contact has another name or address since: that may be
somebody else.
"""

from __future__ import annotations

from clusterdynamics_web.survey.models import Respondent

__all__ = ["last_values"]


def last_values(respondent: Respondent, relation: str) -> dict[int, float]:
    """Return partner → value that this person gave for a relation the last time they sent answers in; else nothing."""
    wave = respondent.wave
    if wave.code not in (respondent.study.parsed.last_answers or ()):
        return {}
    key = getattr(respondent, "contact_key", None)
    if key is None or respondent.is_test or respondent.second_informant:
        return {}
    before = (
        Respondent.objects.filter(
            study=respondent.study_id,
            actor=respondent.actor_id,
            wave__position__lt=wave.position,
            contact_key__contact=key.contact_id,
            contact_key__renamed=False,
            submitted_at__isnull=False,
            declined_at__isnull=True,
            is_test=False,
            second_informant=False,
        )
        .order_by("-wave__position")
        .first()
    )
    if before is None:
        return {}
    rows = before.tie_rows.filter(relation=relation, value__gt=0).values_list("to_id", "value")
    return {to: value for to, value in rows if value is not None}
