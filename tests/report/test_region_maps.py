"""Maps of regions in the report: what they show, what they hide, and that every format carries them."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from clusterdynamics.assessment import Assessment, assess
from clusterdynamics.charts.numbers import percent
from clusterdynamics.regions.geo import Atlas, Shape, with_shapes
from clusterdynamics.report.material import Material
from clusterdynamics.report.model import MapBlock, Report, TextBlock
from clusterdynamics.report.writers import writer_for
from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import Region
from tests.build import make_study

#: Estonia has too few organisations to be shown to others than the team, and what lies beside it must hide it.
SIZES = {"SE": 12, "NO": 12, "FI": 10, "DK": 8, "EE": 2}
JOBS = {"SE31": (30.0, 100.0), "SE32": (5.0, 100.0), "SE12": (None, 100.0), "SE": (60.0, 600.0)}


def _study(sizes: Mapping[str, int] = SIZES) -> Study:
    rng = np.random.default_rng(3)
    actors = [{"id": f"{c.lower()}{k:02d}", "nuts": f"{c}311"} for c, n in sizes.items() for k in range(n)]
    names = [str(a["id"]) for a in actors]
    ties = []
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            near = 0.5 if a[:2] == b[:2] else 0.25
            if rng.random() < near:
                depth = int(rng.integers(2, 6))
                ties += [("2024", "depth", a, b, depth), ("2024", "depth", b, a, depth)]
    indicators = [
        {"region": r, "period": "2024", "code": f"employment.{code}", "value": v, "unit": "persons", "source": "SCB"}
        for r, values in JOBS.items()
        for code, v in zip(("cluster", "total", "16"), (*values, values[0]), strict=True)
    ]
    partners = [
        {"wave": "2024", "respondent": f"r-{a}", "has_partners": k % 3 > 0, "region": ("DK", "EE")[k % 2], "depth": 2}
        for k, a in enumerate(names)
    ]
    return make_study(
        actors,
        ties,
        answered={"2024": names},
        tables={"indicators": indicators, "partner_regions": partners},
        region=Region(name="Here", nuts="SE31"),
    )


ANALYSES = ["regions", "between_regions", "hard_figures"]


@pytest.fixture(scope="module")
def reading() -> Assessment:
    return assess(_study(), seed=1, replicates=20, analyses=ANALYSES)


@pytest.fixture(scope="module")
def public(reading: Assessment) -> Material:
    return Material(reading, "public")


def maps(report: Report, section: str) -> list[MapBlock]:
    (found,) = [s for s in report.sections if s.id == section]
    return [b for b in found.blocks if isinstance(b, MapBlock)]


def _rows(spec: dict[str, Any], only: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return the data of a map, or of one of its layers, wherever Altair has put it."""
    found = []
    for layer in [only] if only is not None else spec["layer"]:
        data = layer["data"]
        found += data["values"] if "values" in data else spec["datasets"][data["name"]]
    return found


def test_within_and_between_with_everything_inside_the_picture(reading: Assessment) -> None:
    material = Material(reading)
    within, between = maps(material.report, "regions")
    cell = {
        e.subject: e
        for e in reading.results["regions"].estimates
        if e.name == "block_density" and e.network == "cooperation"
    }
    shades, lines = material.pictures.svg(within), material.pictures.svg(between)
    for drawing, block in ((shades, within), (lines, between)):
        assert "Made with Natural Earth." in drawing
        assert f"Snapshot {reading.snapshot[:16]}" in drawing
        assert "coverage 100%" in drawing
        assert "2024: links" in drawing
        assert f"<title>{block.title}</title>" in drawing
        assert block.alt.startswith(block.title)
        assert "Sweden" in drawing
        assert "Finland" in drawing
    # The table is equal to the picture.
    assert [row[1] for row in within.table.rows] == [
        "Denmark (DK)",
        "Estonia (EE)",
        "Finland (FI)",
        "Norway (NO)",
        "Sweden (SE)",
    ]
    assert [row[3] for row in within.table.rows] == [cell[f"nuts0:{c}→{c}"].value for c in sorted(SIZES)]
    for c in ("SE", "NO"):
        assert percent(cell[f"nuts0:{c}→{c}"].value or 0) in re.findall(r">([^<>]*%)<", shades)
    assert percent(cell["nuts0:NO→SE"].value or 0) in re.findall(r">([^<>]*%)<", lines)
    assert len(between.table.rows) == 10


def test_a_region_without_outline_is_told_and_stands_in_the_table() -> None:
    report = Material(assess(_study({"SE": 4, "ZZ": 3}), seed=1, replicates=5, analyses=["regions"])).report
    (block,) = maps(report, "regions")  # no line: one end is on no map
    assert [row[1] for row in block.table.rows] == ["Sweden (SE)", "ZZ"]
    (section,) = [s for s in report.sections if s.id == "regions"]
    said = [s for b in section.blocks if isinstance(b, TextBlock) for s in b.sentences]
    assert "Not on the map, because there is no outline: ZZ." in said


def test_a_hidden_cell_is_neither_drawn_nor_readable(reading: Assessment, public: Material) -> None:
    """Attack: whatever the hidden figures are, the public's pictures and tables are the same to the last byte."""
    shown = public.shown.results["regions"].estimates
    hidden = {(e.name, e.network, e.wave, e.subject) for e in shown if e.name == "block_density" and e.value is None}
    assert {"nuts0:EE→EE", "nuts0:EE→SE", "nuts0:DK→DK"} <= {key[3] for key in hidden}
    result = reading.results["regions"]
    changed = replace(
        result,
        estimates=tuple(
            replace(e, value=0.7342, low=None, high=None) if (e.name, e.network, e.wave, e.subject) in hidden else e
            for e in result.estimates
        ),
    )
    other = replace(reading, results=MappingProxyType({**reading.results, "regions": changed}))
    pictures = []
    for material in (public, Material(other, "public", section="regions")):
        blocks = maps(material.report, "regions")
        assert len(blocks) == 2
        pictures.append([(material.pictures.svg(b), b.alt, b.table, b.basis) for b in blocks])
        for drawing, alt, _table, _basis in pictures[-1]:
            assert "not shown or not known" in drawing
            assert "73%" not in drawing
            assert "Estonia" in alt.partition("Not shown or not known")[2]
    assert pictures[0] == pictures[1]
    # The team's table does change: the test would see a figure that came through.
    tables = [maps(Material(a, section="regions").report, "regions")[0].table for a in (reading, other)]
    assert tables[0] != tables[1]


def test_hidden_regions_are_hatched_and_hidden_pairs_dashed_all_alike(public: Material) -> None:
    within, between = (b.chart.to_dict() for b in maps(public.report, "regions"))
    told = {f["id"]: f["properties"] for f in _rows(within) if "told" in f.get("properties", {})}
    assert told["EE"]["class"] == told["DK"]["class"] == "not shown or not known"
    assert told["EE"]["told"].startswith("Estonia: Not shown, because")
    assert told["SE"]["class"] != "not shown or not known"
    dashed = [la for la in between["layer"] if la["mark"].get("strokeDash") and la["mark"]["type"] == "rule"]
    assert {la["mark"]["strokeWidth"] for la in dashed} == {1.2}
    assert all(set(row) == {"x", "y", "x2", "y2"} for la in dashed for row in _rows(between, la))


def _titles(public: Material) -> list[str]:
    return [b.title for s in ("regions", "between_regions") for b in maps(public.report, s)]


def test_pages_tables_and_results_carry_the_maps(public: Material) -> None:
    assert len(_titles(public)) == 3
    assert not maps(public.report, "hard_figures")  # no outline is shipped for SE31, SE32: the table stands alone
    page = writer_for(".html").write(public).data.decode()
    images = re.findall(
        r'<figure class="map">.*?<img src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]+)"', page, re.DOTALL
    )
    assert len(images) == 3
    for code, alt in images:
        assert "Made with Natural Earth." in base64.b64decode(code).decode()
        assert "Map of regions:" in alt
    words = writer_for(".xlsx").write(public).words
    assert all(title in words for title in _titles(public))
    results = json.loads(writer_for(".json").write(public).data)["results"]
    assert results["statistics 2024"]["-"]["region:SE32"]["hard.mass.region"]["value"] == 0.5


@pytest.mark.verify
@pytest.mark.parametrize("ending", [".docx", ".pptx", ".pdf"])
def test_documents_carry_the_maps(public: Material, ending: str) -> None:
    words = writer_for(ending).write(public).words
    assert all(title in words for title in _titles(public))
    assert "Map of regions:" in words
    if ending != ".pdf":  # whose pictures are packed into its words
        assert "Made with Natural Earth." in words


def test_outlines_of_the_study_and_statistics_of_its_neighbours(reading: Assessment, public: Material) -> None:
    """SE31: (30 / 100) / (60 / 600) = 3; SE32: (5 / 100) / .1 = .5; SE12 is not known."""
    shapes = tuple(
        Shape(c, f"Shape of {c}", ((((x, 59.0), (x + 2, 59.0), (x + 2, 61.0), (x, 61.0), (x, 59.0)),),))
        for c, x in (("SE12", 16.0), ("SE31", 12.0))
    )
    study = with_shapes(reading.study, Atlas(shapes, "© Somebody", "test.geojson"))
    material = Material(reading, "public", given=replace(public.shown, study=study))
    (block,) = maps(material.report, "hard_figures")
    assert [(row[0], row[2]) for row in block.table.rows] == [
        ("Shape of SE12 (SE12)", None),
        ("Shape of SE31 (SE31)", 3.0),
        ("SE32", 0.5),
    ]
    drawing = material.pictures.svg(block)
    for words in (
        "© Somebody Made with Natural Earth.",
        "SCB · Snapshot",
        "3.00",
        "Shape of SE31",
        "not shown or not known",
    ):
        assert words in drawing
    mass = [e for e in reading.results["hard_figures"].estimates if e.name == "hard.mass"]
    assert mass[0].value == pytest.approx(3.0)  # the same figure as that of the region itself
    # Countries keep the outlines that are shipped.
    assert len(maps(material.report, "regions")) == 2


def test_partner_regions_have_their_names(public: Material) -> None:
    (block,) = maps(public.report, "between_regions")
    assert [row[0] for row in block.table.rows] == ["Denmark (DK)", "Estonia (EE)"]


def test_no_map_where_nothing_has_an_outline_or_a_figure() -> None:
    study = make_study([{"id": a, "nuts": c} for a, c in zip("abcd", ["QQ1", "QQ1", "WW1", "WW1"], strict=True)], [])
    report = Material(assess(study, seed=1, replicates=5, analyses=["regions"])).report
    assert not [b for b in report.blocks() if isinstance(b, MapBlock)]
