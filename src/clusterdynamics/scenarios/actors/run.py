"""Runs of pairs for an ensemble of constants."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from clusterdynamics import compute
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.scenarios.actors.kernel import run_pairs
from clusterdynamics.scenarios.actors.matrices import RANGES, ActorModel

__all__ = ["OUTCOMES", "run_actors"]

Floats = NDArray[np.float64]

#: What is left to those who stay, with anybody who is there, in the order of the kernel.
OUTCOMES = ("cooperation", "partners", "trust", "largest_component")
#: Length of a step in years, and members in a chunk.
_STEP, _CHUNK = 0.125, 64


def run_actors(
    model: ActorModel,
    constants: Floats,
    *,
    leaves: Collection[str] = (),
    about: Collection[str] | None = None,
    years: float = 3.0,
    when: float = 0.5,
) -> dict[str, Floats]:
    """Run pairs of organisations and return what is left at the end.

    Parameters
    ----------
    model
        Where the runs start.
    constants
        Constants of the members in the order of `RANGES`, shape (constants, members).
    leaves
        Organisations that leave.
    about
        Organisations that figures are about; all who stay where None.
    years, when
        How far ahead, and when they leave.

    Returns
    -------
    dict[str, Floats]
        Outcome → value of each member: cooperation per organisation (sum over its partners, each from 0 to 1),
        partners per organisation, mean trust in them (0 to 1; NaN where there are none), share in the largest
        component.

    Raises
    ------
    InputError
        An organisation is unknown, or nobody is left.
    """
    unknown = sorted({*leaves, *(about or ())} - set(model.nodes))
    if unknown:
        raise InputError(_("These organisations are not in the study: {names}.").format(names=", ".join(unknown)))
    if constants.shape[0] != len(RANGES):
        raise InputError(_("Runs of pairs need {n} constants.").format(n=len(RANGES)))
    gone = np.array([a in leaves for a in model.nodes])
    stay = ~gone if about is None else np.array([a in about and a not in leaves for a in model.nodes])
    if not stay.any():
        raise InputError(_("Nobody would be left."))
    members = constants.shape[1]
    out = np.full((len(OUTCOMES), members), np.nan)
    calls = []
    for begin in range(0, members, _CHUNK):
        part = np.ascontiguousarray(constants[:, begin : begin + _CHUNK])
        calls.append(
            (model, part, gone, stay, round(when / _STEP), round(years / _STEP), out[:, begin : begin + _CHUNK])
        )
    with compute.threads() as run:
        run(_part, calls)
    return dict(zip(OUTCOMES, out, strict=True))


def _part(
    model: ActorModel,
    constants: Floats,
    gone: NDArray[np.bool_],
    stay: NDArray[np.bool_],
    leave_step: int,
    steps: int,
    out: Floats,
) -> None:
    own = np.full(out.shape, np.nan)
    run_pairs(model.cooperation, model.trust, model.weight, gone, stay, constants, leave_step, steps, _STEP, own)
    out[:] = own
