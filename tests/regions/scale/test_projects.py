"""Projects to ties between regions: equal to listing all pairs, by every rule; Horizon 2020; files of CORDIS."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.exchange.errors import ExchangeError
from clusterdynamics.regions.scale import (
    RULES,
    distinct_pairs,
    generate_participations,
    probabilistic_affinity,
    project_flows,
    read_cordis,
    salton,
    square,
)


def _listed(frame: pl.DataFrame, rule: str) -> dict[tuple[object, ...], tuple[int, float]]:
    """Every pair of every project, one by one."""
    projects: dict[str, dict[str, tuple[str | None, float]]] = defaultdict(dict)
    year: dict[str, int] = {}
    for project, organisation, region, when, budget in frame.select(
        "project", "organisation", "region", "year", "budget"
    ).iter_rows():
        old = projects[project].get(organisation, (None, 0.0))
        projects[project][organisation] = (old[0] or region, old[1] + budget)
        year[project] = min(when, year.get(project, when))
    found: dict[tuple[object, ...], list[float]] = defaultdict(lambda: [0, 0.0])
    for project, members in projects.items():
        n = len(members)
        whole = sum(a[1] * b[1] for a, b in combinations(members.values(), 2))
        for (r, x), (s, y) in combinations(members.values(), 2):
            a, b = sorted((r or "", s or ""))
            weight = {
                "full": 1.0,
                "fractional": 2 / (n * (n - 1)),
                "organisation": 1 / (n - 1),
                "budget": x * y / whole if whole else 0.0,
            }[rule]
            cell = found[year[project], a or None, b or None]
            cell[0] += 1
            cell[1] += weight
    return {k: (int(n), w) for k, (n, w) in found.items()}


@pytest.mark.parametrize("rule", RULES)
def test_equal_to_listing_all_pairs(rule: str) -> None:
    frame = generate_participations(150, organisations=300, regions=8, years=2, seed=3).with_columns(
        region=pl.when(pl.col("organisation").hash(1) % 11 == 0).then(None).otherwise("region")
    )
    assert frame["region"].null_count() > 0
    # The same organisation twice in a project counts once, with both budgets.
    frame = pl.concat([frame, frame.head(20)])
    flows = project_flows(frame, rule)  # type: ignore[arg-type]
    expected = _listed(frame, rule)
    assert {tuple(r[:3]): r[3] for r in flows.iter_rows()} == {k: n for k, (n, _w) in expected.items()}
    for row in flows.iter_rows():
        assert row[4] == pytest.approx(expected[tuple(row[:3])][1], rel=1e-6, abs=1e-6)


def test_a_project_counts_one_where_it_should() -> None:
    frame = generate_participations(80, organisations=200, regions=6, seed=1)
    large = frame.group_by("project").len().filter(pl.col("len") > 1)
    for rule in ("fractional", "budget"):
        assert project_flows(frame, rule)["weight"].sum() == pytest.approx(large.height, rel=1e-6)  # type: ignore[arg-type]
    # By organisation, each of the n members has a weight of 1 in all, and each pair is counted from both sides.
    assert project_flows(frame, "organisation")["weight"].sum() == pytest.approx(large["len"].sum() / 2, rel=1e-6)


def test_distinct_pairs_equal_a_set_of_pairs() -> None:
    frame = generate_participations(120, organisations=60, regions=5, seed=2)
    region = dict(frame.sort("organisation", "project").select("organisation", "region").reverse().iter_rows())
    pairs: set[tuple[str, str]] = set()
    for members in frame.group_by("project").agg("organisation")["organisation"].to_list():
        pairs |= {tuple(sorted(p)) for p in combinations(members, 2)}  # type: ignore[misc]
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for a, b in pairs:
        counts[tuple(sorted((region[a], region[b])))] += 1  # type: ignore[index]
    for block in (7, 4096):
        found = distinct_pairs(frame, block=block)
        assert {(a, b): n for a, b, n in found.iter_rows()} == counts


def test_horizon_2020_by_country(shared_data: Path) -> None:
    """Figures in the data's description: 1,089,509 pair instances, 796,670 distinct pairs, largest consortium 186."""
    table = pl.read_csv(shared_data / "regions" / "h2020" / "h2020.csv.gz", infer_schema=False)
    frame = table.select(project="rcn", organisation="pic", region="country")
    flows, pairs = project_flows(frame), distinct_pairs(frame)
    assert flows["ties"].sum() == 1_089_509
    assert pairs["pairs"].sum() == 796_670
    assert frame.group_by("project").len()["len"].max() == 186
    assert frame["organisation"].n_unique() == 35_871
    assert (flows["origin"] <= flows["destination"]).all()
    assert flows.sort("ties")["ties"].to_list()[-1] > 10_000


@pytest.mark.parametrize(
    ("change", "rule", "part"),
    [
        (lambda f: f.drop("region"), "full", "no column region"),
        (lambda f: f.drop("budget"), "budget", "no column budget"),
        (lambda f: f.with_columns(budget=pl.lit(-1.0)), "budget", "have no budget, or a negative one"),
        (lambda f: f, "half", "no counting rule 'half'.*full, fractional, organisation, budget"),
    ],
)
def test_tables_that_cannot_be_counted(change, rule: str, part: str) -> None:
    with pytest.raises(InputError, match=part):
        project_flows(change(generate_participations(5, organisations=20, regions=3)), rule)  # type: ignore[arg-type]


def test_nothing_and_projects_of_one() -> None:
    frame = pl.DataFrame({"project": ["p"], "organisation": ["o"], "region": ["r"]})
    for given in (frame, frame.clear()):
        assert project_flows(given).is_empty()
        assert distinct_pairs(given).is_empty()


# -- affinity -------------------------------------------------------------------------------------------------------


def test_affinity_by_hand() -> None:
    # Three regions; ties 6 (ab), 2 (ac), 2 (bc); sums 8, 8, 4, in all 20. What lies within does not count.
    flows = pl.DataFrame({"origin": ["a", "a", "b", "a"], "destination": ["b", "c", "c", "a"], "ties": [6, 2, 2, 99]})
    names, matrix = square(flows)
    assert names == ("a", "b", "c")
    assert matrix.tolist() == [[99, 6, 2], [6, 0, 2], [2, 2, 0]]
    np.testing.assert_allclose(salton(matrix)[0, 1:], [6 / 8, 2 / np.sqrt(32)])
    np.testing.assert_allclose(probabilistic_affinity(matrix)[0, 1:], [6 * 20 / 64, 2 * 20 / 32])
    assert np.isnan(np.diag(salton(matrix))).all()


def test_affinity_is_one_where_margins_say_all() -> None:
    rng = np.random.default_rng(1)
    out = rng.uniform(1, 5, 30)
    matrix = np.outer(out, out)
    found = probabilistic_affinity(matrix)
    # Without the diagonal the margins are nearly, not exactly, those of the product.
    assert np.nanmedian(found) == pytest.approx(1, abs=0.1)
    assert np.isnan(salton([[0, 0], [0, 0]])).all()


# -- CORDIS ---------------------------------------------------------------------------------------------------------

ORGANISATION = (
    '"projectID";"projectAcronym";"organisationID";"name";"country";"nutsCode";"role";"ecContribution"\n'
    '"1";"ONE";"10";"Works; Ltd";"SE";"SE311";"coordinator";"1000,5"\n'
    '"1";"ONE";"11";"Lab";"FR";"FR718";"participant";"2000.5"\n'
    '"1";"ONE";"12";"Town";"EL";"EL522";"participant";""\n'
    '"2";"TWO";"10";"Works; Ltd";"SE";"SE311";"participant";"5"\n'
    '"2";"TWO";"10";"Works; Ltd";"SE";"SE311";"thirdParty";"6"\n'
    '"2";"TWO";"13";"Isle";"UK";"UK";"participant";"7"\n'
)
PROJECT = (
    '"id";"acronym";"startDate";"endDate";"frameworkProgramme"\n'
    '"1";"ONE";"2019-05-01";"2022-04-30";"H2020"\n"2";"TWO";"";"";"HORIZON"\n'
)


def _write(folder: Path) -> tuple[Path, Path]:
    a, b = folder / "organization.csv", folder / "project.csv"
    a.write_text(ORGANISATION)
    b.write_text(PROJECT)
    return a, b


def test_cordis_tables(tmp_path: Path) -> None:
    found = read_cordis(*_write(tmp_path))
    rows = found.participations.select("project", "organisation", "region", "budget", "year", "relation").rows()
    assert rows[:3] == [
        ("1", "10", "SE31", 1000.5, 2019, "H2020"),
        ("1", "11", "FRK2", 2000.5, 2019, "H2020"),
        ("1", "12", "EL52", None, 2019, "H2020"),
    ]
    assert rows[5][2] is None
    assert "1 NUTS code was only renamed; it was brought up to date." in found.notes
    assert "1 NUTS code is not in force, or ends above level 2; its organisations have no region." in found.notes
    assert "1 project has no start date; it has no year." in found.notes
    assert "1 organisation stands in a project more than once; it counts once." in found.notes
    assert project_flows(found.participations)["ties"].sum() == 4  # three pairs, and one


def test_cordis_by_country_and_as_a_zip(tmp_path: Path) -> None:
    _write(tmp_path)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("csv/organization.csv", "\ufeff" + ORGANISATION)
        packed.writestr("csv/project.csv", PROJECT)
    (tmp_path / "cordis.zip").write_bytes(buffer.getvalue())
    found = read_cordis(tmp_path / "cordis.zip", level=0).participations
    assert found["region"].to_list() == ["SE", "FR", "EL", "SE", "SE", "UK"]
    assert found["year"].to_list()[0] == 2019


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("a;b\n1;2\n", "column 'projectID' is missing"),
        ('"projectID";"organisationID";"country"\n"1";"2"\n"1";"2";"3";"4"\n', "cannot be read"),
        ("", "cannot be read"),
    ],
)
def test_files_that_are_not_from_cordis(tmp_path: Path, text: str, part: str) -> None:
    (tmp_path / "organization.csv").write_text(text)
    with pytest.raises(ExchangeError, match=part):
        read_cordis(tmp_path / "organization.csv")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as packed:
        packed.writestr("readme.txt", "nothing")
    with pytest.raises(ExchangeError, match=r"holds no organization\.csv"):
        read_cordis(tmp_path / "empty.zip")
    with pytest.raises(ExchangeError, match="There is no file"):
        read_cordis(tmp_path / "gone.csv")
