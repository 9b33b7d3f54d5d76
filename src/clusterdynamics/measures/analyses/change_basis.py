"""What every figure of change stands on: two waves, who is compared, the gate, and figures made with them."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.identity import Succession, compared, succession

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["Basis", "Composition"]


@dataclass(frozen=True)
class Composition:
    """Who stayed, joined and left between two waves; counts of organisations.

    Attributes
    ----------
    stayers
        Present in both waves and compared, renamed ones among them.
    joined, left
        Present in one of the waves only; those that became others, or came out of others, are not among them.
    opted_out
        Of those that left: asked not to appear any more.
    answered_both
        Stayers that answered in both waves.
    renamed
        Stayers that go by a new identifier.
    merged, split, regrouped
        Events: several became one, one became several, several became several.
    predecessors, successors
        Organisations in these events before and after; their ties are not compared.
    """

    first: str
    second: str
    stayers: int
    joined: int
    left: int
    opted_out: int
    answered_both: int
    renamed: int
    merged: int
    split: int
    regrouped: int
    predecessors: int
    successors: int


@dataclass(frozen=True)
class Basis:
    """Two waves that are compared.

    Attributes
    ----------
    study, between
        The study, and who became whom between the two waves.
    composition
        The same in numbers.
    """

    study: Study
    between: Succession
    composition: Composition

    @classmethod
    def of(cls, study: Study, first: str, second: str) -> Basis:
        """Return the basis of comparing two waves of a study."""
        between = succession(study, first, second)
        return cls(study, between, _composition(study, between))

    @property
    def waves(self) -> str:
        """The waves of a figure, ``first→second``."""
        return f"{self.between.first}→{self.between.second}"

    @property
    def share(self) -> float | None:
        """Stayers that answered both times, of all stayers; None where nobody stayed."""
        c = self.composition
        return c.answered_both / c.stayers if c.stayers else None

    def networks(self, name: str) -> tuple[Network, Network] | None:
        """Return a network in both waves as reported, ready to be compared; see ``identity.compared``."""
        return compared(self.study, name, self.between)

    def closed(self, first: Network, second: Network) -> dict[str, Any] | None:
        """Return why nothing is said about a network (as facts of a figure), or None where something is."""
        needed = self.study.settings.gates.change
        if not self.composition.stayers or self.share is None:
            return {"reason": Reason.NONE_TO_JUDGE}
        if not first.observed.any() or not second.observed.any():
            return {"reason": Reason.NOT_ASKED}
        if self.share < needed:
            return {"reason": Reason.COVERAGE, "details": {"coverage": self.share, "gate": needed}}
        return None

    def give(
        self,
        name: str,
        value: float,
        *,
        n: int,
        network: str,
        subject: str = "whole",
        shut: dict[str, Any] | None = None,
        bounds: tuple[float | None, float | None] = (None, None),
        interval: Interval = Interval.NONE,
        method: str = "measures/change",
    ) -> Estimate:
        """Return the figure, or the reason why there is none.

        Parameters
        ----------
        shut
            What ``closed`` has returned.
        """
        facts: dict[str, Any] = {
            "n": n,
            "coverage": self.share,
            "subject": subject,
            "wave": self.waves,
            "network": network,
            "method": method,
        }
        if shut is not None:
            return Estimate(name, None, **facts, **shut)
        if not isfinite(value):
            return Estimate(name, None, reason=Reason.NONE_TO_JUDGE, **facts)
        low, high = bounds
        if low is None or high is None:
            return Estimate(name, value, **facts)
        return Estimate(name, value, low, high, interval, **facts)


def _composition(study: Study, between: Succession) -> Composition:
    first, second = between.first, between.second
    answered = {between.renamed.get(a, a) for a in study.answered(first)} & study.answered(second)
    gone = set(study.opted_out(second)) - set(study.opted_out(first))
    events = [e for e in between.events if e.kind != "renamed"]
    return Composition(
        first,
        second,
        stayers=len(between.stayers),
        joined=len(between.joined),
        left=len(between.left),
        opted_out=len(gone.intersection(between.left)),
        answered_both=len(answered.intersection(between.stayers)),
        renamed=between.count("renamed"),
        merged=between.count("merged"),
        split=between.count("split"),
        regrouped=between.count("regrouped"),
        predecessors=len({a for e in events for a in e.before}),
        successors=len({a for e in events for a in e.after}),
    )
