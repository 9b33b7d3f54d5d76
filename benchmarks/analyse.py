"""The whole analysis of a large cluster: 500 organisations, 5,000 ties, statements; 2,000 redraws, on all cores."""

from __future__ import annotations

import time

import numpy as np
import polars as pl

from clusterdynamics import compute
from clusterdynamics.assessment import ANALYSES, assess
from clusterdynamics.models import load_model
from clusterdynamics.report import results_json
from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import Item, Relation, StudySettings
from clusterdynamics.study.tables import TABLES

N, TIES, SEED = 500, 5_000, 1


def table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    schema = TABLES[name].schema
    return pl.DataFrame([{k: row.get(k) for k in schema} for row in rows], schema=schema)


def large_study() -> Study:
    rng = np.random.default_rng(SEED)
    ids = [f"a{i:03d}" for i in range(N)]
    kinds = rng.choice(["firm", "research", "public"], N).tolist()
    pairs = [p for p in rng.choice(N * N, TIES + 500, replace=False).tolist() if p // N != p % N][:TIES]
    statements = load_model().statements
    level = {s.id: 4.2 - 0.5 * int(s.id[1]) for s in statements}
    return Study(
        StudySettings(
            title="A large cluster",
            relations=(Relation(id="advice", label="Advice"),),
            items=tuple(Item(id=s.id, text=s.text) for s in statements),
        ),
        {
            "actors": table("actors", [{"id": a, "label": a, "type": k} for a, k in zip(ids, kinds, strict=True)]),
            "waves": table("waves", [{"id": "1"}]),
            "respondents": table(
                "respondents", [{"id": a, "wave": "1", "actor": a, "status": "submitted"} for a in ids]
            ),
            "ties": table(
                "ties",
                [
                    {"wave": "1", "relation": "advice", "from": ids[p // N], "to": ids[p % N], "value": 1.0}
                    for p in pairs
                ],
            ),
            "answers": table(
                "answers",
                [
                    {
                        "wave": "1",
                        "respondent": a,
                        "item": item,
                        "value": str(int(np.clip(round(mean + rng.normal()), 1, 5))),
                    }
                    for a in ids
                    for item, mean in level.items()
                ],
            ),
        },
    )


def main() -> None:
    study = large_study()
    with compute.using(workers=0, backend="threading"):
        assess(study, replicates=10, analyses=["coverage", "stage"])  # loads what is compiled
        took: dict[str, float] = {}
        for name in ANALYSES:
            start = time.perf_counter()
            assess(study, seed=1, replicates=2000, analyses=[name])
            took[name] = time.perf_counter() - start
        start = time.perf_counter()
        reading = assess(study, seed=1, replicates=2000)
        whole = time.perf_counter() - start
    start = time.perf_counter()
    results_json(reading)
    written = time.perf_counter() - start
    print(f"{N} organisations, {TIES} ties, 2,000 redraws")
    for name, seconds in sorted(took.items(), key=lambda item: -item[1]):
        if seconds >= 0.05:
            print(f"  {name:<18}{seconds:7.2f} s")
    print(f"  {'all analyses':<18}{whole:7.2f} s")
    print(f"  {'results.json':<18}{written:7.2f} s")


if __name__ == "__main__":
    main()
