"""The gravity model equals statsmodels on three data sets, finds what was put in, and refuses what has no answer."""

from __future__ import annotations

import csv
import gzip
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from clusterdynamics.charts import to_svg
from clusterdynamics.errors import InputError
from clusterdynamics.regions.gravity import gravity
from clusterdynamics.regions.gravity_words import gravity_chart, gravity_sentences
from clusterdynamics.regions.pairs import great_circle, pair_table

#: Capitals, degrees: facts.
CAPITALS = {
    "AT": (48.21, 16.37), "BE": (50.85, 4.35), "BG": (42.70, 23.32), "CY": (35.17, 33.37), "CZ": (50.09, 14.42),
    "DE": (52.52, 13.40), "DK": (55.68, 12.57), "EE": (59.44, 24.75), "EL": (37.98, 23.73), "ES": (40.42, -3.70),
    "FI": (60.17, 24.94), "FR": (48.86, 2.35), "HR": (45.81, 15.98), "HU": (47.50, 19.04), "IE": (53.35, -6.26),
    "IT": (41.90, 12.50), "LT": (54.69, 25.28), "LU": (49.61, 6.13), "LV": (56.95, 24.11), "MT": (35.90, 14.51),
    "NL": (52.37, 4.90), "NO": (59.91, 10.75), "PL": (52.23, 21.01), "PT": (38.72, -9.14), "RO": (44.43, 26.10),
    "SE": (59.33, 18.07), "SI": (46.06, 14.51), "SK": (48.15, 17.11), "UK": (51.51, -0.13), "CH": (46.95, 7.45),
}  # fmt: skip


def _places() -> pl.DataFrame:
    return pl.DataFrame([(c, *at) for c, at in CAPITALS.items()], schema=["region", "lat", "lon"], orient="row")


def _h2020(folder: Path) -> pl.DataFrame:
    """Pairs of participations in the same project, by country, undirected."""
    projects: dict[str, list[str]] = {}
    with gzip.open(folder / "regions" / "h2020" / "h2020.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            country = {"GR": "EL", "GB": "UK"}.get(row["country"], row["country"])
            if country in CAPITALS:
                projects.setdefault(row["rcn"], []).append(country)
    counts: dict[tuple[str, str], int] = {}
    for members in projects.values():
        for a, b in combinations(sorted(members), 2):
            counts[a, b] = counts.get((a, b), 0) + 1
    rows = [(a, b, n) for (a, b), n in counts.items()]
    ties = pl.DataFrame(rows, schema=["origin", "destination", "ties"], orient="row")
    return pair_table(ties, _places(), directed=False)


def _messages(folder: Path) -> pl.DataFrame:
    """Messages among 32 researchers by acquaintance (Freeman & Freeman 1979)."""
    from tests.measures.data import read_matrix

    sent, known = (read_matrix(folder / "eies" / f"eies{k}.csv").values for k in (3, 1))
    n = len(sent)
    rows = [
        (f"{i:02d}", f"{j:02d}", float(sent[i, j]), float(known[i, j])) for i in range(n) for j in range(n) if i != j
    ]
    return pl.DataFrame(rows, schema=["origin", "destination", "ties", "known"], orient="row")


def _generated(n: int = 25, seed: int = 1) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    at, size = rng.random((n, 2)) * 1000, rng.lognormal(0, 1, n)
    rows = []
    for i in range(n):
        for j in range(n):
            if i != j:
                d = float(np.hypot(*(at[i] - at[j])))
                near = float(d < 200)
                mean = 30 * size[i] * size[j] * (d / 300) ** -0.7 * np.exp(0.4 * near)
                rows.append((f"R{i:02d}", f"R{j:02d}", float(rng.poisson(mean)), float(np.log(d)), near))
    return pl.DataFrame(rows, schema=["origin", "destination", "ties", "log_distance", "near"], orient="row")


def _statsmodels(frame: pl.DataFrame, predictors: list[str], cluster: str, *, directed: bool):
    """Fit the same model by statsmodels' GLM, dummies written out one by one."""
    sm = pytest.importorskip("statsmodels.api")
    from statsmodels.genmod.families import Poisson

    frame = frame.sort("origin", "destination")
    names = sorted({*frame["origin"].to_list(), *frame["destination"].to_list()})
    o, d = ([names.index(x) for x in frame[c].to_list()] for c in ("origin", "destination"))
    rows = np.arange(frame.height)
    first, second = np.zeros((frame.height, len(names))), np.zeros((frame.height, len(names)))
    first[rows, o] = 1
    second[rows, d] = 1
    effects = np.hstack([first, second[:, 1:]]) if directed else first + second
    X = np.hstack([frame.select(predictors).to_numpy(), effects])
    pair = [" ".join(sorted(p)) for p in frame.select("origin", "destination").iter_rows()]
    groups = {
        "none": rows,
        "pair": np.unique(pair, return_inverse=True)[1],
        "origin": np.array(o),
        "both": np.column_stack([o, d]),
    }[cluster]
    model = sm.GLM(frame["ties"].to_numpy(), X, family=Poisson())
    return model.fit(tol=1e-14, maxiter=300, cov_type="cluster", cov_kwds={"groups": groups})


def _same(frame: pl.DataFrame, predictors: list[str], *, directed: bool, clusters: tuple[str, ...]) -> None:
    for cluster in clusters:
        mine = gravity(frame, predictors, directed=directed, cluster=cluster)  # type: ignore[arg-type]
        other = _statsmodels(frame, predictors, cluster, directed=directed)
        k = len(predictors)
        np.testing.assert_allclose(mine.coefficients, other.params[:k], atol=1e-6)
        np.testing.assert_allclose(mine.errors, other.bse[:k], rtol=1e-6, err_msg=cluster)
        assert mine.deviance == pytest.approx(other.deviance, rel=1e-9)
        expected = mine.pairs.sort("origin", "destination")["expected"].to_numpy()
        np.testing.assert_allclose(expected, other.fittedvalues, rtol=1e-6, atol=1e-9)


@pytest.mark.verify
def test_equal_to_statsmodels_on_generated_regions() -> None:
    _same(_generated(), ["log_distance", "near"], directed=True, clusters=("none", "pair", "origin", "both"))


@pytest.mark.verify
def test_equal_to_statsmodels_on_projects_between_countries(shared_data: Path) -> None:
    frame = _h2020(shared_data)
    assert frame.height == 30 * 29 / 2
    _same(frame, ["log_distance", "common_language"], directed=False, clusters=("none", "origin"))
    fit = gravity(frame, ["log_distance", "common_language"], directed=False)
    assert fit.coefficients[0] < 0 < fit.coefficients[1]


@pytest.mark.verify
def test_equal_to_statsmodels_on_messages_between_researchers(shared_data: Path) -> None:
    _same(_messages(shared_data), ["known"], directed=True, clusters=("pair", "both"))


def test_equal_to_newtons_method_written_out() -> None:
    """The same model with every dummy as a column, plain Newton steps, and the sandwich by its definition."""
    frame, predictors = _generated(9), ["log_distance", "near"]
    frame = frame.sort("origin", "destination")
    y = frame["ties"].to_numpy()
    names = sorted(set(frame["origin"].to_list()))
    sides = [np.array([[float(x == n) for n in names] for x in frame[c].to_list()]) for c in ("origin", "destination")]
    X = np.hstack([frame.select(predictors).to_numpy(), sides[0], sides[1][:, 1:]])
    theta = np.zeros(X.shape[1])
    theta[2 : 2 + len(names)] = np.log(y.mean())
    for _step in range(60):
        mu = np.exp(X @ theta)
        theta += np.linalg.solve((X * mu[:, None]).T @ X, X.T @ (y - mu))
    bread = np.linalg.inv((X * mu[:, None]).T @ X)
    pair = np.unique(
        [" ".join(sorted(p)) for p in frame.select("origin", "destination").iter_rows()], return_inverse=True
    )[1]
    scores = np.array([(X * (y - mu)[:, None])[pair == g].sum(axis=0) for g in range(pair.max() + 1)])
    groups, n, k = len(scores), *X.shape
    sandwich = groups / (groups - 1) * (n - 1) / (n - k) * bread @ scores.T @ scores @ bread
    fit = gravity(frame, predictors)
    np.testing.assert_allclose(fit.coefficients, theta[:2], atol=1e-9)
    np.testing.assert_allclose(fit.covariance, sandwich[:2, :2], rtol=1e-7)
    assert fit.clusters == groups == 36


def test_it_finds_what_was_put_in() -> None:
    fit = gravity(_generated(40, 3), ["log_distance", "near"])
    for estimate, error, true in zip(fit.coefficients, fit.errors, (-0.7, 0.4), strict=True):
        assert abs(estimate - true) < 3.5 * error
    # Poisson: with effects of both sides, the sums of each origin and destination are met exactly.
    for side in ("origin", "destination"):
        sums = fit.pairs.group_by(side).agg(pl.col("observed").sum(), pl.col("expected").sum())
        np.testing.assert_allclose(sums["observed"], sums["expected"], rtol=1e-6)


def test_ties_need_not_be_counts() -> None:
    frame = _generated().with_columns(pl.col("ties") * 0.37)
    whole, part = gravity(_generated(), ["log_distance", "near"]), gravity(frame, ["log_distance", "near"])
    np.testing.assert_allclose(part.coefficients, whole.coefficients, atol=1e-8)
    np.testing.assert_allclose(part.errors, whole.errors, rtol=1e-6)


def test_regions_without_ties_are_left_out_and_said() -> None:
    frame = _generated(12).with_columns(
        ties=pl.when((pl.col("origin") == "R03") | (pl.col("destination") == "R05")).then(0.0).otherwise("ties")
    )
    fit = gravity(frame, ["log_distance"])
    assert fit.left_out == ("R03", "R05")
    assert fit.pairs.height == frame.height
    assert fit.pairs.filter(pl.col("origin") == "R03")["expected"].sum() == 0
    assert any("R03, R05" in s for s in gravity_sentences(fit))


@pytest.mark.parametrize(
    ("change", "predictors", "part"),
    [
        (lambda f: f, ["length"], "no column length"),
        (
            lambda f: f.with_columns(log_distance=pl.lit(None, dtype=pl.Float64)),
            ["log_distance"],
            "missing in log_distance",
        ),
        (lambda f: f.with_columns(ties=-1.0), ["near"], "fewer than none"),
        (lambda f: pl.concat([f, f.head(1)]), ["near"], "more than once"),
        (
            lambda f: f.with_columns(size=pl.col("origin").str.slice(1).cast(pl.Float64)),
            ["log_distance", "size"],
            "size cannot be told from the effects",
        ),
        (
            lambda f: f.with_columns(again=pl.col("near") * 2),
            ["near", "again"],
            "near, again cannot be told from",
        ),
        (lambda f: f.with_columns(ties=pl.lit(0.0)), ["near"], "Too few pairs"),
    ],
)
def test_what_has_no_answer(change, predictors: list[str], part: str) -> None:
    with pytest.raises(InputError, match=part):
        gravity(change(_generated(10)), predictors)


def test_a_predictor_that_tells_pairs_with_ties_from_those_without() -> None:
    frame = _generated(10).with_columns(
        wall=((pl.col("origin") < "R03") & (pl.col("destination") > "R06")).cast(pl.Float64)
    )
    frame = frame.with_columns(ties=pl.when(pl.col("wall") == 1).then(0.0).otherwise("ties"))
    with pytest.raises(InputError, match="wall tells the pairs with ties from those without"):
        gravity(frame, ["wall"])


def test_undirected_pairs_may_stand_there_once_only() -> None:
    with pytest.raises(InputError, match="more than once"):
        gravity(_generated(6), ["near"], directed=False)


def test_distance_on_the_globe() -> None:
    # Stockholm to Oslo is about 416 km, from the pole to the equator a quarter of 40,030 km.
    found = great_circle([59.33, 59.91, 90, 0], [18.07, 10.75, 0, 0])
    assert found[0, 1] == pytest.approx(416, abs=3)
    assert found[2, 3] == pytest.approx(2 * np.pi * 6371.0088 / 4)
    np.testing.assert_allclose(found, found.T)


def test_pairs_with_what_lies_between() -> None:
    places = pl.DataFrame(
        {"region": ["SE31", "NO02", "SE11"], "lat": [59.4, 61.1, 59.3], "lon": [13.5, 10.5, 18.1], "languages": None}
    )
    ties = pl.DataFrame(
        {"origin": ["SE31", "NO02", "SE31"], "destination": ["NO02", "SE31", "SE31"], "ties": [3, 2, 9]}
    )
    both = pair_table(ties, places, neighbours=[("SE31", "NO02")], directed=False)
    assert both.columns == [
        "origin",
        "destination",
        "ties",
        "log_distance",
        "country_border",
        "neighbours",
        "common_language",
    ]
    assert both.filter(pl.col("neighbours") == 1).select("origin", "destination", "ties").rows() == [
        ("NO02", "SE31", 5.0)
    ]
    assert both.filter(pl.col("country_border") == 0).select("origin", "destination").rows() == [("SE11", "SE31")]
    assert pair_table(ties, places).height == 6
    with pytest.raises(InputError, match="have no place: FI1B"):
        pair_table(pl.DataFrame({"origin": ["FI1B"], "destination": ["SE31"], "ties": [1]}), places)
    with pytest.raises(InputError, match="twice: SE31"):
        pair_table(ties, pl.concat([places, places.head(1)]))


def test_words_and_picture() -> None:
    fit = gravity(_generated(40, 3), ["log_distance", "near"])
    words = gravity_sentences(fit)
    assert words[0].startswith("Other things equal, twice the distance went along with 3")
    assert "fewer ties" in words[0]
    assert "times as many ties" in words[1]
    assert words[-1] == "What goes along with ties need not be what brings them about."
    assert "twice the" in to_svg(gravity_chart(fit), alt="Factors")
