"""Ways to break the good study, and what a kind of bad input is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from clusterdynamics.study.codes import Code
from tests.study.cast import SETTINGS, TABLES

type Change = Callable[[Path], None]


def line(table: str, row: int, text: str) -> Change:
    """Replace one line of a table."""

    def change(folder: Path) -> None:
        lines = TABLES[table].copy()
        lines[row - 1] = text
        (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    return change


def more(table: str, *texts: str) -> Change:
    """Add lines to a table."""

    def change(folder: Path) -> None:
        with (folder / f"{table}.csv").open("a", encoding="utf-8") as stream:
            stream.write("".join(f"{t}\n" for t in texts))

    return change


def only(table: str, *texts: str) -> Change:
    """Write a table anew."""

    def change(folder: Path) -> None:
        (folder / f"{table}.csv").write_text("\n".join(texts) + "\n", encoding="utf-8")

    return change


def raw(name: str, content: bytes) -> Change:
    def change(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return change


def without(*names: str) -> Change:
    def change(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return change


def toml(old: str, new: str) -> Change:
    """Replace a piece of the settings, which must be there."""
    assert old in SETTINGS

    def change(folder: Path) -> None:
        (folder / "study.toml").write_text(SETTINGS.replace(old, new, 1), encoding="utf-8")

    return change


def both(*changes: Change) -> Change:
    def change(folder: Path) -> None:
        for one in changes:
            one(folder)

    return change


@dataclass(frozen=True)
class Bad:
    """One kind of bad input, and the problem it must give."""

    id: str
    change: Change
    code: Code
    file: str
    row: int | None = None
    column: str | None = None
    says: str = ""
