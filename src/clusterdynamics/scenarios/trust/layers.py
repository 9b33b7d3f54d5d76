"""Trust and reputation damage of pairs, step by step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _

__all__ = ["TrustParams", "trust_layers"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TrustParams:
    """How trust moves; all per step, without unit unless said.

    Attributes
    ----------
    build, lose
        λ⁺ and λ⁻: share of the room for trust that is filled, and of trust that is lost, in a step of full signal.
    damage
        μ: share of what is whole of a reputation that a bad signal damages.
    recovery
        δ: share of the damage that is forgotten in a step without a bad signal.
    dependence_weight
        ξ: how much more is lost by a side that depends on the other.
    sensitivity
        κ: steepness of the signal in the difference between an act and what was expected (1/unit of the act).
    """

    build: float = 0.08
    lose: float = 0.25
    damage: float = 0.55
    recovery: float = 0.02
    dependence_weight: float = 0.5
    sensitivity: float = 1.0


def trust_layers(
    acts: ArrayLike,
    *,
    trust: ArrayLike,
    expected: ArrayLike,
    dependence: ArrayLike = 0.0,
    damage: ArrayLike = 0.0,
    params: TrustParams | None = None,
) -> tuple[Floats, Floats]:
    r"""Return trust and reputation damage after every step.

    .. math::
        s &= \tanh(\kappa(a - b)) \\
        T &\leftarrow T + \begin{cases} \lambda^+ s \max(0, (1 - R) - T) & s > 0 \\
                                        \lambda^- s T (1 + \xi D) & s \le 0 \end{cases} \\
        R &\leftarrow R + \begin{cases} \mu |s| (1 - R) & s < 0 \\ -\delta R & s \ge 0 \end{cases}

    Both layers move at once: trust is bounded by the damage before the step.

    Parameters
    ----------
    acts
        What the other side does in each step, shape (steps, …).
    trust, damage
        Layers before the first step, from 0 to 1.
    expected
        b: what is expected, in the unit of the acts.
    dependence
        D: how much the side depends on the other, from 0 to 1.
    params
        How trust moves.

    Returns
    -------
    tuple[Floats, Floats]
        Trust and damage with the state before the first step in front, shape (steps + 1, …).

    Raises
    ------
    InputError
        A layer or dependence outside 0 to 1, or an act that is no number.

    Notes
    -----
    Pant, V. & Yu, E. (2025), arXiv 2510.24909; the parameters above are those of their Renault–Nissan case.
    """
    p = params or TrustParams()
    a = np.asarray(acts, dtype=np.float64)
    if not np.isfinite(a).all():
        raise InputError(_("Acts must be numbers."))
    b, d = (np.asarray(x, dtype=np.float64) for x in (expected, dependence))
    shape = np.broadcast_shapes(a.shape[1:], np.shape(trust), np.shape(damage), b.shape, d.shape)
    for name, value in (("trust", trust), ("damage", damage), ("dependence", dependence)):
        given = np.asarray(value, dtype=np.float64)
        if not ((given >= 0) & (given <= 1)).all():
            raise InputError(_("{name} lies between 0 and 1.").format(name=name))
    layers = np.empty((2, a.shape[0] + 1, *shape))
    layers[0, 0], layers[1, 0] = trust, damage
    for t in range(a.shape[0]):
        now, harm = layers[0, t], layers[1, t]
        s = np.tanh(p.sensitivity * (a[t] - b))
        gain = p.build * s * np.maximum(0.0, (1.0 - harm) - now)
        loss = p.lose * s * now * (1.0 + p.dependence_weight * d)
        layers[0, t + 1] = np.clip(now + np.where(s > 0, gain, loss), 0.0, 1.0)
        layers[1, t + 1] = harm + np.where(s < 0, p.damage * np.abs(s) * (1.0 - harm), -p.recovery * harm)
    return layers[0], layers[1]
