"""Trust and deep ties together: the risk set, counted anew from the tables of the demo cluster."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.examples import skogsbygden
from clusterdynamics.saom import Control, Effect, fit_groups, trust_and_deep
from clusterdynamics.study.model import Study

WAVES = ("2024", "2026")


@pytest.fixture(scope="module")
def study() -> Study:
    return skogsbygden.build()


def speaker(study: Study, wave: str) -> dict[str, str]:
    """Organisation → the person that speaks for it: who sent answers in, the lead before others."""
    found: dict[str, str] = {}
    people = study["respondents"].filter((pl.col("wave") == wave) & (pl.col("status") == "submitted"))
    for row in sorted(people.iter_rows(named=True), key=lambda r: (r["actor"], not r["is_lead"], r["id"])):
        found.setdefault(row["actor"], row["id"])
    return found


def test_only_pairs_that_cooperated_both_times_can_change(study: Study) -> None:
    group = trust_and_deep(study, *WAVES)
    depth: list[dict[tuple[str, str], float]] = []
    trust: list[dict[tuple[str, str], float]] = []
    for wave in WAVES:
        who = set(speaker(study, wave).values())
        mine = (pl.col("wave") == wave) & pl.col("respondent").is_in(sorted(who))
        rows = study["ties"].filter(mine & (pl.col("relation") == "depth"))
        depth.append({(a, b): v for a, b, v in rows.select("from", "to", "value").iter_rows() if v is not None})
        given: dict[tuple[str, str], list[float]] = {}
        ratings = study["ratings"].filter(mine & pl.col("value").is_not_null())
        for person, to, value in ratings.select("respondent", "to", "value").iter_rows():
            actor = next(a for a, p in speaker(study, wave).items() if p == person)
            given.setdefault((actor, to), []).append(float(value))
        trust.append({k: float(np.mean(v)) for k, v in given.items() if len(v) >= 2})
    checked = 0
    for i, a in enumerate(group.names):
        for j, b in enumerate(group.names):
            if i == j:
                continue
            both = all(d.get((a, b), 0) >= 2 for d in depth)
            for m in (0, 1):
                assert group.structural["trust"][m][i, j] == group.structural["deep"][m][i, j] == (not both)
                deep, trusts = group.networks["deep"][m][i, j], group.networks["trust"][m][i, j]
                assert deep == float(both and depth[m][a, b] >= 4)
                if both and (a, b) in trust[m]:
                    assert trusts == float(trust[m][a, b] >= 3 - 1e-9)
                    checked += 1
                elif both:
                    assert np.isnan(trusts)
                else:
                    assert trusts == 0
    assert checked > 100
    assert group.directed == {"trust": True, "deep": True}


def test_both_change_together_and_nothing_outside_does(study: Study) -> None:
    group = trust_and_deep(study, *WAVES)
    effects = [Effect("crprod", "trust", on="deep"), Effect("crprod", "deep", on="trust")]
    fitted = fit_groups([group], effects, seed=1, control=Control(simulations=300))
    assert "trust: crprod deep" in fitted.names
    assert "deep: crprod trust" in fitted.names
    seen = fitted.problem.data[0]
    outside = group.structural["trust"][0]
    assert seen.uncounted[:, outside].all()
    assert fitted.problem.periods[0].fixed[:, outside].all()
    assert fitted.problem.target()[0] == seen.distance(0) > 0


def test_what_is_missing_is_said(study: Study) -> None:
    tables = {**study.tables, "ratings": study["ratings"].filter(pl.col("wave") == "2024")}
    with pytest.raises(InputError, match="Depth and trust must have been asked in both waves, 2024 and 2026"):
        trust_and_deep(replace(study, tables=tables), *WAVES)
    shallow = pl.when(pl.col("relation") == "depth").then(1.0).otherwise(pl.col("value")).alias("value")
    low = study["ties"].with_columns(shallow)
    with pytest.raises(InputError, match="Nobody reported cooperation in both waves"):
        trust_and_deep(replace(study, tables={**study.tables, "ties": low}), *WAVES)
