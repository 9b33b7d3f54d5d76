"""Measures that count cells, pairs and triples: density, reciprocity, transitivity, dyad and triad census."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures import kernels
from clusterdynamics.study.network import Network

__all__ = ["TRIAD_CLASSES", "DyadCensus", "density", "dyad_census", "reciprocity", "transitivity", "triad_census"]

#: Classes of triads by number of mutual, asymmetric and null dyads; D down, U up, T transitive, C cyclic.
TRIAD_CLASSES = (
    "003", "012", "102", "021D", "021U", "021C", "111D", "111U",
    "030T", "030C", "201", "120D", "120U", "120C", "210", "300",
)  # fmt: skip


def density(net: Network) -> float:
    r"""Return the share of observed ordered pairs that are tied.

    .. math:: \Delta = \frac{\sum_{i \ne j} o_{ij} x_{ij}}{\sum_{i \ne j} o_{ij}}

    with x the ties and o the observed cells.

    Returns
    -------
    float
        In [0, 1]; NaN where nothing was observed.

    References
    ----------
    Wasserman, S. & Faust, K. (1994). Social Network Analysis, section 4.2.
    """
    pairs = int(net.observed.sum())
    return int(net.ties.sum()) / pairs if pairs else float("nan")


@dataclass(frozen=True)
class DyadCensus:
    """How many unordered pairs are of each kind.

    Attributes
    ----------
    mutual, asymmetric, null
        Pairs with two, one and no tie, both sides observed.
    unobserved
        Pairs of which at least one side was not observed.
    """

    mutual: int
    asymmetric: int
    null: int
    unobserved: int

    @property
    def observed(self) -> int:
        """Pairs of which both sides were observed."""
        return self.mutual + self.asymmetric + self.null


def dyad_census(net: Network) -> DyadCensus:
    """Count the mutual, asymmetric and null pairs, and those not observed on both sides.

    References
    ----------
    Holland, P. W. & Leinhardt, S. (1970). American Journal of Sociology 76(3), 492-513.
    """
    both = net.observed & net.observed.T
    ties = net.ties & both
    # The matrices below are symmetric and hold every pair twice, the ties of asymmetric pairs once.
    pairs = int(np.count_nonzero(both)) // 2
    mutual = int(np.count_nonzero(ties & ties.T)) // 2
    asymmetric = int(np.count_nonzero(ties)) - 2 * mutual
    return DyadCensus(mutual, asymmetric, pairs - mutual - asymmetric, net.n * (net.n - 1) // 2 - pairs)


def reciprocity(net: Network, definition: Literal["edgewise", "non_null", "all_dyads"] = "edgewise") -> float:
    r"""Return how far ties are returned, among pairs observed on both sides.

    With M mutual, A asymmetric and N null pairs:

    - ``edgewise``: :math:`2M / (2M + A)`, the share of ties that are returned;
    - ``non_null``: :math:`M / (M + A)`, the share of tied pairs that are mutual;
    - ``all_dyads``: :math:`(M + N) / (M + A + N)`, the share of pairs that agree.

    Returns
    -------
    float
        In [0, 1]; NaN where there is no pair to judge.

    Raises
    ------
    ValueError
        The definition is unknown.

    References
    ----------
    Wasserman, S. & Faust, K. (1994), section 13.3; ``grecip`` of the R package sna has the same three.
    """
    census = dyad_census(net)
    match definition:
        case "edgewise":
            part, whole = 2 * census.mutual, 2 * census.mutual + census.asymmetric
        case "non_null":
            part, whole = census.mutual, census.mutual + census.asymmetric
        case "all_dyads":
            part, whole = census.mutual + census.null, census.observed
        case _:
            raise ValueError(f"definition must be edgewise, non_null or all_dyads, not {definition!r}")
    return part / whole if whole else float("nan")


def transitivity(net: Network, definition: Literal["weak", "global"] = "weak") -> float:
    r"""Return how far two steps are closed by one.

    - ``weak``: the share of paths i → j → k (three different actors, i → k observed) for which i → k;
    - ``global``: three times the triangles by the paths of length two, in the undirected graph (either side
      reports a tie), for which the pair at the ends was observed from at least one side.

    .. math:: T = \frac{\sum x_{ij} x_{jk} x_{ik}}{\sum x_{ij} x_{jk} o_{ik}}

    Returns
    -------
    float
        In [0, 1]; NaN where there is no path of length two.

    Raises
    ------
    ValueError
        The definition is unknown.

    References
    ----------
    Holland, P. W. & Leinhardt, S. (1971). Comparative Group Studies 2(2), 107-124 (weak; ``gtrans`` of sna).
    Newman, M. E. J., Strogatz, S. H. & Watts, D. J. (2001). Physical Review E 64, 026118 (global).
    """
    ties, observed = net.ties, net.observed
    if definition == "global":
        ties, observed = ties | ties.T, observed | observed.T
    elif definition != "weak":
        raise ValueError(f"definition must be weak or global, not {definition!r}")
    closed, total = kernels.two_steps(np.ascontiguousarray(ties), np.ascontiguousarray(observed))
    return closed / total if total else float("nan")


def _triad_class(code: int) -> int:
    """Return the class of a triad given as d_ij + 4 d_ik + 16 d_jk, from the definition of the classes."""
    ij, ik, jk = code & 3, code >> 2 & 3, code >> 4 & 3
    arrows = np.zeros((3, 3), dtype=np.int64)
    for a, b, dyad in ((0, 1, ij), (0, 2, ik), (1, 2, jk)):
        arrows[a, b], arrows[b, a] = dyad & 1, dyad >> 1
    mutual = sum(d == 3 for d in (ij, ik, jk))
    null = sum(d == 0 for d in (ij, ik, jk))
    name = f"{mutual}{3 - mutual - null}{null}"
    single = arrows * (1 - arrows.T)
    out, into = single.sum(axis=1), single.sum(axis=0)
    if name in ("021", "120"):
        name += "D" if out.max() == 2 else "U" if into.max() == 2 else "C"
    elif name == "030":
        name += "T" if out.max() == 2 else "C"
    elif name == "111":
        # Down: the asymmetric tie comes into the mutual pair; up: it leaves it.
        paired = (arrows * arrows.T).any(axis=1)
        name += "D" if into[paired].any() else "U"
    return TRIAD_CLASSES.index(name)


_CLASS_OF_CODE: NDArray[np.int64] = np.array([_triad_class(code) for code in range(64)], dtype=np.int64)


def triad_census(net: Network) -> dict[str, int]:
    """Count the triads of each of the 16 classes of Holland and Leinhardt.

    A triad is counted where all six cells were observed. 111D has a tie into the mutual pair, 111U one out
    of it.

    Returns
    -------
    dict
        Class (``"003"`` … ``"300"``) → number of triads.

    References
    ----------
    Holland, P. W. & Leinhardt, S. (1970). American Journal of Sociology 76(3), 492-513.
    Davis, J. A. & Leinhardt, S. (1972). In Berger et al., Sociological Theories in Progress 2, 218-251.
    """
    ties = net.ties.astype(np.int64)
    dyads = ties + 2 * ties.T
    dyads[~(net.observed & net.observed.T)] = 4
    counts = kernels.triads(dyads, _CLASS_OF_CODE)
    return {name: int(count) for name, count in zip(TRIAD_CLASSES, counts, strict=True)}
