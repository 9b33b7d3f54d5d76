"""The section "What changed?": its four questions, for the study team and for the others."""

from __future__ import annotations

import pytest

from clusterdynamics.assessment import Assessment, assess
from clusterdynamics.examples import skogsbygden
from clusterdynamics.report.build import build_report
from clusterdynamics.report.model import FigureBlock, NetworkBlock, Section, TableBlock, TextBlock
from clusterdynamics.report.sections import Context
from clusterdynamics.report.sections.change import QUESTIONS, change_section
from tests.build import DEPTH, make_study

#: Words that would say what leads to what.
CAUSAL = ("because of", "caused", "leads to", "led to", "thanks to", "due to", "effect of", "drives")


@pytest.fixture(scope="module")
def demo() -> Assessment:
    return assess(skogsbygden.build(), seed=1, replicates=60, analyses=("change", "depth_change", "network_change"))


def of(assessment: Assessment, audience: str = "study") -> Section:
    report = build_report(assessment, audience=audience, section="change")
    assert [s.id for s in report.sections] == ["change"]
    return report.sections[0]


def words(section: Section) -> str:
    return " ".join([section.answer, *(s for b in section.blocks if isinstance(b, TextBlock) for s in b.sentences)])


def captions(section: Section) -> list[str]:
    return [b.table.caption for b in section.blocks if isinstance(b, TableBlock)]


def test_the_four_questions_for_the_study_team(demo: Assessment) -> None:
    section = of(demo)
    headings = [b.heading for b in section.blocks if isinstance(b, TextBlock)]
    assert headings[-3:] == [
        "Is the change more than chance or misreporting?",
        "What went along with it?",
        "What this does not show",
    ]
    assert [type(b).__name__ for b in section.blocks[:3]] == ["FigureBlock", "NetworkBlock", "FigureBlock"]
    assert "none of them counts as lost" in words(section)
    assert "more than misreporting alone could make" in words(section)
    assert "Links kept, new and lost, by kinds of organisations, areas and purposes" in captions(section)
    assert "Pairs at depth 2 or more both times, 2024 → 2026" in captions(section)
    assert not [c for c in CAUSAL if c in words(section).lower()]


def test_the_table_is_the_depth_flow(demo: Assessment) -> None:
    block = next(b for b in of(demo).blocks if isinstance(b, FigureBlock) and b.title.startswith("How deeply"))
    cells = [value for row in block.table.rows for value in row[1:]]
    assert len(cells) == 36
    flow = demo.results["depth_change"].flow("2024→2026")
    assert cells == flow["pairs"].to_list()
    assert sum(cells) == block.n


def test_every_measure_stands_before_and_now(demo: Assessment) -> None:
    block = next(b for b in of(demo).blocks if isinstance(b, TableBlock) and b.table.caption.startswith("All measures"))
    rows = {(row[0], row[2]): row for row in block.table.rows}
    row = rows["cooperation", "Links that are there, of all that could be (density)"]
    assert row[5] == pytest.approx(row[4] - row[3])  # change, now, before
    assert row[10] == "more than misreporting"
    closed = next(r for k, r in rows.items() if k[1].startswith("Partners of partners"))
    assert "this needs 80%" in closed[11]


@pytest.mark.parametrize("audience", ["board", "participants", "network", "public"])
def test_others_see_no_map_no_trust_and_no_small_groups(demo: Assessment, audience: str) -> None:
    section = of(demo, audience)
    assert not [b for b in section.blocks if isinstance(b, NetworkBlock)]
    assert "trust" not in words(section).lower()
    assert not [c for c in captions(section) if "kinds of organisations" in c or "Pairs at depth" in c]
    assert "What this does not show" in [b.heading for b in section.blocks if isinstance(b, TextBlock)]
    flows = [b for b in section.blocks if isinstance(b, FigureBlock) and b.title.startswith("How deeply")]
    for block in flows:
        cells = [value for row in block.table.rows for value in row[1:]]
        assert all(value % 10 == 0 for value in cells)
        assert "rounded to tens" in block.table.caption
    # Every figure in every table was cleared.
    assert all(b.verdict == audience for b in section.blocks)


def test_too_few_answered_both_times() -> None:
    names = [f"o{i}" for i in range(10)]
    ties = [(w, "depth", a, b, 3) for w in "12" for a in names[:3] for b in names if a != b]
    study = make_study(names, ties, relations=(DEPTH,), waves="12", answered={"1": names[:3], "2": names[:3]})
    section = of(assess(study, seed=1, replicates=5))
    assert not [b for b in section.blocks if isinstance(b, FigureBlock | NetworkBlock)]
    assert "Depth, 1 to 2: We cannot say, because 30% answered and this needs 65%." in words(section)
    assert "7 organisations that stayed did not answer both times" in words(section)


def test_one_wave_and_missing_analyses(demo: Assessment) -> None:
    assert change_section(Context(assess(make_study(["a", "b"]), replicates=2, analyses=("change",)))) is None
    alone = assess(demo.study, replicates=5, analyses=("change",))
    section = of(alone)
    assert "one person of each organisation" not in words(section)
    assert [b.title for b in section.blocks if isinstance(b, FigureBlock)] == [
        "Links kept, new and lost, for all organisations and for those that stayed"
    ]
    assert len(QUESTIONS) == 4
