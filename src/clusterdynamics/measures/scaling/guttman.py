"""Are the stages passed in their order? Guttman errors of the profiles of clusters."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Guttman", "guttman_errors"]

IntArray = NDArray[np.int64]


class Guttman(NamedTuple):
    """Guttman errors of profiles.

    Attributes
    ----------
    errors
        (profiles,) pairs of stages of which the later is reached and the earlier not.
    most
        (profiles,) the most errors a profile with as many stages reached can have.
    in_order
        Share of profiles without an error.
    share
        Errors of all profiles / the most they could have (0 perfect order, 1 the reverse); NaN where none can have
        an error.
    scalability
        1 − errors / errors expected if stages were reached independently of each other, each as often as it is
        (Loevinger's H in the order of the model); NaN where no error is expected.
    """

    errors: IntArray
    most: IntArray
    in_order: float
    share: float
    scalability: float


def guttman_errors(reached: NDArray[np.bool_]) -> Guttman:
    r"""Return the Guttman errors of profiles, with the stages in the order of the model.

    A profile has an error for every pair of stages s < t of which t is reached and s is not; with r of S stages
    reached it has at most :math:`r (S - r)`.

    Parameters
    ----------
    reached
        (profiles, stages) True where the cluster reaches the stage.

    References
    ----------
    Guttman, L. (1944). A basis for scaling qualitative data. American Sociological Review 9(2), 139-150.
    Meijer, R. R. (1994). The number of Guttman errors as a simple and powerful person-fit statistic. Applied
    Psychological Measurement 18(4), 311-314.
    """
    profiles, stages = reached.shape
    missed = np.cumsum(~reached, axis=1) - ~reached
    errors: IntArray = np.where(reached, missed, 0).sum(axis=1)
    total = reached.sum(axis=1)
    most: IntArray = total * (stages - total)
    share = reached.mean(axis=0) if profiles else np.zeros(stages)
    expected = profiles * sum(float((1 - share[s]) * share[t]) for s in range(stages) for t in range(s + 1, stages))
    found, possible = int(errors.sum()), int(most.sum())
    return Guttman(
        errors,
        most,
        float((errors == 0).mean()) if profiles else float("nan"),
        found / possible if possible else float("nan"),
        1 - found / expected if expected > 1e-12 else float("nan"),
    )
