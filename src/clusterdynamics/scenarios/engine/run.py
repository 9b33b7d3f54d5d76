"""Runs: one, or an ensemble under several scenarios, with what is asked for counted on the fly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics import compute
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.scenarios.engine.check import Checked, checked
from clusterdynamics.scenarios.engine.inputs import Change, Inputs, inputs_for
from clusterdynamics.scenarios.engine.kernel import Machine, Tally, run_members
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.model import SimModel
from clusterdynamics.scenarios.engine.program import Program, compile_program
from clusterdynamics.scenarios.engine.reduce import Ensemble, Level, Wanted, merge, places
from clusterdynamics.scenarios.engine.samples import PIECE, Given, Sample
from clusterdynamics.scenarios.engine.twin import Twin

__all__ = ["simulate", "simulate_ensemble"]

Floats = NDArray[np.float64]
#: Lanes that an ensemble is shared into; fixed, so that sums do not depend on the number of workers.
_LANES = 8
#: Members of the first piece that tell in which range values lie.
_PILOT = 1024


def simulate(
    model: SimModel | Checked,
    parameters: Mapping[str, float] | None = None,
    *,
    changes: Sequence[Change] = (),
    every: int = 1,
) -> dict[str, Floats]:
    """Run a model once.

    Parameters
    ----------
    model
        The model.
    parameters
        Constant → value, where not the model's own.
    changes
        What is changed over time.
    every
        Keep every so many steps.

    Returns
    -------
    dict[str, Floats]
        ``time`` and every variable by its key, shape (times,).

    Raises
    ------
    ScenarioModelError
        The model has faults.
    SimulationError
        A variable lost its value; the error says which, when and why.
    """
    ready = model if isinstance(model, Checked) else checked(model)
    given = _parameters(ready, parameters or {})
    inputs = inputs_for(ready, {"": tuple(changes)})
    outputs = (*ready.stocks, *ready.order)
    wanted = Wanted(outputs, paths=True, bins=0)
    sample = Given.of({k: [v] for k, v in given.items()})
    found = _ensemble(ready, sample, inputs, wanted, every)
    if not found.sound.all():
        Twin(ready, inputs).run(given, every=max(1, ready.model.clock.steps))
    return {"time": found.times} | {k: found.paths[0, 0, n] for n, k in enumerate(outputs)}


def simulate_ensemble(
    model: SimModel | Checked,
    sample: Sample,
    *,
    outputs: Sequence[str],
    scenarios: Mapping[str, Sequence[Change]] | None = None,
    levels: Sequence[Level] = (),
    every: int = 1,
    bins: int = 512,
    finals: bool = True,
    paths: bool = False,
) -> Ensemble:
    """Run an ensemble under every scenario in one go.

    Every scenario gets the same members, so that they can be compared member by member. Memory grows with scenarios ×
    outputs × saved steps × bins; only `finals` and `paths` grow with the number of members.

    Parameters
    ----------
    model
        The model.
    sample
        Constants of the members.
    outputs
        Variables to look at.
    scenarios
        Name → changes; one without changes where none are given.
    levels
        Thresholds whose crossing is counted.
    every
        Look at every so many steps.
    bins
        Bins from which quantiles are read; 0 for none.
    finals, paths
        Keep the last value, or all values, of every member.

    Raises
    ------
    ScenarioModelError
        The model has faults, or a name is unknown.
    InputError
        The sample is empty.
    """
    ready = model if isinstance(model, Checked) else checked(model)
    keys = tuple(key_of(o) for o in outputs)
    for key in (*keys, *(key_of(level.variable) for level in levels)):
        if key not in ready.variables or ready.variables[key].kind == "lookup":
            raise InputError(_("There is no variable called {name}.").format(name=key))
    _known(ready, sample.keys)
    if sample.size < 1:
        raise InputError(_("An ensemble needs at least one run."))
    inputs = inputs_for(ready, scenarios or {"": ()})
    wanted = Wanted(keys, tuple(levels), bins=bins, finals=finals, paths=paths)
    return _ensemble(ready, sample, inputs, wanted, every)


def _known(ready: Checked, keys: Sequence[str]) -> None:
    constants = {v.key for v in ready.model.constants}
    unknown = [k for k in keys if k not in constants]
    if unknown:
        raise InputError(_("These are no constants of the model: {names}.").format(names=", ".join(unknown)))


def _parameters(ready: Checked, parameters: Mapping[str, float]) -> dict[str, float]:
    given = {key_of(k): float(v) for k, v in parameters.items()}
    _known(ready, tuple(given))
    return given


@dataclass(frozen=True, eq=False)
class _Launch:
    """What every lane of an ensemble needs."""

    machine: Machine
    sample: Sample
    inputs: Inputs
    wanted: Wanted
    level_of: NDArray[np.int64]
    saved: int
    low: Floats
    scale: Floats
    lanes: int


def machine_of(program: Program, ready: Checked, every: int) -> Machine:
    """Return what the kernel takes."""
    clock = ready.model.clock
    return Machine(
        program.setup,
        program.step,
        program.update,
        program.number_rows,
        program.numbers,
        program.parameter_rows,
        program.stocks,
        program.slopes,
        program.output_rows,
        program.rows,
        program.tables_x,
        program.tables_y,
        program.tables_at,
        program.tables_kind,
        float(clock.start),
        float(clock.step),
        clock.steps,
        every,
        clock.method == "rk4",
    )


def _ensemble(ready: Checked, sample: Sample, inputs: Inputs, wanted: Wanted, every: int) -> Ensemble:
    if every < 1:
        raise InputError(_("Every so many steps: a whole number above 0, not {n}.").format(n=every))
    looked = tuple(dict.fromkeys([*wanted.outputs, *(key_of(level.variable) for level in wanted.levels)]))
    program = compile_program(ready, parameters=sample.keys, inputs=inputs.keys, outputs=looked)
    machine = machine_of(program, ready, every)
    saved = ready.model.clock.steps // every + 1
    level_of = np.array([looked.index(key_of(level.variable)) for level in wanted.levels], dtype=np.int64)
    nothing = np.zeros((len(looked), saved))
    pieces = -(-sample.size // PIECE)
    lanes = min(_LANES, pieces)
    launch = _Launch(machine, sample, inputs, wanted, level_of, saved, nothing, nothing, lanes)
    if wanted.bins:
        low, scale = places(_pilot(launch), wanted.bins)
        launch = _Launch(machine, sample, inputs, wanted, level_of, saved, low, scale, lanes)
    place = compute.current()
    if place.backend == "dask":
        parts = compute.each(_lane, range(lanes), launch, label=_("Scenarios"))
    else:
        with compute.threads() as run:
            parts = run(_lane, [(k, launch) for k in range(lanes)])
    times = np.array([ready.model.clock.at(k * every) for k in range(saved)], dtype=np.float64)
    return merge(parts, looked, inputs.scenarios, wanted, times, launch.low, launch.scale)


def _tally(launch: _Launch, members: int, bins: int, *, keep: bool) -> Tally:
    o, t, h = launch.machine.output_rows.size, launch.saved, launch.level_of.size
    wanted = launch.wanted
    return Tally(
        launch.low,
        launch.scale,
        np.zeros((o, t, bins), dtype=np.uint32),
        np.zeros((o, t), dtype=np.int64),
        np.zeros((o, t)),
        np.full((o, t), np.inf),
        np.full((o, t), -np.inf),
        launch.level_of,
        np.array([level.value for level in wanted.levels], dtype=np.float64),
        np.array([level.above for level in wanted.levels], dtype=np.bool_),
        np.zeros((h, t), dtype=np.int64),
        np.zeros((o, members if keep and wanted.finals else 0)),
        np.zeros((members if keep and wanted.paths else 0, o, t)),
        np.ones(members, dtype=np.uint8),
    )


def _pilot(launch: _Launch) -> list[Tally]:
    """Run the first members under every scenario, to see in which range values lie."""
    first = np.ascontiguousarray(launch.sample.piece(0)[:, :_PILOT])
    found = []
    for s in range(len(launch.inputs.scenarios)):
        tally = _tally(launch, first.shape[1], 0, keep=False)
        run_members(launch.machine, first, launch.inputs.table[s], tally)
        found.append(tally)
    return found


def _lane(lane: int, launch: _Launch) -> list[tuple[int, list[Tally]]]:
    """Run a lane's pieces under every scenario; sums go on from piece to piece, what is kept per member does not."""
    pieces = range(lane, -(-launch.sample.size // PIECE), launch.lanes)
    found: list[tuple[int, list[Tally]]] = []
    running: list[Tally | None] = [None] * len(launch.inputs.scenarios)
    for piece in pieces:
        values = launch.sample.piece(piece)
        here: list[Tally] = []
        for s in range(len(launch.inputs.scenarios)):
            tally = _tally(launch, values.shape[1], 0, keep=True)
            sums = running[s] or _tally(launch, 0, launch.wanted.bins, keep=False)
            tally = tally._replace(
                bins=sums.bins, seen=sums.seen, total=sums.total, least=sums.least, most=sums.most, beyond=sums.beyond
            )
            run_members(launch.machine, values, launch.inputs.table[s], tally)
            running[s] = tally
            here.append(tally)
        found.append((piece, here))
    return found
