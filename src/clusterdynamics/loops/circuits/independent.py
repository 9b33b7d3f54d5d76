"""A small set of short loops that together pass through every link that lies on a loop."""

from __future__ import annotations

from collections import deque

from clusterdynamics.loops.circuits.components import Component, components
from clusterdynamics.loops.circuits.graph import Loop, SignedGraph

__all__ = ["independent_loops"]


def independent_loops(graph: SignedGraph) -> tuple[Loop, ...]:
    """Return the shortest independent loop set: short loops, each with a link that no earlier one has.

    For every link on a loop, the shortest loop through it is found. From the shortest to the longest, a loop is
    taken if it passes through a link that those already taken do not; among equally short ones the one with the
    fewest new links comes first, then the one whose links come first.

    .. warning::
       The set describes the structure in few loops; it is no list of the loops that matter. A loop that drives the
       behaviour can be missing: of the eight loops of the arms race of three parties the set holds six, and neither
       of the two loops through all three. It depends on the graph alone, not on evidence or strength. Use
       `iter_loops` or `top_loops` where every loop counts.

    Returns
    -------
    tuple of Loop
        In the order in which they were taken.

    References
    ----------
    Oliva, R. (2004), Model structure analysis through graph theory: partition heuristics and feedback structure
    decomposition, System Dynamics Review 20(4), 313-336. Kampmann, C. E. (2012), Feedback loop gains and system
    behaviour (1996), System Dynamics Review 28(4), 370-395. On loops it misses: Eberlein, R. & Schoenberg, W. (2020),
    Finding the loops that matter, arXiv 2006.08425.
    """
    candidates: dict[int, set[Loop]] = {}
    for part in components(graph):
        for root in range(part.nodes.size):
            back = _shortest_paths(part, root)
            for tail in range(part.nodes.size):
                for at in range(part.starts[tail], part.starts[tail + 1]):
                    if part.heads[at] == root:
                        loop = graph.loop((int(part.links[at]), *back[tail]))
                        candidates.setdefault(len(loop), set()).add(loop)
    taken: list[Loop] = []
    covered: set[int] = set()
    for length in sorted(candidates):
        left = sorted(candidates[length], key=lambda loop: (loop.nodes, loop.links))
        while left:
            # An index breaks ties, so that the order above decides.
            new, at = min((len(set(loop.links) - covered), at) for at, loop in enumerate(left))
            loop = left.pop(at)
            if new:
                taken.append(loop)
                covered.update(loop.links)
    return tuple(taken)


def _shortest_paths(part: Component, root: int) -> dict[int, tuple[int, ...]]:
    """Return, for each node of the component, the links of a shortest path from `root` to it."""
    paths: dict[int, tuple[int, ...]] = {root: ()}
    waiting = deque([root])
    while waiting:
        v = waiting.popleft()
        for at in range(part.starts[v], part.starts[v + 1]):
            head = int(part.heads[at])
            if head not in paths:
                paths[head] = (*paths[v], int(part.links[at]))
                waiting.append(head)
    return paths
