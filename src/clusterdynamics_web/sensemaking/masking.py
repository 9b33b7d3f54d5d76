"""Whom a session may name: who agreed to its class, was told in time, and did not ask to be left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from clusterdynamics.disclosure import Audience, Consents, class_of, leaks
from clusterdynamics.report.audience import secret_names
from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics_web.results.maps.kept import study_of
from clusterdynamics_web.sensemaking.models import Session
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Actor
from clusterdynamics_web.studies.unnamed import masked, names_of
from clusterdynamics_web.survey.package import build_study

__all__ = ["AHEAD", "Agreed", "agreed_in", "choosable", "hidden_in", "masked", "names_of"]

#: So long before a session those who are named in it must have been told.
AHEAD = timedelta(hours=48)


@dataclass(frozen=True)
class Agreed:
    """What organisations agreed to, for the class of a session.

    Attributes
    ----------
    named
        Codes of those that may be named, in every wave that they were part of.
    drawn
        Codes of those whose links may be drawn as well: consent to a name is none to a link.
    secrets
        Names that may not stand in a text.
    """

    named: frozenset[str]
    drawn: frozenset[str]
    secrets: tuple[str, ...]


def agreed_in(session: Session) -> Agreed:
    """Return what organisations agreed to; from what is known today where the snapshot was taken down."""
    audience = Audience(session.audience)
    if session.snapshot.taken_down_at is None and snapshot_path(session.snapshot).exists():
        return _kept(study_of(session.snapshot), audience)
    return _agreed(build_study(session.study), audience)


@lru_cache(maxsize=8)
def _kept(study: StudyPackage, audience: Audience) -> Agreed:
    return _agreed(study, audience)


def _agreed(study: StudyPackage, audience: Audience) -> Agreed:
    visibility = class_of(audience)
    secrets = secret_names(study, audience.value)
    seen: set[str] = set()
    named, drawn = set(study.actor_ids), set(study.actor_ids)
    for wave in study.wave_ids:
        consents, here = Consents(study, wave), study.present(wave)
        seen |= set(here)
        named -= {a for a in here if consents.of(a).name < visibility}
        drawn -= {a for a in here if not consents.of(a).own_ties}
    rows = study["actors"].select("id", "label", "short_label").iter_rows()
    plain = {a for a, label, short in rows if not leaks(f"{label} ¦ {short or ''}", secrets)}
    named &= seen & plain
    return Agreed(frozenset(named), frozenset(named & drawn), tuple(secrets))


def choosable(session: Session) -> list[Actor]:
    """Return the organisations that people in the room may choose by name, in the order of their names.

    They agreed to be named to this class, were told in time that this session names them, and did not ask to be left
    out of it. Nobody else's name reaches a phone.
    """
    if session.opened_at is None:
        return []
    told = session.previews.filter(sent_at__lte=session.opened_at - AHEAD).values("actor")
    rows = session.study.actors.filter(pk__in=told, opted_out__isnull=True)
    found = list(rows.exclude(pk__in=session.masks.values("actor")))
    if not found:
        return []
    agreed = agreed_in(session).named
    return [actor for actor in found if actor.code in agreed]


def hidden_in(session: Session, also: Sequence[Actor] = ()) -> list[str]:
    """Return the names that no text of a session says: who is left unnamed, opted out, or never agreed to it."""
    unnamed = [mask.actor for mask in session.masks.select_related("actor")]
    out = session.study.actors.filter(opted_out__isnull=False)
    names = {*names_of([*unnamed, *also, *out]), *agreed_in(session).secrets}
    return sorted(names, key=len, reverse=True)
