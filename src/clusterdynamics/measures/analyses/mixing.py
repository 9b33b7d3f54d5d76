"""Do organisations of different kinds work together? Links within and between groups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import polars as pl

from clusterdynamics import compute
from clusterdynamics.charts.numbers import number
from clusterdynamics.i18n import _
from clusterdynamics.measures import groups as measures
from clusterdynamics.measures.analyses.common import Figures, Symmetrise, cut_networks, labels_of
from clusterdynamics.measures.estimate import Estimate, Interval
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.redraws import bounds, pair_ratio, redraw_pair_ratio

if TYPE_CHECKING:
    import altair as alt
    from numpy.typing import NDArray

    from clusterdynamics.study.model import Study

__all__ = ["NO_GROUP", "Mixing", "MixingParams", "mixing"]

#: Group of the organisations whose attribute is empty.
NO_GROUP = "not_given"
#: Two figures that differ by less are the same but for rounding.
_EQUAL = 1e-9


@dataclass(frozen=True)
class MixingParams(Params):
    """What can be chosen.

    Attributes
    ----------
    attributes
        Columns of the actors table that make the groups.
    networks
        Relations or levels to look at; all where empty.
    symmetrise
        How the two reports of a pair become one where both sides describe the same relation.
    replicates
        Redraws of respondents.
    permutations
        Times that the groups are shuffled for what the E-I index would be by chance.
    """

    attributes: tuple[str, ...] = ("type", "size_class")
    networks: tuple[str, ...] = ()
    symmetrise: Symmetrise = "either"
    replicates: int = 2000
    permutations: int = 2000


@dataclass(frozen=True)
class Mixing(Result):
    """E-I index and density within and between groups.

    The figures of a cell have the subject ``attribute:g→h``; in undirected networks g ≤ h.
    """

    name: ClassVar[str] = "mixing"

    params: MixingParams
    labels: dict[str, str]
    undirected: tuple[str, ...]

    def chart(self) -> alt.TopLevelMixin:
        """Return the density within and between the groups of the first attribute as a matrix."""
        from clusterdynamics.charts import group_matrix

        return group_matrix(self._cells(), row_title=_("from"), column_title=_("to"))

    def _cells(self) -> pl.DataFrame:
        """Return the cells of the first attribute in the last network and wave, both ways where undirected."""
        cells = [e for e in self.estimates if e.name == "block_density"]
        if cells:
            last = (cells[-1].network, cells[-1].wave, cells[0].subject.partition(":")[0])
            cells = [e for e in cells if (e.network, e.wave, e.subject.partition(":")[0]) == last]
        rows = []
        for e in cells:
            ends = tuple(self.labels.get(g, g) for g in e.subject.partition(":")[2].split("→"))
            both = (ends, ends[::-1]) if e.network in self.undirected else (ends,)
            rows += [
                {"row": g, "column": h, "value": e.value, "low": e.low, "high": e.high, "note": e.why}
                for g, h in dict.fromkeys(both)
            ]
        return pl.DataFrame(rows, schema=_CELLS)

    def sentences(self) -> tuple[str, ...]:
        """Return, for each network and attribute, whether links lie within or between groups."""
        if not self.estimates:
            return (_("The kinds of organisations are not given, so links between them cannot be told."),)
        said = []
        for e in self.estimates:
            if e.name != "ei_index":
                continue
            what = self.labels.get(e.network or "", e.network or "")
            wave = self.labels[f"wave:{e.wave}"]
            attribute = self.labels.get(f"attribute:{e.subject}", e.subject)
            if e.value is None:
                said.append(_("{network}, {wave}: {why}").format(network=what, wave=wave, why=e.why))
                continue
            chance = self.find("ei_index.chance", wave=e.wave, network=e.network, subject=e.subject)
            if chance.low is None or chance.high is None:
                continue
            if e.value < chance.low - _EQUAL:
                text = _(
                    "In {wave} links lie within groups more often than by chance ({network}, by {attribute}: "
                    "{value}; by chance {low} to {high})."
                )
            elif e.value > chance.high + _EQUAL:
                text = _(
                    "In {wave} links lie between groups more often than by chance ({network}, by {attribute}: "
                    "{value}; by chance {low} to {high})."
                )
            else:
                text = _(
                    "In {wave} links cross groups about as often as by chance ({network}, by {attribute}: "
                    "{value}; by chance {low} to {high})."
                )
            said.append(
                text.format(
                    wave=wave,
                    network=what,
                    attribute=attribute,
                    value=number(e.value),
                    low=number(chance.low),
                    high=number(chance.high),
                )
            )
        return tuple(said)


_CELLS: dict[str, Any] = {
    "row": pl.String,
    "column": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "note": pl.String,
}


@analysis(MixingParams, Mixing)
def mixing(study: Study, params: MixingParams, rng: np.random.Generator) -> Mixing:
    """Compare links within groups with links between them.

    E-I index = (external − internal) / (external + internal) (Krackhardt & Stern 1988), with its range when
    the groups are shuffled among the organisations; density of every cell of the table of groups, on the
    pairs that were observed, with redraws of respondents.
    """
    estimates: list[Estimate] = []
    for network in cut_networks(study, params.symmetrise, params.networks):
        for attribute in params.attributes:
            kinds = np.array([k or NO_GROUP for k in study.attribute(attribute, network.nodes)], dtype=np.str_)
            if len(set(kinds.tolist())) < 2:
                continue
            estimates += _table(Figures(study, network), attribute, kinds, params, rng)
    labels = labels_of(study) | study.settings.types | study.settings.size_classes | {NO_GROUP: _("not given")}
    labels |= {"attribute:type": _("kind of organisation"), "attribute:size_class": _("size")}
    undirected = tuple(n for r in study.settings.relations if not r.directed for n in (r.id, *r.levels))
    return Mixing(params, tuple(estimates), labels, undirected)


def _table(
    figures: Figures, attribute: str, kinds: NDArray[np.str_], params: MixingParams, rng: np.random.Generator
) -> list[Estimate]:
    network = figures.network
    inside = kinds[:, None] == kinds[None, :]
    ties = network.ties.astype(np.float64)
    sign = np.where(inside, -1.0, 1.0) * ties

    def redrawn(above: NDArray[np.float64], below: NDArray[np.float64]) -> tuple[float | None, float | None]:
        return bounds(
            redraw_pair_ratio(above, below, network.answered, params.replicates, rng, _("Links between groups"))
        )

    given = [
        figures.give(
            "ei_index",
            pair_ratio(sign, ties),
            gate="blocks",
            bounds=partial(redrawn, sign, ties),
            interval=Interval.REDRAWS,
            subject=attribute,
        )
    ]
    if figures.closed("blocks") is None and ties.any():
        parts = compute.replicate(
            measures.ei_permutation_work, params.permutations, network, kinds, seed=rng, label=_("Groups shuffled")
        )
        by_chance = np.concatenate(parts) if parts else np.full(1, np.nan)
        middle = float(np.nanmean(by_chance)) if np.isfinite(by_chance).any() else float("nan")
    else:
        by_chance, middle = np.empty(0), float("nan")
    given.append(
        figures.give(
            "ei_index.chance",
            middle,
            gate="blocks",
            bounds=bounds(by_chance),
            interval=Interval.PERMUTATION,
            subject=attribute,
        )
    )
    observed = network.observed.astype(np.float64)
    names = sorted(set(kinds.tolist()))
    for a, g in enumerate(names):
        for h in names if network.directed else names[a:]:
            cell = np.outer(kinds == g, kinds == h)
            if not network.directed:
                cell = cell | cell.T
            below = observed * cell
            pairs = int(below.sum() if network.directed else below.sum() / 2)
            given.append(
                figures.give(
                    "block_density",
                    pair_ratio(ties * cell, below),
                    gate="blocks",
                    bounds=partial(redrawn, ties * cell, below),
                    interval=Interval.REDRAWS,
                    n=pairs,
                    subject=f"{attribute}:{g}→{h}",
                )
            )
    return given
