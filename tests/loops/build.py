"""Claims for tests, a line each: ``teller: cause > effect``, with the polarity where it is not +."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from clusterdynamics.loops.causal_map import CausalMap, causal_map

COLUMNS = ("id", "story", "cause", "effect", "polarity", "teller", "organisation", "coder", "delay", "quote")


def claims(*lines: str, **more: Sequence[Any]) -> pl.DataFrame:
    """``a: x > y``, ``a: x > y fails``, ``a/2: x > y -`` (the second story of a); each teller has an organisation."""
    rows = []
    for k, line in enumerate(lines):
        who, said = line.split(": ")
        cause, _arrow, effect, *polarity = said.split()
        rows.append(
            {
                "id": f"c{k:02d}",
                "story": f"s-{who}",
                "cause": cause,
                "effect": effect,
                "polarity": polarity[0] if polarity else "+",
                "teller": who.split("/")[0],
                "organisation": who.split("/")[0].upper(),
                "coder": None,
                "delay": None,
                "quote": f"words {k}",
            }
        )
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String()))
    return frame.with_columns(pl.Series(name, values) for name, values in more.items())


def made(*lines: str) -> CausalMap:
    return causal_map(claims(*lines))
