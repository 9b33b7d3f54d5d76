"""Every claim with who told it: the one place that decides who counts as a teller, and for which organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["tellings"]


def tellings(study: Study, waves: Sequence[str] | None = None) -> pl.DataFrame:
    """Return the claims of stories of the waves (all where None is given), each with its teller.

    A story without a teller speaks for its organisation, one without either for itself and for no organisation.
    A claim whose story is not there is left out.

    Returns
    -------
    pl.DataFrame
        The columns of ``claims`` with ``wave``, ``teller`` (``respondent:``, ``actor:`` or ``story:`` and its name)
        ``organisation`` (None where it is not known), sorted by the claim's identifier.
    """
    stories = study["stories"].select("wave", "actor", "respondent", story="id")
    if waves is not None:
        stories = stories.filter(pl.col("wave").is_in(list(waves)))
    homes = study["respondents"].select("wave", respondent="id", home="actor").unique(["wave", "respondent"])
    organisation = pl.coalesce("actor", "home")
    teller = (
        pl.when(pl.col("respondent").is_not_null())
        .then("respondent:" + pl.col("respondent"))
        .when(organisation.is_not_null())
        .then("actor:" + organisation)
        .otherwise("story:" + pl.col("story"))
    )
    told = stories.join(homes, on=["wave", "respondent"], how="left").select(
        "story", "wave", teller=teller, organisation=organisation
    )
    return study["claims"].join(told, on="story", how="inner").sort("id")
