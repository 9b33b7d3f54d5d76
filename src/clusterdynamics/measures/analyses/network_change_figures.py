"""The figures of the change of whole-network measures: before, now, the change, its bounds, and what is detectable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.change_basis import Basis
from clusterdynamics.measures.analyses.network_change_profile import Key, Profile
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.misreporting import ReReports, detectable_by_redrawn_reports
from clusterdynamics.measures.redraws import bounds, redraw_pair_ratio
from clusterdynamics.measures.reliability import Called, Detectable, called
from clusterdynamics.measures.repeats import Repeats, repeated_reports
from clusterdynamics.measures.uncertainty import leave_out

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["CalledMeasure", "Sizes", "changed_measures", "pooled_repeats"]

FloatArray = NDArray[np.float64]

_METHOD = "measures/network_change"


@dataclass(frozen=True)
class CalledMeasure:
    """What the change of a measure between two waves is called.

    Attributes
    ----------
    wave
        ``first→second``.
    name
        The measure: ``density``, …; its figures are called ``change.density``, ….
    """

    wave: str
    network: str
    name: str
    subject: str
    called: Called


@dataclass(frozen=True)
class Sizes:
    """How much is drawn: redraws of respondents, reports given again for each wave, organisations needed for that."""

    replicates: int
    reports: int
    least: int


def pooled_repeats(study: Study, relation: str, waves: tuple[str, str]) -> Repeats:
    """Return what two people of one organisation reported about the same partners, in either of two waves."""
    found = [repeated_reports(study, relation, w) for w in waves]
    width = max(r.first.shape[1] for r in found)

    def padded(values: FloatArray) -> FloatArray:
        return np.pad(values, ((0, 0), (0, width - values.shape[1])), constant_values=np.nan)

    return Repeats(
        tuple(a for r in found for a in r.actors),
        tuple(k for r in found for k in r.kinds),
        np.concatenate([padded(r.first) for r in found]),
        np.concatenate([padded(r.second) for r in found]),
    )


def changed_measures(
    basis: Basis,
    profile: Profile,
    pair: tuple[Network, Network],
    repeats: Repeats,
    categories: list[float],
    sizes: Sizes,
    rng: np.random.Generator,
) -> tuple[list[Estimate], list[CalledMeasure]]:
    """Return the change of every measure of a relation, and what each change is called.

    Parameters
    ----------
    pair
        The relation among the stayers in both waves, with the reports that were given both times.
    repeats
        Reports that were given twice within a wave.
    categories
        Values that can be reported.
    """
    gates = _Gates(basis, profile, pair)
    means, rest = profile.means, profile.globals
    asked = repeats.organisations >= sizes.least
    open_rest = any(gates.closed(key) is None for key in rest)
    open_any = open_rest or any(gates.closed(key) is None for key in means)
    keys = [*means, *rest] if open_rest else [*means]
    cores: tuple[Any, ...] = tuple(profile.cores(x) if open_rest else None for x in pair)
    values = [profile.both(x, c) for x, c in zip(pair, cores, strict=True)]
    ends = dict.fromkeys(keys, (None, None)) | _redrawn(profile, pair, sizes.replicates if open_any else 0, rng)
    if open_rest:
        ends |= _left_out(profile, pair, cores)
    limits: dict[Key, Detectable] = {}
    if asked and open_any:
        reports = ReReports(repeats, categories)
        cases = [(x.values, partial(profile.again, x, c)) for x, c in zip(pair, cores, strict=True)]
        differences = _mean_differences(repeats)
        found = detectable_by_redrawn_reports(
            reports, cases, np.array([key.mean for key in keys]), differences, sizes.reports, rng
        )
        limits = dict(zip(keys, found, strict=True))
    given: list[Estimate] = []
    names: list[CalledMeasure] = []
    for key in [*means, *rest]:
        shut = gates.closed(key)
        at = keys.index(key) if key in keys else None
        before, now = (float(v[at]) if at is not None else float("nan") for v in values)
        give = partial(basis.give, n=gates.n(key), network=key.network, subject=key.subject, shut=shut, method=_METHOD)
        kind = Interval.REDRAWS if key.mean else Interval.LEAVE_OUT
        change = now - before
        given.append(give(f"change.{key.name}", change, bounds=ends.get(key, (None, None)), interval=kind))
        if shut is not None:
            # The reason stands once.
            continue
        given += [
            give(f"change.{key.name}.first", before),
            give(f"change.{key.name}.second", now),
            _detectable(give, key, limits.get(key), repeats.organisations, sizes.least),
        ]
        if isfinite(change):
            word = called(change, limits[key]) if key in limits else "cannot_say"
            names.append(CalledMeasure(basis.waves, key.network, key.name, key.subject, word))
    return given, names


def _detectable(
    give: Callable[..., Estimate], key: Key, limit: Detectable | None, organisations: int, least: int
) -> Estimate:
    name = f"change.{key.name}.detectable"
    if limit is None:
        few = {"reason": Reason.TOO_FEW_ASKED_AGAIN, "details": {"n": organisations, "gate": least}}
        return give(name, float("nan"), shut=few)
    if not isfinite(limit.value):
        why = _("no report that was given again differs, or none moves this figure")
        return give(name, float("nan"), shut={"reason": Reason.UNDEFINED, "details": {"why": why}})
    ends = (limit.low, limit.high) if isfinite(limit.high) else (None, None)
    return give(name, limit.value, bounds=ends, interval=Interval.MODEL)


class _Gates:
    """Which measures may be given: the gate of change, and that of each measure in both waves."""

    def __init__(self, basis: Basis, profile: Profile, pair: tuple[Network, Network]) -> None:
        self.basis, self.pair = basis, pair
        self.shut = basis.closed(*pair)
        seen = pair[0].observed
        self.pairs = int(seen.sum()) if profile.directed else int(np.triu(seen | seen.T, 1).sum())
        self.both = int((seen & seen.T).sum()) // 2

    def n(self, key: Key) -> int:
        """Return what the measure was computed on: pairs for means, organisations for the others."""
        if not key.gate:
            return self.both
        return self.pairs if key.mean else self.pair[0].n

    def closed(self, key: Key) -> dict[str, Any] | None:
        """Return why a measure is not given, as facts of a figure; None where it is."""
        if self.shut is not None:
            return self.shut
        gates, share = self.basis.study.settings.gates, self.basis.share or 0.0
        if not key.gate:
            if self.both < gates.pairs:
                return {"reason": Reason.TOO_FEW_PAIRS, "details": {"n": self.both, "gate": gates.pairs}}
            return None
        needed = getattr(gates, key.gate)
        if share < needed:
            return {"reason": Reason.COVERAGE, "details": {"coverage": share, "gate": needed}}
        return None


def _redrawn(
    profile: Profile, pair: tuple[Network, Network], replicates: int, rng: np.random.Generator
) -> dict[Key, tuple[float | None, float | None]]:
    """Return the bounds of the changes of means: the same redrawn respondents in both waves."""
    if not replicates or not profile.means:
        return {}
    one, two = (profile.fractions(x.values) for x in pair)
    above, below = (np.concatenate([a, b]) for a, b in zip(one, two, strict=True))
    draws = redraw_pair_ratio(above, below, pair[0].answered, replicates, rng, _("Change of measures"))
    k = len(profile.means)
    return {key: bounds(draws[:, k + i] - draws[:, i]) for i, key in enumerate(profile.means)}


def _left_out(
    profile: Profile, pair: tuple[Network, Network], cores: tuple[Any, ...]
) -> dict[Key, tuple[float | None, float | None]]:
    """Return the ranges of the changes of the others when each organisation is left out of both waves in turn."""
    if pair[0].n <= 2:
        return {}
    label = _("Leaving out each in turn")
    one, two = (leave_out(x, partial(profile.shape, cores=c), label) for x, c in zip(pair, cores, strict=True))
    found: dict[Key, tuple[float | None, float | None]] = {}
    for k, key in enumerate(profile.globals):
        moved = two[:, k] - one[:, k]
        good = moved[np.isfinite(moved)]
        found[key] = (float(good.min()), float(good.max())) if good.size else (None, None)
    return found


def _mean_differences(repeats: Repeats) -> FloatArray:
    """Return by how much the reports of each organisation that was asked twice differ on average."""
    seen = np.isfinite(repeats.first) & np.isfinite(repeats.second)
    moved = np.where(seen, repeats.second - repeats.first, 0.0).sum(axis=1)
    count = seen.sum(axis=1)
    mean: FloatArray = np.divide(moved, count, out=np.full(count.shape, np.nan), where=count > 0)
    return mean
