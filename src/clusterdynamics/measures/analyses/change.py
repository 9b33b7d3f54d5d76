"""What changed from wave to wave: kept, new and lost ties, and what cannot be compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import polars as pl

from clusterdynamics.charts.numbers import number, percent
from clusterdynamics.charts.words import capital
from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.common import Symmetrise, cut_names, labels_of, simple
from clusterdynamics.measures.change import TieChanges, tie_changes
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.redraws import bounds, pair_ratio, redraw_pair_ratio

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["Change", "ChangeParams", "Composition", "change"]


@dataclass(frozen=True)
class ChangeParams(Params):
    """What can be chosen.

    Attributes
    ----------
    networks
        Relations or levels to look at; all where empty.
    symmetrise
        How the two reports of a pair become one where both sides describe the same relation.
    replicates
        Redraws of respondents.
    """

    networks: tuple[str, ...] = ()
    symmetrise: Symmetrise = "either"
    replicates: int = 2000


@dataclass(frozen=True)
class Composition:
    """Who stayed, joined and left between two waves; counts of organisations.

    Attributes
    ----------
    successors
        Organisations of the second wave that came out of others (merger, split, new identifier); their ties
        and those of their predecessors are not compared.
    answered_both
        Stayers that answered in both waves.
    """

    first: str
    second: str
    stayers: int
    joined: int
    left: int
    successors: int
    opted_out: int
    answered_both: int


@dataclass(frozen=True)
class Change(Result):
    """Change of every network between consecutive waves.

    The wave of a figure is ``first→second``, its subject ``all`` (an organisation absent in one wave counts
    as without ties in it) or ``stayers`` (organisations present in both). The figures of one wave among the
    stayers are called ``density.first`` and ``density.second``.
    """

    name: ClassVar[str] = "change"

    params: ChangeParams
    composition: tuple[Composition, ...]
    labels: dict[str, str]

    def chart(self) -> alt.TopLevelMixin:
        """Return kept, new and lost ties, all and stayers side by side."""
        from clusterdynamics.charts import change_bars

        parts = ("kept", "new", "lost", "not_comparable")
        who = {"all": _("all organisations"), "stayers": _("those that stayed")}
        rows: dict[tuple[Any, ...], dict[str, Any]] = {}
        for e in self.estimates:
            if e.name in parts:
                what = self.labels.get(e.network or "", e.network or "")
                row = rows.setdefault((e.network, e.wave, e.subject), {"label": f"{what}: {who[e.subject]}"})
                row[e.name] = e.value
                if len(self.composition) > 1:
                    row["label"] = f"{what}, {e.wave}: {who[e.subject]}"
        schema: Any = {"label": pl.String} | dict.fromkeys(parts, pl.Float64)
        return change_bars(pl.DataFrame(list(rows.values()), schema=schema), x_title=_("links"))

    def sentences(self) -> tuple[str, ...]:
        """Return what changed among the stayers, in words, with what cannot be compared."""
        if not self.composition:
            return (_("There is one wave so far; change shows from the second wave on."),)
        said = []
        for c in self.composition:
            said.append(
                _(
                    "From {first} to {second} {stayers} organisations stayed, {joined} joined and {left} left; "
                    "{both} of those that stayed answered both times."
                ).format(
                    first=self.labels[f"wave:{c.first}"],
                    second=self.labels[f"wave:{c.second}"],
                    stayers=c.stayers,
                    joined=c.joined,
                    left=c.left,
                    both=c.answered_both,
                )
            )
            if c.successors:
                said.append(
                    _("{n} of those that joined came out of others; links of both are not compared.").format(
                        n=c.successors
                    )
                )
        for e in self.estimates:
            if e.name != "kept" or e.subject != "stayers":
                continue
            what = self.labels.get(e.network or "", e.network or "")
            if e.value is None:
                said.append(_("{network}: {why}").format(network=capital(what), why=e.why))
                continue
            find = partial(self.find, wave=e.wave, network=e.network, subject="stayers")
            new, lost = find("new").value, find("lost").value
            if new is None or lost is None:
                text = _("Among the organisations that stayed, {kept} links were kept ({network}).")
                said.append(text.format(kept=number(e.value, 0), network=what))
            else:
                text = _(
                    "Among the organisations that stayed, {kept} links were kept, {new} are new "
                    "and {lost} were lost ({network})."
                )
                said.append(
                    text.format(kept=number(e.value, 0), new=number(new, 0), lost=number(lost, 0), network=what)
                )
            first, second = find("density.first").value, find("density.second").value
            if first is not None and second is not None:
                said.append(
                    _("Of all possible links among them {first} were there before and {second} are there now.").format(
                        first=percent(first), second=percent(second)
                    )
                )
        return tuple(said)


@analysis(ChangeParams, Change)
def change(study: Study, params: ChangeParams, rng: np.random.Generator) -> Change:
    """Compare consecutive waves, tie by tie, for all actors and for the stayers side by side.

    Ties of stayers are compared where they were observed in both waves; the rest is "not comparable". The
    gate asks that enough of the stayers answered both waves (method, section 3). The Jaccard index is
    kept / (kept + new + lost).
    """
    estimates: list[Estimate] = []
    composition = tuple(_composition(study, a, b) for a, b in pairwise(study.wave_ids))
    for c in composition:
        for name in params.networks or cut_names(study):
            by_wave = {n.wave: n for n in study.waves(name)}
            if c.first not in by_wave or c.second not in by_wave:
                continue
            first, second = (simple(by_wave[w], params.symmetrise) for w in (c.first, c.second))
            estimates += _compare(study, c, first, second, params, rng)
    return Change(params, tuple(estimates), composition, labels_of(study))


def _succession(study: Study, first: str, second: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return (organisations of the first wave that became others, those they became)."""
    before, after = set(study.present(first)), set(study.present(second))
    old: set[str] = set()
    new: set[str] = set()
    rows = study["actors"].filter(pl.col("predecessor").list.len() > 0).select("id", "predecessor").iter_rows()
    for actor, predecessors in rows:
        mine = {p for p in predecessors if p in before}
        if actor in after and mine:
            old |= mine
            if actor not in before:
                new.add(actor)
    return frozenset(old), frozenset(new)


def _composition(study: Study, first: str, second: str) -> Composition:
    before, after = set(study.present(first)), set(study.present(second))
    both = study.answered(first) & study.answered(second)
    _old, successors = _succession(study, first, second)
    gone = set(study.opted_out(second)) - set(study.opted_out(first))
    return Composition(
        first,
        second,
        stayers=len(before & after),
        joined=len(after - before),
        left=len(before - after),
        successors=len(successors),
        opted_out=len(gone & before),
        answered_both=len(both & before & after),
    )


def _compare(
    study: Study, c: Composition, first: Network, second: Network, params: ChangeParams, rng: np.random.Generator
) -> list[Estimate]:
    needed = study.settings.gates.change
    share = c.answered_both / c.stayers if c.stayers else None
    shut: dict[str, Any] | None = None
    if not c.stayers:
        shut = {"reason": Reason.NONE_TO_JUDGE}
    elif not first.observed.any() or not second.observed.any():
        shut = {"reason": Reason.NOT_ASKED}
    elif share is not None and share < needed:
        shut = {"reason": Reason.COVERAGE, "details": {"coverage": share, "gate": needed}}
    old, new = _succession(study, c.first, c.second)
    given: list[Estimate] = []

    def give(
        name: str, subject: str, value: float, n: int, low: float | None = None, high: float | None = None
    ) -> None:
        facts: dict[str, Any] = {
            "n": n,
            "coverage": share,
            "subject": subject,
            "wave": f"{c.first}→{c.second}",
            "network": first.name,
            "method": "measures/change",
        }
        if shut is not None:
            given.append(Estimate(name, None, **facts, **shut))
        elif not np.isfinite(value):
            given.append(Estimate(name, None, reason=Reason.NONE_TO_JUDGE, **facts))
        else:
            kind = Interval.NONE if low is None else Interval.REDRAWS
            given.append(Estimate(name, value, low, high, kind, **facts))

    for subject in ("all", "stayers"):
        # A merged firm is not a firm that lost its ties: it and what it became are left out of the comparison.
        a = first.subset([k for k in first.nodes if k not in old]) if old else first
        b = second.subset([k for k in second.nodes if k not in new]) if new else second
        counts: TieChanges = tie_changes(a, b, actors=subject)
        n = len(counts.actors)
        for name in ("kept", "new", "lost", "not_comparable", "hamming", "jaccard"):
            give(name, subject, float(getattr(counts, name)), n)
    stayers = [k for k in first.nodes if k in set(second.nodes)]
    for name, network in (("density.first", first.subset(stayers)), ("density.second", second.subset(stayers))):
        ties, seen = network.ties.astype(np.float64), network.observed.astype(np.float64)
        low, high = (
            bounds(redraw_pair_ratio(ties, seen, network.answered, params.replicates, rng, _("Density of stayers")))
            if shut is None
            else (None, None)
        )
        give(name, "stayers", pair_ratio(ties, seen), len(stayers), low, high)
    return given
