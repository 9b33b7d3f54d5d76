"""What the analyses share: which networks they look at, gates, and figures made with both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from clusterdynamics.i18n import N_, _
from clusterdynamics.measures.estimate import Estimate, Interval, Reason

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = [
    "ANY",
    "Figures",
    "Symmetrise",
    "coverage_of",
    "cut_names",
    "cut_networks",
    "dots",
    "labels_of",
    "network_label",
    "simple",
]

Symmetrise = Literal["either", "both"]
#: Smallest positive value, as a cut: everything that is not zero is a tie.
ANY = 5e-324

#: Names of the levels of the reference model, for people.
_LEVELS = {
    "contact": N_("contact"),
    "cooperation": N_("cooperation"),
    "deep": N_("deep collaboration"),
}


def cut_names(study: Study) -> tuple[str, ...]:
    """Return the 0/1 networks of the study: the levels of each relation, or the relation where it has none."""
    return tuple(n for r in study.settings.relations for n in (tuple(r.levels) or (r.id,)))


def network_label(study: Study, name: str) -> str:
    """Return what a network is called for people."""
    relation, cut = study.settings.relation(name)
    if cut is None:
        return relation.label
    return _(_LEVELS[name]) if name in _LEVELS else name


def labels_of(study: Study) -> dict[str, str]:
    """Return network → label for every network of the study, with ``wave:<id>`` → label for the waves."""
    labels = {n: network_label(study, n) for n in study.settings.network_names}
    labels.update({f"wave:{w}": study.wave_label(w) for w in study.wave_ids})
    return labels


def simple(network: Network, rule: Symmetrise = "either") -> Network:
    """Return the 0/1 network to compute on: undirected where both sides describe the same relation."""
    cut = network.dichotomise(ANY, network.name) if network.valued else network
    return cut if network.directed else cut.symmetrise(rule)


def cut_networks(study: Study, rule: Symmetrise = "either", names: tuple[str, ...] = ()) -> Iterator[Network]:
    """Yield the 0/1 networks of all waves, relation by relation."""
    for name in names or cut_names(study):
        for network in study.waves(name):
            yield simple(network, rule)


def coverage_of(network: Network) -> float | None:
    """Return the coverage; None where nobody was asked."""
    return network.coverage if isfinite(network.coverage) else None


def dots(
    estimates: Iterable[Estimate], labels: Mapping[str, str], name: Callable[[Estimate], str] | None = None
) -> pl.DataFrame:
    """Return figures as ``charts.interval_dots`` wants them: one row a figure, grouped by wave."""
    rows = [
        {
            "label": name(e) if name else labels.get(e.network or "", e.network or ""),
            "value": e.value,
            "low": e.low,
            "high": e.high,
            "group": labels.get(f"wave:{e.wave}", e.wave),
            "note": e.why,
        }
        for e in estimates
    ]
    return pl.DataFrame(rows, schema=_DOTS)


_DOTS: dict[str, Any] = {
    "label": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "group": pl.String,
    "note": pl.String,
}


@dataclass(frozen=True)
class Figures:
    """Makes the figures of one network: each knows its gate, so that none is computed that may not be shown.

    Attributes
    ----------
    study, network
        What is looked at.
    """

    study: Study
    network: Network

    def closed(self, gate: str | None, pairs: int | None = None) -> tuple[Reason, dict[str, Any]] | None:
        """Return why figures behind `gate` are not given, or None where they are.

        Parameters
        ----------
        pairs
            Pairs that can be judged because both sides answered, for figures that compare two reports.
        """
        if not self.network.observed.any():
            if not self.network.n or not self.network.asked.any():
                return Reason.NONE_TO_JUDGE, {}
            return Reason.NOT_ASKED, {}
        if pairs is not None and pairs < self.study.settings.gates.pairs:
            return Reason.TOO_FEW_PAIRS, {"n": pairs, "gate": self.study.settings.gates.pairs}
        if gate is None:
            return None
        needed = getattr(self.study.settings.gates, gate)
        here = self.network.coverage
        if not isfinite(here) or here < needed:
            return Reason.COVERAGE, {"coverage": here if isfinite(here) else 0.0, "gate": needed}
        return None

    def give(
        self,
        name: str,
        value: float | Callable[[], float],
        *,
        gate: str | None = None,
        pairs: int | None = None,
        bounds: tuple[float | None, float | None] | Callable[[], tuple[float | None, float | None]] = (None, None),
        interval: Interval = Interval.NONE,
        n: int | None = None,
        subject: str = "whole",
        why: str = "",
    ) -> Estimate:
        """Return the figure, or the reason why there is none.

        Parameters
        ----------
        value, bounds
            Numbers, or functions that compute them; functions are called only where the gate is open.
        gate
            Name of the gate in the study's settings; None where the figure has none.
        pairs
            Pairs that can be judged, for figures that compare two reports.
        n
            What it was computed on; `pairs` or the number of actors where it is not given.
        why
            What makes the measure undefined, for the sentence that stands in its place.
        """
        facts: dict[str, Any] = {
            "n": n if n is not None else pairs if pairs is not None else self.network.n,
            "coverage": coverage_of(self.network),
            "subject": subject,
            "wave": self.network.wave,
            "network": self.network.name,
            "method": f"measures/{name.split('.')[0]}",
        }
        shut = self.closed(gate, pairs)
        if shut is not None:
            return Estimate(name, None, reason=shut[0], details=shut[1], **facts)
        figure = value() if callable(value) else value
        if not isfinite(figure):
            if not why:
                return Estimate(name, None, reason=Reason.NONE_TO_JUDGE, **facts)
            return Estimate(name, None, reason=Reason.UNDEFINED, details={"why": why}, **facts)
        low, high = bounds() if callable(bounds) else bounds
        return Estimate(name, float(figure), low, high, interval if low is not None else Interval.NONE, **facts)
