"""Hard figures beside a study: what is computed, what stays missing, who may see it."""

from __future__ import annotations

from typing import Any

import pytest

from clusterdynamics.assessment import assess
from clusterdynamics.disclosure import decide
from clusterdynamics.examples import skogsbygden
from clusterdynamics.indicators.analysis import HardFiguresParams, hard_figures
from clusterdynamics.indicators.industries import industries_of
from clusterdynamics.report.build import build_report
from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import Region
from tests.build import make_study

FEW = HardFiguresParams(replicates=20)


def _rows(values: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    """``"SE31 2022 16": 10`` → a row of the table."""
    return [
        {"region": r, "period": p, "code": f"employment.{i}", "value": v, "unit": "persons", "source": "S"} | more
        for (r, p, i), v in ((k.split(), v) for k, v in values.items())
    ]


VALUES = {
    "SE31 2022 16": 20,
    "SE31 2022 17": 10,
    "SE31 2022 total": 100,
    "SE 2022 16": 100,
    "SE 2022 17": 200,
    "SE 2022 total": 1000,
    "SE31 2024 16": 25,
    "SE31 2024 17": 9,
    "SE31 2024 total": 104,
    "SE 2024 16": 110,
    "SE 2024 17": 180,
    "SE 2024 total": 1040,
}


def _study(rows: list[dict[str, Any]], **more: Any) -> Study:
    ties = [("2024", "depth", a, b, 3) for a, b in ("ab", "bc", "cd")]
    tables = {"indicators": rows}
    return make_study(list("abcdef"), ties, tables=tables, region=Region(name="Here", nuts="SE31"), **more)


def test_figures_worked_out_by_hand() -> None:
    found = hard_figures(_study(_rows(VALUES)), FEW, 1)

    def of(name: str, wave: str, subject: str = "whole") -> float | None:
        return found.value_of(name, wave=f"statistics {wave}", subject=subject)

    assert of("hard.quotient", "2022", "industry:16") == pytest.approx((20 / 100) / (100 / 1000))
    assert of("hard.quotient", "2024", "industry:other") == pytest.approx((70 / 104) / (750 / 1040))
    # Shares 2022: region .2 .1 .7, whole .1 .2 .7.
    assert of("hard.krugman", "2022") == pytest.approx(0.2)
    assert of("hard.equivalent", "2022") == pytest.approx(1 / (0.04 + 0.01 + 0.49))
    assert of("hard.growth", "2022→2024") == pytest.approx(4)
    assert of("hard.share", "2022→2024") == pytest.approx(100 * 0.04)
    # 20 (.1 − .04) + 10 (−.1 − .04) + 70 (750/700 − 1 − .04)
    assert of("hard.mix", "2022→2024") == pytest.approx(1.2 - 1.4 + 70 * (750 / 700 - 1.04))
    assert found.find("hard.mass").reason == "undefined"
    assert "all other industries" in found.labels.values()


def test_mass_of_the_clusters_industries_and_the_plane() -> None:
    found = hard_figures(_study(_rows(VALUES)), HardFiguresParams(industries=("16",), replicates=20), 1)
    assert found.find("hard.mass").value == pytest.approx((25 / 104) / (110 / 1040))
    assert found.find("hard.connectivity").value == pytest.approx(3 / 15)
    assert found.plane in ("working", "unclear")
    given = hard_figures(_study(_rows(VALUES | {"SE31 2024 cluster": 30, "SE 2024 cluster": 200})), FEW, 1)
    assert given.find("hard.mass").value == pytest.approx((30 / 104) / (200 / 1040))


def test_a_secret_figure_stays_visible_and_hides_what_needs_it() -> None:
    found = hard_figures(_study(_rows(VALUES | {"SE31 2024 17": None}, flag="c")), FEW, 1)
    place = {"wave": "statistics 2024", "subject": "industry:17"}
    assert found.value_of("hard.value", **place) is None
    assert "missing or kept secret" in found.find("hard.value", **place).why
    assert found.value_of("hard.quotient", wave="statistics 2024", subject="industry:16") is not None
    assert found.find("hard.krugman", wave="statistics 2024").value is None
    assert "The figures of 2 industries in 2024 are missing or kept secret." in found.sentences()  # 17, and the rest


def test_the_latest_vintage_of_one_source_counts() -> None:
    rows = _rows(VALUES, vintage="2025-01-01") + _rows({"SE31 2024 16": 30}, vintage="2026-01-01")
    rows += _rows({"SE31 2024 16": 99}, source="other")
    found = industries_of(_study(rows))
    assert found is not None
    assert found.inside[-1, 0] == 30
    assert found.source == "S"


@pytest.mark.parametrize("nuts", ["", "NO08"])
def test_no_statistics_of_the_region(nuts: str) -> None:
    study = make_study(["a"], [], tables={"indicators": _rows(VALUES)}, region=Region(name="Else", nuts=nuts))
    found = hard_figures(study, FEW, 1)
    assert found.sentences() == ("No statistics of the region's industries stand beside the study.",)
    assert found.plane is None
    assert not build_report(assess(study, analyses=("hard_figures",)), section="hard_figures").sections


def test_statistics_are_open_and_connectivity_goes_with_the_density() -> None:
    reading = assess(skogsbygden.build(), seed=1, replicates=20, analyses=("whole_network", "hard_figures"))
    shown = {(e.name, e.wave, e.subject): e for e in decide(reading, reading.study, "public")}
    assert shown["hard.quotient", "statistics 2026", "industry:17"].value == pytest.approx(7.3, abs=0.05)
    small = assess(_study(_rows(VALUES)), seed=1, replicates=0, analyses=("whole_network", "hard_figures"))
    for audience in ("participants", "public"):
        far = {(e.name, e.network): e.value for e in decide(small, small.study, audience)}
        assert far["hard.connectivity", "cooperation"] == far["density", "cooperation"]
    few = assess(_study(_rows(VALUES), answered={"2024": ["a", "b", "c", "d"]}), replicates=0)
    far = {(e.name, e.network): e.value for e in decide(few, few.study, "public")}
    assert far["density", "cooperation"] is None  # four answered
    assert far["hard.connectivity", "cooperation"] is None


def test_the_section_shows_the_source() -> None:
    reading = assess(skogsbygden.build(), seed=1, replicates=20, analyses=("hard_figures",))
    (section,) = build_report(reading, section="hard_figures").sections
    assert "invented for the demo" in section.blocks[0].title
    assert any(row[0] == "all other industries" for row in section.blocks[0].table.rows)
