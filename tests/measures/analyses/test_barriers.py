"""Barriers: by hand, gates, words, the demo cluster."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures.analyses import BarriersParams, barriers

from ...build import make_study

SIZES = ["small", "small", "large", None]


def asked(named: dict[str, list[str | None]], n: int = 4, **settings: Any) -> Any:
    """Wave → what organisation 1, 2, … name; more organisations than that are silent."""
    ids = [f"o{i:02d}" for i in range(n)]
    actors = [{"id": a, "size_class": SIZES[i % 4]} for i, a in enumerate(ids)]
    rows = [
        {"wave": w, "respondent": f"r-{ids[i]}", "item": "barriers", "value": v, "state": None if v else "dont_know"}
        for w, values in named.items()
        for i, v in enumerate(values)
    ]
    answered = {w: ids[: len(v)] for w, v in named.items()}
    return make_study(
        actors,
        relations=(),
        waves=list(named),
        answered=answered,
        tables={"answers": rows},
        **settings,
    )


def run(study: Any, replicates: int = 100) -> Any:
    return barriers(study, BarriersParams(replicates=replicates), 1)


def test_shares_counts_and_sizes() -> None:
    found = run(asked({"2024": ["time|money", "time", "rivalry", "time"]}))
    assert found.find("barrier.share", subject="barrier=time").value == 0.75
    assert found.find("barrier.count", subject="barrier=time").value == 3
    assert found.find("barrier.share", subject="barrier=distance").value == 0
    # Small: the first two, both name time, one names money.
    small = found.find("barrier.group.share", subject="size_class:small|barrier=money")
    assert (small.value, small.n) == (0.5, 2)
    assert found.find("barrier.group.count", subject="size_class:not_given|barrier=time").value == 1
    # All small organisations name time: redraws could only say so again.
    everybody = found.find("barrier.group.share", subject="size_class:small|barrier=time")
    assert (everybody.value, everybody.low, everybody.interval) == (1, None, "none")
    assert found.sentences() == (
        "In 2024 these stand in the way most often: Lack of time (75%), Lack of money (25%), Rivalry (25%); "
        "4 organisations answered.",
    )


def test_dont_know_covers_and_does_not_count() -> None:
    found = run(asked({"2024": ["time", "time", "time", None]}))
    e = found.find("barrier.share", subject="barrier=time")
    assert (e.value, e.n, e.coverage) == (1, 3, 1)


def test_gate_and_not_asked() -> None:
    low = run(asked({"2024": ["time", "time"]}))
    assert low.sentences() == ("Barriers, 2024: We cannot say, because 50% answered and this needs 65%.",)
    nothing = run(make_study(["a", "b"]))
    assert nothing.sentences() == ("What stands in the way of working together was not asked.",)
    assert {e.reason for e in nothing.estimates} == {"not_asked"}


def test_nobody_names_anything() -> None:
    study = make_study(
        ["a"],
        relations=(),
        answered={"2024": ["a"]},
        tables={"answers": [{"wave": "2024", "respondent": "r-a", "item": "barriers", "state": "answered"}]},
    )
    assert run(study).sentences() == ("In 2024 nobody names anything that stands in the way.",)


def test_what_has_clearly_changed_is_said() -> None:
    n = 40
    before = ["money"] * 36 + ["time"] * 4
    after = ["money"] * 4 + ["time"] * 36
    said = run(asked({"2024": before, "2026": after}, n), 300).sentences()
    assert said[1:] == (
        "Named more often than in the wave before: Lack of time.",
        "Named less often than in the wave before: Lack of money.",
    )
    same = run(asked({"2024": before, "2026": before}, n), 300)
    assert len(same.sentences()) == 1


@settings(max_examples=25)
@given(st.lists(st.sets(st.sampled_from(["time", "money", "trust"]), min_size=1), min_size=1, max_size=8))
def test_shares_are_those_of_counting(ticked: list[set[str]]) -> None:
    found = run(asked({"2024": ["|".join(sorted(t)) for t in ticked]}, len(ticked)), 5)
    for b in ("time", "money", "trust"):
        share = sum(b in t for t in ticked) / len(ticked)
        assert found.find("barrier.share", subject=f"barrier={b}").value == pytest.approx(share)
    backwards = run(asked({"2024": ["|".join(sorted(t, reverse=True)) for t in ticked]}, len(ticked)), 5)
    assert backwards == found


def test_the_demo() -> None:
    found = run(skogsbygden.build())
    # Whoever names nothing names time (opinions.py), so nothing is named more often.
    assert found.shares("2026")[0].subject == "barrier=time"
    assert sum(e.n for e in found.estimates if e.wave == "2026" and e.name == "barrier.group.share") == 8 * 32
