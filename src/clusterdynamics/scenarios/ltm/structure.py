"""The links of a model and the loops that they close."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clusterdynamics.loops.circuits import SignedGraph, iter_loops
from clusterdynamics.scenarios.engine.check import Checked, depends_on
from clusterdynamics.scenarios.engine.lexer import key_of

__all__ = ["Structure", "structure_of"]


@dataclass(frozen=True, eq=False)
class Structure:
    """Which variable depends on which.

    Attributes
    ----------
    nodes
        Keys of the variables.
    links
        (cause, effect) by place in `nodes`, in the order of the equations.
    loops
        Each loop as the places of its links, in order; the first link leaves the first node of the loop.
    complete
        Whether these are all loops.
    partition
        Of each loop: which cycle partition it belongs to; all variables of one reach each other.
    """

    nodes: tuple[str, ...]
    links: tuple[tuple[int, int], ...]
    loops: tuple[tuple[int, ...], ...]
    complete: bool
    partition: tuple[int, ...]

    def chain(self, loop: int) -> tuple[str, ...]:
        """Return the variables of a loop, the first one again at the end."""
        causes = [self.nodes[self.links[e][0]] for e in self.loops[loop]]
        return (*causes, causes[0])


def structure_of(checked: Checked, *, longest: int | None = None, most: int = 1000) -> Structure:
    """Return the links of a model and its loops.

    A flow changes its stock, and an equation is changed by what it names; the first value of a stock is no link.

    Parameters
    ----------
    checked
        The model.
    longest
        Leave out loops of more links.
    most
        Stop after so many loops.
    """
    nodes = (*checked.stocks, *checked.order)
    place = {k: n for n, k in enumerate(nodes)}
    links: list[tuple[int, int]] = []
    for key in nodes:
        v = checked.variables[key]
        causes = [key_of(f) for f in (*v.inflows, *v.outflows)] if v.kind == "stock" else depends_on(checked, key)
        links += [(place[c], place[key]) for c in dict.fromkeys(causes)]
    tail, head = ([link[k] for link in links] for k in (0, 1))
    graph = SignedGraph(len(nodes), tail, head, [1] * len(links))  # type: ignore[arg-type]
    found = [loop.links for loop in iter_loops(graph, max_length=longest, limit=most + 1)]
    loops = tuple(found[:most])
    return Structure(nodes, tuple(links), loops, len(found) <= most, _partitions(len(nodes), links, loops))


def _partitions(n: int, links: list[tuple[int, int]], loops: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not links:
        return ()
    rows, columns = np.array(links).T
    matrix = coo_array((np.ones(len(links)), (rows, columns)), shape=(n, n)).tocsr()
    _count, label = connected_components(matrix, directed=True, connection="strong")
    names: dict[int, int] = {}
    return tuple(names.setdefault(int(label[links[loop[0]][0]]), len(names)) for loop in loops)
