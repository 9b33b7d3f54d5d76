"""Data and effects brought together: checked, and laid out for the kernels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.saom.assign import assign
from clusterdynamics.saom.codes import AGREED, FORCED, OF_PAIR, ONE_SIDED, WIDE, Code, Kind, needs_of
from clusterdynamics.saom.data import Group
from clusterdynamics.saom.effects import EFFECTS, KINDS, Effect, as_effect
from clusterdynamics.saom.kernels import Model, Period
from clusterdynamics.saom.problem import Parameter, Problem
from clusterdynamics.saom.statistics import PeriodData, effect_statistic, pair_statistic, tie_statistic

__all__ = ["make_problem"]

Floats = NDArray[np.float64]


def make_problem(
    groups: Sequence[Group],
    effects: Sequence[Effect | str],
    *,
    conditional: bool = False,
    undirected: str = "initiative",
    choose_absent: bool = True,
) -> Problem:
    """Check effects against data, and make both ready.

    Parameters
    ----------
    groups, effects
        Data, and what may go along with their change; see ``fit``.
    conditional, undirected, choose_absent
        See ``fit``.

    Raises
    ------
    InputError
        Everything that does not fit, at once.
    """
    first = groups[0]
    faults: list[str] = []
    networks = tuple(first.networks)
    behaviours = tuple(first.behaviours)
    if len(networks) > 2 or len(behaviours) > 1:
        faults.append(_("At most two networks and one behaviour can be modelled together."))
    if conditional and len(networks + behaviours) > 1:
        faults.append(_("Conditional estimation is for one network alone; leave it out here."))
    if conditional and any(np.isfinite(g.spells).any() for g in groups):
        faults.append(_("Conditional estimation cannot be used where organisations come and go; leave it out here."))
    known: list[Effect] = []
    for effect in effects:
        try:
            known.append(as_effect(effect))
        except InputError as fault:
            faults.append(str(fault))
    same = all((tuple(g.networks), tuple(g.behaviours)) == (networks, behaviours) for g in groups)
    if same:
        known = assign(known, groups, networks, behaviours, faults)
    else:
        faults.append(_("Every group needs the same networks and behaviours."))
    if faults:
        raise InputError("\n".join(faults))
    return _Builder(tuple(groups), known, networks, behaviours, conditional, undirected, choose_absent).build()


class _Builder:
    """Makes a Problem; holds what its steps share."""

    def __init__(
        self,
        groups: tuple[Group, ...],
        effects: list[Effect],
        networks: tuple[str, ...],
        behaviours: tuple[str, ...],
        conditional: bool,
        undirected: str,
        choose_absent: bool,
    ) -> None:
        self.groups, self.networks, self.behaviours, self.conditional = groups, networks, behaviours, conditional
        self.variables = networks + behaviours
        self.effects = [e for v in self.variables for e in effects if e.on == v]
        self.undirected, self.choose_absent = undirected, choose_absent
        self.codes = [self._code(e) for e in self.effects]

    def _code(self, e: Effect) -> Code:
        code = EFFECTS[e.name].code
        return Code.DYADIC if code in OF_PAIR and e.of not in self.behaviours else code

    def build(self) -> Problem:
        scales = {b: _scale(self.groups, b) for b in self.behaviours}
        self.means = {c: _moments(self.groups, c) for c in self.groups[0].covariates}
        self.dyad_means = {d: _dyad_mean(self.groups, d) for d in self.groups[0].dyadic}
        self.scale = scales[self.behaviours[0]] if self.behaviours else np.array([0.0, 0.0, 0.0, 1.0, 0.0])
        periods: list[Period] = []
        data: list[PeriodData] = []
        targets: list[Floats] = []
        rows: tuple[list[int], list[int]] = ([], [])
        where: list[tuple[int, int]] = []
        for g, group in enumerate(self.groups):
            for m in range(group.waves - 1):
                seen = self._period_data(group, m)
                dyads, constants, rows = self._matrices(group, seen, m)
                periods.append(self._period(group, seen, m, dyads, constants))
                data.append(seen)
                targets.append(
                    self._targets(
                        seen,
                        [
                            dyads[r] if c in (Code.DYADIC, Code.DYADIC_RECIP) else None
                            for r, c in zip(rows[0], self.codes, strict=True)
                        ],
                    )
                )
                where.append((g, m))
        model = self._model(periods, *rows)
        parameters, places = self._parameters(where)
        return Problem(
            self.groups,
            self.variables,
            len(self.networks),
            model,
            tuple(periods),
            tuple(data),
            parameters,
            places,
            np.array(targets),
            self.conditional,
        )

    def _period_data(self, group: Group, m: int) -> PeriodData:
        first, last, uncounted, fixed = [], [], [], []
        for name in self.networks:
            stack, masks = group.networks[name], group.structural[name]
            start, end = stack[m], stack[m + 1]
            begin = np.zeros((group.n, group.n))
            for wave in stack[: m + 1]:
                begin = np.where(np.isnan(wave), begin, wave)
            missing = np.isnan(start) | np.isnan(end)
            held = masks[m] | masks[m + 1]
            first.append(begin)
            last.append(np.where(missing & ~held, 0.0, np.nan_to_num(end)))
            uncounted.append(missing | held)
            fixed.append(masks[m])
        z0 = z1 = np.empty(0)
        unseen = np.empty(0, dtype=np.bool_)
        if self.behaviours:
            values = group.behaviours[self.behaviours[0]]
            middle = np.round(self.scale[2])
            z0 = np.full(group.n, middle)
            for wave in values.T[: m + 1]:
                z0 = np.where(np.isnan(wave), z0, wave)
            unseen = np.isnan(values[:, m]) | np.isnan(values[:, m + 1])
            z1 = np.where(unseen, z0, values[:, m + 1])
        return PeriodData(
            np.array(first), np.array(last), np.array(uncounted), np.array(fixed), z0, z1, unseen, self.scale
        )

    def _covariate(self, group: Group, e: Effect, m: int) -> Floats:
        """Return the (n, n) contribution of a tie to an effect of a covariate."""
        of = e.of or ""
        if of in group.dyadic and e.name in ("X", "XRecip"):
            w = group.dyadic[of][m] - self.dyad_means[of]
            return np.nan_to_num(w)
        v = group.covariates[of][:, m]
        return np.nan_to_num(pair_statistic(EFFECTS[e.name].code, v[:, None], v[None, :], *self.means[of]))

    def _matrices(self, group: Group, seen: PeriodData, m: int) -> tuple[Floats, Floats, tuple[list[int], list[int]]]:
        """Return covariate matrices, matrices of constant tie statistics, and which effect uses which row."""
        dyads: list[Floats] = []
        constants: list[Floats] = []
        rows, held = [], []
        for e, code in zip(self.effects, self.codes, strict=True):
            row = constant = -1
            if code in (Code.DYADIC, Code.DYADIC_RECIP):
                row = len(dyads)
                dyads.append(self._covariate(group, e, m))
            v = self.variables.index(e.on or "")
            other = self.networks.index(e.of) if e.of in self.networks else -1
            if code == Code.TO:
                row = len(constants)
                constants.append(seen.masked(other))
            if v < len(self.networks) and KINDS[e.kind] == Kind.ENDOWMENT:
                constant = len(constants)
                dyad = dyads[row] if code in (Code.DYADIC, Code.DYADIC_RECIP) else None
                constants.append(tie_statistic(code, seen, v, seen.masked(v), other, dyad, e.parameter or 0.0))
            elif v < len(self.networks) and (
                code in (Code.CRPROD, Code.CRPROD_RECIP, Code.CLOSURE, Code.FROM) or code in OF_PAIR
            ):
                constant = len(constants)
                constants.append(tie_statistic(code, seen, v, seen.last[v], other, None, 0.0))
            rows.append(row)
            held.append(constant)
        n = group.n
        stack = (
            np.array(dyads) if dyads else np.zeros((0, n, n)),
            np.array(constants) if constants else np.zeros((0, n, n)),
        )
        return (*stack, (rows, held))

    def _period(self, group: Group, seen: PeriodData, m: int, dyads: Floats, constants: Floats) -> Period:
        begin, end = m + 1.0, m + 2.0
        spells = group.spells if group.spells.size else np.tile([-np.inf, np.inf], (group.n, 1))
        # Who is not there at the end was not seen to change: its ties are as they were at the start, whatever it did
        # before it went, as in the reference.
        gone = (spells[:, 0] >= end) | (spells[:, 1] < end)
        back = (gone[:, None] | gone) & ~np.eye(group.n, dtype=np.bool_)
        forced = []
        for v in range(len(self.networks)):
            for where, values in ((back, seen.first[v]), (seen.uncounted[v], seen.last[v])):
                cells = np.argwhere(where)
                forced.append(np.column_stack([np.full(len(cells), v), cells, values[where]]).astype(np.int64))
        events = sorted(
            (t - begin, i, comes)
            for i, spell in enumerate(spells)
            for t, comes in ((spell[0], 1), (spell[1], 0))
            if begin < t < end
        )
        active = ((spells[:, 0] <= begin) & (spells[:, 1] > begin)).astype(np.uint8)
        return Period(
            seen.first.astype(np.uint8),
            seen.fixed.astype(np.uint8),
            seen.uncounted.astype(np.uint8),
            np.ascontiguousarray(dyads),
            np.ascontiguousarray(constants),
            np.ascontiguousarray(np.concatenate(forced)),
            seen.behaviour_first.astype(np.int64),
            seen.unseen.astype(np.uint8),
            self.scale.astype(np.float64),
            np.array([t for t, _i, _c in events], dtype=np.float64),
            np.array([i for _t, i, _c in events], dtype=np.int64),
            np.array([c for _t, _i, c in events], dtype=np.uint8),
            active,
            int(seen.distance(0)),
        )

    def _targets(self, seen: PeriodData, dyads: list[Floats | None]) -> Floats:
        values = [seen.distance(v) for v in range(len(self.variables))]
        for k, (e, code) in enumerate(zip(self.effects, self.codes, strict=True)):
            v = self.variables.index(e.on or "")
            other = self.networks.index(e.of) if e.of in self.networks else (0 if v >= len(self.networks) else -1)
            values.append(
                effect_statistic(code, KINDS[e.kind], seen, v, other, dyads[k], e.parameter or 0.0, self._halved(v))
            )
        return np.array(values, dtype=np.float64)

    def _halved(self, v: int) -> bool:
        return v < len(self.networks) and not self.groups[0].directed[self.networks[v]]

    def _model(self, periods: list[Period], rows: list[int], held: list[int]) -> Model:
        counts = [sum(e.on == v for e in self.effects) for v in self.variables]
        needs = np.zeros(len(self.networks), dtype=np.int64)
        wide = np.zeros(len(self.networks), dtype=np.int64)
        decides = np.full(len(self.networks), ONE_SIDED, dtype=np.int64)
        for v, name in enumerate(self.networks):
            mine = [c for e, c in zip(self.effects, self.codes, strict=True) if e.on == name]
            for c in mine:
                needs[v] |= needs_of(c)
            bound = any(p.fixed[v].any() or not p.active.all() or p.times.size for p in periods)
            wide[v] = int(bound or any(c in WIDE for c in mine))
            if self._halved(v):
                decides[v] = FORCED if self.undirected == "forcing" else AGREED
        return Model(
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            np.array(self.codes, dtype=np.int64),
            np.array([KINDS[e.kind] for e in self.effects], dtype=np.int64),
            np.array(rows, dtype=np.int64),
            np.array(held, dtype=np.int64),
            np.array(
                [
                    self.networks.index(e.of) if e.of in self.networks else (0 if e.on in self.behaviours else -1)
                    for e in self.effects
                ],
                dtype=np.int64,
            ),
            np.array([e.parameter or 0.0 for e in self.effects], dtype=np.float64),
            needs,
            wide,
            decides,
            0 if self.conditional else -1,
            int(self.choose_absent),
        )

    def _parameters(self, where: list[tuple[int, int]]) -> tuple[tuple[Parameter, ...], tuple[NDArray[np.int64], ...]]:
        parameters: list[Parameter] = []
        rate_at: dict[tuple[str, int, int], int] = {}
        effect_at: list[int] = []
        for v in self.variables:
            if not self.conditional:
                for g, m in where:
                    rate_at[v, g, m] = len(parameters)
                    parameters.append(Parameter(v, None, g, m))
            for e in self.effects:
                if e.on == v:
                    effect_at.append(len(parameters))
                    parameters.append(Parameter(v, e))
        places = tuple(
            np.array([*(rate_at.get((v, g, m), -1) for v in self.variables), *effect_at], dtype=np.int64)
            for g, m in where
        )
        return tuple(parameters), places


def _moments(groups: tuple[Group, ...], name: str) -> tuple[float, float, float]:
    """Return mean, range and mean similarity of a covariate, over groups and the waves at which periods begin."""
    columns = [g.covariates[name][:, m] for g in groups for m in range(g.waves - 1)]
    return _similarity(columns)


def _similarity(columns: list[Floats], width: float = 0.0) -> tuple[float, float, float]:
    """Return mean, range (unless it is given) and the mean similarity of pairs."""
    everything = np.concatenate(columns)
    seen = everything[np.isfinite(everything)]
    width = width or float(seen.max() - seen.min()) or 1.0
    total, pairs = 0.0, 0
    for v in columns:
        own = v[np.isfinite(v)]
        total += float((1 - abs(own[:, None] - own[None, :]) / width).sum()) - own.size
        pairs += own.size * (own.size - 1)
    return float(seen.mean()), width, total / pairs if pairs else 0.0


def _scale(groups: tuple[Group, ...], name: str) -> Floats:
    """Return lowest, highest, mean and range over all waves, and mean similarity over those at which periods begin."""
    seen = np.concatenate([g.behaviours[name].ravel() for g in groups])
    low, high = float(np.nanmin(seen)), float(np.nanmax(seen))
    _mean, _width, similar = _similarity(
        [g.behaviours[name][:, m] for g in groups for m in range(g.waves - 1)], high - low
    )
    return np.array([low, high, float(np.nanmean(seen)), high - low, similar])


def _dyad_mean(groups: tuple[Group, ...], name: str) -> float:
    cells = []
    for g in groups:
        off = ~np.eye(g.n, dtype=np.bool_)
        cells += [w[off] for w in g.dyadic[name]]
    return float(np.nanmean(np.concatenate(cells)))
