"""What the demo region needs to try introductions: people to write to, and names behind the codes of the nominated."""

from __future__ import annotations

from clusterdynamics_web.fieldwork.models import Contact, NominatedPerson
from clusterdynamics_web.studies.models import Study

__all__ = ["fill_introductions"]

#: Code in the example study → an invented name.
NAMES = {"person-1": "Märta Granlund", "person-2": "Elis Tallbäck"}


def fill_introductions(study: Study) -> None:
    """Give every organisation of the example study somebody to write to, and the two champions a name."""
    Contact.objects.bulk_create(
        Contact(
            study=study,
            actor=actor,
            name=f"Person {actor.code}",
            email=f"{actor.code.lower()}@skogsbygden.example",
            language="en",
        )
        for actor in study.actors.filter(left=None, opted_out=None)
    )
    NominatedPerson.objects.bulk_create(
        NominatedPerson(study=study, code=code, name=name) for code, name in NAMES.items()
    )
