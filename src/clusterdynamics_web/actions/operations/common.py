"""What operations on findings and actions share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience, leaks
from clusterdynamics.errors import InputError
from clusterdynamics.report.audience import secret_names
from clusterdynamics_web.actions.models import Action, Finding
from clusterdynamics_web.studies.models import Actor, Study
from clusterdynamics_web.survey.package import build_study

__all__ = ["locked", "name_in_order", "names_are_agreed", "next_code"]

#: Class of visibility → the audience whose rule about names holds.
_AUDIENCES = {"C2": Audience.PARTICIPANTS, "C3": Audience.NETWORK, "C4": Audience.PUBLIC}


def locked(study: Study) -> Study:
    """Return the study, held against others' changes until the end of the transaction."""
    return Study.objects.select_for_update().select_related("cluster__region").get(pk=study.pk)


def next_code(kind: str, taken: Iterable[str]) -> str:
    """Return the next free code, such as ``action-3``."""
    used = set(taken)
    number = len(used) + 1
    while f"{kind}-{number}" in used:
        number += 1
    return f"{kind}-{number}"


def names_are_agreed(study: Study, text: str, visibility: str) -> None:
    """Refuse words that name an organisation to people to whom it has not agreed to be named.

    Raises
    ------
    InputError
        One is named; the message says which.
    """
    audience = _AUDIENCES.get(visibility)
    labels = {n for pair in study.actors.values_list("label", "short_label") for n in pair if n}
    if audience is None or not leaks(text, labels):
        return  # nobody is named, which is the rule
    secrets = secret_names(build_study(study), audience.value)
    found = sorted({secrets[leak.secret] for leak in leaks(text, secrets)})
    if found:
        raise InputError(
            _(
                "These have not agreed to be named to those who may read this: {names}. "
                "Say it without their names, or let fewer people read it."
            ).format(names=", ".join(found))
        )


def name_in_order(action: Action, findings: Sequence[Finding], partners: Sequence[Actor]) -> None:
    """Say which findings an action answers and who its partners are; the order of their rows is the order given."""
    for rows, named in ((action.findings, findings), (action.partners, partners)):
        rows.clear()
        for one in named:
            rows.add(one)  # type: ignore[arg-type]
