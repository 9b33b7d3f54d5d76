"""The figures of the depth profile in one wave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.common import Figures, Symmetrise, coverage_of
from clusterdynamics.measures.analyses.mixing import NO_GROUP
from clusterdynamics.measures.analyses.told import row_ratios
from clusterdynamics.measures.depths import depth_levels, depth_of_pairs, stated, wishes
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.pair_table import PairTable
from clusterdynamics.measures.redraws import bounds

if TYPE_CHECKING:
    from clusterdynamics.models.rules import Thresholds
    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["DepthWave"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


class DepthWave:
    """Depth of every pair in one wave, and what is wished for.

    Parameters
    ----------
    study
        The study.
    reports
        The reports on depth of one wave.
    limits
        Thresholds of the model.
    highest
        The deepest depth there is.
    rule
        Which report describes a pair.
    """

    def __init__(
        self,
        study: Study,
        reports: Network,
        limits: Thresholds,
        highest: int,
        rule: Symmetrise = "either",
    ) -> None:
        self.study, self.reports, self.limits, self.highest = study, reports, limits, highest
        self.wave = reports.wave or ""
        self.figures = Figures(study, reports)
        self.levels = depth_levels(depth_of_pairs(reports, rule), highest)
        self.wishes = wishes(study, self.wave, reports, limits.contact)
        self.wish_figures = Figures(study, self.wishes.network)
        self.table = PairTable(reports.n)
        self.both = int((reports.observed & reports.observed.T).sum()) // 2
        self.draws: dict[str, FloatArray] = {}

    @cached_property
    def seen(self) -> BoolArray:
        """(n, n) True for the pairs of which the depth is known."""
        known: BoolArray = self.levels >= 0
        return known

    def read(self, attributes: Sequence[str], replicates: int, rng: np.random.Generator) -> list[Estimate]:
        """Return all figures of the wave."""
        cells = dict(self._cells(attributes))
        self._fill(cells)
        if self.figures.closed("density") is None or self.wish_figures.closed("density") is None:
            drawn = self.reports.answered
            self.draws = self.table.redraw(drawn, replicates, rng, _("Depth profile"))
        given = [*self._profile(), *self._by_cell(cells), self._purpose(), *self._purposes(cells)]
        given += [*self._wish_counts(), *self._wish_shares(replicates, rng), *self._mutual()]
        return given

    # -- columns over the pairs -------------------------------------------------------------------------------

    def _cells(self, attributes: Sequence[str]) -> Iterator[tuple[str, BoolArray]]:
        """Yield the name of each group of pairs, and which pairs are in it."""
        for attribute in attributes:
            kinds = np.array(
                [k or NO_GROUP for k in self.study.attribute(attribute, self.reports.nodes)], dtype=np.str_
            )
            names = sorted(set(kinds.tolist()))
            for a, g in enumerate(names):
                for h in names[a:]:
                    mask = np.outer(kinds == g, kinds == h)
                    yield f"{attribute}:{g}–{h}", (mask | mask.T) & self.seen
        for column in ("area", "purpose"):
            named = stated(self.study, self.reports.name, self.wave, column, self.reports.nodes)
            for key, mask in named.items():
                yield f"{column}:{key}", (mask | mask.T) & self.seen

    def _fill(self, cells: dict[str, BoolArray]) -> None:
        add = self.table.add
        add("seen", self.seen)
        lower = depth_levels(depth_of_pairs(self.reports, "both"), self.highest)
        add("confirmed", lower >= 0)
        network = self.wishes.network
        wished = network.ties
        either = wished | wished.T
        for d in range(self.highest + 1):
            here = self.levels == d
            add(f"{d}", here)
            add(f"confirmed|{d}", lower == d)
            add(f"wish|{d}", wished & here)
            add(f"could|{d}", network.observed & here)
            add(f"wish pairs|{d}", either & here)
            for key, mask in cells.items():
                add(f"{key}|{d}", mask & here)
        for key, mask in cells.items():
            add(key, mask)
        deep = self.seen & (self.levels >= self.limits.deep)
        purposes = stated(self.study, self.reports.name, self.wave, "purpose", self.reports.nodes, self.limits.deep)
        with_purpose = np.any(list(purposes.values()), axis=0) if purposes else np.zeros_like(deep)
        add("deep", deep)
        add("deep purpose", deep & (with_purpose | with_purpose.T))
        linked = self.seen & (self.levels >= self.limits.contact)
        add("linked", linked)
        for key, mask in cells.items():
            if key.startswith("purpose:"):
                add(f"linked|{key}", mask & linked)
        add("wish", wished)
        add("wish more", self.wishes.more)
        add("wish start", self.wishes.start)
        with_area = np.any(list(self.wishes.areas.values()), axis=0) if self.wishes.areas else np.zeros_like(wished)
        add("wish area", with_area)
        for key, mask in self.wishes.areas.items():
            add(f"wish area|{key}", mask)
        both = network.observed & network.observed.T
        add("wish both", wished & wished.T & both)
        add("wish either", either & both)

    def _ratio(
        self,
        figures: Figures,
        name: str,
        subject: str,
        above: str,
        below: str,
        *,
        gate: str | None = "density",
        pairs: int | None = None,
        halves: bool = True,
    ) -> Estimate:
        """Return the ratio of two columns as a figure; n is the lower one (`halves`: in pairs)."""

        def redrawn() -> tuple[float | None, float | None]:
            top, bottom = self.draws[above], self.draws[below]
            return bounds(np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0))

        return figures.give(
            name,
            self.table.ratio(above, below),
            gate=gate,
            pairs=pairs,
            n=round(self.table.sum(below) / (2 if halves else 1)),
            bounds=redrawn if self.draws else (None, None),
            interval=Interval.REDRAWS,
            subject=subject,
        )

    # -- figures ----------------------------------------------------------------------------------------------

    def _profile(self) -> Iterator[Estimate]:
        pairs = round(self.table.sum("seen") / 2)
        for d in range(self.highest + 1):
            subject = f"depth={d}"
            yield self._ratio(self.figures, "depth.share", subject, f"{d}", "seen")
            count = self.table.sum(f"{d}") / 2
            yield self.figures.give("depth.pairs", count, gate="density", n=pairs, subject=subject)
            yield self._ratio(
                self.figures,
                "depth.confirmed.share",
                subject,
                f"confirmed|{d}",
                "confirmed",
                gate=None,
                pairs=self.both,
            )

    def _by_cell(self, cells: dict[str, BoolArray]) -> Iterator[Estimate]:
        for key in cells:
            # An area or purpose is named of partners only, so none of these pairs is at depth 0.
            for d in range(int(key.startswith(("area:", "purpose:"))), self.highest + 1):
                subject = f"{key}|depth={d}"
                yield self._ratio(self.figures, "depth.cell.share", subject, f"{key}|{d}", key, gate="blocks")

    def _purpose(self) -> Estimate:
        if not stated(self.study, self.reports.name, self.wave, "purpose", self.reports.nodes):
            # No card of the wave names a purpose: it was not asked what pairs work together for.
            return _not_asked(self.figures, "deep.purpose")
        return self._ratio(self.figures, "deep.purpose", "whole", "deep purpose", "deep")

    def _purposes(self, cells: dict[str, BoolArray]) -> Iterator[Estimate]:
        for key in cells:
            kind, _colon, purpose = key.partition(":")
            if kind == "purpose":
                yield self._ratio(self.figures, "purpose.share", f"purpose={purpose}", f"linked|{key}", "linked")

    def _wish_counts(self) -> Iterator[Estimate]:
        total = round(self.table.sum("wish"))
        for subject, key in (("whole", "wish"), ("kind=more", "wish more"), ("kind=start", "wish start")):
            yield self.wish_figures.give("wish.count", self.table.sum(key), n=total, subject=subject)
        for subject, key in (("kind=more", "wish more"), ("kind=start", "wish start")):
            yield self._ratio(self.wish_figures, "wish.share", subject, key, "wish", gate=None, halves=False)
        for key in self.wishes.areas:
            column, subject = f"wish area|{key}", f"area={key}"
            yield self.wish_figures.give("wish.area.count", self.table.sum(column), n=total, subject=subject)
            yield self._ratio(
                self.wish_figures, "wish.area.share", subject, column, "wish area", gate=None, halves=False
            )

    def _wish_shares(self, replicates: int, rng: np.random.Generator) -> Iterator[Estimate]:
        for d in range(self.highest + 1):
            subject = f"depth={d}"
            count = self.table.sum(f"wish|{d}")
            could = round(self.table.sum(f"could|{d}"))
            yield self.wish_figures.give("wish.count", count, n=could, subject=subject)
            yield self._ratio(
                self.wish_figures, "wish.share", subject, f"wish|{d}", f"could|{d}", gate="density", halves=False
            )
            yield self._ratio(self.wish_figures, "wish.pairs", subject, f"wish pairs|{d}", "seen", gate="density")
        answered = self.wishes.network.answered
        wishing = self.wishes.network.ties[answered].any(axis=1).astype(np.float64).reshape(-1, 1)
        ones = np.ones(wishing.shape)
        yield self.wish_figures.give(
            "wish.organisations",
            float(wishing.mean()) if wishing.size else float("nan"),
            gate="density",
            n=int(wishing.size),
            bounds=lambda: bounds(row_ratios(wishing, ones, replicates, rng, _("Wishes"))[:, 0]),
            interval=Interval.REDRAWS,
        )

    def _mutual(self) -> Iterator[Estimate]:
        observed = self.wishes.network.observed
        both = int((observed & observed.T).sum()) // 2
        pairs = round(self.table.sum("wish either") / 2)
        count = self.table.sum("wish both") / 2
        yield self.wish_figures.give("wish.mutual", count, pairs=both, n=pairs)
        yield self._ratio(
            self.wish_figures, "wish.mutual.share", "whole", "wish both", "wish either", gate=None, pairs=both
        )


def _not_asked(figures: Figures, name: str) -> Estimate:
    network = figures.network
    return Estimate(
        name,
        None,
        n=0,
        coverage=coverage_of(network),
        wave=network.wave,
        network=network.name,
        method="measures/depth",
        reason=Reason.NOT_ASKED,
    )
