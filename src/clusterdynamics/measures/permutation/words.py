"""Sentences that the results of all permutation tests share."""

from __future__ import annotations

from clusterdynamics.i18n import _

__all__ = ["how_often", "kinds_of_shuffles", "p_text"]


def p_text(p: float) -> str:
    """Return a p-value as people read it."""
    return _("below 0.001") if p < 0.001 else f"{p:.3f}"


def how_often(p: float) -> str:
    """Return how rare the figure is among shuffled networks."""
    return _("With the actors shuffled, a figure so far from 0 comes up with a share of {p}.").format(p=p_text(p))


def kinds_of_shuffles(count: int, *, exact: bool, blocked: bool, actors: int, cells: int) -> tuple[str, ...]:
    """Return what was compared, and how the actors were shuffled."""
    told = [_("{cells} cells of {actors} actors were compared.").format(cells=f"{cells:,}", actors=actors)]
    if exact:
        told.append(_("All {n} ways of letting the actors change places were tried.").format(n=f"{count:,}"))
    else:
        told.append(_("The actors changed places at random {n} times.").format(n=f"{count:,}"))
    if blocked:
        told.append(_("They changed places within their blocks only."))
    return tuple(told)
