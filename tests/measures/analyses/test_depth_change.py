"""Depth between two waves: by hand, on the demo cluster, and what went along with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures.analyses import DepthChangeParams, depth_change

from ...build import ADVICE, DEPTH, make_study, random_study

TRUST = ("trust.reliable", "trust.shared_aims", "trust.open")


def test_the_matrix_by_hand() -> None:
    ties = [
        ("1", "depth", "a", "b", 1),
        ("2", "depth", "b", "a", 3),  # the other side tells: 1 → 3
        ("1", "depth", "a", "c", 2),
        ("2", "depth", "a", "c", 2),  # 2 → 2
        ("1", "depth", "b", "c", 4),  # 4 → 0
        ("2", "depth", "a", "d", 1),  # 0 → 1
    ]
    found = depth_change(
        make_study(list("abcd"), ties, relations=(DEPTH,), waves="12"), DepthChangeParams(replicates=50), 1
    )
    moved = {e.subject: e.value for e in found.estimates if e.name == "transition.pairs" and e.value}
    assert moved == {"1→3": 1, "2→2": 1, "4→0": 1, "0→1": 1, "0→0": 2}
    assert found.find("transition.share", subject="0→1").value == pytest.approx(1 / 3)
    assert found.find("transition.share", subject="5→5").reason == "none_to_judge"
    values = [found.find(f"depth_change.{k}").value for k in ("deeper", "same", "less", "started")]
    assert values == pytest.approx([1 / 3] * 4)
    assert found.find("depth_change.started").n == 3
    assert found.sentences() == (
        "Of 3 pairs in contact in 1, 33% worked together more deeply in 2, 33% as before, 33% less deeply or no more.",
        "Of 3 pairs without contact in 1, 33% had begun by 2.",
    )
    frame = found.flow("1→2")
    assert frame["pairs"].sum() == 6  # all pairs of four


def test_what_both_confirm() -> None:
    ties = [
        ("1", "depth", "a", "b", 4),
        ("1", "depth", "b", "a", 2),
        ("2", "depth", "a", "b", 4),
        ("2", "depth", "b", "a", 3),
    ]
    study = make_study(list("ab"), ties, relations=(DEPTH,), waves="12")
    moved = depth_change(study, DepthChangeParams(symmetrise="both", replicates=0), 1)
    assert moved.find("transition.pairs", subject="2→3").value == 1


def test_reports_that_were_given_once_do_not_count() -> None:
    # b tells of a–b in the second wave only; a did not report it in either: nothing is compared but a's report.
    ties = [("2", "depth", "b", "a", 5), ("1", "depth", "a", "c", 1), ("2", "depth", "a", "c", 1)]
    answered = {"1": ["a", "c", "d"], "2": ["a", "b", "c", "d"]}
    study = make_study(list("abcd"), ties, relations=(DEPTH,), waves="12", answered=answered)
    found = depth_change(study, DepthChangeParams(replicates=0), 1)
    assert found.value_of("transition.pairs", subject="0→5") == 0
    assert found.value_of("transition.pairs", subject="0→0") == 5


def test_a_second_person_in_one_wave_moves_no_pair() -> None:
    people = [
        {"id": f"r-{a}", "wave": w, "actor": a, "status": "submitted", "is_lead": True} for w in "12" for a in "abc"
    ]
    people.append({"id": "s-a", "wave": "2", "actor": "a", "status": "submitted"})
    rows = [
        {"wave": w, "relation": "depth", "from": "a", "to": "b", "value": 2.0, "respondent": "r-a"} for w in "12"
    ] + [{"wave": "2", "relation": "depth", "from": "a", "to": "c", "value": 5.0, "respondent": "s-a"}]
    study = make_study(list("abc"), relations=(DEPTH,), waves="12", tables={"respondents": people, "ties": rows})
    found = depth_change(study, DepthChangeParams(replicates=0), 1)
    assert found.value_of("transition.pairs", subject="0→0") == 2
    assert found.value_of("transition.pairs", subject="2→2") == 1


def along_study(rises: bool):
    """Nine organisations, all 36 pairs at depth 2; half of them deepen, and trust rises in these (or in the others)."""
    ids = [f"o{i}" for i in range(9)]
    pairs = [(a, b) for i, a in enumerate(ids) for b in ids[i + 1 :]]
    deepened = {p for k, p in enumerate(pairs) if k % 2}
    ties, ratings = [], []
    for a, b in pairs:
        for w in "12":
            ties.append((w, "depth", a, b, 3 if w == "2" and (a, b) in deepened else 2))
            high = w == "2" and ((a, b) in deepened) == rises
            ratings += [{"wave": w, "from": a, "to": b, "item": item, "value": 4.0 if high else 3.0} for item in TRUST]
    return make_study(ids, ties, relations=(DEPTH,), waves="12", tables={"ratings": ratings})


@pytest.mark.parametrize(
    ("rises", "difference", "words"), [(True, 1.0, "went along with rising trust"), (False, -1.0, "rose less often")]
)
def test_depth_and_trust_side_by_side(rises: bool, difference: float, words: str) -> None:
    found = depth_change(along_study(rises), DepthChangeParams(replicates=100), 1)
    counts = {e.subject: e.value for e in found.estimates if e.name == "along.pairs"}
    assert counts == (
        {"deeper|rose": 18, "deeper|not": 0, "not|rose": 0, "not|not": 18}
        if rises
        else {"deeper|rose": 0, "deeper|not": 18, "not|rose": 18, "not|not": 0}
    )
    assert found.find("along.difference").value == difference
    assert words in found.explain()
    assert "because" not in found.explain()


def test_too_few_pairs_for_trust() -> None:
    study = along_study(True)
    fewer = study.settings.model_copy(update={"gates": study.settings.gates.model_copy(update={"pairs": 37})})
    found = depth_change(type(study)(fewer, study.tables), DepthChangeParams(replicates=0), 1)
    assert (
        found.find("along.difference").why
        == "We cannot say, because 36 pairs can be compared both times and this needs 37."
    )
    assert any("Deeper cooperation and trust: We cannot say" in s for s in found.sentences())


def test_without_depth_or_without_a_second_wave() -> None:
    assert depth_change(make_study(["a"], relations=(ADVICE,))).sentences() == (
        "How deeply organisations work together was not asked.",
    )
    assert "one wave so far" in depth_change(make_study(["a", "b"], relations=(DEPTH,))).explain()
    few = {"1": list("abcd"), "2": ["a"]}
    shut = depth_change(make_study(list("abcd"), relations=(DEPTH,), waves="12", answered=few), None, 1)
    assert shut.sentences() == ("Depth, 1 to 2: We cannot say, because 25% answered and this needs 65%.",)
    shut.chart()


def test_what_is_hidden_is_not_told() -> None:
    found = depth_change(along_study(True), DepthChangeParams(replicates=20), 1)
    without = [e for e in found.estimates if e.name not in ("depth_change.same", "along.rose")]
    assert not any("worked together" in s for s in found.with_estimates(without).sentences())


@given(st.integers(0, 10_000))
def test_rows_add_up(seed: int) -> None:
    found = depth_change(random_study(9, seed=seed, missing=0.1), DepthChangeParams(replicates=0), 1)
    counts = {e.subject: e for e in found.estimates if e.name == "transition.pairs"}
    if any(e.value is None for e in counts.values()):
        return
    shares = {e.subject: e for e in found.estimates if e.name == "transition.share"}
    assert sum(e.value for e in counts.values()) == next(iter(counts.values())).n
    for d in range(6):
        row = [shares[f"{d}→{e}"].value for e in range(6)]
        n = sum(counts[f"{d}→{e}"].value for e in range(6))
        assert n == shares[f"{d}→0"].n
        assert row == [None] * 6 if n == 0 else sum(row) == pytest.approx(1)


def test_the_demo_cluster() -> None:
    study = skogsbygden.build()
    found = depth_change(study, DepthChangeParams(replicates=100), 1)
    assert found.waves == ("2024→2026",)
    assert len(found.depths) == 6
    deeper, same, less = (found.find(f"depth_change.{k}") for k in ("deeper", "same", "less"))
    assert deeper.value + same.value + less.value == pytest.approx(1)
    assert deeper.low < deeper.value < deeper.high
    # Counted again from the tables alone, in test_network_change.py, for one measure; here the total: pairs of the
    # 36 stayers of which a report was given both times.
    assert found.find("transition.pairs", subject="0→0").n == 575
