"""From the rows of ``ratings`` to one trust rating for every pair: who rates whom how high."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.study.tables import AnswerState

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["TrustRatings", "trust_items", "trust_ratings"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

#: The part of the instrument that asks for trust, in every model.
_PART = "trust"


@dataclass(frozen=True, eq=False)
class TrustRatings:
    """Ratings of partners in one wave.

    Attributes
    ----------
    nodes
        Identifiers of the n organisations present, sorted.
    answered
        (n,) Which of them answered.
    items
        Identifiers of the K items that were asked in the wave.
    item_values
        (n, n, K) floats; ``[i, j, k]`` is how i rates j on item k. NaN where the item was not answered, and in
        every item of a pair that has no rating.
    values
        (n, n) the rating of j by i, the mean of the items that i answered; NaN where there is none.
    tie
        Least rating of a partner that is trusted.
    """

    nodes: tuple[str, ...]
    answered: BoolArray
    items: tuple[str, ...]
    item_values: FloatArray
    values: FloatArray
    tie: float

    @property
    def n(self) -> int:
        """Number of organisations."""
        return len(self.nodes)

    @cached_property
    def rated(self) -> BoolArray:
        """(n, n) True where i has rated j."""
        return np.isfinite(self.values)

    @cached_property
    def trusted(self) -> BoolArray:
        """(n, n) True where i trusts j: the rating reaches the threshold."""
        # A mean of thirds may miss a whole number by a rounding error.
        found: BoolArray = np.nan_to_num(self.values, nan=-np.inf) >= self.tie - 1e-9
        return found

    @cached_property
    def both(self) -> BoolArray:
        """(n, n) True where i and j have rated each other."""
        return self.rated & self.rated.T

    @property
    def partners(self) -> NDArray[np.int64]:
        """(n,) Number of partners that each organisation has rated."""
        return self.rated.sum(axis=1)


def trust_items(model: ReferenceModel) -> dict[str, tuple[float, float] | None]:
    """Return the items that ask for trust → (low, high) of the scale where the item is reversed, else None."""
    scales = {s.id: (s.low, s.high) for s in model.scales}
    return {
        q.id: scales[q.scale] if q.reversed and q.scale is not None else None
        for q in model.questions
        if q.part == _PART and q.stored_in == "ratings"
    }


def trust_ratings(study: Study, wave: str, model: ReferenceModel) -> TrustRatings:
    r"""Return the trust ratings of one wave.

    The rating of j by a respondent is the mean of the items answered, where at least as many were answered as
    the model asks for. The respondents of one organisation share its weight: the rating of j by i, and i's
    answer to each item, is the mean over those respondents of i that have rated j,

    .. math:: t_{ij} = \frac{1}{|R_{ij}|} \sum_{r \in R_{ij}} \frac{1}{|K_r|} \sum_{k \in K_r} y_{rjk}.

    With the rule ``lead`` only the lead informant counts. Only answers that were sent in count.

    Parameters
    ----------
    study
        The study.
    wave
        The wave.
    model
        Where items, threshold and number of items come from.

    References
    ----------
    Varda, D. M., Chandra, A., Stern, S. A., & Lurie, N. (2008). Core dimensions of connectivity in public health
    collaboratives. Journal of Public Health Management and Practice 14(5), E1-E7 (the three indicators).
    """
    nodes = study.present(wave)
    place = {a: i for i, a in enumerate(nodes)}
    done = study.answered(wave)
    answered = np.array([a in done for a in nodes], dtype=np.bool_)
    wanted = trust_items(model)
    rows = _rows(study, wave, tuple(wanted), place, answered)
    items = tuple(item for item in wanted if item in set(rows["item"].to_list()))
    rows = _turned(rows, wanted)
    # One line for each respondent and partner; sorted, so that sums do not depend on the order of the table.
    people = (
        rows.sort("from", "to", "respondent", "item", nulls_last=True)
        .group_by("from", "to", "respondent", maintain_order=True)
        .agg(
            pl.len().alias("answers"),
            pl.col("value").mean().alias("rating"),
            *(pl.col("value").filter(pl.col("item") == item).first().alias(f"item:{item}") for item in items),
        )
        .filter(pl.col("answers") >= model.thresholds.trust_items)
    )
    pairs = people.group_by("from", "to", maintain_order=True).agg(
        pl.col("rating").mean(), *(pl.col(f"item:{item}").mean() for item in items)
    )
    values = np.full((len(nodes), len(nodes)), np.nan)
    item_values = np.full((len(nodes), len(nodes), len(items)), np.nan)
    at = (_places(pairs["from"], place), _places(pairs["to"], place))
    values[at] = pairs["rating"].to_numpy()
    for k, item in enumerate(items):
        item_values[(*at, k)] = pairs[f"item:{item}"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return TrustRatings(nodes, answered, items, item_values, values, model.thresholds.trust_tie)


def _rows(study: Study, wave: str, items: Sequence[str], place: Mapping[str, int], answered: BoolArray) -> pl.DataFrame:
    """Return the answers that count: given, sent in, about another organisation that is present."""
    raters = [a for a, i in place.items() if answered[i]]
    rows = study["ratings"].filter(
        (pl.col("wave") == wave)
        & pl.col("item").is_in(list(items))
        & pl.col("value").is_finite()
        & (pl.col("state").is_null() | (pl.col("state") == AnswerState.ANSWERED))
        & pl.col("from").is_in(raters)
        & pl.col("to").is_in(list(place))
        & (pl.col("from") != pl.col("to"))
    )
    if study.assumes_all_answered:
        return rows
    people = study["respondents"].filter((pl.col("wave") == wave) & pl.col("actor").is_in(raters))
    if study.settings.informants == "lead":
        lead = pl.col("is_lead").fill_null(value=False)
        people = people.sort(lead, "id", descending=[True, False]).unique("actor", keep="first", maintain_order=True)
    sent = people.filter(pl.col("status") == "submitted")["id"].to_list()
    # A row without a respondent speaks for its organisation.
    return rows.filter(pl.col("respondent").is_null() | pl.col("respondent").is_in(sent))


def _turned(rows: pl.DataFrame, items: Mapping[str, tuple[float, float] | None]) -> pl.DataFrame:
    """Return the rows with the answers to reversed items turned, so that high always means trust."""
    for item, scale in items.items():
        if scale is not None:
            turned = scale[0] + scale[1] - pl.col("value")
            rows = rows.with_columns(pl.when(pl.col("item") == item).then(turned).otherwise("value").alias("value"))
    return rows


def _places(names: pl.Series, place: Mapping[str, int]) -> NDArray[np.intp]:
    return np.array([place[name] for name in names.to_list()], dtype=np.intp)
