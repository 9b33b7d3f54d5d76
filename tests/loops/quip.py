"""A small reader of the QuIP example, for tests alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import CalamineWorkbook


def sheet(path: Path, name: str) -> list[dict[str, Any]]:
    head, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python()
    return [dict(zip(head, row, strict=True)) for row in rows]


def read(folder: Path) -> tuple[pl.DataFrame, dict[str, str]]:
    """Claims with their tellers (the sources), and the text of every statement."""
    path = folder / "causal" / "quip" / "example-file.xlsx"
    factors = {f["factor_id"]: f["label"] for f in sheet(path, "factors")}
    statements = {s["statement_id"]: s for s in sheet(path, "statements")}
    rows = [
        {
            "id": f"c{k:03d}",
            "story": str(int(link["statement_id"])),
            "cause": factors[link["from"]],
            "effect": factors[link["to"]],
            "polarity": "-" if link["posneg"] == "N" else "+",
            "quote": link["quote"],
            "start": None,
            "end": None,
            "coder": None,
            "delay": None,
            "teller": statements[link["statement_id"]]["source_id"],
            "organisation": None,
        }
        for k, link in enumerate(sheet(path, "links"))
    ]
    kinds = dict.fromkeys(rows[0], pl.String()) | {"start": pl.Int64(), "end": pl.Int64()}
    texts = {str(int(i)): s["text"] for i, s in statements.items()}
    return pl.DataFrame(rows, schema=kinds), texts
