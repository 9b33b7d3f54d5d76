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
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.measures.analyses.change_basis import Basis, Composition
from clusterdynamics.measures.analyses.change_groups import grouped_changes
from clusterdynamics.measures.analyses.common import Symmetrise, cut_names, labels_of, simple
from clusterdynamics.measures.analyses.mixing import NO_GROUP
from clusterdynamics.measures.change import TieChanges, tie_changes
from clusterdynamics.measures.estimate import Estimate, Interval
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
    attributes
        Columns of the actors table that make the groups.
    replicates
        Redraws of respondents.
    """

    networks: tuple[str, ...] = ()
    symmetrise: Symmetrise = "either"
    attributes: tuple[str, ...] = ("type",)
    replicates: int = 2000


@dataclass(frozen=True)
class Change(Result):
    """Change of every network between consecutive waves.

    The wave of a figure is ``first→second``, its subject ``all`` (an organisation absent in one wave counts
    as without ties in it) or ``stayers`` (organisations present in both). The figures of one wave among the
    stayers are called ``density.first`` and ``density.second``. Among stayers of two groups, or where a report
    names an area or purpose: ``group.kept``, ``group.new``, ``group.lost``, ``group.not_comparable`` (subject
    ``type:firm–research`` (with ``→`` where direction matters), ``area:x``, ``purpose:y``).
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
        said = [sentence for c in self.composition for sentence in self._who(c)]
        for e in self.estimates:
            if e.name == "kept" and e.subject == "stayers":
                said += self._links(e)
        return tuple(said)

    def _who(self, c: Composition) -> list[str]:
        """Say who stayed, joined, left, and became others."""
        said = [
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
        ]
        if c.renamed:
            said.append(
                ngettext(
                    "{n} of those that stayed goes by a new name and is followed under it.",
                    "{n} of those that stayed go by a new name and are followed under it.",
                    c.renamed,
                ).format(n=c.renamed)
            )
        events = [
            ngettext("{n} merger", "{n} mergers", c.merged).format(n=c.merged) if c.merged else "",
            ngettext("{n} split", "{n} splits", c.split).format(n=c.split) if c.split else "",
            ngettext("{n} regrouping", "{n} regroupings", c.regrouped).format(n=c.regrouped) if c.regrouped else "",
        ]
        if c.successors:
            said.append(
                _(
                    "{old} organisations became {new} ({events}); their links are not compared, and none "
                    "of them counts as lost."
                ).format(old=c.predecessors, new=c.successors, events=", ".join(e for e in events if e))
            )
        return said

    def _links(self, kept: Estimate) -> list[str]:
        """Say what was kept, new and lost in one network among the stayers."""
        what = self.labels.get(kept.network or "", kept.network or "")
        if kept.value is None:
            return [_("{network}: {why}").format(network=capital(what), why=kept.why)]
        find = partial(self.value_of, wave=kept.wave, network=kept.network, subject="stayers")
        new, lost = find("new"), find("lost")
        if new is None or lost is None:
            text = _("Among the organisations that stayed, {kept} links were kept ({network}).")
            said = [text.format(kept=number(kept.value, 0), network=what)]
        else:
            text = _(
                "Among the organisations that stayed, {kept} links were kept, {new} are new "
                "and {lost} were lost ({network})."
            )
            said = [text.format(kept=number(kept.value, 0), new=number(new, 0), lost=number(lost, 0), network=what)]
        first, second = find("density.first"), find("density.second")
        if first is not None and second is not None:
            said.append(
                _("Of all possible links among them {first} were there before and {second} are there now.").format(
                    first=percent(first), second=percent(second)
                )
            )
        return said


@analysis(ChangeParams, Change)
def change(study: Study, params: ChangeParams, rng: np.random.Generator) -> Change:
    """Compare consecutive waves, tie by tie, for all actors and for the stayers side by side.

    Ties of stayers are compared where they were observed in both waves; the rest is "not comparable". The
    gate asks that enough of the stayers answered both waves (method, section 3). The Jaccard index is
    kept / (kept + new + lost). A renamed organisation is followed; one that merged or split is left out
    together with what it became, so that its ties are never lost ones. By group: ties between two kinds of
    organisations, and pairs that report to work together in an area or for a purpose.
    """
    estimates: list[Estimate] = []
    bases = [Basis.of(study, a, b) for a, b in pairwise(study.wave_ids)]
    for basis in bases:
        for name in params.networks or cut_names(study):
            pair = basis.networks(name)
            if pair is not None:
                first, second = (simple(x, params.symmetrise) for x in pair)
                estimates += _compare(basis, first, second, params, rng)
                estimates += grouped_changes(basis, pair, params.symmetrise, params.attributes)
    settings = study.settings
    labels = labels_of(study) | settings.types | settings.size_classes | {NO_GROUP: _("not given")}
    for table, column in (("areas", "area"), ("purposes", "purpose")):
        labels |= {f"{column}:{i}": label or i for i, label in study[table].select("id", "label").iter_rows()}
    return Change(params, tuple(estimates), tuple(b.composition for b in bases), labels)


def _compare(
    basis: Basis, first: Network, second: Network, params: ChangeParams, rng: np.random.Generator
) -> list[Estimate]:
    shut = basis.closed(first, second)
    given: list[Estimate] = []
    for subject in ("all", "stayers"):
        counts: TieChanges = tie_changes(first, second, actors=subject)
        n = len(counts.actors)
        for name in ("kept", "new", "lost", "not_comparable", "hamming", "jaccard"):
            value = float(getattr(counts, name))
            given.append(basis.give(name, value, n=n, network=first.name, subject=subject, shut=shut))
    stayers = [k for k in first.nodes if k in set(second.nodes)]
    for name, network in (("density.first", first.subset(stayers)), ("density.second", second.subset(stayers))):
        ties, seen = network.ties.astype(np.float64), network.observed.astype(np.float64)
        ends = (
            bounds(redraw_pair_ratio(ties, seen, network.answered, params.replicates, rng, _("Density of stayers")))
            if shut is None
            else (None, None)
        )
        given.append(
            basis.give(
                name,
                pair_ratio(ties, seen),
                n=len(stayers),
                network=first.name,
                subject="stayers",
                shut=shut,
                bounds=ends,
                interval=Interval.REDRAWS,
            )
        )
    return given
