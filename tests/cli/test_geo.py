"""The commands of shapes and maps, as a person would type them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def _geojson(path: Path) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"NUTS_ID": code, "NAME_LATN": name, "LEVL_CODE": 2},
            "geometry": {"type": "Polygon", "coordinates": [[[x, 59], [x + 2, 59], [x + 2, 61], [x, 61], [x, 59]]]},
        }
        for code, name, x in (("SE31", "North", 12), ("SE12", "Middle", 14))
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_shapes_in_with_their_notice_and_a_map_out(cd: Run, tmp_path: Path) -> None:
    file, shapes = _geojson(tmp_path / "nuts.geojson"), tmp_path / "shapes.json"
    words = ("geo", "import", file, "--out", shapes)
    found = cd(*words, "--places", tmp_path / "places.csv", "--borders", tmp_path / "borders.csv", "--quiet")
    assert found.code == 0, found.err
    assert "© EuroGeographics" in found.out  # even where silence was asked for
    assert (tmp_path / "places.csv").read_text().splitlines()[1] == "SE12,Middle,60.0,15.0"
    assert (tmp_path / "borders.csv").read_text().splitlines()[1] == "SE12,SE31"
    assert cd(*words).code == 1  # it is there already
    table = tmp_path / "density.csv"
    table.write_text("region,value\nSE31,0.2\nSE12,\nFI1B,0.3\n")
    found = cd(
        "geo", "map", table, "--shapes", shapes, "--out", tmp_path / "map.svg", "--percent", "--title", "Density"
    )
    assert found.code == 0, found.err
    assert "Not on the map, because there is no outline: FI1B." in found.err
    drawing = (tmp_path / "map.svg").read_text()
    assert "© EuroGeographics" in drawing
    assert "Density" in drawing


def test_shapes_into_a_study_whose_report_then_holds_the_map(cd: Run, tmp_path: Path) -> None:
    from clusterdynamics.study.package import read_study, write_study

    from ..build import make_study

    codes = dict.fromkeys("abc", "SE311") | dict.fromkeys("def", "SE121")
    ties = [("2024", "depth", a, b, 3) for a in codes for b in codes if a < b and (a + b) not in ("ab", "ef", "ad")]
    study, file = tmp_path / "s.zip", _geojson(tmp_path / "nuts.geojson")
    write_study(make_study([{"id": a, "nuts": c} for a, c in codes.items()], ties), study)
    assert "Say where the shapes go" in cd("geo", "import", file).err
    found = cd("geo", "import", file, "--study", study)
    assert found.code == 0, found.err
    assert "2 regions in " in found.out
    assert "© EuroGeographics" in found.out
    assert list(read_study(study).files) == ["shapes.json"]
    found = cd("regions", "analyse", study, "--level", "nuts2", "--out", tmp_path / "r", "--replicates", "5", "--quiet")
    assert found.code == 0, found.err
    page = (tmp_path / "r" / "regions.html").read_text()
    alts = re.findall(r'<figure class="map">.*?alt="([^"]+)"', page, re.DOTALL)
    assert [a.partition(". ")[0] for a in alts] == [
        "Cooperation, 2024: links within each region, of all that could be",
        "Cooperation, 2024: links between regions, of all that could be",
    ]
    # By hand: of the three pairs within each region one is missing; of the nine between them one.
    assert "Middle 67%; North 67%." in alts[0]
    assert "Middle (SE12) – North (SE31) 89%." in alts[1]
    # A study without them takes the place of one with them, and a workbook cannot hold them.
    write_study(read_study(study), tmp_path / "folder")
    assert (tmp_path / "folder" / "shapes.json").exists()
    write_study(make_study(["a"], []), tmp_path / "folder", overwrite=True)
    assert not (tmp_path / "folder" / "shapes.json").exists()
    write_study(make_study(["a"], []), tmp_path / "s.xlsx")
    assert (
        "A workbook cannot hold the file shapes.json" in cd("geo", "import", file, "--study", tmp_path / "s.xlsx").err
    )


def test_ties_between_countries_without_shapes_of_ones_own(cd: Run, tmp_path: Path) -> None:
    table = tmp_path / "ties.csv"
    table.write_text("origin;destination;ties\nSE;NO;10\nSE;FI;5\nNO;SE;1\n")
    for ending, start in ((".json", b"{"), (".png", b"\x89PNG")):
        found = cd("geo", "map", table, "--out", tmp_path / f"map{ending}")
        assert found.code == 0, found.err
        assert (tmp_path / f"map{ending}").read_bytes().startswith(start)
    assert "Made with Natural Earth." in found.out


def test_what_cannot_be_drawn(cd: Run, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("region,value\nZZ,1\n")
    assert "No region of the table has an outline: ZZ" in cd("geo", "map", table, "--out", tmp_path / "m.svg").err
    assert "must be .svg, .png or .json" in cd("geo", "map", table, "--out", tmp_path / "m.pdf").err
    table.write_text("place,amount\nSE,1\n")
    assert "no column region, value" in cd("geo", "map", table, "--out", tmp_path / "m.svg").err
    table.write_text("origin,destination,ties\nZZ,YY,1\n")
    assert "has an outline: YY, ZZ" in cd("geo", "map", table, "--out", tmp_path / "m.svg").err
