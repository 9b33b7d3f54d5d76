from typing import Any

import pytest

from clusterdynamics.report.model import (
    Basis,
    Column,
    FigureBlock,
    MapBlock,
    NetworkBlock,
    NotCleared,
    Report,
    Section,
    Share,
    StoryBlock,
    Table,
    TableBlock,
    TextBlock,
)

CARRIED: dict[str, Any] = {
    "alt": "words",
    "basis": (Basis(42, "organisations", 0.83, "2024"), Basis(40, "organisations", 0.76, "2026")),
    "method": "counted",
    "source": "abc123",
    "verdict": "study",
}
TABLE = Table("Links", (Column("Who"), Column("n", "number")), (("A", 1.0), ("B", None)))


def report(*blocks: Any) -> Report:
    return Report("T", "S", "study", "study team only", "en", "abc123", (Section("s", "Why?", "So.", blocks),))


def test_a_block_without_a_verdict_cannot_be_shown() -> None:
    good = TextBlock(sentences=("a",), **CARRIED)
    assert report(good).checked().sections[0].blocks == (good,)
    for block in (
        TextBlock(sentences=("a",), **CARRIED | {"verdict": ""}),
        TableBlock(table=TABLE, **CARRIED | {"verdict": ""}),
    ):
        with pytest.raises(NotCleared, match=f"{block.kind}.*Why"):
            report(good, block).checked()


@pytest.mark.parametrize("missing", ["alt", "source"])
def test_a_block_needs_words_and_source(missing: str) -> None:
    with pytest.raises(ValueError, match="needs"):
        TextBlock(sentences=("a",), **CARRIED | {missing: ""})


@pytest.mark.parametrize("field", ["alt", "basis", "method", "source", "verdict"])
@pytest.mark.parametrize("kind", [TextBlock, TableBlock, FigureBlock, NetworkBlock, MapBlock, StoryBlock])
def test_every_kind_carries_everything(kind: type, field: str) -> None:
    own = {
        TextBlock: {"sentences": ("a",)},
        TableBlock: {"table": TABLE},
        FigureBlock: {"title": "t", "chart": None, "table": TABLE},
        NetworkBlock: {"title": "t", "svg": "<svg/>", "table": TABLE},
        MapBlock: {"title": "t", "chart": None, "table": TABLE},
        StoryBlock: {"title": "t", "text": "once"},
    }[kind]
    assert kind(**own, **CARRIED).kind
    with pytest.raises(TypeError, match=field):
        kind(**own, **{k: v for k, v in CARRIED.items() if k != field})


@pytest.mark.parametrize("kind", [FigureBlock, NetworkBlock, MapBlock])
def test_a_picture_without_its_table_cannot_be_made(kind: type) -> None:
    with pytest.raises(TypeError, match="table"):
        kind(title="t", **({"svg": ""} if kind is NetworkBlock else {"chart": None}), **CARRIED)


def test_n_and_coverage_of_a_block() -> None:
    block = TextBlock(sentences=("a",), **CARRIED)
    assert block.n == 42  # the largest of 42 and 40
    assert block.coverage == 0.76  # the lowest of .83 and .76
    none = TextBlock(sentences=("a",), **CARRIED | {"basis": (Basis(3, "stories"),)})
    assert none.coverage is None
    assert TextBlock(sentences=("a",), **CARRIED | {"basis": ()}).n == 0


def test_tables_hold_what_their_columns_say() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        Table("t", (Column("a"),), (("x", "y"),))
    with pytest.raises(ValueError, match="is no number"):
        Table("t", (Column("a", "number"),), (("x",),))
    with pytest.raises(ValueError, match="is no text"):
        Table("t", (Column("a"),), ((1.0,),))
    Table("t", (Column("a", "number"),), ((Share(0.5),), (None,)))


def test_blocks_come_in_their_order() -> None:
    blocks = [TextBlock(sentences=(s,), **CARRIED) for s in "ab"]
    assert list(report(*blocks).blocks()) == blocks
