"""Causal maps from stories, simulated as they are: every factor a stock, every told link a pull of unknown strength."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.scenarios.engine.model import Clock, SimModel, Variable
from clusterdynamics.scenarios.engine.nodes import Binary, Call, Name, Node, Number

if TYPE_CHECKING:
    from clusterdynamics.loops.causal_map import CausalMap

__all__ = ["map_model"]

#: Strength of a link, factor where nothing pulls, time in which a factor follows: value, lowest, highest.
_STRENGTH, _BASE, _TIME = (0.4, 0.0, 0.8), (0.5, 0.2, 0.8), (1.0, 0.5, 3.0)


def map_model(found: CausalMap, labels: Mapping[str, str] | None = None, *, years: float = 6.0) -> SimModel:
    r"""Return a causal map as a model to simulate.

    .. math:: \tau_i \dot x_i = \min(1, \max(0, b_i + \sum_j s_{ji} w_{ji} (x_j - \tfrac12))) - x_i

    Each factor lies between 0 and 1 and is pulled by the causes that were told, with the sign most tellers gave it;
    strengths, bases and times are constants with ranges, since stories do not tell them. A link that as many tell with
    one sign as with the other is left out. That a factor leads to itself is told by no link.

    Parameters
    ----------
    found
        The map.
    labels
        Factor → what it is called, for the descriptions.
    years
        How far ahead a run goes.

    Raises
    ------
    InputError
        The map has no link with a sign.
    """
    signs: dict[tuple[str, str], int] = {}
    for (cause, effect), arrow in found.arrows.items():
        more = len(arrow.told(1)) - len(arrow.told(-1))
        if more and cause != effect:
            signs[cause, effect] = 1 if more > 0 else -1
    if not signs:
        raise InputError(_("The map has no link whose sign was told, so that there is nothing to simulate."))
    factors = list(dict.fromkeys(f for pair in signs for f in pair))
    # Names of factors can be anything; those of variables are numbered, and the factor is the description.
    key = {f: f"factor_{n}" for n, f in enumerate(factors, 1)}
    called = labels or {}
    variables: list[Variable] = []
    for f in factors:
        me = key[f]
        target: Node = Name(f"{me}_alone")
        for (cause, effect), sign in signs.items():
            if effect == f:
                link = f"{key[cause]}_to_{me}"
                pull = Binary("*", Name(link), Binary("-", Name(key[cause]), Number(0.5)))
                target = Binary("+" if sign > 0 else "-", target, pull)
                variables.append(_constant(link, _STRENGTH, "1"))
        bounded = Call("min", (Number(1.0), Call("max", (Number(0.0), target))))
        change = Binary("/", Binary("-", bounded, Name(me)), Name(f"{me}_time"))
        doc = called.get(f, f)
        variables += [
            Variable(
                me, "stock", tree=Name(f"{me}_start"), inflows=(f"{me}_change",), unit="1", low=0.0, high=1.0, doc=doc
            ),
            Variable(f"{me}_change", "flow", tree=change, unit="1/year"),
            _constant(f"{me}_alone", _BASE, "1"),
            _constant(f"{me}_start", _BASE, "1"),
            _constant(f"{me}_time", _TIME, "year"),
        ]
    return SimModel(_("Causal map"), tuple(variables), Clock(0.0, years, 0.0625, "euler", "year"))


def _constant(name: str, values: tuple[float, float, float], unit: str) -> Variable:
    value, low, high = values
    return Variable(name, "aux", repr(value), unit=unit, low=low, high=high, basis="reconstruction", source="own")
