"""The section on trust: pictures, tables, and when there is none."""

from __future__ import annotations

from dataclasses import replace

from clusterdynamics.assessment import assess
from clusterdynamics.report.model import FigureBlock, Section, TableBlock
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.sections.trust import trust_section
from clusterdynamics.study.model import Study

from ..build import random_study
from ..measures.analyses.test_trust import rated_study


def section(study: Study) -> Section | None:
    return trust_section(Context(assess(study, replicates=40, analyses=("trust",))))


def test_two_pictures_and_named_organisations_in_alphabetical_order() -> None:
    found = section(rated_study(types={"firm": "Firms", "public": "Public bodies"}))
    assert found is not None
    assert "are trusted" in found.answer
    pictures = [b for b in found.blocks if isinstance(b, FigureBlock)]
    assert [len(b.table.rows) for b in pictures] == [3, 4]
    others, named = (b.table for b in found.blocks if isinstance(b, TableBlock))
    assert {"all", "depth 2", "depth 4", "Firms → Public bodies"} <= {row[0] for row in others.rows}
    for measure in ("Rates higher (+) or lower (−) than others", "Is rated higher (+) or lower (−) than others"):
        names = [row[0] for row in named.rows if row[1] == measure]
        assert names == sorted(names)
        assert len(names) == 30
    assert any(" → " in str(row[0]) for row in named.rows)


def test_without_ratings_there_is_no_section() -> None:
    assert section(random_study()) is None


def test_too_few_raters_leave_one_picture() -> None:
    found = section(rated_study(8, density=1.0))
    assert found is not None
    assert len([b for b in found.blocks if isinstance(b, FigureBlock)]) == 1


def test_the_latest_wave_speaks_first() -> None:
    study = rated_study()
    waves = study["waves"].vstack(study["waves"].with_columns(id=study["waves"]["id"] + "b"))
    found = section(replace(study, tables={**study.tables, "waves": waves}))
    assert found is not None
    assert found.answer == "2024b, trust: There is none to judge."  # asked, and nobody cooperates
