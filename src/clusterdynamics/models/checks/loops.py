"""Loops: their chains close, follow links that exist, and have the polarity that the signs give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clusterdynamics.models.draft import Draft
from clusterdynamics.models.elements import Circuit, Link, Loop
from clusterdynamics.models.problems import ModelCode, ModelProblem

__all__ = ["check_loops"]

Signs = Mapping[tuple[str, str], int]


def check_loops(draft: Draft) -> Iterator[ModelProblem]:
    """Return problems of the links and of the loops made of them."""
    signs: dict[tuple[str, str], int] = {}
    for place, link in draft.of("links", Link):
        pair = (link.cause, link.effect)
        if link.cause == link.effect:
            yield draft.problem(place, ModelCode.LINK_SELF, cause=link.cause)
        if pair in signs:
            yield draft.problem(place, ModelCode.LINK_TWICE, cause=link.cause, effect=link.effect)
        signs.setdefault(pair, 1 if link.sign == "+" else -1)
    for place, loop in draft.of("loops", Loop):
        for circuit in loop.circuits:
            yield from _circuit(draft, f"{place}, circuit {circuit.id}", circuit, signs)
        inside = {name for circuit in loop.circuits for name in circuit.chain}
        for cause, effect in loop.feeds:
            if (cause, effect) not in signs:
                if "links" in draft.broken:
                    continue
                yield draft.problem(f"{place}, feeds", ModelCode.CHAIN_LINK, cause=cause, effect=effect)
            elif effect not in inside:
                yield draft.problem(f"{place}, feeds", ModelCode.FEED_OUTSIDE, cause=cause, effect=effect)


def _circuit(draft: Draft, place: str, circuit: Circuit, signs: Signs) -> Iterator[ModelProblem]:
    chain = circuit.chain
    if len(chain) < 3 or chain[0] != chain[-1]:
        first, last = (chain[0], chain[-1]) if chain else ("", "")
        yield draft.problem(place, ModelCode.CHAIN_OPEN, first=first, last=last)
        return
    for name in dict.fromkeys(n for n in chain[1:] if chain[1:].count(n) > 1):
        yield draft.problem(place, ModelCode.CHAIN_REPEATS, name=name)
    missing = [step for step in circuit.links if step not in signs]
    for cause, effect in () if "links" in draft.broken else missing:
        yield draft.problem(place, ModelCode.CHAIN_LINK, cause=cause, effect=effect)
    if missing:
        return
    product = 1
    for step in circuit.links:
        product *= signs[step]
    found = "reinforcing" if product > 0 else "balancing"
    if found != circuit.polarity:
        yield draft.problem(place, ModelCode.POLARITY, said=circuit.polarity, found=found)
