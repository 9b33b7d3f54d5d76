"""Organisations in projects to ties between regions, counted by a stated rule and without listing all pairs."""

from __future__ import annotations

from typing import Literal

import numpy as np
import polars as pl

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import N_, _

__all__ = ["RULES", "UNIT", "Rule", "distinct_pairs", "project_flows"]

Rule = Literal["full", "fractional", "organisation", "budget"]

#: Units in a weight of 1: weights are rounded once for each project and region, and then added up as integers.
UNIT = 1_000_000_000
#: Counting rule → what it does.
RULES = {
    "full": N_("full: each pair of organisations in a project counts 1"),
    "fractional": N_("fractional: a project counts 1, shared equally by its n (n − 1) / 2 pairs"),
    "organisation": N_("by organisation: each organisation of a project counts 1, shared by its n − 1 partners"),
    "budget": N_("by budget: a project counts 1, shared by its pairs in proportion to the product of their budgets"),
}


def project_flows(participations: pl.DataFrame, rule: Rule = "full") -> pl.DataFrame:
    r"""Return ties between regions that come from projects.

    With m organisations of region r and n in all in a project of weight w, the project adds

    .. math:: w\, m_r m_s \;(r \ne s), \qquad w\, \frac{m_r (m_r - 1)}{2} \;(r = s)

    where w is 1 (full), 2 / (n (n − 1)) (fractional) or 1 / (n − 1) (organisation). By budget the pair i, j has the
    weight :math:`b_i b_j / \sum_{k<l} b_k b_l`, whose sums are taken from the sums and the sums of squares of each
    region. So a consortium of 200 costs as many steps as it has regions, squared, and not its 19,900 pairs.

    Parameters
    ----------
    participations
        Columns ``project``, ``organisation``, ``region`` (null: not known), and for the rule ``budget`` ``budget``; may
        have ``year`` and ``relation`` (those of the project). An organisation counts once in a project; its budgets
        there are added up.
    rule
        How pairs count; see ``RULES``.

    Returns
    -------
    Columns ``year``, ``relation`` (where given), ``origin`` ≤ ``destination`` (null: not known), ``ties`` (pairs of
    organisations), ``weight``, sorted.

    Raises
    ------
    InputError
        A column is missing, or a budget is missing or negative where it is needed.

    References
    ----------
    Newman, M. E. J. (2001). Scientific collaboration networks II. Physical Review E 64, 016132 (1 / (n − 1)).
    Perianes-Rodriguez, A., Waltman, L., & van Eck, N. J. (2016). Constructing bibliometric networks: a comparison
    between full and fractional counting. Journal of Informetrics 10(4), 1178-1195.
    """
    if rule not in RULES:
        raise InputError(
            _("There is no counting rule '{rule}'. There are: {known}.").format(rule=rule, known=", ".join(RULES))
        )
    members, keys = _members(participations, budget=rule == "budget")
    size = members.group_by("project").agg(
        pl.len().alias("n"), pl.col("b").sum().alias("all"), (pl.col("b") ** 2).sum().alias("squares")
    )
    cells = members.group_by("project", "region", *keys).agg(
        pl.len().cast(pl.Int64).alias("m"), pl.col("b").sum().alias("s"), (pl.col("b") ** 2).sum().alias("q")
    )
    cells = cells.join(size.filter(pl.col("n") > 1), on="project")
    other = cells.select(
        "project", pl.col("region").alias("destination"), pl.col("m").alias("m2"), pl.col("s").alias("s2")
    )
    pairs = cells.rename({"region": "origin"}).join(other, on="project")
    pairs = pairs.filter(pl.col("origin").fill_null("") <= pl.col("destination").fill_null(""))
    same = pl.col("origin").eq_missing(pl.col("destination"))
    ties = pl.when(same).then(pl.col("m") * (pl.col("m") - 1) // 2).otherwise(pl.col("m") * pl.col("m2"))
    n = pl.col("n").cast(pl.Float64)
    whole = (pl.col("all") ** 2 - pl.col("squares")) / 2
    product = pl.when(same).then((pl.col("s") ** 2 - pl.col("q")) / 2).otherwise(pl.col("s") * pl.col("s2"))
    weights = {
        "full": ties * UNIT,
        "fractional": (ties * (UNIT * 2 / (n * (n - 1)))).round(),
        "organisation": (ties * (UNIT / (n - 1))).round(),
        "budget": pl.when(whole > 0).then((product / whole * UNIT).round()).otherwise(0),
    }
    found = (
        pairs.with_columns(ties.alias("ties"), weights[rule].cast(pl.Int64).alias("weight"))
        .filter(pl.col("ties") > 0)
        .group_by(*keys, "origin", "destination")
        .agg(pl.col("ties").sum(), pl.col("weight").sum())
    )
    weight = pl.Series("weight", found["weight"].to_numpy() / UNIT, dtype=pl.Float64)
    return found.with_columns(weight).sort(*keys, "origin", "destination")


def _members(participations: pl.DataFrame, *, budget: bool) -> tuple[pl.DataFrame, list[str]]:
    needed = ["project", "organisation", "region", *(["budget"] if budget else [])]
    missing = [c for c in needed if c not in participations.columns]
    if missing:
        raise InputError(_("The table of participations has no column {names}.").format(names=", ".join(missing)))
    keys: list[str] = [c for c in ("year", "relation") if c in participations.columns]
    frame = participations.with_columns(pl.col("region").cast(pl.String))
    if budget:
        bad = frame.filter(pl.col("budget").is_null() | (pl.col("budget") < 0) | ~pl.col("budget").is_finite())
        if bad.height:
            raise InputError(
                _(
                    "{n} participations have no budget, or a negative one, so that the rule 'budget' cannot be used "
                    "for their projects. Leave these projects out, or take the rule 'fractional'."
                ).format(n=bad.height)
            )
    value = pl.col("budget").cast(pl.Float64) if budget else pl.lit(1.0)
    members = frame.group_by("project", "organisation").agg(
        pl.col("region").drop_nulls().first(),
        value.sum().alias("b") if budget else pl.lit(1.0).alias("b"),
        *(pl.col(k).first() for k in keys),
    )
    if keys:
        # Year and relation are the project's: what its first participation says holds for all.
        members = members.drop(keys).join(frame.group_by("project").agg(pl.col(k).min() for k in keys), on="project")
    return members, keys


def distinct_pairs(participations: pl.DataFrame, *, block: int = 4096) -> pl.DataFrame:
    """Return how many different pairs of organisations have at least one project together, by region.

    From the product of the matrix of organisations and projects with itself, a block of organisations at a time, so
    that neither all pairs of all projects nor the whole product is ever in memory.

    Parameters
    ----------
    participations
        Columns ``project``, ``organisation``, ``region``; an organisation has one region, the first one given.
    block
        Organisations at a time.

    Returns
    -------
    Columns ``origin`` ≤ ``destination`` (null: not known) and ``pairs``, sorted.
    """
    from scipy.sparse import csr_array

    members, _keys = _members(participations, budget=False)
    members = members.select("project", "organisation", "region").unique(["project", "organisation"])
    region_of = (
        members.sort("organisation", "project")
        .group_by("organisation", maintain_order=True)
        .agg(pl.col("region").drop_nulls().first())
    )
    names = region_of["region"].unique().sort(nulls_last=False)
    numbers = pl.DataFrame({"region": names, "code": range(len(names))}, schema={"region": pl.String, "code": pl.Int64})
    region = region_of.join(numbers, on="region", how="left", nulls_equal=True, maintain_order="left")[
        "code"
    ].to_numpy()
    rows, columns = (members[c].rank("dense").to_numpy().astype(np.int64) - 1 for c in ("project", "organisation"))
    if not rows.size:
        return pl.DataFrame(schema={"origin": pl.String, "destination": pl.String, "pairs": pl.Int64})
    shape = (int(rows.max()) + 1, region_of.height)
    here = csr_array((np.ones(rows.size, dtype=np.int32), (rows, columns)), shape=shape)
    there = here.T.tocsr()
    g = len(names)
    counts = np.zeros(g * g, dtype=np.int64)
    for start in range(0, shape[1], block):
        product = (there[start : start + block] @ here).tocoo()
        i, j = product.row + start, product.col
        once = i < j
        a, b = region[i[once]], region[j[once]]
        counts += np.bincount(np.minimum(a, b) * g + np.maximum(a, b), minlength=g * g)
    (found,) = np.nonzero(counts)
    listed = names.to_list()
    return pl.DataFrame(
        {
            "origin": [listed[k // g] for k in found],
            "destination": [listed[k % g] for k in found],
            "pairs": counts[found],
        },
        schema={"origin": pl.String, "destination": pl.String, "pairs": pl.Int64},
    ).sort("origin", "destination")
