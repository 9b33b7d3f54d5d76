"""The sections on easy cooperation and on its back-test."""

from __future__ import annotations

from functools import cache

import pytest

from clusterdynamics.assessment import Assessment, assess
from clusterdynamics.examples import skogsbygden
from clusterdynamics.report.audience import for_audience
from clusterdynamics.report.model import FigureBlock, Section, TableBlock
from clusterdynamics.report.sections.back_test import back_test_section
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.sections.easy_cooperation import easy_cooperation_section
from tests.build import make_study


@cache
def reading() -> Assessment:
    return assess(skogsbygden.build(), replicates=40, analyses=["easy_cooperation", "back_test"])


def made(audience: str) -> tuple[Section, Section]:
    context = Context(for_audience(reading(), audience), audience)
    easy, tested = easy_cooperation_section(context), back_test_section(context)
    assert easy is not None
    assert tested is not None
    return easy, tested


def captions(section: Section) -> list[str]:
    return [b.table.caption for b in section.blocks if isinstance(b, FigureBlock | TableBlock)]


def test_the_study_team_reads_areas_groups_and_pairs() -> None:
    easy, tested = made("study")
    assert easy.title == "What is easy to do next?"
    assert easy.answer.startswith("In Autumn 2026 there are 12 areas")
    assert any("Start a group" in c for c in captions(easy))
    pairs = next(b.table for b in easy.blocks if isinstance(b, TableBlock) and "Pairs" in b.table.caption)
    assert len(pairs.rows) == 50
    assert len(pairs.rows) >= 5  # product.md: at least five pairs, each with a sentence of reasons
    assert all(str(row[2]).endswith(".") for row in pairs.rows)
    groups = next(b.table for b in easy.blocks if isinstance(b, TableBlock) and "group" in b.table.caption)
    assert len(groups.rows) == 12
    figure = next(b for b in tested.blocks if isinstance(b, FigureBlock))
    assert "synthetic" in figure.title
    assert len(figure.table.rows) == 5  # our two lists and three simple rules


@pytest.mark.parametrize("audience", ["board", "participants", "public"])
def test_others_read_numbers_and_no_names(audience: str) -> None:
    easy, tested = made(audience)
    text = repr([easy, [b for b in easy.blocks if isinstance(b, TableBlock)], tested.answer])
    assert not any(name in text for name in reading().study.labels.values())
    assert not any("Pairs" in c or "Start a group" in c for c in captions(easy))
    assert captions(easy)


def test_nothing_asked_no_section() -> None:
    bare = assess(make_study(["a"]), analyses=["easy_cooperation", "back_test"])
    assert easy_cooperation_section(Context(bare)) is None
    assert back_test_section(Context(bare)) is None
    assert back_test_section(Context(assess(make_study(["a"]), analyses=["coverage"]))) is None
