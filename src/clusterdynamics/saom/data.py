"""What is modelled: one group of organisations over its waves, checked and in one shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.study.network import Network

__all__ = ["Group", "WaveData", "as_group"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
#: A network over its waves: square arrays (NaN: missing; 10, 11: fixed at 0, 1), or networks of a study.
type WaveData = Sequence[ArrayLike] | Sequence[Network]

#: Values of a tie that is fixed by circumstances at 0 and at 1.
FIXED_ZERO, FIXED_ONE = 10.0, 11.0


@dataclass(frozen=True, eq=False)
class Group:
    """One group of n organisations over M waves.

    Attributes
    ----------
    networks
        Name → M arrays (n, n) of 0, 1 and NaN.
    structural
        Name → M arrays (n, n), True where a tie is fixed by circumstances.
    directed
        Name → whether the two sides of a pair are different ties.
    behaviours
        Name → (n, M) whole numbers, NaN where missing.
    covariates
        Name → (n, M); a constant one is repeated.
    dyadic
        Name → M − 1 arrays (n, n), one a period.
    spells
        (n, 2) when each organisation comes and goes, in waves from 1 on; −inf and inf where it was always there.
    names
        Identifiers of the organisations.
    """

    networks: Mapping[str, tuple[Floats, ...]]
    structural: Mapping[str, tuple[Bools, ...]]
    directed: Mapping[str, bool]
    behaviours: Mapping[str, Floats] = field(default_factory=dict)
    covariates: Mapping[str, Floats] = field(default_factory=dict)
    dyadic: Mapping[str, tuple[Floats, ...]] = field(default_factory=dict)
    spells: Floats = field(default_factory=lambda: np.empty((0, 2)))
    names: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Number of organisations."""
        return len(self.names)

    @property
    def waves(self) -> int:
        """Number of waves."""
        return len(next(iter(self.networks.values())))


def as_group(
    waves: WaveData | Mapping[str, WaveData],
    *,
    directed: bool | Mapping[str, bool] | None = None,
    behaviours: Mapping[str, ArrayLike] | None = None,
    covariates: Mapping[str, ArrayLike] | None = None,
    dyadic: Mapping[str, ArrayLike | Sequence[ArrayLike]] | None = None,
    structural: Mapping[str, Sequence[ArrayLike]] | None = None,
    composition: ArrayLike | None = None,
    absent: Literal["composition", "zeros", "missing"] = "composition",
) -> Group:
    """Bring the data of one group into one shape.

    Parameters
    ----------
    waves
        Two or more waves of one network, or name → waves of several. In an undirected network of a study a tie is
        there where one of the two sides reports it.
    directed
        Whether ties have a direction; where None, a network that is symmetric in every wave is undirected.
    behaviours, covariates
        Name → (n, M) values; a covariate may be (n,) where it is constant.
    dyadic
        Name → (n, n), or one such array a period.
    structural
        Name of a network → one array a wave, true where a tie is fixed by circumstances.
    composition
        (n, 2) when each organisation comes and goes, in waves from 1 on (1.5 is half-way to the second wave).
    absent
        What is made of organisations that are in some waves' networks only: they come and go half-way between waves
        (``composition``, see the notes), are there but have no ties (``zeros``), or are there and have ties that
        nobody observed (``missing``).

    Raises
    ------
    InputError
        Everything that does not fit, at once.

    Notes
    -----
    What happens to organisations that come and go, as in RSiena:

    - An organisation that is away decides nothing.
    - Its ties, to and from it, are out of the simulated network while it is away. When it comes, those of the wave
      before are there again, with everybody who is there; when it goes, all are taken out.
    - At the end of a period everything of those who are not there then is put back to how it was at the start: what
      they did before they went counts in no statistic and no distance. In the data, the ties of one who has gone are
      carried on for the same reason, and one who has not come yet has none.
    - Others can choose it while it is away, unless ``fit(…, choose_absent=False)``. A tie that is made to an
      organisation before it comes stays; one to an organisation that has gone is put back at the end.

    References
    ----------
    Huisman, M. & Snijders, T. A. B. (2003). Statistical analysis of longitudinal network data with changing
    composition. Sociological Methods & Research 32(2), 253-287.
    """
    named: Mapping[str, WaveData] = waves if isinstance(waves, Mapping) else {"network": waves}
    faults: list[str] = []
    if not named:
        raise InputError(_("There is no network to model."))
    names, arrays, fixed, spells, known = _networks(named, absent, faults)
    n = len(names)
    many = {len(a) for a in arrays.values()}
    if len(many) > 1:
        faults.append(_("All networks need the same number of waves, not {n}.").format(n=sorted(many)))
    count = min(many)
    if count < 2:
        faults.append(_("A model of change needs at least two waves; there is {n}.").format(n=count))
    for name, given in (structural or {}).items():
        if name not in arrays:
            faults.append(_("Structural ties are given for {name}, which is not a network here.").format(name=name))
            continue
        for m, mask in enumerate(given):
            if m < len(fixed[name]) and np.shape(mask) == (n, n):
                fixed[name][m] |= np.asarray(mask, dtype=np.bool_)
            else:
                faults.append(
                    _("Structural ties of {name}: one array ({n}, {n}) a wave is needed.").format(name=name, n=n)
                )
    ways = {}
    for name, stack in arrays.items():
        symmetric = all(np.array_equal(a, a.T, equal_nan=True) for a in stack)
        wanted = directed.get(name) if isinstance(directed, Mapping) else directed
        ways[name] = known.get(name, not symmetric) if wanted is None else bool(wanted)
        if not ways[name] and not symmetric:
            faults.append(_("{name} is said to be undirected, but is not symmetric in every wave.").format(name=name))
    if composition is not None:
        spells = np.asarray(composition, dtype=np.float64)
        if spells.shape != (n, 2) or (spells[:, 0] >= spells[:, 1]).any():
            faults.append(
                _("composition needs, for each of {n} organisations, a time to come and a later one to go.").format(n=n)
            )
    group = Group(
        {k: tuple(v) for k, v in arrays.items()},
        {k: tuple(v) for k, v in fixed.items()},
        ways,
        {k: _actor_values(k, v, n, count, faults, steps=True) for k, v in (behaviours or {}).items()},
        {k: _actor_values(k, v, n, count, faults) for k, v in (covariates or {}).items()},
        {k: _dyadic(k, v, n, count, faults) for k, v in (dyadic or {}).items()},
        spells,
        names,
    )
    if faults:
        raise InputError("\n".join(faults))
    return group


def _networks(
    named: Mapping[str, WaveData], absent: str, faults: list[str]
) -> tuple[tuple[str, ...], dict[str, list[Floats]], dict[str, list[Bools]], Floats, dict[str, bool]]:
    stacks = {k: list(v) for k, v in named.items()}
    everyone: set[str] = set()
    n = 0
    for name, stack in stacks.items():
        for m, wave in enumerate(stack):
            if isinstance(wave, Network):
                everyone |= set(wave.nodes)
                continue
            shape = np.shape(wave)
            if len(shape) != 2 or shape[0] != shape[1]:
                raise InputError(
                    _("Wave {m} of {name} must be a square array, not one of shape {shape}.").format(
                        m=m + 1, name=name, shape=shape
                    )
                )
            if n and shape[0] != n:
                raise InputError(
                    _(
                        "Wave {m} of {name} has {k} organisations, another wave {n}. Give every wave the same ones."
                    ).format(m=m + 1, name=name, k=shape[0], n=n)
                )
            n = shape[0]
    if everyone and n:
        raise InputError(_("Give all networks as arrays, or all as networks of a study."))
    width = len(str(n))
    names = tuple(sorted(everyone)) if everyone else tuple(f"{i + 1:0{width}d}" for i in range(n))
    place = {a: i for i, a in enumerate(names)}
    arrays: dict[str, list[Floats]] = {}
    fixed: dict[str, list[Bools]] = {}
    known: dict[str, bool] = {}
    spells = np.tile([-np.inf, np.inf], (len(names), 1))
    for name, stack in stacks.items():
        arrays[name], fixed[name] = [], []
        present = np.ones((len(stack), len(names)), dtype=np.bool_)
        for m, wave in enumerate(stack):
            if isinstance(wave, Network):
                values = np.full((len(names), len(names)), np.nan)
                where = np.array([place[a] for a in wave.nodes], dtype=np.int64)
                values[np.ix_(where, where)] = np.where(wave.observed, wave.ties.astype(np.float64), np.nan)
                if not wave.directed:
                    # Both sides describe the same tie: it is there where one of them says so.
                    values = np.fmax(values, values.T)
                mask = np.zeros(values.shape, dtype=np.bool_)
                if wave.structural is not None:
                    mask[np.ix_(where, where)] = wave.structural
                present[m] = np.isin(np.arange(len(names)), where)
                known[name] = known.get(name, False) or wave.directed
            else:
                values = np.array(wave, dtype=np.float64)
                mask = (values == FIXED_ZERO) | (values == FIXED_ONE)
                values[values == FIXED_ZERO], values[values == FIXED_ONE] = 0.0, 1.0
            np.fill_diagonal(values, 0.0)
            np.fill_diagonal(mask, False)
            wrong = ~(np.isnan(values) | (values == 0) | (values == 1))
            if wrong.any():
                i, j = np.argwhere(wrong)[0]
                faults.append(
                    _(
                        "Wave {m} of {name}: the tie from {i} to {j} is {value}; a tie is 0, 1 or missing. "
                        "Decide first from which value on a tie counts."
                    ).format(m=m + 1, name=name, i=names[i], j=names[j], value=values[i, j])
                )
            arrays[name].append(values)
            fixed[name].append(mask)
        _absent(arrays[name], present, absent)
        if absent == "composition" and not present.all():
            for i in range(len(names)):
                seen = np.flatnonzero(present[:, i])
                if seen.size and seen[0] > 0:
                    spells[i, 0] = max(spells[i, 0], seen[0] + 0.5)
                if seen.size and seen[-1] < len(stack) - 1:
                    spells[i, 1] = min(spells[i, 1], seen[-1] + 1.5)
    return names, arrays, fixed, spells, known


def _absent(stack: list[Floats], present: Bools, how: str) -> None:
    """Fill in the ties of organisations that were away."""
    if how == "missing":
        return
    for m, values in enumerate(stack):
        gone = ~present[m]
        away = gone[:, None] | gone[None, :]
        if how == "zeros" or m == 0:
            values[away] = 0.0
            continue
        # Before it comes an organisation has no ties; after it has gone, those it had are carried on.
        left = gone & present[:m].any(axis=0)
        carried = np.where(left[:, None] | left[None, :], np.nan_to_num(stack[m - 1]), 0.0)
        values[away] = carried[away]


def _actor_values(name: str, given: ArrayLike, n: int, waves: int, faults: list[str], *, steps: bool = False) -> Floats:
    values = np.array(given, dtype=np.float64)
    if values.shape == (n,) and not steps:
        values = np.tile(values[:, None], (1, waves))
    if values.shape == (n, waves - 1) and not steps:
        values = np.hstack([values, values[:, -1:]])
    if values.shape != (n, waves):
        faults.append(
            _(
                "{name} needs one value for each of {n} organisations (and {waves} waves), not the shape {shape}."
            ).format(name=name, n=n, waves=waves, shape=values.shape)
        )
        return np.zeros((n, max(waves, 1)))
    seen = values[np.isfinite(values)]
    if not seen.size or seen.min() == seen.max():
        faults.append(_("{name} is the same for everybody, so nothing can go along with it.").format(name=name))
    if steps and seen.size and not np.array_equal(seen, np.round(seen)):
        faults.append(_("{name} must be whole numbers: a behaviour moves by steps of one.").format(name=name))
    return values


def _dyadic(
    name: str, given: ArrayLike | Sequence[ArrayLike], n: int, waves: int, faults: list[str]
) -> tuple[Floats, ...]:
    values = np.array(given, dtype=np.float64)
    if values.shape == (n, n):
        values = np.tile(values, (max(waves - 1, 1), 1, 1))
    if values.shape != (waves - 1, n, n):
        faults.append(
            _("{name} must be an array ({n}, {n}), or one such array a period, not of shape {shape}.").format(
                name=name, n=n, shape=values.shape
            )
        )
        values = np.zeros((max(waves - 1, 1), n, n))
    return tuple(values)
