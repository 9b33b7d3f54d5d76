"""The analysis ``regions``: links within regions and between them, and who links the regions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import polars as pl

from clusterdynamics.charts.numbers import number, percent, whole
from clusterdynamics.charts.words import capital
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.measures.analyses.common import Symmetrise, cut_names, labels_of
from clusterdynamics.measures.depths import depth_relation
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.models.of_study import model_of
from clusterdynamics.regions.changes import region_changes
from clusterdynamics.regions.figures import depth_figures, network_figures
from clusterdynamics.regions.levels import NO_REGION, level_label, regions_of, splitting_level

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.study.model import Study

__all__ = ["Regions", "RegionsParams", "regions"]

_EQUAL = 1e-9


@dataclass(frozen=True)
class RegionsParams(Params):
    """What can be chosen.

    Attributes
    ----------
    level
        ``nuts0`` (country) to ``nuts3``, or a column of the actors table; where empty, the widest level of NUTS at
        which the organisations are in two regions or more.
    networks
        Relations or levels of depth to look at; all where empty.
    symmetrise
        How the two reports of a pair become one where both sides describe the same relation.
    replicates
        Redraws of respondents.
    permutations
        Times that the regions are shuffled among the organisations.
    """

    level: str = ""
    networks: tuple[str, ...] = ()
    symmetrise: Symmetrise = "either"
    replicates: int = 2000
    permutations: int = 2000


@dataclass(frozen=True)
class Regions(Result):
    """Ties within and between regions.

    Figures (subject ``level:g→h`` for a cell, g ≤ h in undirected networks): ``block_density``, ``block_depth`` (mean
    depth of the linked pairs), ``block_observed`` (share of the cell's pairs that was observed); ``ei_index`` with
    ``.chance`` and ``.p`` (``ei_index.known`` where some organisations have no region); ``bridge.organisations``,
    ``bridge.top2`` (share of links between regions with an end at the two organisations that have most),
    ``bridge.sole`` (pairs of regions that hang on one organisation), ``bridge.links`` and ``bridge.regions`` (subject:
    the organisation); ``region.ei``, ``region.partners``, ``region.between_partners``, ``region.constraint`` (subject
    ``level:g``); ``region.kept``, ``.new``, ``.lost``, ``.not_comparable`` (wave ``first→second``; subject
    ``level:within`` or ``level:between``).
    """

    name: ClassVar[str] = "regions"

    params: RegionsParams
    level: str
    labels: dict[str, str]
    undirected: tuple[str, ...]
    unknown: int

    def chart(self) -> alt.TopLevelMixin:
        """Return the density within and between regions in the last network and wave."""
        from clusterdynamics.charts import region_matrix

        cells = [e for e in self.estimates if e.name == "block_density"]
        directed = bool(cells) and cells[-1].network not in self.undirected
        ends = (_("from"), _("to")) if directed else ("", "")
        return region_matrix(self.matrix("block_density"), row_title=ends[0], column_title=ends[1])

    def matrix(self, name: str, wave: str | None = None, network: str | None = None) -> pl.DataFrame:
        """Return the cells of a figure as a table: row, column, value, low, high, note.

        Parameters
        ----------
        name
            ``block_density``, ``block_depth`` or ``block_observed``.
        wave, network
            Those of the last cell where not given. Undirected networks have each cell both ways.
        """
        cells = [e for e in self.estimates if e.name == name]
        if network is not None or cells:
            network = network if network is not None else cells[-1].network
            cells = [e for e in cells if e.network == network]
        if wave is not None or cells:
            wave = wave if wave is not None else cells[-1].wave
            cells = [e for e in cells if e.wave == wave]
        rows: dict[tuple[str, str], dict[str, Any]] = {}
        for e in cells:
            g, h = (self.labels.get(x, x) for x in e.subject.partition(":")[2].split("→"))
            for ends in ((g, h), (h, g)) if name == "block_depth" or network in self.undirected else ((g, h),):
                rows.setdefault(
                    ends,
                    {"row": ends[0], "column": ends[1], "value": e.value, "low": e.low, "high": e.high, "note": e.why},
                )
        return pl.DataFrame(list(rows.values()), schema=_CELLS)

    def sentences(self) -> tuple[str, ...]:
        """Return whether links stay within regions, who links them, what changed, and what is not known."""
        if not self.level:
            return (_("All organisations are in one region, or their regions are not given."),)
        said = [s for e in self._indices() for s in self._index_sentence(e)]
        said += self._bridge_sentences()
        said += self._change_sentences()
        if self.unknown:
            said.append(
                ngettext(
                    "The region of {n} organisation is not given: it has a row of its own, and the comparison with "
                    "chance leaves it out.",
                    "The regions of {n} organisations are not given: they have a row of their own, and the comparison "
                    "with chance leaves them out.",
                    self.unknown,
                ).format(n=whole(self.unknown))
            )
        return tuple(said) or (_("There are no links to compare between regions."),)

    def _latest(self, *names: str) -> list[Estimate]:
        shown = [e for e in self.estimates if e.name in names]
        return [e for e in shown if e.wave == shown[-1].wave]

    def _indices(self) -> list[Estimate]:
        return self._latest("ei_index", "ei_index.known")

    def _index_sentence(self, e: Estimate) -> Iterator[str]:
        place = {"wave": e.wave, "network": e.network, "subject": e.subject}
        chance = next((c for c in self.estimates if c.name == f"{e.name}.chance" and _at(c) == _at(e)), None)
        p = self.value_of(f"{e.name}.p", **place)
        facts = {
            "where": f"{capital(self.labels.get(e.network or '', ''))}, {self.labels.get(f'wave:{e.wave}', e.wave)}",
            "why": e.why,
        }
        if e.value is None or chance is None or chance.low is None or chance.high is None:
            yield _("{where}: we cannot say whether links cross regions. {why}").format(**facts).strip()
            return
        facts |= {"value": number(e.value), "low": number(chance.low), "high": number(chance.high)}
        if e.value < chance.low - _EQUAL:
            text = _("{where}: links stay within regions more often than by chance ({compared}).")
        elif e.value > chance.high + _EQUAL:
            text = _("{where}: links cross regions more often than by chance ({compared}).")
        else:
            text = _("{where}: links cross regions about as often as by chance ({compared}).")
        compared = _("E-I {value}, by chance {low} to {high}")
        if p is not None:
            compared = _("E-I {value}, by chance {low} to {high}, p {p}")
            facts["p"] = _small(p)
        facts["compared"] = compared.format(**facts)
        yield text.format(**facts)

    def _bridge_sentences(self) -> Iterator[str]:
        for e in self._latest("bridge.organisations"):
            place = {"wave": e.wave, "network": e.network, "subject": e.subject}
            if e.value is None:
                continue
            where = f"{capital(self.labels.get(e.network or '', ''))}, {self.labels.get(f'wave:{e.wave}', e.wave)}"
            yield ngettext(
                "{where}: {bridging} of {n} organisation has a partner in another region.",
                "{where}: {bridging} of {n} organisations have a partner in another region.",
                e.n,
            ).format(where=where, bridging=whole(e.value), n=whole(e.n))
            sole = self.value_of("bridge.sole", **place)
            if sole:
                yield ngettext(
                    "{where}: the links of {n} pair of regions hang on one organisation.",
                    "{where}: the links of {n} pairs of regions hang on one organisation each.",
                    round(sole),
                ).format(where=where, n=whole(sole))
            top = self.value_of("bridge.top2", **place)
            if top is not None and top >= 0.5:
                yield _("{where}: {share} of the ends of links between regions are at two organisations.").format(
                    where=where, share=percent(top)
                )

    def _change_sentences(self) -> Iterator[str]:
        for e in self._latest("region.kept"):
            if e.value is None or not e.subject.endswith(":between"):
                continue
            place = {"wave": e.wave, "network": e.network, "subject": e.subject}
            new, lost = (self.value_of(f"region.{part}", **place) for part in ("new", "lost"))
            if new is None or lost is None:
                continue
            yield _(
                "{network}, {waves}: of the links between regions, {kept} were kept, {new} came and {lost} went."
            ).format(
                network=capital(self.labels.get(e.network or "", "")),
                waves=(e.wave or "").replace("→", " → "),
                kept=whole(e.value),
                new=whole(new),
                lost=whole(lost),
            )


def _at(e: Estimate) -> tuple[str | None, str | None, str]:
    return e.wave, e.network, e.subject


def _small(p: float) -> str:
    """Return a p-value; small ones as "below"."""
    return _("below {p}").format(p=number(0.001, 3)) if p < 0.001 else f"= {number(p, 3)}"


_CELLS: dict[str, Any] = {
    "row": pl.String,
    "column": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "note": pl.String,
}


@analysis(RegionsParams, Regions)
def regions(study: Study, params: RegionsParams, rng: np.random.Generator) -> Regions:
    """Compare links within regions with links between them, and say who links the regions.

    Density and mean depth within and between regions on observed pairs, with redraws of respondents and with the share
    that was observed; the E-I index (Krackhardt & Stern 1988) beside regions shuffled among the organisations, with a
    two-sided p; organisations that bridge regions; what each region has around it; and what was kept, new and lost
    within and between regions from wave to wave, among those that stayed.
    """
    level = params.level or splitting_level(study) or ""
    labels = labels_of(study) | {NO_REGION: _("not given")}
    undirected = tuple(n for r in study.settings.relations if not r.directed for n in (r.id, *r.levels))
    placed = regions_of(study, level, study.actor_ids) if level else []
    if len(set(placed) - {None}) < 2:
        return Regions(params, (), "", labels, undirected, 0)
    names = params.networks or cut_names(study)
    depth = depth_relation(study, model_of(study))
    estimates: list[Estimate] = []
    for name in names:
        for reports in study.waves(name):
            here = regions_of(study, level, reports.nodes)
            if len(set(here)) < 2:
                continue
            draws = (params.replicates, params.permutations)
            estimates += network_figures(study, reports, here, level, params.symmetrise, draws, rng)
    if depth is not None and set(names) & {depth, *study.settings.relation(depth)[0].levels}:
        for reports in study.waves(depth):
            here = regions_of(study, level, reports.nodes)
            if len(set(here)) > 1:
                estimates += depth_figures(study, reports, here, level, params.replicates, rng)
    estimates += region_changes(study, names, level, params.symmetrise)
    own = study.settings.region
    labels |= {own.nuts: own.name} if own.nuts in set(placed) and own.name else {}
    labels[f"attribute:{level}"] = level_label(level)
    latest = study.present(study.wave_ids[-1])
    unknown = sum(r is None for r in regions_of(study, level, latest))
    return Regions(params, tuple(estimates), level, labels, undirected, unknown)
