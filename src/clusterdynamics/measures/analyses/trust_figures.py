"""The figures on trust in one wave: each behind its gate, with the uncertainty that fits it."""

from __future__ import annotations

from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.mixing import NO_GROUP
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.redraws import bounds, redraw_pair_ratio
from clusterdynamics.measures.trust import (
    PairRatio,
    SocialRelations,
    SocialRelationsError,
    mutual_trust,
    pair_mismatch,
    reliability,
    social_relations,
    trust_items,
    trust_ratings,
    trust_returned,
    trust_share,
)

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["Wave"]

FloatArray = NDArray[np.float64]

#: 80 and 95 per cent of a normal distribution lie within so many standard deviations.
_Z80, _Z95 = 1.2815515655446004, 1.959963984540054
#: Draws behind the bounds of the model's shares.
_DRAWS = 1000

type Closed = tuple[Reason, dict[str, Any]] | None


class Wave:
    """The trust ratings of one wave, and what can be said about them."""

    def __init__(self, study: Study, wave: str, model: ReferenceModel, replicates: int) -> None:
        self.study, self.wave, self.model, self.replicates = study, wave, model, replicates
        self.ratings = trust_ratings(study, wave, model)
        coverage = study.coverage(wave)
        self.coverage = coverage if isfinite(coverage) else None

    # -- gates ------------------------------------------------------------------------------------------------

    @cached_property
    def depth(self) -> FloatArray | None:
        """(n, n) depth as each organisation reports it; None where the study has no cooperation."""
        try:
            relation, cut = self.study.settings.relation("cooperation")
        except KeyError:
            return None
        if cut is None or (relation.waves and self.wave not in relation.waves):
            return None
        return self.study.network(relation.id, self.wave).values

    @cached_property
    def cooperate(self) -> NDArray[np.bool_]:
        """(n, n) True where i reports cooperation with j."""
        n = self.ratings.n
        if self.depth is None:
            return np.zeros((n, n), dtype=np.bool_)
        found: NDArray[np.bool_] = np.nan_to_num(self.depth) >= self.model.thresholds.cooperation
        return found

    @cached_property
    def missing(self) -> Closed:
        """Why there are no ratings at all; None where there are."""
        if self.ratings.rated.any():
            return None
        known = {item.id for item in self.study.settings.items}
        rows = self.study["ratings"].filter(
            (pl.col("wave") == self.wave) & pl.col("item").is_in(list(trust_items(self.model)))
        )
        # Trust is asked of those who cooperate: where nobody does, it was asked and there is none.
        asked = not rows.is_empty() or (bool(known & set(trust_items(self.model))) and not self.cooperate.any())
        return (Reason.NONE_TO_JUDGE if asked else Reason.NOT_ASKED), {}

    def closed(self, gate: str | None = None, pairs: int | None = None) -> Closed:
        """Return why a figure is not given: not asked, too few answered, too few pairs; None where it is."""
        gates = self.study.settings.gates
        if self.missing is not None:
            return self.missing
        if pairs is not None and pairs < gates.pairs:
            return (Reason.TOO_FEW_PAIRS, {"n": pairs, "gate": gates.pairs}) if pairs else (Reason.NONE_TO_JUDGE, {})
        needed = 0.0 if gate is None else getattr(gates, gate)
        if (self.coverage or 0.0) < needed:
            return Reason.COVERAGE, {"coverage": self.coverage or 0.0, "gate": needed}
        return None

    def give(self, name: str, value: float, closed: Closed, n: int, **more: Any) -> Estimate:
        """Return a figure, or why there is none."""
        facts: dict[str, Any] = {
            "n": n,
            "coverage": self.coverage,
            "subject": more.pop("subject", "whole"),
            "wave": self.wave,
            "method": "measures/trust",
        }
        if closed is not None:
            return Estimate(name, None, reason=closed[0], details=closed[1], **facts)
        if not isfinite(value):
            why = more.get("why", "")
            reason = Reason.UNDEFINED if why else Reason.NONE_TO_JUDGE
            return Estimate(name, None, reason=reason, details={"why": why} if why else {}, **facts)
        low, high = more.get("bounds", (None, None))
        if low is None or high is None:
            return Estimate(name, float(value), details=more.get("details", {}), **facts)
        # A variance of 0 lies below all draws around it.
        low, high = min(low, float(value)), max(high, float(value))
        kind = more.get("interval", Interval.REDRAWS)
        return Estimate(name, float(value), low, high, kind, details=more.get("details", {}), **facts)

    # -- shares and means over ratings and pairs ----------------------------------------------------------------

    def over_pairs(self, rng: np.random.Generator) -> list[Estimate]:
        """Give everything that is a share or mean over ratings or pairs, over the same redraws."""
        r = self.ratings
        judged = mutual_trust(r, self.cooperate)
        both = int(r.both.sum()) // 2
        gap = pair_mismatch(r)
        no_depth = self.missing or ((Reason.NOT_ASKED, {}) if self.depth is None else None)
        rows: list[tuple[str, str, PairRatio, Closed, dict[str, Any]]] = [
            ("trust.share", "whole", trust_share(r), self.closed("density"), {}),
            ("trust.mean", "whole", self._mean(r.rated), self.closed("density"), {}),
            ("trust.mutual", "whole", judged, no_depth or self.closed(pairs=judged.n), {}),
            ("trust.returned", "whole", trust_returned(r), self.closed(pairs=both), {}),
            (
                "trust.mismatch.mean",
                "whole",
                PairRatio(np.nan_to_num(gap), r.both.astype(np.float64), both),
                self.closed(pairs=both),
                {},
            ),
        ]
        if self.missing is None:
            rows += self._by_depth()
            rows += self._by_type()
        open_rows = [row for row in rows if row[3] is None and row[2].n]
        draws = (
            redraw_pair_ratio(
                np.array([row[2].above for row in open_rows]),
                np.array([row[2].below for row in open_rows]),
                r.answered,
                self.replicates,
                rng,
                _("Trust"),
            )
            if open_rows
            else np.empty((0, 0))
        )
        drawn = {row[:2]: bounds(draws[:, k]) for k, row in enumerate(open_rows)}
        given = [
            self.give(
                name,
                ratio.value,
                closed,
                ratio.n,
                subject=subject,
                bounds=drawn.get((name, subject), (None, None)),
                details=details,
            )
            for name, subject, ratio, closed, details in rows
        ]
        if self.closed(pairs=both) is None:
            i, j = np.nonzero(np.triu(r.both, 1))
            given += [
                self.give("trust.mismatch", gap[a, b], None, 1, subject=f"{r.nodes[a]}–{r.nodes[b]}")
                for a, b in zip(i, j, strict=True)
            ]
        return given

    def _mean(self, which: NDArray[np.bool_]) -> PairRatio:
        """Return the mean rating over some of the pairs that have one."""
        there = which & self.ratings.rated
        return PairRatio(
            np.where(there, np.nan_to_num(self.ratings.values), 0.0), there.astype(np.float64), int(there.sum())
        )

    def _by_depth(self) -> list[tuple[str, str, PairRatio, Closed, dict[str, Any]]]:
        """Mean rating by the depth that the rater reports, only where it reports cooperation."""
        if self.depth is None:
            return []
        here = np.where(self.cooperate & self.ratings.rated, self.depth, np.nan)
        levels = np.unique(here[np.isfinite(here)])
        closed = self.closed("density")
        return [
            ("trust.by_depth", f"depth:{level:g}", self._mean(here == level), closed, _sides(here == level))
            for level in levels
        ]

    def _by_type(self) -> list[tuple[str, str, PairRatio, Closed, dict[str, Any]]]:
        """Mean rating of one kind of organisation by another; with how many organisations stand on each side."""
        kinds = np.array([k or NO_GROUP for k in self.study.attribute("type", self.ratings.nodes)], dtype=np.str_)
        names = sorted(set(kinds.tolist()))
        if len(names) < 2:
            return []
        closed = self.closed("blocks")
        rows: list[tuple[str, str, PairRatio, Closed, dict[str, Any]]] = []
        for g in names:
            for h in names:
                cell = self.ratings.rated & np.outer(kinds == g, kinds == h)
                if cell.any():
                    rows.append(("trust.block", f"type:{g}→{h}", self._mean(cell), closed, _sides(cell)))
        return rows

    # -- where ratings come from --------------------------------------------------------------------------------

    def relations(self, rng: np.random.Generator) -> list[Estimate]:
        """Give the social relations decomposition, and the effects of organisations and pairs."""
        r, sizes = self.ratings, self.model.sample_sizes
        raters = int((r.partners >= sizes.social_relations_partners).sum())
        n = int(r.rated.sum())
        closed = self.closed()
        if closed is None and raters < sizes.social_relations_raters:
            facts = {
                "n": raters,
                "partners": sizes.social_relations_partners,
                "gate": sizes.social_relations_raters,
            }
            closed = (Reason.TOO_FEW_RATERS, facts)
        if closed is not None:
            return [self.give(f"trust.part.{name}", float("nan"), closed, n) for name in PARTS]
        try:
            fit = social_relations(r.item_values)
        except SocialRelationsError as error:
            why = _why(error.kind)
            return [self.give(f"trust.part.{name}", float("nan"), None, n, why=why) for name in PARTS]
        return [*self._parts(fit, n, rng), *self._effects(fit)]

    def _parts(self, fit: SocialRelations, n: int, rng: np.random.Generator) -> list[Estimate]:
        draws = fit.draw(rng, _DRAWS)
        shares = fit.components.shares(fit.asked)
        given = [
            self.give(f"trust.part.{name}", shares[name], None, n, bounds=bounds(draws[name]), interval=Interval.MODEL)
            for name in PARTS
        ]
        alike = _("the organisations, or the pairs, hardly differ")
        c = fit.components
        for name, value, closed, count in (
            ("generalised", c.generalised_reciprocity, None, n),
            ("dyadic", c.dyadic_reciprocity, self.closed(pairs=fit.mutual), fit.mutual),
        ):
            span = bounds(draws[name])
            given.append(
                self.give(
                    f"trust.reciprocity.{name}", value, closed, count, bounds=span, interval=Interval.MODEL, why=alike
                )
            )
        return given

    def _effects(self, fit: SocialRelations) -> list[Estimate]:
        """Give the effects of organisations, and of the pairs whose 80 % interval excludes 0."""
        r = self.ratings
        given = []
        for name, effects, count in (
            ("trust.generosity", fit.generosity, r.rated.sum(axis=1)),
            ("trust.reputation", fit.reputation, r.rated.sum(axis=0)),
        ):
            for i in np.flatnonzero(np.isfinite(effects.value)):
                value, by = float(effects.value[i]), _Z95 * float(effects.error[i])
                span = (value - by, value + by)
                given.append(
                    self.give(
                        name, value, None, int(count[i]), subject=r.nodes[i], bounds=span, interval=Interval.MODEL
                    )
                )
        effect, error = fit.pair.value, _Z80 * fit.pair.error
        apart = np.flatnonzero(np.abs(effect) > error)
        given.append(self.give("trust.pairs_apart", float(apart.size), None, effect.size))
        given += [
            self.give(
                "trust.pair",
                float(effect[k]),
                None,
                1,
                subject=f"{r.nodes[fit.rater[k]]}→{r.nodes[fit.partner[k]]}",
                bounds=(float(effect[k] - error[k]), float(effect[k] + error[k])),
                interval=Interval.MODEL_80,
            )
            for k in apart
        ]
        return given

    # -- reliability ----------------------------------------------------------------------------------------------

    def reliabilities(self, rng: np.random.Generator) -> list[Estimate]:
        """Give alpha and omega of the items, with redraws of raters."""
        closed = self.closed("density")
        if closed is not None:
            return [self.give(name, float("nan"), closed, 0) for name in ("trust.alpha", "trust.omega")]
        rater, partner = np.nonzero(self.ratings.rated)
        found = reliability(
            self.ratings.item_values[rater, partner], rater, self.replicates, rng, _("Reliability of trust")
        )
        why = _("it needs more items that vary")
        return [
            self.give(f"trust.{name}", value, None, found.ratings, bounds=bounds(draws), why=why)
            for name, value, draws in (
                ("alpha", found.alpha, found.alpha_draws),
                ("omega", found.omega, found.omega_draws),
            )
        ]


def _sides(cell: NDArray[np.bool_]) -> dict[str, Any]:
    """Return who stands behind a cell, for disclosure control: organisations on both sides, share of the top two."""
    made = np.sort(cell.sum(axis=1))[::-1]
    return {
        "raters": int((made > 0).sum()),
        "rated": int(cell.any(axis=0).sum()),
        "two_raters": float(made[:2].sum() / made.sum()),
    }


#: Sources of the differences between ratings.
PARTS = ("generosity", "reputation", "pair", "chance")


def _why(kind: str) -> str:
    """Return why ratings cannot be decomposed, in words."""
    return {
        "one_item": _("each partner was rated on one item only"),
        "no_spread": _("all ratings are alike"),
        "no_error": _("all items were answered alike, so that pair and chance cannot be told apart"),
    }[kind]
