"""Assessments that the tests of the report share; few replicates, since figures are tested elsewhere."""

from datetime import date

import numpy as np
import pytest

from clusterdynamics.assessment import Assessment, assess
from clusterdynamics.study.settings import Region
from tests.build import make_study

KINDS = ["firm", "firm", "firm", "research", "public"]


def _study(**settings):
    rng = np.random.default_rng(7)
    names = [f"o{i:02d}" for i in range(24)]
    actors = [
        {
            "id": n,
            "label": f"Organisation <{i}> & co",
            "short_label": f"Org {i}",
            "type": KINDS[i % 5],
            "size_class": "large" if i == 0 else "small",
            "is_anchor": i in (0, 5),
        }
        for i, n in enumerate(names)
    ]
    actors[3]["joined"] = "2026"
    actors[3]["predecessor"] = ["o04"]
    actors[4]["left"] = "2026"
    ties = []
    for wave in ("2024", "2026"):
        for i, a in enumerate(names[:-2]):  # the last two have no ties
            for j, b in enumerate(names[:-2]):
                if i == j or (wave == "2024" and 3 in (i, j)) or (wave == "2026" and 4 in (i, j)):
                    continue
                if rng.random() < 0.3:
                    ties.append((wave, "depth", a, b, int(rng.integers(1, 6))))
                if rng.random() < 0.15:
                    ties.append((wave, "advice", a, b))
    answered = {"2024": [n for n in names if n != "o04"][:22], "2026": names[:17] + names[18:21]}
    statements = [f"s{stage}.{k}" for stage in range(1, 6) for k in range(1, 5)]
    answers = [
        {
            "wave": wave,
            "respondent": f"r-{n}",
            "item": item,
            # The higher the stage, the fewer agree, so that the reading lies between.
            "value": str(int(rng.integers(6 - int(item[1]), 6)) if item[1] < "5" else int(rng.integers(1, 4))),
            "state": "answered",
        }
        for wave, people in answered.items()
        for n in people
        for item in statements
    ]
    answers += [
        {"wave": wave, "respondent": f"r-{n}", "item": item, "value": value, "state": "answered"}
        for wave, people in answered.items()
        for k, n in enumerate(people)
        for item, value in (
            ("barriers", "time|money" if k % 3 else "rivalry"),
            ("downturn.orders", str(k % 5 + 1)),
            ("downturn.cooperate", ("more", "less", "same")[k % 3]),
        )
    ]
    return make_study(
        actors,
        ties,
        waves=("2024", "2026"),
        answered=answered,
        tables={
            "answers": answers,
            "nominations": [
                {"wave": wave, "respondent": f"r-{n}", "actor": names[k % 7], "person": "p1" if k % 7 == 1 else None}
                for wave, people in answered.items()
                for k, n in enumerate(people)
            ],
            "area_answers": [
                {
                    "wave": wave,
                    "respondent": f"r-{n}",
                    "area": "training",
                    "answer": ("would_join", "could_offer")[k % 2],
                }
                for wave, people in answered.items()
                for k, n in enumerate(people)
            ],
            "outside_links": [
                {"wave": wave, "respondent": f"r-{n}", "has_links": k % 2 == 0, "partner_type": "customer"}
                for wave, people in answered.items()
                for k, n in enumerate(people)
            ],
            "waves": [
                {"id": "2024", "label": "Autumn 2024", "opens": date(2024, 9, 1), "closes": date(2024, 10, 1)},
                {"id": "2026", "label": "Autumn 2026", "opens": date(2026, 9, 1)},
            ],
        },
        **{
            "title": "A <b>test</b> cluster",
            "cluster": "Testing",
            "region": Region(name="Testland", nuts="XX1"),
            "boundary": "Everybody & everything.",
            "synthetic": True,
            "types": {"firm": "Firm", "research": "Research", "public": "Public body"},
            **settings,
        },
    )


@pytest.fixture(scope="session")
def reading() -> Assessment:
    """Two waves, two relations, kinds of organisations, a merger, organisations without ties."""
    return assess(_study(), seed=1, replicates=20)


@pytest.fixture(scope="session")
def bare() -> Assessment:
    """A study without ties, with one wave, of which nothing is known but its organisations."""
    return assess(make_study(["a", "b", "c"], relations=(), title="Bare"), seed=1, replicates=5)
