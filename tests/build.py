"""Small studies for tests, in a few lines each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import Relation, Scale, StudySettings
from clusterdynamics.study.tables import TABLES

DEPTH = Relation(
    id="depth", label="Depth", scale="depth", directed=False, levels={"contact": 1, "cooperation": 2, "deep": 4}
)
ADVICE = Relation(id="advice", label="Advice")
DEPTH_SCALE = Scale(id="depth", low=0, high=5)


def frame(table: str, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Return a table of the package with the columns given; the others are empty."""
    schema = TABLES[table].schema
    rows = list(rows)
    extra = {k for row in rows for k in row} - set(schema)
    full = schema | dict.fromkeys(sorted(extra), pl.String())
    return pl.DataFrame([{k: row.get(k) for k in full} for row in rows], schema=full)


def make_study(
    actors: Sequence[str] | Sequence[Mapping[str, Any]],
    ties: Iterable[tuple[Any, ...]] = (),
    *,
    relations: Sequence[Relation] = (DEPTH, ADVICE),
    waves: Sequence[str] = ("2024",),
    answered: Mapping[str, Sequence[str]] | None = None,
    asked: Mapping[str, Sequence[str]] | None = None,
    tables: Mapping[str, Iterable[Mapping[str, Any]]] | None = None,
    **settings: Any,
) -> Study:
    """Return a study; ties are (wave, relation, from, to[, value]).

    `answered` and `asked` (wave → actors) make one respondent for each actor; without them everybody present
    counts as having answered.
    """
    rows = [{"id": a, "label": a.upper()} if isinstance(a, str) else {"label": a["id"].upper(), **a} for a in actors]
    frames = {
        "actors": frame("actors", rows),
        "waves": frame("waves", [{"id": w} for w in waves]),
        "ties": frame(
            "ties",
            [
                {"wave": w, "relation": r, "from": i, "to": j, "value": float(value[0]) if value else 1.0}
                for w, r, i, j, *value in ties
            ],
        ),
    }
    if answered is not None:
        everybody = [str(r["id"]) for r in rows]
        people = []
        for wave in waves:
            done = set(answered.get(wave, ()))
            for actor in (asked or {}).get(wave, everybody):
                status = "submitted" if actor in done else "invited"
                people.append({"id": f"r-{actor}", "wave": wave, "actor": actor, "status": status})
        frames["respondents"] = frame("respondents", people)
        person = {(p["wave"], p["actor"]): p["id"] for p in people}
        frames["ties"] = frames["ties"].with_columns(
            respondent=pl.Series(
                [person.get((w, i)) for w, i in frames["ties"].select("wave", "from").iter_rows()], dtype=pl.String
            )
        )
    frames |= {name: frame(name, given) for name, given in (tables or {}).items()}
    return Study(
        StudySettings(
            **{"title": "A test", "relations": tuple(relations), "scales": (DEPTH_SCALE,), **settings}  # type: ignore[arg-type]
        ),
        frames,
    )


def random_study(
    n: int = 16, *, seed: int = 1, density: float = 0.3, waves: Sequence[str] = ("2024", "2026"), missing: float = 0.15
) -> Study:
    """Return a study of `n` organisations of three kinds with depth and advice, some of which did not answer."""
    rng = np.random.default_rng(seed)
    ids = [f"o{i:02d}" for i in range(n)]
    kinds = ["firm", "research", "public"]
    actors = [{"id": a, "type": kinds[i % 3], "size_class": "small" if i % 2 else "large"} for i, a in enumerate(ids)]
    ties, answered = [], {}
    for wave in waves:
        answered[wave] = [a for a in ids if rng.random() >= missing]
        for i in answered[wave]:
            for j in ids:
                if i != j and rng.random() < density:
                    ties.append((wave, "depth", i, j, int(rng.integers(1, 6))))
                if i != j and rng.random() < density:
                    ties.append((wave, "advice", i, j, 1))
    return make_study(actors, ties, waves=waves, answered=answered)
