"""Measures of hard figures equal the R package REAT 3.0.3 on published examples and on its data."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from clusterdynamics import indicators as cdi
from tests.indicators import reat

#: REAT prints ten digits.
CLOSE = 1e-9


def _csv(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(folder / "regions" / "reat" / name)


def test_a_location_quotient(shared_data: Path) -> None:
    # Employees of an industry in the region and all of them; the same of the whole area.
    found = cdi.location_quotients([[1714]], region_totals=[79006], industry_totals=[879213], total=15593224)
    assert found[0, 0] == pytest.approx(reat.value(shared_data, "locq(1714,79006,879213,15593224)"), abs=CLOSE)


def test_location_quotients_of_sixteen_states_and_seventeen_industries(shared_data: Path) -> None:
    table = _csv(shared_data, "G.regions.industries.csv").sort("region_code", "ind_code")
    wide = table.pivot("ind_code", index="region_code", values="emp_all")
    industries = wide.columns[1:]
    found = cdi.location_quotients(wide.select(industries).to_numpy())
    expected = reat.matrix(shared_data, "LQ matrix federal states x WZ08")
    assert len(expected) == 16 * 17
    for r, region in enumerate(wide["region_code"]):
        for i, industry in enumerate(industries):
            assert found[r, i] == pytest.approx(expected[region, industry], abs=6e-7), (region, industry)


def test_ellison_and_glaeser(shared_data: Path) -> None:
    found = cdi.ellison_glaeser(reat.FIRMS, reat.PLACES, reat.EMPLOYED)
    printed = reat.block(shared_data, "ellison.a Farhauer/Kroell").splitlines()[1].split()[1:]
    assert (found.gamma, found.raw, found.z, found.firms, found.herfindahl) == pytest.approx(
        tuple(map(float, printed)), abs=CLOSE
    )


def test_coagglomeration_is_the_published_formula_from_which_reat_departs(shared_data: Path) -> None:
    """REAT adds the industries' shares without weights, and takes Σw² for each w².

    Its figure is put together here from the same parts, to show where the difference comes from.
    """
    table = _csv(shared_data, "FK2014_EGC.csv")
    totals = dict(table.select("region", "emp_region").unique().iter_rows())
    firms, industries, regions = (table[c].to_list() for c in ("emp_firm", "industry", "region"))
    found = cdi.coagglomeration(firms, industries, regions, totals)
    # Ellison & Glaeser (1997), formula 5, written out with plain sums.
    e = sum(totals.values())
    x = {r: t / e for r, t in totals.items()}
    spread = 1 - sum(v**2 for v in x.values())
    by = table.group_by("industry", "region").agg(pl.col("emp_firm").sum())
    size = dict(table.group_by("industry").agg(pl.col("emp_firm").sum()).iter_rows())
    whole = sum(size.values())
    in_region = dict(table.group_by("region").agg(pl.col("emp_firm").sum()).iter_rows())
    h = {j: sum((n / size[j]) ** 2 for n in table.filter(pl.col("industry") == j)["emp_firm"]) for j in size}
    part = {(j, r): n / size[j] for j, r, n in by.iter_rows()}
    gamma = {
        j: (sum((part.get((j, r), 0) - x[r]) ** 2 for r in x) - spread * h[j]) / (spread * (1 - h[j])) for j in size
    }
    w = {j: size[j] / whole for j in size}
    raw = sum((in_region[r] / whole - x[r]) ** 2 for r in x)
    expected = raw / spread - sum(w[j] ** 2 * h[j] for j in w) - sum(gamma[j] * w[j] ** 2 * (1 - h[j]) for j in w)
    assert found == pytest.approx(expected / (1 - sum(v**2 for v in w.values())))
    # REAT: shares added up, employees of the firms themselves as the regions' for the single industries.
    own = {
        j: cdi.ellison_glaeser(
            [n for n, i in zip(firms, industries, strict=True) if i == j],
            [r for r, i in zip(regions, industries, strict=True) if i == j],
            in_region,
        )
        for j in size
    }
    added = sum((sum(part.get((j, r), 0) for j in size) - x[r]) ** 2 for r in x)
    s = {j: size[j] / e for j in size}
    squares = sum(v**2 for v in s.values())
    other = added / spread - sum(s[j] ** 2 * h[j] for j in s)
    other -= sum(own[j].gamma * squares * (1 - own[j].herfindahl) for j in s)
    assert other / (1 - squares) == pytest.approx(reat.value(shared_data, "ellison.c FK2014_EGC"), abs=1e-7)


A = ([90, 20, 10, 60], [100, 40, 10, 55], [400, 150, 150, 400], [440, 210, 135, 480])


def _freiburg(folder: Path) -> tuple[list[int], ...]:
    table = _csv(folder, "Freiburg.csv")
    columns = ("e_Freiburg2008", "e_Freiburg2014", "e_Germany2008", "e_Germany2014")
    return tuple(table[c].to_list() for c in columns)


@pytest.mark.parametrize("case", ["A", "Freiburg"])
def test_shift_share(shared_data: Path, case: str) -> None:
    given = A if case == "A" else _freiburg(shared_data)
    dunn = reat.components(shared_data, f"shift {case} Dunn")
    found = cdi.shift_share(*given)
    got = (found.growth, found.share, found.mix, found.own, found.shift)
    assert got == pytest.approx(tuple(dunn.values()), rel=1e-9, abs=1e-6)
    assert found.by_industry.sum() == pytest.approx(found.growth)
    esteban = reat.components(shared_data, f"shift {case} Esteban")
    split = cdi.shift_share(*given, homothetic=True)
    got = (split.growth, split.share, split.mix, split.own, split.allocation)
    assert got == pytest.approx(tuple(esteban.values()), rel=1e-9, abs=1e-6)
    gerfin = reat.components(shared_data, f"shift {case} Gerfin")
    assert cdi.shift_share_indices(*given) == pytest.approx(tuple(gerfin.values()), abs=CLOSE)


def test_krugman_and_gini_of_specialisation(shared_data: Path) -> None:
    assert cdi.krugman([20, 10, 70, 0, 0], [0, 0, 0, 60, 40]) == reat.value(shared_data, "krugman.spec")
    region, whole = [700, 600, 500, 10000, 40000], [30000, 15000, 10000, 60000, 50000]
    assert cdi.gini_specialisation(region, whole) == pytest.approx(reat.value(shared_data, "gini.spec"), abs=CLOSE)
    table = _csv(shared_data, "Goettingen.csv")[1:16]
    city, country = table["Goettingen2017"].to_numpy(), table["BRD2017"].to_numpy()
    assert cdi.krugman(city, country) == pytest.approx(reat.value(shared_data, "krugman Goettingen"), abs=CLOSE)
    assert cdi.gini_specialisation(city, country) == pytest.approx(
        reat.value(shared_data, "gini.spec Goettingen"), abs=CLOSE
    )


def test_herfindahl_and_gini(shared_data: Path) -> None:
    sales = [20, 50, 20, 10]
    for title, got in (
        ("herf", cdi.herfindahl(sales)),
        ("herf norm", cdi.herfindahl(sales, normalised=True)),
        ("herf eq", cdi.equivalent_number(sales)),
        ("herf gdp", cdi.herfindahl(reat.GDP)),
        ("gini gdp", cdi.gini(reat.GDP)),
        ("gini gdp per pop", cdi.gini(reat.GDP / reat.POPULATION)),
        ("hoover gdp/pop", cdi.hoover(reat.GDP, reat.POPULATION)),
        ("theil", cdi.theil(reat.GDP / reat.POPULATION)),
        ("cv", cdi.coefficient_of_variation(reat.GDP / reat.POPULATION)),
    ):
        assert got == pytest.approx(reat.value(shared_data, title), abs=CLOSE), title
    assert cdi.gini(sales) == pytest.approx(0.3)  # Dörsam (2004)
    assert cdi.gini(sales, normalised=True) == pytest.approx(0.4)


def test_cluster_index(shared_data: Path) -> None:
    whole = {"all_employees": 5740, "all_area": 576, "all_population": 4621, "all_firms": 53}
    found = cdi.cluster_index(1743, 50, 488, 35, **whole)
    assert found == pytest.approx(reat.value(shared_data, "litzenberger"), abs=1e-8)


def test_williamson_takes_the_mean_of_all_inhabitants(shared_data: Path) -> None:
    """Williamson's mean is that of the nation; REAT measures from the mean of the regions, and divides by the other."""
    a_head, people = reat.GDP / reat.POPULATION, reat.POPULATION
    nation = reat.GDP.sum() / people.sum()
    weights = people / people.sum()
    assert cdi.williamson(a_head, people) == pytest.approx(
        float(np.sqrt((weights * (a_head - nation) ** 2).sum()) / nation)
    )
    other = float(np.sqrt((weights * (a_head - a_head.mean()) ** 2).sum()) / nation)
    assert other == pytest.approx(reat.value(shared_data, "williamson"), abs=CLOSE)
