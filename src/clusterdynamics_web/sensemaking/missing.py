"""Links that the room misses: a layer beside the map, never a part of the data.

The study team reads all of them as they were told. Everybody else is told only of those that were kept, and only
where both organisations agreed to be named *and* to have their links drawn for the class of the session.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.charts.network_map import Item, Line
from clusterdynamics.charts.network_map import Scene as Drawn
from clusterdynamics.charts.theme import ACCENT
from clusterdynamics.disclosure import Audience, VisibilityClass, class_of
from clusterdynamics.disclosure.consents import opens
from clusterdynamics_web.cells import harmless
from clusterdynamics_web.sensemaking.masking import agreed_in
from clusterdynamics_web.sensemaking.models import MissingLink, Session
from clusterdynamics_web.sensemaking.topics import group_words, links_asked, steps_of
from clusterdynamics_web.studies.words import words_in

__all__ = ["Missed", "listed", "missing_csv", "told_to_the_room", "with_missing"]

_DASH, _WIDTH = "7 5", 2.4


@dataclass(frozen=True)
class Missed:
    """A link that somebody misses, in words."""

    row: MissingLink
    origin: str
    target: str
    relation: str
    depth: str
    about: str

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Return what stands in the table beside a map."""
        return self.origin, self.target, " · ".join(filter(None, (self.relation, self.about))), self.depth or "–"


def listed(session: Session) -> list[Missed]:
    """Return all of them as they were told: for the study team."""
    rows = MissingLink.objects.filter(scene__session=session)
    return _in_words(session, rows.select_related("scene", "origin", "target", "reviewed_by"))


def told_to_the_room(session: Session) -> list[Missed]:
    """Return those that were kept and that this session's class may be told of."""
    audience = Audience(session.audience)
    if class_of(audience) > VisibilityClass.C2 or session.snapshot.taken_down_at is not None:
        return []  # nobody there sees links one by one
    rows = MissingLink.objects.filter(scene__session=session, state=MissingLink.State.KEPT)
    rows = rows.filter(origin__opted_out__isnull=True, target__opted_out__isnull=True)
    unnamed = session.masks.values("actor")
    rows = rows.filter(origin__isnull=False, target__isnull=False).exclude(origin__in=unnamed)
    found = list(rows.exclude(target__in=unnamed).select_related("scene", "origin", "target"))
    if not found:
        return []
    agreed, settings = agreed_in(session), session.study.parsed
    told = []
    for row in found:
        free = agreed.named if opens(settings.disclosure, row.relation, audience) else agreed.drawn
        if row.origin is not None and row.target is not None and {row.origin.code, row.target.code} <= free:
            told.append(row)
    # By their names in the study: what somebody typed may say more.
    return [
        replace(m, origin=m.row.origin.label, target=m.row.target.label)
        for m in _in_words(session, told)
        if m.row.origin is not None and m.row.target is not None
    ]


def _in_words(session: Session, rows: Iterable[MissingLink]) -> list[Missed]:
    kept = list(rows)
    if not kept:
        return []
    study, words, about = session.study, words_in(session.study, session.language), group_words(session)
    asked = {relation.id: relation for relation in links_asked(study)}
    steps = {r.id: dict(steps_of(study, r, words)) for r in asked.values()}
    return [
        Missed(
            row,
            row.origin_words,
            row.target_words,
            words.get(f"relations.{row.relation}.label", "") if row.relation in asked else "",
            steps.get(row.relation, {}).get(row.depth, ""),
            about(row.about),
        )
        for row in kept
    ]


def with_missing(session: Session, drawn: Drawn, network: str, wave: str) -> tuple[Drawn, list[Missed], str]:
    """Return a map with what the room misses in it: dashed, in the legend and in its words.

    Parameters
    ----------
    drawn
        The map, already without the names that the session does not say.
    network, wave
        What it shows. Only links of the same relation, deep enough for this network, and only beside the wave that
        the room looks at.

    Returns
    -------
    The map, what was drawn, and a sentence about it; the same map, nothing and "" where there is nothing to draw.
    """
    if wave != session.snapshot.wave.code:
        return drawn, [], ""
    relation, cut = session.study.parsed.relation(network)
    lowest = min(relation.levels.values(), default=None)
    at = {dot.node for dot in drawn.dots if dot.label}
    there = {frozenset((line.source, line.target)) for line in drawn.lines}
    found: dict[tuple[str, str], Missed] = {}
    for missed in told_to_the_room(session):
        origin, target = missed.row.origin, missed.row.target
        if origin is None or target is None or missed.row.relation != relation.id:
            continue
        # Where nobody said how deep it is, it is a link and no more.
        deep = cut is None or (float(missed.row.depth) >= cut if missed.row.depth else cut == lowest)
        ends = (origin.code, target.code)
        if deep and set(ends) <= at and frozenset(ends) not in there:
            found[ends if relation.directed else (min(ends), max(ends))] = missed
    if not found:
        return drawn, [], ""
    lines = tuple(Line(a, b, _WIDTH, ACCENT, 1.0, _DASH, relation.directed) for a, b in sorted(found))
    example = Line("", "", _WIDTH, ACCENT, 1.0, _DASH, relation.directed)
    item = Item(_("dashed: missed by the room, not in the answers"), line=example)
    sentence = ngettext(
        "{n} dashed link is what the room missed. It is not in the answers.",
        "{n} dashed links are what the room missed. They are not in the answers.",
        len(found),
    ).format(n=len(found))
    changed = replace(
        drawn, lines=(*drawn.lines, *lines), legend=(*drawn.legend, (item,)), alt=f"{drawn.alt} {sentence}"
    )
    return changed, [found[ends] for ends in sorted(found)], sentence


def missing_csv(session: Session) -> str:
    """Return all of them as a table for the study team; what a spreadsheet would compute is words."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            *(_("Scene"), _("From"), _("To"), _("Kind of link"), _("How deep"), _("What it is about"), _("Signed")),
            *(_("State"), _("Reason")),
        ]
    )
    for m in listed(session):
        row = m.row
        cells = (
            *(str(row.scene.position), m.origin, m.target, m.relation, m.depth, m.about, row.signed),
            *(str(row.get_state_display()), row.reason),
        )
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue()
