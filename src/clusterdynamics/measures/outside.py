"""Working links outside the region, and who with such links gives advice inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.measures.answers import raw_answers

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["POSITIONS", "OutsideAnswers", "outside_answers", "positions"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

#: The four positions of :func:`positions`, in the order of its columns.
POSITIONS = ("gatekeeper", "star", "local_source", "neither")


@dataclass(frozen=True, eq=False)
class OutsideAnswers:
    """What organisations said about working links outside the region in one wave.

    Attributes
    ----------
    organisations
        The n organisations that answered yes or no, sorted.
    has_links
        (n,) True where somebody of the organisation said yes.
    partners
        Kind of partner → the organisations that have such partners outside.
    asked
        True where anybody answered at all, so that the question must have been asked.
    """

    organisations: tuple[str, ...]
    has_links: BoolArray
    partners: dict[str, frozenset[str]]
    asked: bool


def outside_answers(study: Study, wave: str) -> OutsideAnswers:
    """Return who has working links outside the region.

    Only respondents who sent their answers in count; with the rule ``lead`` only the lead informants. An
    organisation has such links where one of its respondents says so.
    """
    raw = raw_answers(study, wave, ())
    employer = dict(zip(raw.respondents, raw.actors, strict=True))
    table = study["outside_links"].filter(pl.col("wave") == wave)
    said: dict[str, bool] = {}
    partners: dict[str, set[str]] = {}
    for respondent, has_links, kind in table.select("respondent", "has_links", "partner_type").iter_rows():
        actor = employer.get(respondent)
        if actor is None or has_links is None:
            continue
        said[actor] = said.get(actor, False) or has_links
        if has_links and kind is not None:
            partners.setdefault(kind, set()).add(actor)
    names = tuple(sorted(said))
    return OutsideAnswers(
        names,
        np.array([said[a] for a in names], dtype=np.bool_),
        {kind: frozenset(found) for kind, found in sorted(partners.items())},
        not table.is_empty(),
    )


def positions(has_links: BoolArray, advice_given: FloatArray, least: int = 1) -> FloatArray:
    """Return which of four positions each actor has between the cluster and the world outside.

    *Gatekeepers* have working links outside and give advice inside; *external stars* have links outside and give
    no advice inside; *local sources* give advice inside and have no links outside; the others neither.

    Parameters
    ----------
    has_links
        (n,) True where an actor has working links outside.
    advice_given
        (n,) Actors inside that turn to it for advice; NaN where nobody could say.
    least
        From how many on it counts as giving advice.

    Returns
    -------
    (n, 4) 1 for the position of the actor, in the order of ``POSITIONS``, 0 for the others; a row of NaN where
    the advice is not known.

    References
    ----------
    Giuliani, E. & Bell, M. (2005). The micro-determinants of meso-level learning and innovation: evidence from a
    Chilean wine cluster. Research Policy 34(1), 47-68: positions between external and internal links.
    """
    gives = advice_given >= least
    cells = np.column_stack([has_links & gives, has_links & ~gives, ~has_links & gives, ~has_links & ~gives])
    found: FloatArray = cells.astype(np.float64)
    found[np.isnan(advice_given)] = np.nan
    return found
