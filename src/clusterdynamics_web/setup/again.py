"""What a next wave begins with: who may be asked again, and what became of the organisations since the last one."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from datetime import timedelta

import polars as pl
from django.utils import timezone

from clusterdynamics.measures.identity import Event, succession
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Actor, Study, Wave
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.package import build_study

__all__ = ["Carried", "Difference", "Happened", "carried", "difference"]


@dataclass
class Carried:
    """The people to ask, by whether they are asked again (PV-11).

    Attributes
    ----------
    agreed
        They ticked that we may ask them again: they keep their code, so that their answers of both waves are theirs.
    new
        They were never asked, or never came to the question, and the region's time for contacts is not over: asked
        like somebody new.
    let_go
        They took part and did not agree to be asked again, or declined, or the time is over: their contacts go.
    """

    agreed: list[Contact] = field(default_factory=list)
    new: list[Contact] = field(default_factory=list)
    let_go: list[Contact] = field(default_factory=list)


def carried(study: Study) -> Carried:
    """Return who is asked again in the next wave of a study, and who is not."""
    found = Carried()
    closed = [w.closed_at for w in study.waves.all() if w.closed_at is not None]
    keeps = timedelta(days=round(study.region.retention_months * 30.44))
    over = bool(closed) and timezone.now() > max(closed) + keeps
    for contact in study.contacts.select_related("actor").order_by("pk"):
        before = Respondent.objects.filter(contact_key__contact=contact).order_by("wave__position").last()
        if before is not None and _agreed(before):
            found.agreed.append(contact)
        elif over or (before is not None and (before.declined_at is not None or before.consents.exists())):
            found.let_go.append(contact)
        else:
            found.new.append(contact)
    return found


def _agreed(person: Respondent) -> bool:
    last = person.consents.filter(choice="recontact").order_by("time", "pk").last()
    return person.declined_at is None and last is not None and last.visibility == "yes" and last.withdrawn_at is None


@dataclass(frozen=True)
class Happened:
    """Something that became of organisations: ``merged``, ``split``, ``renamed``, ``regrouped``, ``left``, ``joined``.

    Attributes
    ----------
    before, after
        Names of the organisations in the last wave and in the next one.
    codes
        Of those that it is about in the next wave, or of the one that left: what is taken back goes by the first.
    """

    kind: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """The roster of a wave beside that of the wave before."""

    first: Wave
    second: Wave
    stayers: int
    happened: tuple[Happened, ...]

    def of(self, kind: str) -> list[Happened]:
        return [h for h in self.happened if h.kind == kind]


def difference(study: Study) -> Difference | None:
    """Return what became of the organisations between the last two waves, as every analysis will see it.

    None where there is one wave only.
    """
    waves = list(study.waves.order_by("position"))
    if len(waves) < 2:
        return None
    first, second = waves[-2:]
    found = succession(build_study(study), first.code, second.code)
    actors = {a.code: a for a in study.actors.all()}
    happened = [_event(e, actors) for e in found.events]
    called = _called_before(study, first)
    happened += [
        Happened("renamed", (called[a],), (actors[a].label,), (a,))
        for a in found.stayers
        if called.get(a, actors[a].label) != actors[a].label
    ]
    happened += [Happened("left", (actors[a].label,), (), (a,)) for a in found.left]
    happened += [Happened("joined", (), (actors[a].label,), (a,)) for a in found.joined]
    return Difference(first, second, len(found.stayers), tuple(happened))


def _called_before(study: Study, wave: Wave) -> dict[str, str]:
    """Return what each organisation was called when the wave was frozen: code → name."""
    snapshot = study.snapshots.filter(wave=wave, taken_down_at=None).order_by("created_at").last()
    if snapshot is None or not snapshot_path(snapshot).exists():
        return {}
    # Two columns of one table: the whole package would be read and checked at every look at the page.
    with zipfile.ZipFile(snapshot_path(snapshot)) as archive:
        table = pl.read_csv(archive.read("actors.csv"), infer_schema=False)
    return dict(table.select("id", "label").iter_rows())


def _event(event: Event, actors: dict[str, Actor]) -> Happened:
    def names(codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(actors[c].label for c in codes)

    made = tuple(a for a in event.after if a not in event.before)
    return Happened(event.kind, names(event.before), names(event.after), made or event.after)
