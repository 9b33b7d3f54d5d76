"""The analysis of regions: levels, chance, missing regions, change, and who may see what."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from clusterdynamics.assessment import assess
from clusterdynamics.charts import region_matrix, to_svg
from clusterdynamics.disclosure import decide
from clusterdynamics.errors import InputError
from clusterdynamics.measures.groups import ei_index
from clusterdynamics.regions.analysis import RegionsParams, regions
from clusterdynamics.regions.levels import splitting_level
from clusterdynamics.report.build import build_report
from clusterdynamics.study.model import Study
from tests.build import make_study, random_study


def _study(codes: dict[str, str | None], ties: str, **more: object) -> Study:
    actors = [{"id": a, "nuts": code} for a, code in codes.items()]
    return make_study(actors, [("2024", "advice", a, b) for a, b in ties.split()], **more)  # type: ignore[arg-type]


def test_levels_are_the_letters_of_the_code() -> None:
    study = _study({"a": "SE311", "b": "SE3", "c": None, "d": "NO08"}, "")
    assert study.attribute("nuts0", ("a", "b", "c", "d")) == ["SE", "SE", None, "NO"]
    assert study.attribute("nuts1", ("a", "b", "c", "d")) == ["SE3", "SE3", None, "NO0"]
    assert study.attribute("nuts3", ("a", "b", "c", "d")) == ["SE311", None, None, None]


@pytest.mark.parametrize(
    ("codes", "level"),
    [
        (["SE311", "NO081"], "nuts0"),
        (["SE311", "SE211"], "nuts1"),
        (["SE311", "SE321"], "nuts2"),
        (["SE311", "SE312"], "nuts3"),
        (["SE311", "SE311"], None),
        (["SE311", None], None),
    ],
)
def test_the_widest_level_that_splits(codes: list[str | None], level: str | None) -> None:
    assert splitting_level(_study(dict(zip("ab", codes, strict=True)), "")) == level


def test_an_unknown_column_says_what_there_is() -> None:
    with pytest.raises(InputError, match=r"'district'.*nuts0, nuts1, nuts2, nuts3"):
        regions(_study({"a": "SE311"}, ""), RegionsParams(level="district"), 1)


def test_p_of_the_index_is_that_of_all_ways_to_deal_out_the_regions() -> None:
    codes = dict(zip("abcdefg", ["SE1"] * 4 + ["SE2"] * 3, strict=True))
    study = _study(codes, "ab ba bc cd ef fg ag da")
    found = regions(study, RegionsParams(replicates=0, permutations=6000), 3)
    net = study.network("advice", "2024")
    kinds = list(codes.values())
    every = np.array([ei_index(net, list(p)) for p in set(permutations(kinds))])
    seen = ei_index(net, kinds)
    exact = (np.abs(every - every.mean()) >= abs(seen - every.mean()) - 1e-9).mean()
    place = {"wave": "2024", "network": "advice", "subject": "nuts1"}
    assert found.value_of("ei_index", **place) == pytest.approx(seen)
    assert found.value_of("ei_index.p", **place) == pytest.approx(exact, abs=0.02)


def test_who_has_no_region_has_a_row_and_stays_out_of_the_index() -> None:
    # Known: ab within, bc between. d has no region.
    study = _study({"a": "SE1", "b": "SE1", "c": "SE2", "d": None}, "ab bc cd da")
    found = regions(study, RegionsParams(replicates=0, permutations=50), 1)
    assert found.unknown == 1
    assert "ei_index" not in {e.name for e in found.estimates}
    assert found.value_of("ei_index.known", network="advice", subject="nuts1") == 0
    assert found.value_of("block_density", network="advice", subject="nuts1:SE2→not_given") == 1
    assert any("1 organisation is not given" in s for s in found.sentences())


def test_what_was_observed_is_told_for_each_cell() -> None:
    study = _study({"a": "SE1", "b": "SE1", "c": "SE2"}, "ab bc", answered={"2024": ["a", "b"]})
    found = regions(study, RegionsParams(networks=("advice",), replicates=0, permutations=0), 1)
    observed = {e.subject: e.value for e in found.estimates if e.name == "block_observed"}
    assert observed == {"nuts1:SE1→SE1": 1, "nuts1:SE1→SE2": 1, "nuts1:SE2→SE1": 0, "nuts1:SE2→SE2": None}


def test_kept_new_and_lost_links_within_and_between() -> None:
    actors = [{"id": a, "nuts": c} for a, c in zip("abcd", ["SE1", "SE1", "SE2", "SE2"], strict=True)]
    ties = [
        *(("2024", "advice", a, b) for a, b in ("ab", "bc", "cd", "da")),
        *(("2026", "advice", a, b) for a, b in ("ab", "bc", "ad", "dc", "ba")),
    ]
    found = regions(make_study(actors, ties, waves=("2024", "2026")), RegionsParams(replicates=0, permutations=0), 1)

    def of(part: str, side: str) -> float | None:
        return found.value_of(f"region.{part}", network="advice", subject=f"nuts1:{side}", wave="2024→2026")

    assert [of(p, "within") for p in ("kept", "new", "lost")] == [1, 2, 1]
    assert [of(p, "between") for p in ("kept", "new", "lost")] == [1, 1, 1]


def _spread(n: int = 30, seed: int = 5) -> Study:
    study = random_study(n, seed=seed, density=0.25, missing=0.0, waves=("2024",))
    import polars as pl

    codes = pl.Series("nuts", [("SE311", "SE312", "NO081")[i % 3] for i in range(n)])
    return Study(study.settings, {**study.tables, "actors": study["actors"].with_columns(codes)})


def test_the_depth_of_a_cell_is_shown_only_where_all_its_densities_are() -> None:
    reading = assess(_spread(), seed=1, replicates=30, analyses=("mixing", "regions"))
    for audience in ("participants", "network", "public"):
        shown = list(decide(reading, reading.study, audience))
        hidden = {e.subject for e in shown if e.name == "block_density" and e.value is None and e.network != "advice"}
        depth = [e for e in shown if e.name == "block_depth"]
        assert depth
        assert all(e.value is None for e in depth if e.subject in hidden)
        assert {e.name for e in shown} & {"bridge.links", "region.ei", "block_observed", "region.kept"} == set()


def test_the_depth_alone_is_hidden() -> None:
    reading = assess(_spread(), seed=1, replicates=0, analyses=("regions",))
    only = [e for e in reading.regions.estimates if e.name == "block_depth"]
    assert only
    assert all(e.value is None for e in decide(only, reading.study, "participants"))


def test_a_region_of_two_is_not_shown_outside_the_team() -> None:
    study = _spread(12)
    import polars as pl

    codes = pl.Series("nuts", ["SE311"] * 10 + ["NO081"] * 2)
    study = Study(study.settings, {**study.tables, "actors": study["actors"].with_columns(codes)})
    reading = assess(study, seed=1, replicates=0, analyses=("regions",))
    cells = {e.subject: e for e in decide(reading, study, "participants") if e.name == "block_density"}
    assert all(e.value is None for e in cells.values() if "NO→NO" in e.subject)


def test_the_section_has_the_matrix_and_its_table() -> None:
    reading = assess(_spread(), seed=1, replicates=20, analyses=("regions",))
    report = build_report(reading, section="regions")
    (section,) = report.sections
    assert section.title == "Do organisations of different regions work together?"
    picture = section.blocks[0]
    assert picture.kind == "figure"
    assert {row[1] for row in picture.table.rows} >= {"NO – NO", "NO – SE", "SE – SE"}
    assert not build_report(assess(_study({"a": "SE1"}, ""), analyses=("regions",)), section="regions").sections


def test_a_matrix_of_many_regions_is_drawn_with_what_is_missing_marked() -> None:
    import polars as pl

    names = [f"R{i:02d}" for i in range(12)]
    rows = [
        {"row": g, "column": h, "value": None if g == "R03" else 0.01 * (i + j), "note": "Not shown." * (g == "R03")}
        for i, g in enumerate(names)
        for j, h in enumerate(names)
    ]
    drawing = to_svg(region_matrix(pl.DataFrame(rows)), alt="Links between 12 regions")
    assert drawing.count("R07") >= 2  # beside the rows and above the columns
    assert "Not shown." in str(region_matrix(pl.DataFrame(rows)).to_dict())
