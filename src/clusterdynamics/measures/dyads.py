"""Two reports of the same tie: confirmed and one-sided ties, and how far the reports are apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from clusterdynamics.measures.whole.counts import dyad_census
from clusterdynamics.study.network import Network

__all__ = ["Confirmation", "Confirmed", "Mismatch", "confirm", "confirmation", "mismatch"]


@dataclass(frozen=True)
class Confirmation:
    """How many unordered pairs agree on a tie.

    Attributes
    ----------
    confirmed, one_sided, none
        Pairs of which both answered: both, one or neither reports a tie.
    not_judged
        Pairs of which at least one did not answer.
    """

    confirmed: int
    one_sided: int
    none: int
    not_judged: int

    @property
    def pairs_both_answered(self) -> int:
        """Pairs of which both sides answered."""
        return self.confirmed + self.one_sided + self.none

    @property
    def share_confirmed(self) -> float:
        """Confirmed ties, of those that at least one side reports; NaN where there is none."""
        told = self.confirmed + self.one_sided
        return self.confirmed / told if told else float("nan")


def confirmation(net: Network) -> Confirmation:
    """Count the pairs that confirm a tie, for a relation that both sides describe.

    Nothing is filled in: a pair counts where both sides were observed.
    """
    census = dyad_census(net)
    return Confirmation(census.mutual, census.asymmetric, census.null, census.unobserved)


class Mismatch(NamedTuple):
    """How far the two reports of a pair are apart.

    Attributes
    ----------
    counts
        Difference between d_ij and d_ji → number of unordered pairs, in order of the difference.
    mean
        Mean difference; NaN where there is no pair.
    """

    counts: Mapping[float, int]
    mean: float


def mismatch(net: Network) -> Mismatch:
    """Return how far the two reports about a pair are apart, over pairs observed on both sides."""
    rows, columns = np.nonzero(np.triu(net.observed & net.observed.T, 1))
    apart = np.abs(net.values[rows, columns] - net.values[columns, rows])
    differences, counts = np.unique(apart, return_counts=True)
    table = {float(d): int(c) for d, c in zip(differences, counts, strict=True)}
    return Mismatch(table, float(apart.mean()) if apart.size else float("nan"))


@dataclass(frozen=True)
class Confirmed:
    """How many ordered pairs agree on a tie that the sender and the receiver were both asked about.

    Attributes
    ----------
    confirmed, only_sender, only_receiver, none
        Who reports the tie, of pairs of which both answered.
    not_judged
        Ordered pairs of which at least one did not answer.
    """

    confirmed: int
    only_sender: int
    only_receiver: int
    none: int
    not_judged: int


def confirm(sender: Network, receiver: Network) -> Confirmed:
    """Compare ties as told by those who send with ties as told by those who receive.

    Parameters
    ----------
    sender
        ``values[i, j]``: i says that it gives to j.
    receiver
        ``values[i, j]``: the same tie from i to j as told by j. Where the rows are those who answer, that is
        the matrix of "I receive from …", transposed.

    Raises
    ------
    ValueError
        The networks are not on the same actors in the same order.
    """
    if sender.nodes != receiver.nodes:
        raise ValueError("the two networks must have the same actors in the same order")
    both = sender.observed & receiver.observed
    given, taken = sender.ties[both], receiver.ties[both]
    return Confirmed(
        confirmed=int((given & taken).sum()),
        only_sender=int((given & ~taken).sum()),
        only_receiver=int((~given & taken).sum()),
        none=int((~given & ~taken).sum()),
        not_judged=sender.n * (sender.n - 1) - int(both.sum()),
    )
