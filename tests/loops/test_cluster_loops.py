"""States, other loops, what would close most, ranking: by hand on small maps, and planted in the demo."""

from __future__ import annotations

import time

import numpy as np
import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.loops.cluster_loops import Bounds, all_loops, incidence, mends, rank_draws, ranks
from clusterdynamics.loops.matching import match_factors
from clusterdynamics.loops.states import LinkStatus, LoopState, link_status, pivots, standing, whole_state
from clusterdynamics.models import load_model
from tests.loops.build import claims, made

MODEL = load_model("reference")
RULE = MODEL.story_evidence
RING = (("x", "y", 1), ("y", "z", 1), ("z", "x", -1))
FULL = ["a: x > y", "b: x > y", "a: y > z", "b: y > z", "a: z > x -", "b: z > x -"]


def state(*lines: str) -> LoopState:
    return standing(made(*lines), RING, RULE).state


def test_the_rule_is_two_tellers_of_two_organisations() -> None:
    assert (RULE.tellers, RULE.organisations) == (2, 2)


def test_running() -> None:
    found = standing(made(*FULL), RING, RULE)
    assert found.state is LoopState.RUNNING
    assert found.joined == ("s-a", "s-b")
    assert found.whole == ("a", "b")
    assert (found.evidence, found.homes) == (2, ("A", "B"))
    assert pivots(made(*FULL), RING, found, RULE) == 2
    more = [*FULL, "c: x > y", "c: y > z", "c: z > x -"]
    assert pivots(made(*more), RING, standing(made(*more), RING, RULE), RULE) == 0


def test_told_by_enough_but_no_story_joins_two_links_is_weak() -> None:
    lines = ["a: x > y", "b: x > y", "c: y > z", "d: y > z", "e: z > x -", "f: z > x -"]
    assert state(*lines) is LoopState.WEAK
    # Another story of the same teller is another telling.
    assert state("a: x > y", "b: x > y", "a/2: y > z", "d: y > z", "e: z > x -", "f: z > x -") is LoopState.WEAK
    assert state(*lines, "a: y > z") is LoopState.RUNNING


def test_two_tellers_of_one_organisation_are_not_enough() -> None:
    from clusterdynamics.loops.causal_map import causal_map

    frame = claims(*FULL, organisation=["A"] * 6)
    assert standing(causal_map(frame), RING, RULE).state is LoopState.WEAK


def test_broken_even_where_others_tell_it() -> None:
    assert state(*FULL, "c: y > z fails") is LoopState.RUNNING
    broken = made(*FULL, "c: y > z fails", "d: y > z fails")
    found = standing(broken, RING, RULE)
    assert found.state is LoopState.BROKEN
    assert found.statuses == (LinkStatus.TOLD, LinkStatus.FAILS, LinkStatus.TOLD)
    # Without c or without d it would run.
    assert pivots(broken, RING, found, RULE) == 2


def test_weak_and_not_told() -> None:
    assert state("a: x > y") is LoopState.WEAK
    assert state("a: q > r") is LoopState.NOT_TOLD
    # Who says the other sign speaks of the link, and does not tell it.
    other = made("a: z > x", "b: z > x", "c: z > x -")
    assert link_status(other.arrows["z", "x"], -1, RULE) is LinkStatus.FEW
    assert link_status(None, 1, RULE) is LinkStatus.UNTOLD
    assert standing(other, RING, RULE).evidence == 0
    both = made(*FULL, "c: z > x", "c: x > y")
    assert standing(both, RING, RULE).joined == ("s-a", "s-b")


def test_the_state_of_a_loop_of_several_circuits() -> None:
    run, broken, weak, silent = LoopState.RUNNING, LoopState.BROKEN, LoopState.WEAK, LoopState.NOT_TOLD
    assert whole_state([run, run]) is run
    assert whole_state([run, broken]) is broken
    assert whole_state([run, silent]) is weak
    assert whole_state([silent]) is silent
    assert whole_state([LoopState.NOT_SHOWN, broken]) is LoopState.NOT_SHOWN
    assert whole_state([weak, run]) is weak


def test_all_loops_of_the_model_and_of_the_map() -> None:
    loops, complete = all_loops(made("a: trust > p", "a: p > trust -", "a: q > q"), MODEL, RULE)
    # 22 elementary circuits, of which 14 are named (the draft of the reference model, and its circuits).
    assert sum(f.kind == "named" for f in loops) == sum(len(x.circuits) for x in MODEL.loops)
    assert sum(f.kind != "map" for f in loops) == 22
    others = [f for f in loops if f.kind == "map"]
    assert {f.chain for f in others} == {("p", "trust", "p"), ("q", "q")}
    assert {f.chain: f.reinforcing for f in others} == {("p", "trust", "p"): False, ("q", "q"): True}
    assert complete
    for f in loops:
        if f.kind == "named":
            circuit = next(c for c in MODEL.loop(f.loop).circuits if c.id == f.circuit)
            assert f.chain == circuit.chain
            assert f.reinforcing == (circuit.polarity == "reinforcing")


def test_what_would_close_most() -> None:
    lines = [f"{t}: {c} > {e}" for t in "ab" for c, e in (("x", "y"), ("y", "x"), ("y", "z"), ("z", "w"))]
    found = made(*lines, "a: w > y fails", "b: w > y fails", "a: w > x")
    loops, _complete = all_loops(found, MODEL, RULE)
    mine = {f.chain[:-1]: f for f in loops if f.kind == "map"}
    assert {c: f.standing.state for c, f in mine.items()} == {
        ("x", "y"): LoopState.RUNNING,
        ("w", "y", "z"): LoopState.BROKEN,
        ("w", "x", "y", "z"): LoopState.WEAK,
    }
    options = [m for m in mends(loops, found, RULE) if m.closes]
    assert [(m.cause, m.effect, m.status) for m in options] == [
        ("w", "y", LinkStatus.FAILS),
        ("w", "x", LinkStatus.FEW),
    ]
    assert options[0].closes == (mine["w", "y", "z"].id,)


def test_ranks_share_the_middle() -> None:
    assert ranks(np.array([2.0, 5.0, 2.0, 0.0])).tolist() == [2.5, 1.0, 2.5, 4.0]


def test_redraws_of_tellers() -> None:
    found = made(*FULL, "c: p > q", "c: q > p")
    loops = [f for f in all_loops(found, MODEL, RULE)[0] if f.kind == "map"]
    table, members = incidence(found, loops)
    assert table.sum() == 8
    draws = rank_draws(np.random.default_rng(1), 4000, table, members)
    assert draws.shape == (4000, 2, 2)
    by_chain = {f.chain[0]: k for k, f in enumerate(loops)}
    # Three tellers drawn with replacement: the pair p-q has c alone, drawn 1 time on average; x-y-z has a and b: 2.
    means = draws[:, :, 0].mean(axis=0)
    assert means[by_chain["p"]] == pytest.approx(1.0, abs=0.06)
    assert means[by_chain["x"]] == pytest.approx(2.0, abs=0.06)
    # c is drawn more often than a and b together with 2 or 3 of 3: 7 of 27.
    first = (draws[:, by_chain["p"], 1] == 1).mean()
    assert first == pytest.approx(7 / 27, abs=0.03)


def test_matching() -> None:
    found = match_factors(["trust", "TRUST", "~openness", "common aims", "small victories", "zzz"], MODEL)
    assert dict(found.matched) == {"trust": "trust", "TRUST": "trust", "~openness": "~openness"}
    assert found.unmatched == ("common aims", "small victories", "zzz")
    given = match_factors(["common aims"], MODEL, {"common aims": "shared_purpose"})
    assert dict(given.matched) == {"common aims": "shared_purpose"}
    suggested = match_factors(["joint project", "f1"], MODEL, labels={"f1": "Openness of partners"})
    assert ("joint project", "joint_projects") in {(s.factor, s.model_factor) for s in suggested.suggestions}
    assert ("f1", "openness") in {(s.factor, s.model_factor) for s in suggested.suggestions}
    with pytest.raises(InputError, match="does not have: ~nothing"):
        match_factors(["a"], MODEL, {"a": "~nothing"})


def test_more_loops_than_can_be_looked_at() -> None:
    names = [f"n{k}" for k in range(9)]
    lines = [f"a: {c} > {e}" for c in names for e in names if c != e] + ["b: n0 > n1", "b: n1 > n0", "b: n1 > n2"]
    loops, complete = all_loops(made(*lines), MODEL, RULE, Bounds(shown=5, most=100))
    assert not complete
    best = [f for f in loops if f.kind == "map"]
    assert len(best) == 5
    assert best[0].chain[:-1] == ("n0", "n1")
    assert best[0].standing.evidence == 2


def test_a_hundred_thousand_claims_in_bounded_time() -> None:
    import polars as pl

    rng = np.random.default_rng(1)
    n = 100_000
    factors = np.array([f"f{k}" for k in range(400)])
    frame = pl.DataFrame(
        {
            "id": [f"c{k}" for k in range(n)],
            "story": [f"s{k % 20_000}" for k in range(n)],
            "cause": factors[rng.integers(0, 400, n)],
            "effect": factors[rng.integers(0, 400, n)],
            "polarity": rng.choice(["+", "-", "fails"], n, p=[0.7, 0.2, 0.1]),
            "teller": [f"t{k % 20_000}" for k in range(n)],
            "organisation": [f"o{k % 500}" for k in range(n)],
        }
    )
    from clusterdynamics.loops.causal_map import causal_map

    start = time.perf_counter()
    loops, complete = all_loops(causal_map(frame), MODEL, RULE)
    took = time.perf_counter() - start
    assert not complete
    assert sum(f.kind == "map" for f in loops) == 20
    assert took < 60
