"""Do organisations of different kinds work together? Links within and between groups."""

from __future__ import annotations

from dataclasses import dataclass
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
from clusterdynamics.measures.redraws import bounds, pair_ratio, redraw_block_ratio, redraw_pair_ratio

if TYPE_CHECKING:
    import altair as alt
    from numpy.typing import NDArray

    from clusterdynamics.study.model import Study

__all__ = ["NO_GROUP", "Mixing", "MixingParams", "group_figures", "mixing"]

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

        cells = [e for e in self.estimates if e.name == "block_density"]
        if cells and cells[-1].network in self.undirected:
            return group_matrix(self._cells())
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
        if not self.estimates:  # no attribute with two groups
            return (_("The kinds of organisations are not given, so links between them cannot be told."),)
        shown = [e for e in self.estimates if e.name == "ei_index"]
        latest = [e for e in shown if e.wave == shown[-1].wave]
        said = []
        for attribute in dict.fromkeys(e.subject for e in latest):
            for verdict in ("within", "between", "chance", "unknown"):
                here = [e for e in latest if e.subject == attribute and self._verdict(e) == verdict]
                if here:
                    said.append(self._sentence(attribute, verdict, here))
        return tuple(said)

    def _verdict(self, e: Estimate) -> str:
        """Return where the links lie, compared with what the groups shuffled would give."""
        chance = self.find("ei_index.chance", wave=e.wave, network=e.network, subject=e.subject)
        if e.value is None or chance.low is None or chance.high is None:
            return "unknown"
        if e.value < chance.low - _EQUAL:
            return "within"
        return "between" if e.value > chance.high + _EQUAL else "chance"

    def _sentence(self, attribute: str, verdict: str, here: list[Estimate]) -> str:
        words = {
            "within": _("In {wave} links stay within groups more often than by chance ({attribute}: {networks})."),
            "between": _("In {wave} links reach across groups more often than by chance ({attribute}: {networks})."),
            "chance": _("In {wave} links cross groups about as often as by chance ({attribute}: {networks})."),
            "unknown": _("In {wave} we cannot say whether links cross groups ({attribute}: {networks}). {why}"),
        }
        networks = []
        for e in here:
            name = self.labels.get(e.network or "", e.network or "")
            chance = self.find("ei_index.chance", wave=e.wave, network=e.network, subject=e.subject)
            if verdict == "unknown" or e.value is None or chance.low is None or chance.high is None:
                networks.append(name)
                continue
            networks.append(
                _("{network} {value}, by chance {low} to {high}").format(
                    network=name, value=number(e.value), low=number(chance.low), high=number(chance.high)
                )
            )
        return words[verdict].format(
            wave=self.labels[f"wave:{here[0].wave}"],
            attribute=self.labels.get(f"attribute:{attribute}", attribute),
            networks="; ".join(networks),
            why=here[0].why,
        )


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
            estimates += group_figures(
                Figures(study, network), attribute, kinds, params.replicates, params.permutations, rng
            )
    labels = labels_of(study) | study.settings.types | study.settings.size_classes | {NO_GROUP: _("not given")}
    labels |= {"attribute:type": _("kind of organisation"), "attribute:size_class": _("size")}
    undirected = tuple(n for r in study.settings.relations if not r.directed for n in (r.id, *r.levels))
    return Mixing(params, tuple(estimates), labels, undirected)


def group_figures(
    figures: Figures,
    attribute: str,
    kinds: NDArray[np.str_],
    replicates: int,
    permutations: int,
    rng: np.random.Generator,
    *,
    p_value: bool = False,
) -> list[Estimate]:
    """Return the E-I index, what it is by chance, and the density of every cell of the table of groups.

    Parameters
    ----------
    figures
        Makes the figures of one network.
    attribute
        What the groups are called in the subjects: ``attribute``, ``attribute:g→h``.
    kinds
        (n,) group of each organisation.
    replicates
        Redraws of respondents.
    permutations
        Times that the groups are shuffled.
    p_value
        Give ``ei_index.p`` too: how often shuffled groups are at least as far from their mean (two-sided, the
        observed one counted among them, so that it is never 0).
    """
    network = figures.network
    inside = kinds[:, None] == kinds[None, :]
    ties = network.ties.astype(np.float64)
    sign = np.where(inside, -1.0, 1.0) * ties

    def redrawn(numerators: NDArray[np.float64], denominators: NDArray[np.float64]) -> NDArray[np.float64]:
        label = _("Links between groups")
        return redraw_pair_ratio(numerators, denominators, network.answered, replicates, rng, label)

    given = [
        figures.give(
            "ei_index",
            pair_ratio(sign, ties),
            gate="blocks",
            bounds=lambda: bounds(redrawn(sign[None], ties[None])[:, 0]),
            interval=Interval.REDRAWS,
            subject=attribute,
        )
    ]
    if figures.closed("blocks") is None and ties.any():
        parts = compute.replicate(
            measures.ei_permutation_work, permutations, network, kinds, seed=rng, label=_("Groups shuffled")
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
    if p_value:
        given.append(
            figures.give("ei_index.p", _two_sided(given[0].value, by_chance), gate="blocks", subject=attribute)
        )
    observed = network.observed.astype(np.float64)
    names = sorted(set(kinds.tolist()))
    cells = [(g, h) for a, g in enumerate(names) for h in (names if network.directed else names[a:])]
    masks = np.array([np.outer(kinds == g, kinds == h) for g, h in cells])
    if not network.directed:
        masks = masks | masks.transpose(0, 2, 1)
    above, below = ties * masks, observed * masks
    shut = figures.closed("blocks") is not None
    # A network without direction is symmetric, so that the cell g, h stands for both directions.
    member = (kinds[:, None] == np.array(names)[None, :]).astype(np.float64)
    places = [(names.index(g), names.index(h)) for g, h in cells]
    label = _("Links between groups")
    draws = (
        np.empty((0, len(cells)))
        if shut
        else redraw_block_ratio(ties, observed, member, places, network.answered, replicates, rng, label)
    )
    for k, (g, h) in enumerate(cells):
        pairs = int(below[k].sum() if network.directed else below[k].sum() / 2)
        given.append(
            figures.give(
                "block_density",
                pair_ratio(above[k], below[k]),
                gate="blocks",
                bounds=bounds(draws[:, k]),
                interval=Interval.REDRAWS,
                n=pairs,
                subject=f"{attribute}:{g}→{h}",
            )
        )
    return given


def _two_sided(value: float | None, by_chance: NDArray[np.float64]) -> float:
    """Return the share of shuffles at least as far from their mean as `value`; NaN where there is none."""
    drawn = by_chance[np.isfinite(by_chance)]
    if value is None or not drawn.size:
        return float("nan")
    away = np.abs(drawn - drawn.mean()) >= abs(value - drawn.mean()) - _EQUAL
    return float((away.sum() + 1) / (drawn.size + 1))
