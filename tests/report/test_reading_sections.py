"""The sections on depth, barriers, downturn and evidence: tables equal to the pictures, words for every subject."""

from __future__ import annotations

from functools import cache

import pytest

from clusterdynamics.assessment import Assessment, assess
from clusterdynamics.examples import skogsbygden
from clusterdynamics.report.model import FigureBlock, Section, TableBlock
from clusterdynamics.report.sections import Context
from clusterdynamics.report.sections.barriers import barriers_section
from clusterdynamics.report.sections.depth import depth_section
from clusterdynamics.report.sections.downturn import downturn_section
from clusterdynamics.report.sections.evidence import evidence_section
from clusterdynamics.report.sections.purposes import purposes_section
from clusterdynamics.report.sections.robustness import robustness_section
from tests.build import make_study

NAMES = ("depth", "barriers", "downturn", "evidence", "robustness")
SECTIONS = {
    "depth": depth_section,
    "barriers": barriers_section,
    "downturn": downturn_section,
    "evidence": evidence_section,
    "purposes": purposes_section,
    "robustness": robustness_section,
}


@cache
def demo() -> Assessment:
    return assess(skogsbygden.build(), seed=1, replicates=40, analyses=NAMES)


def section(name: str) -> Section:
    found = SECTIONS[name](Context(demo()))
    assert found is not None
    return found


@pytest.mark.parametrize("name", SECTIONS)
def test_picture_with_table_and_words_for_every_subject(name: str) -> None:
    found = section(name)
    picture = next(b for b in found.blocks if isinstance(b, FigureBlock))
    assert picture.table.rows
    tables = [picture.table, *(b.table for b in found.blocks if isinstance(b, TableBlock))]
    for table in tables:
        assert all(len(row) == len(table.columns) for row in table.rows)
        text = " ".join(str(cell) for row in table.rows for cell in row)
        # No identifier of a subject is left for people to read.
        for mark in (
            "depth=",
            "barrier=",
            "area=",
            "kind=",
            "downturn.",
            "partners=",
            "size_class:",
            "type:",
            "purpose:",
            "purpose=",
            "type=",
            "large=",
        ):
            assert mark not in text, (table.caption, mark)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_told_where_nothing_was_asked(name: str) -> None:
    nothing = assess(make_study(["a", "b"], relations=()), replicates=5, analyses=[name])
    assert SECTIONS[name](Context(nothing)) is None
    other = assess(make_study(["a", "b"], relations=()), replicates=5, analyses=["coverage"])
    assert SECTIONS[name](Context(other)) is None


def test_the_table_of_the_profile_counts_the_pairs() -> None:
    picture = next(b for b in section("depth").blocks if isinstance(b, FigureBlock))
    profile = demo().depth.profile("2026")
    assert [row[1] for row in picture.table.rows] == profile["pairs"].to_list()


def test_groups_of_pairs_are_rows_and_depths_are_columns() -> None:
    table = next(
        b.table for b in section("depth").blocks if isinstance(b, TableBlock) and "kinds and sizes" in b.table.caption
    )
    first = {row[0]: row for row in table.rows}["Firm – Firm"]
    e = demo().depth.find("depth.cell.share", wave="2026", subject="type:firm–firm|depth=0")
    assert first[1] == e.n
    assert float(first[2]) == e.value  # type: ignore[arg-type]
