"""The analysis ``hard_figures``: what statistics say about the region's industries, beside how organisations work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import polars as pl

from clusterdynamics.charts.numbers import number, percent, whole
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.indicators.by_region import mass_by_region
from clusterdynamics.indicators.concentration import equivalent_number, krugman
from clusterdynamics.indicators.industries import Industries, industries_of
from clusterdynamics.indicators.location import location_quotients
from clusterdynamics.indicators.quadrant import Plane, Quadrant, quadrant
from clusterdynamics.indicators.shift_share import shift_share
from clusterdynamics.measures.analyses.common import cut_names, labels_of, simple
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.redraws import bounds, pair_ratio, redraw_pair_ratio

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.study.model import Study

__all__ = ["HardFigures", "HardFiguresParams", "hard_figures"]

#: The network whose density stands for connectivity, where the study has it.
_CONNECTED = "cooperation"


@dataclass(frozen=True)
class HardFiguresParams(Params):
    """What can be chosen.

    Attributes
    ----------
    measure
        What is counted: the part before the point of codes such as ``employment.16``.
    industries
        The cluster's industries (``16``, ``17``); where empty, the figures ``employment.cluster`` stand for them.
    mass, connectivity
        Borders of the plane of mass and connectivity: a location quotient, and a share of pairs that cooperate.
    replicates
        Redraws of respondents, for connectivity.
    """

    measure: str = "employment"
    industries: tuple[str, ...] = ()
    mass: float = 1.0
    connectivity: float = 0.1
    replicates: int = 2000


@dataclass(frozen=True)
class HardFigures(Result):
    """The region's industries beside the whole area, and mass against connectivity.

    Figures: ``hard.value`` and ``hard.quotient`` (subject ``industry:i``; wave ``statistics 2024``),
    ``hard.equivalent`` (industries of equal size), ``hard.krugman`` (how differently the region is built),
    ``hard.growth`` with its parts ``hard.share``, ``hard.mix``, ``hard.own`` (wave ``statistics first→last``; by
    industry and as a whole), ``hard.mass`` (location quotient of the cluster's industries), ``hard.mass.region`` (the
    same in every region for which there are statistics; subject ``region:r``) and ``hard.connectivity``
    (density of cooperation).
    """

    name: ClassVar[str] = "hard_figures"

    params: HardFiguresParams
    labels: dict[str, str]
    periods: tuple[str, ...]
    region: str
    whole: str
    source: str

    def chart(self) -> alt.TopLevelMixin:
        """Return the location quotients of the industries in the latest period."""
        from clusterdynamics.charts import interval_dots

        latest = [_when(p) for p in self.periods[-1:]]
        shown = [e for e in self.estimates if e.name == "hard.quotient" and e.wave in latest]
        rows = [
            {"label": self.called(e), "value": e.value, "low": None, "high": None, "group": None, "note": e.why}
            for e in sorted(shown, key=lambda e: -(e.value or 0.0))
        ]
        schema: Any = {
            "label": pl.String,
            "value": pl.Float64,
            "low": pl.Float64,
            "high": pl.Float64,
            "group": pl.String,
            "note": pl.String,
        }
        title = _("location quotient (1: as in {whole})").format(whole=self.whole or "–")
        return interval_dots(pl.DataFrame(rows, schema=schema), x_title=title, reference=1.0)

    def called(self, e: Estimate) -> str:
        """Return what the subject of a figure is called."""
        return self.labels.get(e.subject, e.subject.partition(":")[2] or _("all industries"))

    @property
    def plane(self) -> Quadrant | None:
        """Where the cluster stands by mass and connectivity; None where one of them is not known or not shown."""
        mass, tied = (
            next((e for e in self.estimates if e.name == f"hard.{n}"), None) for n in ("mass", "connectivity")
        )
        if mass is None or tied is None or mass.value is None or tied.value is None:
            return None
        low = tied.value if tied.low is None else tied.low
        high = tied.value if tied.high is None else tied.high
        borders = Plane(self.params.mass, self.params.connectivity)
        return quadrant(mass.value, (tied.value, low, high), borders)

    def sentences(self) -> tuple[str, ...]:
        """Return what the region is strong in, how it grew, and where the cluster stands by mass and connectivity."""
        if not self.periods:
            return (_("No statistics of the region's industries stand beside the study."),)
        return (*self._strong(), *self._grown(), *self._standing(), *self._gaps())

    def _strong(self) -> Iterator[str]:
        last = self.periods[-1]
        known = [
            e for e in self.estimates if e.name == "hard.quotient" and e.wave == _when(last) and e.value is not None
        ]
        strong = sorted((e for e in known if (e.value or 0) >= 1.5), key=lambda e: -(e.value or 0))[:4]
        if strong:
            yield _(
                "In {period} the region has more than its share of: {named} (1 is as in {whole}; {source})."
            ).format(
                period=last,
                named="; ".join(f"{self.called(e)} {number(e.value or 0, 1)}" for e in strong),
                whole=self.whole,
                source=self.source,
            )
        elif known:
            yield _("In {period} no industry has one and a half times its share in {whole} ({source}).").format(
                period=last, whole=self.whole, source=self.source
            )

    def _grown(self) -> Iterator[str]:
        parts = {
            e.name.removeprefix("hard."): e.value
            for e in self.estimates
            if e.subject == "whole" and "→" in (e.wave or "") and e.value is not None
        }
        if set(parts) >= {"growth", "share", "mix", "own"}:
            first, last = self.periods[0], self.periods[-1]
            yield _(
                "From {first} to {last} it changed by {growth}: {share} as everywhere in {whole}, {mix} by its mix of "
                "industries, {own} by itself. This takes the growth apart; it does not say why."
            ).format(first=first, last=last, whole=self.whole, **{k: whole(v or 0) for k, v in parts.items()})

    def _standing(self) -> Iterator[str]:
        mass = next((e for e in self.estimates if e.name == "hard.mass"), None)
        tied = next((e for e in self.estimates if e.name == "hard.connectivity"), None)
        if mass is None or tied is None:
            return
        if mass.value is None:
            yield _("Mass beside connectivity: {why}").format(why=mass.why)
        elif tied.value is None:
            yield _("Connectivity beside mass: {why}").format(why=tied.why)
        elif self.plane is not None:
            yield _("Mass {mass}, connectivity {tied}: {words}.").format(
                mass=number(mass.value, 1), tied=percent(tied.value), words=self.plane.words
            )

    def _gaps(self) -> Iterator[str]:
        last = self.periods[-1]
        gone = sum(e.value is None for e in self.estimates if e.name == "hard.value" and e.wave == _when(last))
        if gone:
            yield ngettext(
                "The figure of {n} industry in {period} is missing or kept secret.",
                "The figures of {n} industries in {period} are missing or kept secret.",
                gone,
            ).format(n=whole(gone), period=last)


@analysis(HardFiguresParams, HardFigures)
def hard_figures(study: Study, params: HardFiguresParams, rng: np.random.Generator) -> HardFigures:
    """Set statistics of the region's industries beside the study.

    Location quotients, industries of equal size, Krugman's index and shift-share of the study's region beside the whole
    area, in every period in which both are known; and mass (location quotient of the cluster's industries) against
    connectivity (density of cooperation in the latest wave). Figures that are missing or kept secret stay so, and so
    does what depends on them.
    """
    found = industries_of(study, params.measure, params.industries)
    labels = labels_of(study)
    if found is None:
        nothing = Estimate("hard.mass", None, reason=Reason.NOT_ASKED, method="indicators/analysis")
        return HardFigures(params, (nothing,), labels, (), "", "", "")
    labels |= {f"industry:{i}": found.labels.get(i, i) for i in found.codes}
    labels |= {f"wave:{_when(p)}": p for p in (*found.periods, f"{found.periods[0]}→{found.periods[-1]}")}
    estimates = [*_by_period(found), *_growth(found), _mass(found), *_elsewhere(study, params, found)]
    estimates.append(_connectivity(study, params, rng))
    return HardFigures(params, tuple(estimates), labels, found.periods, found.region, found.whole, found.source)


def _when(period: str) -> str:
    """Return the period as figures carry it, which is no wave of the study."""
    return f"statistics {period}"


def _give(name: str, value: float, period: str, subject: str = "whole", n: int = 0, why: str = "") -> Estimate:
    facts: dict[str, Any] = {"subject": subject, "wave": _when(period), "n": n, "method": "indicators/analysis"}
    if isfinite(value):
        return Estimate(name, float(value), **facts)
    text = why or _("a figure that it needs is missing or kept secret")
    return Estimate(name, None, reason=Reason.UNDEFINED, details={"why": text}, **facts)


def _by_period(found: Industries) -> Iterator[Estimate]:
    n = len(found.codes)
    for p, period in enumerate(found.periods):
        inside, outside = found.inside[p], found.outside[p]
        totals = [_or_sum(t, x) for t, x in ((found.inside_total[p], inside), (found.outside_total[p], outside))]
        quotients = location_quotients(
            inside[None, :], region_totals=[totals[0]], industry_totals=outside, total=totals[1]
        )[0]
        for i, code in enumerate(found.codes):
            yield _give("hard.value", inside[i], period, f"industry:{code}", n)
            yield _give("hard.quotient", quotients[i], period, f"industry:{code}", n)
        yield _give("hard.equivalent", equivalent_number(inside), period, n=n)
        yield _give("hard.krugman", krugman(inside, outside), period, n=n)


def _or_sum(total: float, parts: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    return float(total) if isfinite(total) else float(parts.sum())


def _growth(found: Industries) -> Iterator[Estimate]:
    if len(found.periods) < 2:
        return
    between = f"{found.periods[0]}→{found.periods[-1]}"
    parts = shift_share(found.inside[0], found.inside[-1], found.outside[0], found.outside[-1])
    n = len(found.codes)
    for name, value in (("growth", parts.growth), ("share", parts.share), ("mix", parts.mix), ("own", parts.own)):
        yield _give(f"hard.{name}", value, between, n=n)
    for i, code in enumerate(found.codes):
        for name, value in zip(("share", "mix", "own"), parts.by_industry[i], strict=False):
            yield _give(f"hard.{name}", float(value), between, f"industry:{code}", n)


def _mass(found: Industries) -> Estimate:
    inside = _or_sum(found.inside_total[-1], found.inside[-1])
    outside = _or_sum(found.outside_total[-1], found.outside[-1])
    value = (found.inside_cluster[-1] / inside) / (found.outside_cluster[-1] / outside)
    why = _("the figures of the cluster's own industries are not known; name them, or give them the code .cluster")
    return _give("hard.mass", float(value), found.periods[-1], n=len(found.codes), why=why)


def _elsewhere(study: Study, params: HardFiguresParams, found: Industries) -> Iterator[Estimate]:
    """Yield the mass in each region for which there are statistics; nothing where there is one region only."""
    masses = mass_by_region(study, found, params.measure, params.industries)
    if sum(isfinite(m) for m in masses.values()) > 1:
        for region, mass in masses.items():
            yield _give("hard.mass.region", mass, found.periods[-1], f"region:{region}", len(found.codes))


def _connectivity(study: Study, params: HardFiguresParams, rng: np.random.Generator) -> Estimate:
    """Return the density of cooperation in the latest wave in which it was asked, with redraws of respondents."""
    facts: dict[str, Any] = {"method": "indicators/analysis"}
    name = _CONNECTED if _CONNECTED in cut_names(study) else next(iter(cut_names(study)), None)
    if name is None:
        return Estimate("hard.connectivity", None, reason=Reason.NOT_ASKED, **facts)
    reports = study.network(name)
    network = simple(reports)
    facts |= {"network": name, "wave": reports.wave, "n": network.n}
    covered = network.coverage
    facts["coverage"] = covered if isfinite(covered) else None
    needed = study.settings.gates.density
    if not network.observed.any():
        return Estimate("hard.connectivity", None, reason=Reason.NONE_TO_JUDGE, **facts)
    if not isfinite(covered) or covered < needed:
        details = {"coverage": covered if isfinite(covered) else 0.0, "gate": needed}
        return Estimate("hard.connectivity", None, reason=Reason.COVERAGE, details=details, **facts)
    ties, seen = network.ties.astype(np.float64), network.observed.astype(np.float64)
    draws = redraw_pair_ratio(ties, seen, network.answered, params.replicates, rng, _("Connectivity"))
    low, high = bounds(draws)
    kind = Interval.REDRAWS if low is not None else Interval.NONE
    return Estimate("hard.connectivity", pair_ratio(ties, seen), low, high, kind, **facts)
