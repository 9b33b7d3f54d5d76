"""The signed multigraph that loops are looked for in, and a loop of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _

__all__ = ["Loop", "SignedGraph", "whole_numbers"]


@dataclass(frozen=True, eq=False)
class SignedGraph:
    """A directed multigraph whose links have a sign.

    Two links between the same nodes, with the same sign or not, are two links; a link from a node to itself is a
    loop of length 1. The arrays are copied and cannot be written to afterwards.

    Attributes
    ----------
    n
        Number of nodes; they are called 0 … n − 1.
    tail, head
        Node each link leaves and node it enters, int64, shape (m,).
    sign
        +1 where the effect moves the same way as the cause, −1 where it moves the other way, int8, shape (m,).

    Raises
    ------
    InputError
        Lengths differ, a node is outside 0 … n − 1, a sign is neither +1 nor −1; all that is wrong is told at once.
    """

    n: int
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    sign: NDArray[np.int8]

    def __post_init__(self) -> None:
        wrong: list[str] = []
        if self.n < 0:
            wrong.append(_("The number of nodes is {n}; it cannot be below 0.").format(n=self.n))
        tail, head, sign = (whole_numbers(name, getattr(self, name), wrong) for name in ("tail", "head", "sign"))
        if not tail.size == head.size == sign.size:
            wrong.append(
                _("The lists differ in length: {tail} tails, {head} heads, {sign} signs.").format(
                    tail=tail.size, head=head.size, sign=sign.size
                )
            )
        for name, nodes in (("tail", tail), ("head", head)):
            outside = np.flatnonzero((nodes < 0) | (nodes >= self.n))
            if outside.size:
                wrong.append(
                    _(
                        "Link {link}: its {end} is node {node}, but nodes go from 0 to {last} ({more} such links)."
                    ).format(link=outside[0], end=name, node=nodes[outside[0]], last=self.n - 1, more=outside.size)
                )
        odd = np.flatnonzero(np.abs(sign) != 1)
        if odd.size:
            wrong.append(
                _("Link {link}: its sign is {sign}; it must be +1 or -1 ({more} such links).").format(
                    link=odd[0], sign=sign[odd[0]], more=odd.size
                )
            )
        if wrong:
            raise InputError(" ".join(wrong))
        for name, values, kind in (("tail", tail, np.int64), ("head", head, np.int64), ("sign", sign, np.int8)):
            own = np.array(values, dtype=kind)
            own.flags.writeable = False
            object.__setattr__(self, name, own)

    @property
    def m(self) -> int:
        """Number of links."""
        return int(self.tail.size)

    def loop(self, links: tuple[int, ...]) -> Loop:
        """Return the loop that these links make, in order, turned so that it starts at its smallest node.

        Raises
        ------
        InputError
            The links do not make one loop that passes each of its nodes once.
        """
        if not links or any(not 0 <= e < self.m for e in links):
            raise InputError(_("These links are not all in the graph: {links}.").format(links=links))
        nodes = self.tail[list(links)].tolist()
        if self.head[list(links)].tolist() != nodes[1:] + nodes[:1] or len(set(nodes)) < len(nodes):
            raise InputError(_("These links do not make a loop: {links}.").format(links=links))
        first = nodes.index(min(nodes))
        return Loop(
            links=links[first:] + links[:first],
            nodes=tuple(nodes[first:] + nodes[:first]),
            polarity=int(np.prod(self.sign[list(links)])),
        )


@dataclass(frozen=True)
class Loop:
    """A feedback loop: links that lead from a node back to it, passing no node twice.

    Attributes
    ----------
    links
        Indices of its links in the graph, in order; the first leaves the smallest node.
    nodes
        The nodes its links leave, in the same order.
    polarity
        +1: reinforcing (an even number of negative links); −1: balancing.
    """

    links: tuple[int, ...]
    nodes: tuple[int, ...]
    polarity: int

    def __len__(self) -> int:
        return len(self.links)

    @property
    def reinforcing(self) -> bool:
        """Whether a change comes back with the same sign."""
        return self.polarity > 0


def whole_numbers(name: str, values: ArrayLike, wrong: list[str]) -> NDArray[np.int64]:
    """Return `values` as whole numbers in one dimension, or tell what is wrong with them."""
    array: NDArray[Any] = np.asarray(values)
    if array.size == 0:
        return np.zeros(0, dtype=np.int64)
    if array.ndim != 1:
        wrong.append(_("{name} must be a list of one dimension, not {ndim}.").format(name=name, ndim=array.ndim))
        return np.zeros(0, dtype=np.int64)
    if array.dtype.kind not in "iu" and not (array.dtype.kind == "f" and np.all(array == np.floor(array))):
        wrong.append(_("{name} must hold whole numbers.").format(name=name))
        return np.zeros(0, dtype=np.int64)
    return array.astype(np.int64)
