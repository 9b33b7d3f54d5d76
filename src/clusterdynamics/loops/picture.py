"""From the loops that were found to the picture of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.charts.loop_map import LoopLink, LoopPicture, LoopRing
from clusterdynamics.i18n import _
from clusterdynamics.loops.states import STATE_WORDS, LoopState

if TYPE_CHECKING:
    from clusterdynamics.loops.result import Loops, LoopTold

__all__ = ["drawn_loops", "loop_picture"]

_ORDER = (LoopState.RUNNING, LoopState.BROKEN, LoopState.WEAK)
_LATE = ("months", "years")


def drawn_loops(found: Loops, most: int = 9) -> tuple[LoopTold, ...]:
    """Return the loops for the picture, those that the model names and somebody tells, in the order of the model.

    Where there are more than `most`, those that run come first, then the broken, then the weak, each by the number of
    tellers at the weakest link. Without any that is told, the first ones of the model are drawn.
    """
    named = [f for f in found.loops if f.kind == "named"]
    told = [f for f in named if f.state in _ORDER]
    evidence = {e.subject: e.value or 0.0 for e in found.estimates if e.name == "loop.weakest"}
    best = sorted(told, key=lambda f: (_ORDER.index(f.state), -evidence.get(f.id, 0.0)))[:most]
    kept = {f.id for f in best or named[:5]}
    return tuple(f for f in named if f.id in kept)


def loop_picture(found: Loops, *, title: str = "", highlight: str | None = None, most: int = 9) -> LoopPicture:
    """Return the picture of the loops; with `highlight`, that loop stands out."""
    drawn = drawn_loops(found, most)
    if highlight is not None and all(f.id != highlight for f in drawn):
        drawn = (*drawn, found.loop(highlight))
    # The longest is to be roundest: it has most room to lose.
    order = sorted(drawn, key=lambda f: -len(f.chain))
    pairs = dict.fromkeys(pair for f in order for pair in f.links)
    links = [found.link(pair) for pair in pairs]
    called = {f.id: found.called(f"loop:{f.id}") for f in order}
    rings = tuple(
        LoopRing(f.id, called[f.id], f.chain[:-1], f.reinforcing, f.state.value, _(STATE_WORDS[f.state])) for f in order
    )
    left = sum(f.kind == "named" for f in found.loops) - len(drawn)
    notes = (
        (_("Loops of the model that are not drawn: {n}. The table has all of them.").format(n=left),) if left else ()
    )
    return LoopPicture(
        title or _("The loops of the cluster, as the stories tell them"),
        _("Factors and the links between them; a loop runs where people of several organisations tell all its links"),
        {f: found.called(f) for f in {x for pair in pairs for x in pair}},
        rings,
        tuple(
            LoopLink(
                k.cause,
                k.effect,
                k.sign,
                k.status.value,
                k.tellers if k.status != "fails" else k.fails,
                k.contested,
                k.delay in _LATE,
            )
            for k in links
        ),
        " ".join(found.sentences()),
        highlight,
        notes,
    )
