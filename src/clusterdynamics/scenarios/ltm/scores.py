"""Scores of links and loops, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.scenarios.engine.check import Checked
from clusterdynamics.scenarios.engine.evaluate import evaluate
from clusterdynamics.scenarios.engine.inputs import Inputs
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.ltm.structure import Structure

__all__ = ["link_scores", "loop_scores", "relative_scores"]

Floats = NDArray[np.float64]


def link_scores(
    checked: Checked, structure: Structure, values: Mapping[str, Floats], inputs: Inputs | None = None
) -> Floats:
    r"""Return the score of every link at every step, shape (links, T); 0 at the first.

    The score of :math:`x \to z` with :math:`z = f(x, y)` is

    .. math:: \left|\frac{\Delta_x z}{\Delta z}\right| \operatorname{sgn}\frac{\Delta_x z}{\Delta x},
              \qquad \Delta_x z = z_t - f(x_{t-1}, y_t)

    (0 where nothing changes), and that of a flow into a stock is the share of the change of the flow in the change of
    all flows of the stock, negative for a flow out of it.

    Parameters
    ----------
    checked, structure
        The model and its links.
    values
        Key → value at every step of the clock, shape (T,).
    inputs
        What the scenario of this run changes.

    Notes
    -----
    Schoenberg, W., Davidsen, P. & Eberlein, R. (2020), Understanding model behavior using the Loops that Matter
    method, System Dynamics Review 36(2); for flows the form of Schoenberg, W., Hayward, J. & Eberlein, R. (2023),
    Improving Loops that Matter, System Dynamics Review 39(2), which works on changes of flows. The 2020 paper holds the
    other causes at their value before; the percentages that Stella stores are those with the other causes
    held at their value now, and we follow them (checked to 1e-6 on three of its models).
    """
    steps = next(iter(values.values())).size
    clock = checked.model.clock
    constants = {"dt": clock.step, "starttime": clock.start, "stoptime": clock.stop}
    now: dict[str, Any] = {k: v[1:] for k, v in values.items()}
    now |= {"time": clock.start + clock.step * np.arange(1, steps)} | constants
    tables = {k: v.lookup for k, v in checked.variables.items() if v.lookup is not None}
    scores = np.zeros((len(structure.links), steps))
    with np.errstate(all="ignore"):
        for n, (tail, head) in enumerate(structure.links):
            cause, effect = structure.nodes[tail], structure.nodes[head]
            if checked.variables[effect].kind == "stock":
                scores[n, 1:] = _flow_score(checked, values, cause, effect)
                continue
            before = now | {cause: values[cause][:-1]}
            partial = evaluate(checked.trees[effect], before, tables)
            partial = _changed(partial, effect, inputs, steps)
            if checked.variables[effect].kind == "flow" and checked.variables[effect].non_negative:
                partial = np.maximum(partial, 0.0)
            by = values[effect][1:] - partial
            change, moved = np.diff(values[effect]), np.diff(values[cause])
            whole = (change != 0) & (moved != 0)
            scores[n, 1:] = np.where(whole, np.abs(by / change) * np.sign(by) * np.sign(moved), 0.0)
    return np.nan_to_num(scores, nan=0.0, posinf=0.0, neginf=0.0)


def _changed(value: Floats, key: str, inputs: Inputs | None, steps: int) -> Floats:
    if inputs is None or key not in inputs.keys:
        return value
    factor, term = inputs.table[0, inputs.keys.index(key), :, 2 : 2 * steps : 2]
    changed: Floats = value * factor + term
    return changed


def _flow_score(checked: Checked, values: Mapping[str, Floats], flow: str, stock: str) -> Floats:
    v = checked.variables[stock]
    inflows, outflows = [key_of(f) for f in v.inflows], [key_of(f) for f in v.outflows]
    net = np.zeros(values[stock].size)
    for f in inflows:
        net = net + values[f]
    for f in outflows:
        net = net - values[f]
    change = np.diff(net)
    share = np.abs(np.diff(values[flow]) / change)
    return np.where(change != 0, share if flow in inflows else -share, 0.0)


def loop_scores(structure: Structure, links: Floats) -> Floats:
    """Return the score of every loop at every step: the product over its links, shape (loops, T)."""
    if not structure.loops:
        return np.zeros((0, links.shape[1]))
    return np.array([np.prod(links[list(loop)], axis=0) for loop in structure.loops])


def relative_scores(structure: Structure, scores: Floats) -> Floats:
    """Return each score as a share of all scores of its cycle partition, sign kept, shape (loops, T)."""
    shares = np.zeros_like(scores)
    partition = np.array(structure.partition, dtype=np.int64)
    for p in np.unique(partition):
        members = partition == p
        total = np.abs(scores[members]).sum(axis=0)
        shares[members] = np.where(total > 0, scores[members] / np.where(total > 0, total, 1.0), 0.0)
    return shares
