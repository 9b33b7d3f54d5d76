"""A fitted model in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clusterdynamics.charts.numbers import number
from clusterdynamics.i18n import _
from clusterdynamics.saom.effects import EFFECTS, Effect

if TYPE_CHECKING:
    from clusterdynamics.saom.fit import Fit

__all__ = ["effect_words", "sentences"]

_Z95 = 1.959963984540054


def effect_words(effect: Effect, *, positive: bool = True) -> str:
    """Return what an effect says, after "organisations …"."""
    kind = EFFECTS[effect.name]
    return _(kind.more if positive else kind.less).format(of=effect.of)


def sentences(fitted: Fit) -> tuple[str, ...]:
    """Return what went along with change: the clear effects, the unclear ones, and the limits."""
    said: list[str] = []
    unclear: list[str] = []
    many = len(fitted.problem.variables) > 1
    for parameter, value, error in zip(
        fitted.problem.parameters, fitted.estimates, fitted.standard_errors, strict=True
    ):
        e = parameter.effect
        if e is None or e.name in ("density", "linear", "quad") or not np.isfinite(error):
            continue
        words = effect_words(e, positive=value > 0)
        if abs(value) <= _Z95 * error:
            unclear.append(parameter.name)
            continue
        template = {
            "evaluation": _(
                "When an organisation reconsiders one tie, other things equal, organisations tend to {what} "
                "(odds ratio {odds}, 95 % bounds {low} to {high})."
            ),
            "creation": _(
                "When an organisation makes a new tie, other things equal, organisations tend to {what} "
                "(odds ratio {odds}, 95 % bounds {low} to {high})."
            ),
            "endowment": _(
                "When an organisation keeps or ends a tie, other things equal, organisations tend to {what} "
                "(odds ratio {odds}, 95 % bounds {low} to {high})."
            ),
        }[e.kind]
        if EFFECTS[e.name].networks == "behaviour":
            template = _(
                "When an organisation moves a step, other things equal, organisations tend to {what} "
                "(odds ratio {odds}, 95 % bounds {low} to {high})."
            )
        text = template.format(
            what=words,
            odds=number(float(np.exp(value)), 2),
            low=number(float(np.exp(value - _Z95 * error)), 2),
            high=number(float(np.exp(value + _Z95 * error)), 2),
        )
        said.append(f"{parameter.on}: {text}" if many else text)
    if unclear:
        said.append(_("Not to be told from chance: {names}.").format(names=", ".join(unclear)))
    said += fitted.warnings
    said.append(
        _("The model describes what went along with change between the waves; it does not show what brought it about.")
    )
    return tuple(said)
