"""A fitted model in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clusterdynamics.charts.numbers import number
from clusterdynamics.i18n import _
from clusterdynamics.saom.effects import EFFECTS, Effect

if TYPE_CHECKING:
    from clusterdynamics.saom.fit import Fit

__all__ = ["choice_sentence", "effect_words", "not_a_cause", "sentences"]

_Z95 = 1.959963984540054


def effect_words(effect: Effect, *, positive: bool = True) -> str:
    """Return what an effect says, after "organisations …"."""
    kind = EFFECTS[effect.name]
    return _(kind.more if positive else kind.less).format(of=effect.of)


def choice_sentence(effect: Effect, value: float, low: float, high: float) -> str:
    """Return what goes along with a choice, in words.

    Parameters
    ----------
    value, low, high
        The parameter and its 95 % bounds, in log odds.
    """
    templates = {
        "evaluation": _("Organisations that reconsider one link tend, other things equal, to {what}"),
        "creation": _("Organisations that make a new link tend, other things equal, to {what}"),
        "endowment": _("Organisations that keep or end a link tend, other things equal, to {what}"),
        "behaviour": _("Organisations that move a step tend, other things equal, to {what}"),
    }
    about = "behaviour" if EFFECTS[effect.name].networks == "behaviour" else effect.kind
    what = templates[about].format(what=effect_words(effect, positive=value > 0))
    odds = _("(odds ratio {odds}, 95 % bounds {low} to {high}).").format(
        odds=number(float(np.exp(value)), 2), low=number(float(np.exp(low)), 2), high=number(float(np.exp(high)), 2)
    )
    return f"{what} {odds}"


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
        if abs(value) <= _Z95 * error:
            unclear.append(parameter.name)
            continue
        text = choice_sentence(e, value, value - _Z95 * error, value + _Z95 * error)
        said.append(f"{parameter.on}: {text}" if many else text)
    if unclear:
        said.append(_("Not to be told from chance: {names}.").format(names=", ".join(unclear)))
    said += fitted.warnings
    said.append(not_a_cause())
    return tuple(said)


def not_a_cause() -> str:
    """Return what a model of change does not show."""
    return _(
        "The model describes what went along with change between the waves; it does not show what brought it about."
    )
