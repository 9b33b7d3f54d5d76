"""Organisations on the roster that may be one and the same, and nobody has said so or otherwise yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clusterdynamics.exchange.roster import KnownActor, RosterPlan, RosterRow, find_duplicates
from clusterdynamics_web.studies.models import Actor, Study

__all__ = ["Pair", "known_actors", "pair_key", "unresolved"]


@dataclass(frozen=True)
class Pair:
    """Two organisations of the roster that look alike."""

    one: Actor
    other: Actor
    message: str


def pair_key(one: str, other: str) -> list[str]:
    """Return two codes as `Study.kept_apart` holds them."""
    return sorted((one, other))


def known_actors(study: Study) -> list[KnownActor]:
    """Return the organisations of the study, as the reader of lists compares new ones with them."""
    mails: dict[int, list[str]] = {}
    for actor, mail in study.contacts.exclude(email="").values_list("actor_id", "email"):
        mails.setdefault(actor, []).append(mail)
    return [
        KnownActor(a.code, a.label, a.short_label, tuple(a.aliases), a.domain, tuple(mails.get(a.pk, ())))
        for a in study.actors.all()
    ]


def unresolved(study: Study, actors: Iterable[Actor] | None = None) -> list[Pair]:
    """Return pairs of organisations on the roster that look alike, save those that somebody decided are two."""
    listed = dict(enumerate(study.actors.order_by("pk") if actors is None else actors, start=1))
    rows = tuple(
        RosterRow(
            k,
            {
                "label": a.label,
                "id": a.code,
                "short_label": a.short_label,
                "domain": a.domain,
                "aliases": tuple(a.aliases),
            },
        )
        for k, a in listed.items()
        if a.opted_out_id is None and a.left_id is None
    )
    apart = {tuple(pair) for pair in study.kept_apart}
    found = []
    for hit in find_duplicates(RosterPlan(rows)):
        if hit.other_line is None:
            continue
        one, other = listed[hit.other_line], listed[hit.line]
        if tuple(pair_key(one.code, other.code)) not in apart:
            found.append(Pair(one, other, hit.message))
    return found
