"""Champions by name: only those who agreed to it, and who were named by enough others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clusterdynamics.disclosure.classes import Audience, VisibilityClass, class_of
from clusterdynamics.disclosure.consents import Consents
from clusterdynamics.disclosure.leaks import leaks
from clusterdynamics.measures.nominations import nominations

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["NamedChampion", "champions_for"]

_CLASSES = {
    "participants": VisibilityClass.C2,
    "network": VisibilityClass.C3,
    "public": VisibilityClass.C4,
}


@dataclass(frozen=True)
class NamedChampion:
    """A champion who may be named.

    Attributes
    ----------
    name
        As they agreed to it.
    subject
        What figures call them: ``person:<code>``, or the identifier of the organisation.
    """

    name: str
    subject: str


def champions_for(study: Study, audience: Audience | str, wave: str | None = None) -> tuple[NamedChampion, ...]:
    """Return the champions whose names `audience` may read, in alphabetical order: it is no ranking.

    A name is told where its owner agreed to it (table ``champions``, latest row, not taken back) for this class or a
    wider one, and where at least ``k_inside`` other organisations named them in the wave. Without a row nobody is
    told. An organisation must also have agreed that its name appears at all; a name in which that of an organisation
    stands which has not is left out.

    Parameters
    ----------
    study
        The study, with its tables ``nominations`` and ``champions``.
    audience
        For whom.
    wave
        The wave; the latest where none is given.

    Raises
    ------
    ValueError
        There is no such audience.
    """
    visibility = class_of(audience)
    chosen = wave if wave is not None else study.wave_ids[-1]
    told = nominations(study, chosen)
    least = study.settings.disclosure.k_inside
    enough = {n.subject for n, count in zip(told.nominees, told.counts, strict=True) if count >= least}
    consents = Consents(study, chosen)
    secret = [label for actor, label in study.labels.items() if not consents.may_name(actor, audience)]
    found = []
    for subject, (name, agreed) in _latest(study).items():
        if subject not in enough or agreed < max(visibility, VisibilityClass.C2):
            continue
        person = subject.startswith("person:")
        if (not person and not consents.may_name(subject, audience)) or leaks(name, secret):
            continue
        found.append(NamedChampion(name, subject))
    return tuple(sorted(found, key=lambda c: (c.name.casefold(), c.subject)))


def _latest(study: Study) -> dict[str, tuple[str, VisibilityClass]]:
    """Return subject → name and widest class, of the latest row each; of two at one time, the one that says less."""
    found: dict[str, tuple[str, str, VisibilityClass]] = {}
    for person, actor, name, shown, time, withdrawn in study["champions"].iter_rows():
        subject = f"person:{person}" if person is not None else actor
        if subject is None:
            continue
        widest = VisibilityClass.C1 if withdrawn is not None else _CLASSES.get(shown, VisibilityClass.C1)
        when = str(time or "")
        before = found.get(subject)
        if before is None or when > before[0] or (when == before[0] and widest < before[2]):
            found[subject] = (when, name, widest)
    return {subject: (name, widest) for subject, (_when, name, widest) in found.items()}
