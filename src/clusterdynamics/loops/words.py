"""What the stories say about the loops, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from clusterdynamics.i18n import _, ngettext
from clusterdynamics.loops.states import LinkStatus, LoopState
from clusterdynamics.measures.estimate import Reason

if TYPE_CHECKING:
    from clusterdynamics.loops.result import Loops, LoopTold, MendOption

__all__ = ["mend_sentence", "sentences"]


def sentences(found: Loops) -> tuple[str, ...]:
    """Return the sentences: running, broken, weak, not told, what would close most loops, other loops, the map."""
    missing = next((e for e in found.estimates if e.name == "loop.state" and e.reason is Reason.NOT_ASKED), None)
    if missing is not None:
        return (_("No story was told, so nothing is known about the loops of the cluster."),)
    if all(e.reason is Reason.NONE_TO_JUDGE for e in found.estimates if e.name == "loop.state"):
        return (_("No story was coded with causal claims, so nothing is known about the loops of the cluster."),)
    named = [f for f in found.loops if f.kind == "named"]
    said = [
        *_listed(found, named, LoopState.RUNNING, _("Running, as the stories tell it: {loops}.")),
        *(_broken(found, f) for f in named if f.state is LoopState.BROKEN),
        *_mend(found),
        *_listed(found, named, LoopState.WEAK, _("Told in part, by too few or by nobody at some link: {loops}.")),
        *_listed(found, named, LoopState.NOT_TOLD, _("Not told, which is not the same as broken: {loops}.")),
        *_listed(found, named, LoopState.NOT_SHOWN, _("Not told, or by too few to say: {loops}.")),
        *_others(found),
        *_map(found),
    ]
    return tuple(said) or (_("The model names no loops, and the stories close none."),)


def _names(found: Loops, loops: Iterable[LoopTold]) -> str:
    return "; ".join(found.called(f"loop:{f.id}") for f in loops)


def _listed(found: Loops, loops: list[LoopTold], state: LoopState, text: str) -> list[str]:
    mine = [f for f in loops if f.state is state]
    return [text.format(loops=_names(found, mine))] if mine else []


def _broken(found: Loops, loop: LoopTold) -> str:
    places = _(" and ").join(
        _("from “{cause}” to “{effect}”").format(cause=found.called(c), effect=found.called(e)) for c, e in loop.broken
    )
    text = _("{loop}: broken {places}.").format(loop=found.called(f"loop:{loop.id}"), places=places)
    count = found.link(loop.broken[0]).fails
    if count is None:
        return text
    return (
        text
        + " "
        + ngettext("{n} teller says that it fails there.", "{n} tellers say that it fails there.", count).format(
            n=count
        )
    )


def mend_sentence(found: Loops, mend: MendOption) -> str:
    """Return what a mended link would close."""
    link = _("from “{cause}” to “{effect}”").format(cause=found.called(mend.cause), effect=found.called(mend.effect))
    names = "; ".join(found.called(f"loop:{i}") for i in mend.closes)
    n = len(mend.closes)
    if mend.status is LinkStatus.FAILS:
        text = ngettext(
            "If the link {link} were mended, every link of {n} loop would be told: {loops}.",
            "If the link {link} were mended, every link of {n} loops would be told: {loops}.",
            n,
        )
    else:
        text = ngettext(
            "Ask about the link {link}: it is the only one of {n} loop that too few tell: {loops}.",
            "Ask about the link {link}: it is the only one of {n} loops that too few tell: {loops}.",
            n,
        )
    return text.format(link=link, n=n, loops=names)


def _mend(found: Loops) -> list[str]:
    fails = [m for m in found.mends if m.status is LinkStatus.FAILS and m.closes]
    asks = [m for m in found.mends if m.status is not LinkStatus.FAILS and m.closes]
    # Loops that the model names are asked about before those that nobody has named.
    asks.sort(key=lambda m: all(found.loop(i).kind != "named" for i in m.closes))
    return [mend_sentence(found, m) for m in (*fails[:1], *asks[:1])]


def _others(found: Loops) -> list[str]:
    others = [f for f in found.loops if f.kind != "named" and f.state is not LoopState.NOT_TOLD]
    if not others:
        return []
    runs = sum(f.state is LoopState.RUNNING for f in others)
    text = ngettext(
        "The stories speak of {n} other loop that has no name.",
        "The stories speak of {n} other loops that have no name.",
        len(others),
    ).format(n=len(others))
    text += " " + ngettext("{n} of these runs.", "{n} of these run.", runs).format(n=runs) if runs else ""
    return [text if found.complete else text + " " + _("There are more that were not looked at.")]


def _map(found: Loops) -> list[str]:
    claims, links, tellers = (found.value_of(f"map.{name}") for name in ("claims", "links", "tellers"))
    if claims is None or links is None or tellers is None:
        return []
    said = [
        _("The map joins {claims} claims of {tellers} tellers in {links} links.").format(
            claims=round(claims), tellers=round(tellers), links=round(links)
        )
    ]
    contested = round(found.value_of("map.contested") or 0)
    if contested:
        said.append(
            ngettext("{n} link is told with both signs.", "{n} links are told with both signs.", contested).format(
                n=contested
            )
        )
    if found.unmatched:
        n = len(found.unmatched)
        said.append(
            ngettext(
                "{n} factor of the stories is not in the model.", "{n} factors of the stories are not in the model.", n
            ).format(n=n)
        )
    return said
