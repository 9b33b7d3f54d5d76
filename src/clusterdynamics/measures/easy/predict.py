"""What other simple rules would suggest: partners in common, and how many partners each has."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.easy.pairs import shared_neighbours

__all__ = ["adamic_adar", "common_neighbours", "preferential_attachment"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def common_neighbours(ties: BoolArray) -> FloatArray:
    """Return the number of partners in common of all pairs.

    Parameters
    ----------
    ties
        (n, n) symmetric; True where there is a tie.

    Returns
    -------
    (n, n) symmetric; 0 on the diagonal.

    References
    ----------
    Liben-Nowell, D., & Kleinberg, J. (2007). The link-prediction problem for social networks. Journal of the
    American Society for Information Science and Technology 58(7), 1019-1031.
    """
    return np.asarray(shared_neighbours(ties), dtype=np.float64)


def adamic_adar(ties: BoolArray) -> FloatArray:
    r"""Return the partners in common of all pairs, those with few partners counting more.

    .. math:: \sum_{k \in N(i) \cap N(j)} \frac{1}{\log |N(k)|}

    Parameters and return value as in `common_neighbours`.

    References
    ----------
    Adamic, L. A., & Adar, E. (2003). Friends and neighbors on the Web. Social Networks 25(3), 211-230.
    """
    degree = ties.sum(axis=1).astype(np.float64)
    # Who has fewer than two partners is no partner in common of anybody.
    weight = np.zeros(degree.size)
    np.divide(1.0, np.log(degree, out=np.ones(degree.size), where=degree > 1), out=weight, where=degree > 1)
    return np.asarray(shared_neighbours(ties, weight), dtype=np.float64)


def preferential_attachment(ties: BoolArray) -> FloatArray:
    """Return the product of the numbers of partners of all pairs; parameters and return as in `common_neighbours`.

    References
    ----------
    Barabasi, A.-L., & Albert, R. (1999). Emergence of scaling in random networks. Science 286, 509-512.
    """
    degree = ties.sum(axis=1).astype(np.float64)
    product: FloatArray = np.outer(degree, degree)
    np.fill_diagonal(product, 0.0)
    return product
