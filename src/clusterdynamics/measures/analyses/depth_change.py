"""How the depth of pairs changed from wave to wave, and what went along with it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import polars as pl

from clusterdynamics.charts.numbers import percent, span, whole
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.measures.analyses.change_basis import Basis
from clusterdynamics.measures.analyses.common import Symmetrise, labels_of
from clusterdynamics.measures.analyses.depth import described_depths, highest_depth
from clusterdynamics.measures.analyses.depth_change_figures import along_figures, transition_figures
from clusterdynamics.measures.depths import depth_levels, depth_of_pairs, depth_relation
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.measures.identity import one_voice, same_reports
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.study.model import Study

__all__ = ["DepthChange", "DepthChangeParams", "depth_change"]


@dataclass(frozen=True)
class DepthChangeParams(Params):
    """What can be chosen.

    Attributes
    ----------
    symmetrise
        Which report describes a pair: the deeper one (``either``), or what both confirm (``both``).
    prior
        Weight of the prior of each row of the matrix, in pairs; its cells share it.
    replicates
        Redraws of respondents.
    """

    symmetrise: Symmetrise = "either"
    prior: float = 1.0
    replicates: int = 2000


@dataclass(frozen=True)
class DepthChange(Result):
    """Depth of pairs before and now, among those that stayed and on the reports that were given both times.

    Figures of the relation, the wave being ``first→second``: ``transition.pairs`` (subject ``d→e``: pairs at depth d
    before and e now), ``transition.share`` (their share of the pairs at depth d, by Dirichlet);
    ``depth_change.deeper``, ``depth_change.same``, ``depth_change.less`` (of pairs that had contact before),
    ``depth_change.started`` (of those that had none). Among pairs that cooperated both times and whose trust is known
    both times: ``along.pairs`` (subject ``deeper|rose``, ``deeper|not``, ``not|rose``, ``not|not``), ``along.rose``
    (subject ``deeper`` or ``not``: share in which trust rose) and ``along.difference``.

    Attributes
    ----------
    network
        The relation; empty where none was asked.
    contact, cooperation
        Least depth of a contact, and of a pair that cooperates.
    depths
        The depths, described, from 0 on.
    """

    name: ClassVar[str] = "depth_change"

    params: DepthChangeParams
    network: str
    contact: float
    cooperation: float
    depths: tuple[str, ...]
    labels: dict[str, str]

    @property
    def waves(self) -> tuple[str, ...]:
        """The pairs of waves that were compared, ``first→second``, oldest first."""
        return tuple(dict.fromkeys(e.wave or "" for e in self.estimates if e.name == "transition.pairs"))

    def flow(self, wave: str) -> pl.DataFrame:
        """Return the matrix of a pair of waves, one row for each cell: before, after, pairs (null where hidden)."""
        rows = []
        for e in self.estimates:
            if e.name == "transition.pairs" and e.wave == wave:
                before, after = e.subject.split("→")
                rows.append({"before": int(before), "after": int(after), "pairs": e.value})
        return pl.DataFrame(rows, schema=_FLOW)

    def chart(self) -> alt.TopLevelMixin:
        """Return the flow of pairs from depth to depth between the last two waves."""
        from clusterdynamics.charts import depth_flow

        waves = self.waves
        ends = (waves[-1] if waves else "→").split("→")
        return depth_flow(
            self.flow(waves[-1] if waves else ""),
            depths=[f"{d} · {words}" if words else str(d) for d, words in enumerate(self.depths)],
            waves=(self._wave(ends[0]), self._wave(ends[1])),
        )

    def sentences(self) -> tuple[str, ...]:
        """Return how depth changed in words, wave by wave, then what went along with it."""
        if not self.network:
            return (_("How deeply organisations work together was not asked."),)
        if not any(e.name == "depth_change.deeper" for e in self.estimates):
            return (_("Depth was asked in one wave so far; its change shows from the second time on."),)
        said: list[str] = []
        for wave in dict.fromkeys(e.wave or "" for e in self.estimates):
            said += [*self._moved(wave), *self._along(wave)]
        return tuple(said) or (_("How depth changed is for the study team."),)

    def _moved(self, wave: str) -> list[str]:
        found = {e.name: e for e in self.estimates if e.wave == wave}
        first, second = (self._wave(w) for w in wave.split("→"))
        deeper, started = found.get("depth_change.deeper"), found.get("depth_change.started")
        if deeper is None:
            return []
        if deeper.value is None:
            return [_("Depth, {first} to {second}: {why}").format(first=first, second=second, why=deeper.why)]
        parts = [found.get(f"depth_change.{k}") for k in ("same", "less")]
        if any(p is None or p.value is None for p in parts):
            return []
        same, less = (p.value or 0.0 for p in parts if p is not None)
        said = [
            ngettext(
                "Of {n} pair in contact in {first}, {deeper} worked together more deeply in {second}, {same} as "
                "before, {less} less deeply or no more.",
                "Of {n} pairs in contact in {first}, {deeper} worked together more deeply in {second}, {same} as "
                "before, {less} less deeply or no more.",
                deeper.n,
            ).format(
                n=whole(deeper.n),
                first=first,
                second=second,
                deeper=percent(deeper.value),
                same=percent(same),
                less=percent(less),
            )
        ]
        if started is not None and started.value is not None:
            said.append(
                ngettext(
                    "Of {n} pair without contact in {first}, {share} had begun by {second}.",
                    "Of {n} pairs without contact in {first}, {share} had begun by {second}.",
                    started.n,
                ).format(n=whole(started.n), first=first, second=second, share=percent(started.value))
            )
        return said

    def _along(self, wave: str) -> list[str]:
        difference = next((e for e in self.estimates if (e.name, e.wave) == ("along.difference", wave)), None)
        if difference is None:
            return []
        if difference.value is None:
            return [_("Deeper cooperation and trust: {why}").format(why=difference.why)]
        deeper, others = (self.value_of("along.rose", wave=wave, subject=k) for k in ("deeper", "not"))
        low, high = difference.low, difference.high
        if deeper is None or others is None or low is None or high is None:
            return []
        told = _(
            "trust rose in {deeper} of the pairs that deepened and in {others} of the others, a difference of {span} "
            "percentage points"
        ).format(deeper=percent(deeper), others=percent(others), span=span(100 * low, 100 * high, digits=0))
        if low > 0:
            return [_("Deeper cooperation went along with rising trust: {shares}.").format(shares=told)]
        if high < 0:
            return [_("Deeper cooperation went along with trust that rose less often: {shares}.").format(shares=told)]
        return [
            _("We cannot say whether deeper cooperation went along with rising trust: {shares}.").format(shares=told)
        ]

    def _wave(self, wave: str) -> str:
        return self.labels.get(f"wave:{wave}", wave)


_FLOW: dict[str, Any] = {"before": pl.Int64, "after": pl.Int64, "pairs": pl.Float64}


@analysis(DepthChangeParams, DepthChange)
def depth_change(study: Study, params: DepthChangeParams, rng: np.random.Generator) -> DepthChange:
    """Compare the depth of pairs between consecutive waves, and say what went along with it.

    Only pairs of organisations that stayed, on the reports that were given both times, by one person of each
    organisation, so that no pair moves because somebody else answered. The matrix of transitions has Dirichlet
    intervals in each row; shares of pairs have redraws of the respondents who answered both times, the same ones in
    both waves. Deep ties and trust move together only among pairs that cooperated both times, since trust is asked
    only there.
    """
    model = model_of(study)
    study = one_voice(study)
    relation = depth_relation(study, model)
    limits = model.thresholds
    estimates: list[Estimate] = []
    depths: tuple[str, ...] = ()
    if relation is not None:
        highest = max((highest_depth(n.values) for n in study.waves(relation)), default=0)
        depths = described_depths(study, model, relation, highest)
        for first, second in pairwise(study.wave_ids):
            basis = Basis.of(study, first, second)
            pair = basis.networks(relation)
            if pair is None:
                continue
            one, two = same_reports(*pair)
            shut = basis.closed(one, two)
            levels = tuple(depth_levels(depth_of_pairs(x, params.symmetrise), len(depths) - 1) for x in (one, two))
            moves = (basis, relation, levels[0], levels[1], one.answered, shut)
            estimates += transition_figures(
                *moves, len(depths), int(limits.contact), params.prior, params.replicates, rng
            )
            estimates += along_figures(*moves, one.nodes, model, params.replicates, rng)
    return DepthChange(
        params, tuple(estimates), relation or "", limits.contact, limits.cooperation, depths, labels_of(study)
    )
