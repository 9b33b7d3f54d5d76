"""Measures of ties within and between groups of actors: E-I index and block densities.

Groups are given as one name per actor, None where the group is not known; ties of such an actor are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.graph import Groups, group_codes
from clusterdynamics.study.network import Network

__all__ = [
    "BlockTable",
    "block_density",
    "ei_by_group",
    "ei_expected",
    "ei_index",
    "ei_permutation",
    "ei_permutation_work",
]


@dataclass(frozen=True, eq=False)
class BlockTable:
    """Ties within and between groups.

    Attributes
    ----------
    groups
        Names of the g groups, sorted.
    ties, pairs, density
        (g, g) From the group of the row to that of the column: ties, observed ordered pairs, and their ratio
        (NaN where no pair was observed).
    """

    groups: tuple[str, ...]
    ties: NDArray[np.int64]
    pairs: NDArray[np.int64]
    density: NDArray[np.float64]


def block_density(net: Network, groups: Groups) -> BlockTable:
    r"""Return the density within and between groups, over observed pairs only.

    .. math:: \Delta_{gh} = \frac{\sum_{i \in g, j \in h} o_{ij} x_{ij}}{\sum_{i \in g, j \in h} o_{ij}}

    Raises
    ------
    ValueError
        There is not one group per actor.

    References
    ----------
    Wasserman, S. & Faust, K. (1994), section 9.3.
    """
    names, codes = group_codes(net, groups)
    member = (codes[:, None] == np.arange(len(names))).astype(np.int64)
    ties = member.T @ net.ties.astype(np.int64) @ member
    pairs = member.T @ net.observed.astype(np.int64) @ member
    ratio = np.full(ties.shape, np.nan)
    np.divide(ties, pairs, out=ratio, where=pairs > 0)
    return BlockTable(names, ties, pairs, ratio)


def ei_index(net: Network, groups: Groups) -> float:
    r"""Return the E-I index: ties between groups less ties within, by their sum.

    .. math:: EI = \frac{E - I}{E + I}

    Returns
    -------
    float
        From −1 (all within) to 1 (all between); NaN where there is no tie.

    Raises
    ------
    ValueError
        There is not one group per actor.

    References
    ----------
    Krackhardt, D. & Stern, R. N. (1988). Social Psychology Quarterly 51(2), 123-140.
    """
    table = block_density(net, groups)
    total = int(table.ties.sum())
    within = int(np.trace(table.ties))
    return (total - 2 * within) / total if total else float("nan")


def ei_by_group(net: Network, groups: Groups) -> dict[str, float]:
    """Return the E-I index of every group: of the ties that start or end in it.

    Returns
    -------
    dict
        Group → index; NaN where no tie touches the group.

    Raises
    ------
    ValueError
        There is not one group per actor.
    """
    table = block_density(net, groups)
    within = np.diag(table.ties)
    between = table.ties.sum(axis=0) + table.ties.sum(axis=1) - 2 * within
    return {
        name: (int(e) - int(i)) / int(e + i) if e + i else float("nan")
        for name, e, i in zip(table.groups, between, within, strict=True)
    }


def ei_expected(net: Network, groups: Groups) -> float:
    r"""Return the E-I index to be expected from the sizes of the groups alone.

    With N actors in groups of the sizes n_g, ties falling anywhere with the same chance:

    .. math:: \frac{\sum_g n_g (N - n_g) - \sum_g n_g (n_g - 1)}{N (N - 1)}

    It is also the mean over all ways of dealing out the groups to the actors.

    Returns
    -------
    float
        In [−1, 1]; NaN with fewer than two actors of known group.

    Raises
    ------
    ValueError
        There is not one group per actor.
    """
    _names, codes = group_codes(net, groups)
    sizes = np.bincount(codes[codes >= 0])
    n = int(sizes.sum())
    if n < 2:
        return float("nan")
    within = int((sizes * (sizes - 1)).sum())
    return (n * (n - 1) - 2 * within) / (n * (n - 1))


def ei_permutation(net: Network, groups: Groups, n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the E-I index with the groups dealt out to the actors at random, `n` times.

    Sizes of groups and ties stay as they are; actors without a known group keep none.

    Returns
    -------
    (n,) floats; NaN where there is no tie.

    Raises
    ------
    ValueError
        There is not one group per actor.

    References
    ----------
    Krackhardt, D. & Stern, R. N. (1988). Social Psychology Quarterly 51(2), 123-140.
    """
    return ei_permutation_work(rng, n, net, groups)


def ei_permutation_work(rng: np.random.Generator, size: int, net: Network, groups: Groups) -> NDArray[np.float64]:
    """Do `size` permutations of :func:`ei_permutation`; to be handed to ``compute.replicate``."""
    _names, codes = group_codes(net, groups)
    known = codes >= 0
    rows, columns = np.nonzero(net.ties[np.ix_(known, known)])
    if rows.size == 0:
        return np.full(size, np.nan)
    shuffled = rng.permuted(np.tile(codes[known], (size, 1)), axis=1)
    within: NDArray[np.float64] = (shuffled[:, rows] == shuffled[:, columns]).mean(axis=1)
    return 1 - 2 * within
