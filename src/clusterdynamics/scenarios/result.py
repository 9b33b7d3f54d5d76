"""What an exploration of scenarios found: figures, fans, swings, dominant loops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Self

import polars as pl

from clusterdynamics.i18n import _
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.measures.protocol import Params, Result
from clusterdynamics.scenarios.explore.plan import BASELINE, Plan
from clusterdynamics.scenarios.explore.prim import Box

if TYPE_CHECKING:
    import altair as alt

__all__ = ["LEARNED", "Band", "DependsOn", "LoopBand", "OutcomeSwing", "ScenarioBox", "Scenarios", "ScenariosParams"]


#: Contraction from prior to posterior from which on a constant counts as learned.
LEARNED = 0.2


@dataclass(frozen=True)
class ScenariosParams(Params):
    """What can be chosen.

    Attributes
    ----------
    replicates
        Runs of every scenario.
    plan
        Scenarios and outcomes; those that ship with the package where None.
    calibrate
        Whether the constants are fitted to the waves first.
    discrepancy
        Standard deviation of what the model leaves out, beside an observed share.
    sensitivity
        Whether the share of each constant in the outcomes' variance is worked out; it takes more runs than all else.
    """

    replicates: int = 2000
    plan: Plan | None = None
    calibrate: bool = True
    discrepancy: float = 0.15
    sensitivity: bool = True


@dataclass(frozen=True)
class Band:
    """A fan: what an outcome comes to over time in a scenario; bounds hold nine tenths and half of the runs."""

    scenario: str
    outcome: str
    times: tuple[float, ...]
    low: tuple[float, ...]
    quarter: tuple[float, ...]
    middle: tuple[float, ...]
    three_quarters: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class OutcomeSwing:
    """Mean of an outcome where a constant is in its lowest and in its highest fifth, nothing done."""

    outcome: str
    parameter: str
    at_low: float
    at_high: float
    mean: float


@dataclass(frozen=True)
class DependsOn:
    """A scenario's effect on an outcome goes along with a constant (rank correlation)."""

    scenario: str
    outcome: str
    parameter: str
    correlation: float


@dataclass(frozen=True)
class ScenarioBox:
    """Where in the space of constants a scenario does better than what it is compared with."""

    scenario: str
    outcome: str
    box: Box


@dataclass(frozen=True)
class LoopBand:
    """Share of the behaviour that a loop carries over time, with nothing done and constants in the middle."""

    loop: str
    times: tuple[float, ...]
    share: tuple[float, ...]


@dataclass(frozen=True)
class Scenarios(Result):
    """What scenarios do over the whole range of what is not known.

    Figures (subject ``scenario|outcome``): ``scenario.end`` (median at the end; 90 % of the runs),
    ``scenario.difference`` (median difference from what it is compared with; 90 % of the runs), ``scenario.better``
    and ``scenario.worse`` (share of the runs that end better, and worse). Subject ``outcome|constant``:
    ``scenario.sensitivity`` (share of the variance, with interactions). Subject: the constant: ``scenario.learned``
    (contraction from prior to posterior). ``scenario.broken``: runs that broke down, of all.
    """

    name: ClassVar[str] = "scenarios"

    params: ScenariosParams
    bands: tuple[Band, ...]
    swings: tuple[OutcomeSwing, ...]
    depends: tuple[DependsOn, ...]
    boxes: tuple[ScenarioBox, ...]
    loops: tuple[LoopBand, ...]
    #: Scenario → what it is compared with.
    against: dict[str, str]
    outcomes: tuple[str, ...]
    #: Variables observed in a wave that the model does not reach.
    not_reached: tuple[str, ...]
    calibrated: bool
    labels: dict[str, str]

    def called(self, name: str) -> str:
        """Return what a scenario, variable or loop is called."""
        return self.labels.get(name, name)

    def with_estimates(self, estimates: Iterable[Estimate]) -> Self:
        """Return the result with these figures, without the pictures that belong to hidden ones."""
        kept = tuple(estimates)
        shown = {(e.name, e.subject) for e in kept if e.value is not None}
        ends = {subject for name, subject in shown if name == "scenario.end"}
        better = {subject for name, subject in shown if name == "scenario.better"}
        bases = {o for o in self.outcomes if f"{BASELINE}|{o}" in ends}
        return replace(
            self,
            estimates=kept,
            bands=tuple(b for b in self.bands if f"{b.scenario}|{b.outcome}" in ends),
            swings=tuple(s for s in self.swings if s.outcome in bases),
            depends=tuple(d for d in self.depends if f"{d.scenario}|{d.outcome}" in better),
            boxes=tuple(b for b in self.boxes if f"{b.scenario}|{b.outcome}" in better),
            loops=self.loops if bases else (),
            not_reached=self.not_reached if bases else (),
        )

    def sentences(self) -> tuple[str, ...]:
        """Return the warning, what each scenario does, what it depends on, and what the waves taught."""
        from clusterdynamics.scenarios.words import sentences

        return sentences(self)

    def chart(self) -> alt.TopLevelMixin:
        """Return the fan of the first outcome with nothing done, and the middle of every scenario."""
        return self.fan_of(self.outcomes[0] if self.outcomes else "")

    def fan_of(self, outcome: str) -> alt.TopLevelMixin:
        """Return the fan of an outcome."""
        from clusterdynamics.charts import fan

        base = [b for b in self.bands if (b.scenario, b.outcome) == (BASELINE, outcome)]
        others = [b for b in self.bands if b.outcome == outcome and b.scenario != BASELINE]
        rows = [
            dict(zip(_FAN, values, strict=True))
            for b in base
            for values in zip(b.times, b.low, b.quarter, b.middle, b.three_quarters, b.high, strict=True)
        ]
        apart = {b.scenario: _apart(b, base[0]) for b in others} if base else {}
        drawn = sorted(apart, key=lambda s: -apart[s])[:_LINES]
        # The middle of what is compared is named, too, so that every line has its name.
        named = [*(b for b in others if b.scenario in drawn and apart[b.scenario] >= _VISIBLE), *base]
        lines = [
            {"time": t, "label": self.called(f"scenario:{b.scenario}"), "value": v}
            for b in named
            for t, v in zip(b.times, b.middle, strict=True)
        ]
        return fan(
            pl.DataFrame(rows, schema=dict.fromkeys(_FAN, pl.Float64)),
            lines=pl.DataFrame(lines, schema={"time": pl.Float64, "label": pl.String, "value": pl.Float64}),
            x_title=_("years from now"),
            y_title=self.called(outcome),
        )

    def comparison(self, outcome: str) -> alt.TopLevelMixin:
        """Return the difference that every scenario makes to an outcome, with its bounds."""
        from clusterdynamics.charts import interval_dots

        rows = []
        for e in self.estimates:
            scenario, _bar, what = e.subject.partition("|")
            if e.name == "scenario.difference" and what == outcome:
                label = self.called(f"scenario:{scenario}")
                rows.append({"label": label, "value": e.value, "low": e.low, "high": e.high})
        schema = {"label": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64}
        title = _("{outcome}: difference at the end, with 90 % of the runs").format(outcome=self.called(outcome))
        return interval_dots(pl.DataFrame(rows, schema=schema), x_title=title, reference=0.0)

    def tornado_of(self, outcome: str, most: int = 10) -> alt.TopLevelMixin:
        """Return how far an outcome swings with what is not known, the widest first."""
        from clusterdynamics.charts import tornado

        mine = [s for s in self.swings if s.outcome == outcome][:most]
        rows = [{"label": self.called(s.parameter), "at_low": s.at_low, "at_high": s.at_high} for s in mine]
        schema = {"label": pl.String, "at_low": pl.Float64, "at_high": pl.Float64}
        frame = pl.DataFrame(rows, schema=schema)
        title = _("{outcome} (empty: mean in the lowest fifth, full: in the highest)").format(
            outcome=self.called(outcome)
        )
        return tornado(frame, middle=mine[0].mean if mine else 0.0, x_title=title)

    def loop_area(self) -> alt.TopLevelMixin:
        """Return which loop carries the cluster when."""
        from clusterdynamics.charts import shares_area

        rows = [
            {"time": t, "label": self.called(f"loop:{b.loop}"), "share": s}
            for b in self.loops
            for t, s in zip(b.times, b.share, strict=True)
        ]
        schema = {"time": pl.Float64, "label": pl.String, "share": pl.Float64}
        return shares_area(
            pl.DataFrame(rows, schema=schema), x_title=_("years from now"), y_title=_("share of the behaviour")
        )


#: Lines of other scenarios in a fan, and how far from the middle one must be to be seen (share of the spread).
_LINES, _VISIBLE = 5, 0.03


def _apart(one: Band, other: Band) -> float:
    """Return the greatest distance of two middles, as a share of the spread of the other's fan."""
    spread = max(other.high) - min(other.low)
    return max(abs(a - b) for a, b in zip(one.middle, other.middle, strict=True)) / spread if spread > 0 else 0.0


_FAN = ("time", "low", "quarter", "middle", "three_quarters", "high")
