"""The links between factors that a model to simulate holds, and the loops of the reference model among its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from clusterdynamics.scenarios.engine.check import Checked, depends_on
from clusterdynamics.scenarios.engine.evaluate import evaluate
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.run import simulate

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel

__all__ = ["FactorLink", "factor_chain", "factor_links", "loop_names"]


@dataclass(frozen=True)
class FactorLink:
    """A factor changes another one, by way of flows and helping variables alone.

    Attributes
    ----------
    cause, effect
        Keys of the factors.
    sign
        +1 or −1: how the effect, or its change if it is a stock, answers to a small rise of the cause in a run; 0 where
        both happen.
    """

    cause: str
    effect: str
    sign: int


def _causes(checked: Checked, key: str) -> list[str]:
    v = checked.variables[key]
    return [key_of(f) for f in (*v.inflows, *v.outflows)] if v.kind == "stock" else list(depends_on(checked, key))


def factor_links(
    checked: Checked, factors: Collection[str], parameters: Mapping[str, float] | None = None
) -> tuple[FactorLink, ...]:
    """Return the links between factors that the equations of a model hold, with their sign along a run.

    What is no factor (flows, helping variables) is looked through. That a stock drains by itself is no link here.

    Parameters
    ----------
    checked
        The model.
    factors
        Keys of the factors.
    parameters
        Constants of the run.
    """
    run = simulate(checked, parameters)
    found: list[FactorLink] = []
    for effect in (f for f in factors if f in checked.variables):
        between: dict[str, None] = {}
        causes: dict[str, None] = {}
        todo = _causes(checked, effect)
        while todo:
            key = todo.pop(0)
            if key in factors:
                causes[key] = None
            elif key not in between and checked.variables[key].kind != "stock":
                between[key] = None
                todo += _causes(checked, key)
        others = [c for c in causes if c != effect]
        found += [FactorLink(c, effect, _sign(checked, run, c, effect, between)) for c in others]
    return tuple(found)


def _sign(checked: Checked, run: Mapping[str, Any], cause: str, effect: str, between: Collection[str]) -> int:
    tables = {k: v.lookup for k, v in checked.variables.items() if v.lookup is not None}
    clock = checked.model.clock
    values: dict[str, Any] = dict(run) | {"dt": clock.step, "starttime": clock.start, "stoptime": clock.stop}

    def outcome(shift: float) -> Any:
        env = values | {cause: values[cause] + shift}
        for key in checked.order:
            if key in between:
                env[key] = evaluate(checked.trees[key], env, tables)
        v = checked.variables[effect]
        if v.kind != "stock":
            return evaluate(checked.trees[effect], env, tables)
        net: Any = 0.0
        for flow in v.inflows:
            net = net + env[key_of(flow)]
        for flow in v.outflows:
            net = net - env[key_of(flow)]
        return net

    change = np.asarray(outcome(1e-6) - outcome(-1e-6))
    up, down = bool((change > 1e-12).any()), bool((change < -1e-12).any())
    return 0 if up == down else 1 if up else -1


def factor_chain(chain: Sequence[str], factors: Collection[str]) -> tuple[str, ...]:
    """Return a loop of a model as the factors it passes, the first one again at the end; empty if it passes none."""
    passed = [k for k in chain[:-1] if k in factors]
    return (*passed, passed[0]) if passed else ()


def loop_names(reference: ReferenceModel) -> dict[frozenset[tuple[str, str]], str]:
    """Return the links of each circuit of the reference model → its name: ``L1``, or ``B3.driver`` of several."""
    names: dict[frozenset[tuple[str, str]], str] = {}
    for loop in reference.loops:
        for circuit in loop.circuits:
            name = loop.id if len(loop.circuits) == 1 else f"{loop.id}.{circuit.id}"
            names[frozenset(circuit.links)] = name
    return names
