"""Differencing: what two things that are shown, or one and what the reader knows, give away together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

__all__ = ["DECLARED_FILTERS", "MOST_FILTERS", "Level", "may_benchmark", "may_filter", "others_suffice", "pooled"]

#: Attributes of organisations by which pages may be filtered.
DECLARED_FILTERS = ("type", "size_class", "is_anchor", "nuts")
#: At most so many of them at once.
MOST_FILTERS = 2
_CLUSTERS = 5


def others_suffice(answered: int, k: int, *, includes_reader: bool) -> bool:
    """Return whether a figure over `answered` organisations may be shown to somebody who may be one of them.

    A reader who is one of them takes the own answer away; the others must still be `k`. So a group of k may
    not see its own total, a group of k + 1 may.
    """
    return answered - includes_reader >= k


@dataclass(frozen=True)
class Level:
    """A figure at one level: the own group, the next wider group, the whole cluster."""

    label: str
    value: float
    raters: int


def pooled(levels: Sequence[Level], k: int) -> Level | None:
    """Return the first level with at least `k` raters, None where there is none: "not shown, because".

    Levels are given from the narrowest to the widest; each wider one must hold the narrower ones. The reader
    of an incoming average did not rate; where the reader did, count the reader out of `raters` first.
    """
    return next((level for level in levels if level.raters >= k), None)


def may_filter(everybody: Collection[str], filters: Sequence[tuple[str, Collection[str]]], minimum: int) -> bool:
    """Return whether the result of filters may be shown.

    Parameters
    ----------
    everybody
        Answering organisations.
    filters
        (attribute, organisations that pass): at most two, by declared attributes.
    minimum
        Least number of answering organisations (``classes.minimum_for``).

    Returns
    -------
    True where those that pass, and those that pass all filters but one without the rest (A minus A and B),
    are each nobody or at least `minimum`: anybody can subtract one page from the other.
    """
    names = [name for name, _passing in filters]
    if len(filters) > MOST_FILTERS or len(set(names)) < len(names) or set(names) - set(DECLARED_FILTERS):
        return False
    sets = [frozenset(everybody) & frozenset(passing) for _name, passing in filters]
    both = frozenset(everybody).intersection(*sets)
    if len(both) < minimum:
        return False
    wider = [frozenset(everybody), *sets]
    return all(len(w - both) == 0 or len(w - both) >= minimum for w in wider)


def may_benchmark(clusters: int) -> bool:
    """Return whether a comparison with other clusters may be shown: with five of them and more."""
    return clusters >= _CLUSTERS
