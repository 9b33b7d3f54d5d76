"""What came of working together, as plain data: an outline, and chains from the first change to the last.

Other parts read sessions through this module: a chain is material for a story or for a claim of what was contributed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusterdynamics_web.cells import harmless
from clusterdynamics_web.sensemaking.masking import hidden_in, masked
from clusterdynamics_web.sensemaking.models import Ripple, Scene, SceneKind, Session

__all__ = ["Chain", "Step", "chains_of", "outline_of", "to_csv"]


@dataclass(frozen=True)
class Step:
    """One change.

    Attributes
    ----------
    number
        Its place in the outline: "1", "1.2", "1.2.1".
    parent
        The number of what it came of; empty where it begins.
    pk, guest
        Its key, and that of the phone that told it, for those who may change it.
    what, who, when, went, went_words, domain, evidence, signed
        As it was told; `went` is ``well``, ``not`` or ``open``.
    """

    number: str
    parent: str
    pk: int
    guest: int | None
    what: str
    who: str
    when: str
    went: str
    went_words: str
    domain: str
    evidence: str
    signed: str

    @property
    def depth(self) -> int:
        """Return 0 for what it began with, 1 for what that led to, and so on."""
        return self.number.count(".")

    @property
    def about(self) -> str:
        """Return who and when in one line."""
        return " · ".join(part for part in (self.who, self.when) if part)


@dataclass(frozen=True)
class Chain:
    """What one change led to, to its end."""

    title: str
    steps: tuple[Step, ...]

    @property
    def worked(self) -> bool | None:
        """Return whether the end of it did good; None where it is too early to say."""
        return {"well": True, "not": False}.get(self.steps[-1].went)

    @property
    def text(self) -> str:
        """Return the chain as lines to begin a story with."""
        return "\n".join(f"{s.what} ({s.about})" if s.about else s.what for s in self.steps)


def outline_of(scene: Scene) -> tuple[Step, ...]:
    """Return what was told in a scene, each step followed by what it led to; without what was hidden."""
    hidden = hidden_in(scene.session)
    below: dict[int | None, list[Ripple]] = {}
    for row in scene.ripples.filter(hidden_at__isnull=True):
        below.setdefault(row.parent_id, []).append(row)

    def walk(parent: int | None, above: str) -> Iterator[Step]:
        for place, row in enumerate(below.get(parent, ()), start=1):
            number = f"{above}.{place}" if above else str(place)
            said = {name: masked(getattr(row, name), hidden) for name in ("what", "who", "when", "evidence", "signed")}
            yield Step(
                number=number,
                parent=above,
                pk=row.pk,
                guest=row.guest_id,
                went=row.went,
                went_words=row.get_went_display(),
                domain=row.get_domain_display(),
                **said,
            )
            yield from walk(row.pk, number)

    return tuple(walk(None, ""))


def chains_of(session: Session) -> tuple[Chain, ...]:
    """Return every chain that was told in a session, from what changed first to what came of it last."""
    found = []
    for scene in session.scenes.filter(kind=SceneKind.RIPPLE).order_by("position"):
        steps = outline_of(scene)
        at = {s.number: s for s in steps}
        parents = {s.parent for s in steps}
        for last in (s for s in steps if s.number not in parents):
            parts = last.number.split(".")
            way = tuple(at[".".join(parts[: k + 1])] for k in range(len(parts)))
            found.append(Chain(scene.title, way))
    return tuple(found)


def to_csv(steps: tuple[Step, ...]) -> str:
    """Return an outline as a table; what a spreadsheet would compute is written as words."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            *(_("Number"), _("Came of"), _("What changed"), _("Who took part"), _("When"), _("How it went")),
            *(_("What it is about"), _("How one can see it"), _("Signed")),
        ]
    )
    for s in steps:
        cells = (s.number, s.parent, s.what, s.who, s.when, s.went_words, s.domain, s.evidence, s.signed)
        writer.writerow([harmless(c) for c in cells])
    return out.getvalue()
