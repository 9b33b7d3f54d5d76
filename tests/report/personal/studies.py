"""A small study in which everybody rates whom they name, made to be attacked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from clusterdynamics.measures.trust.ratings import trust_items
from clusterdynamics.models.of_study import model_of
from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import Item, Scale
from tests.build import make_study

TRUST = Scale(id="trust", low=1, high=4)
ITEMS = tuple(trust_items(model_of(make_study(["a"]))))


def ring(names: list[str], each: int = 2) -> list[tuple[str, str]]:
    """Everybody names the next few, so that nobody dominates and nobody is named by all."""
    n = len(names)
    return [(names[i], names[(i + step) % n]) for i in range(n) for step in range(1, each + 1)]


def study(
    groups: Mapping[str, int],
    pairs: Iterable[tuple[str, str]],
    *,
    ratings: Mapping[tuple[str, str], float] | None = None,
    silent: Iterable[str] = (),
    findable: Iterable[str] = (),
    areas: Iterable[tuple[str, str, str]] = (),
    purposes: Mapping[tuple[str, str], list[str]] | None = None,
    k_inside: int = 3,
    **more: Any,
) -> Study:
    """Group → number of organisations (``a1 … an``); pairs (from, to) at depth 3; area answers (who, area, answer)."""
    names = [f"{g}{i + 1}" for g, n in groups.items() for i in range(n)]
    answered = [a for a in names if a not in set(silent)]
    given = {pair: 3.0 for pair in pairs if pair[0] in answered} if ratings is None else dict(ratings)
    made = make_study(
        [{"id": a, "type": a[0], "label": f"Verk {a.upper()} AB"} for a in names],
        [("2024", "depth", a, b, 3) for a, b in pairs if a in answered],
        answered={"2024": answered},
        tables={
            "ratings": [
                {"wave": "2024", "item": item, "from": a, "to": b, "value": value, "respondent": f"r-{a}"}
                for (a, b), value in given.items()
                for item in ITEMS
            ],
            "area_answers": [
                {"wave": "2024", "respondent": f"r-{a}", "area": area, "answer": answer} for a, area, answer in areas
            ],
            "consents": [
                {"respondent": f"r-{a}", "choice": c, "class": "yes", "time": datetime(2024, 9, 1)}
                for a in findable
                for c in ("take_part", "findable")
            ],
        },
        scales=(Scale(id="depth", low=0, high=5), TRUST),
        items=tuple(Item(id=i, text=i, kind="rating", scale="trust") for i in ITEMS),
        disclosure={"k_inside": k_inside},
        **more,
    )
    if purposes is None:
        return made
    import polars as pl

    ties = made["ties"].with_columns(
        purpose=pl.Series(
            [purposes.get((a, b)) for a, b in made["ties"].select("from", "to").iter_rows()], dtype=pl.List(pl.String)
        )
    )
    return Study(made.settings, {**made.tables, "ties": ties})
