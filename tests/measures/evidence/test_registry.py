"""Each measure of evidence by hand, on real data with a known answer, and against counting."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.measures.evidence import EVIDENCE, Look, evidence
from clusterdynamics.models import load_model
from clusterdynamics.models.elements import Measure
from tests.build import make_study, random_study
from tests.measures.data import read_matrix

from .studies import MODEL, W, a_study, look, rule


def value(measure: str, **parameters: float) -> float:
    return evidence(look(), rule(measure, parameters=parameters)).value


def test_every_measure_of_every_model_is_there() -> None:
    assert set(EVIDENCE) == set(get_args(Measure))
    assert {r.measure for r in load_model().evidence} <= set(EVIDENCE)


def test_share_with_ties() -> None:
    # Contact: all five have one (d by e's report). Two ties of depth 2: a, b, c of five.
    assert value("share_with_ties", depth=1, ties=1) == 1
    assert value("share_with_ties", depth=2, ties=2) == pytest.approx(3 / 5)
    # Deep with a purpose in a deep report: a–b (c's purpose stands on a report of 3).
    assert value("share_with_ties", depth=4, ties=1, purpose=1) == pytest.approx(2 / 5)
    assert value("share_with_ties") == pytest.approx(3 / 5)  # cooperation, at least one


def test_only_those_who_answered_are_counted() -> None:
    found = evidence(
        look(a_study(answered=["a", "b", "c"])), rule("share_with_ties", parameters={"depth": 2, "ties": 2})
    )
    assert (found.value, found.n) == (1, 3)


def test_largest_component() -> None:
    assert value("largest_component", depth=1) == pytest.approx(3 / 5)  # a, b, c beside d, e
    assert value("largest_component") == pytest.approx(3 / 5)


def test_areas_in_use() -> None:
    found = evidence(look(), rule("areas_in_use", parameters={"organisations": 3}))
    # Training by three, visits by two, voice by four, products by none.
    assert (found.value, found.n) == (0.5, 4)
    # Without a, b or c, training falls away; without d nothing changes (e does nothing).
    assert found.left_out is not None
    assert sorted(found.left_out) == [0.25, 0.25, 0.25, 0.5]
    assert value("areas_in_use", organisations=1) == 0.75


def test_areas_of_the_model_where_the_study_lists_none() -> None:
    study = a_study(tables={"areas": []})
    assert evidence(look(study), rule("areas_in_use")).n == len(MODEL.areas)


def test_confirmed_pairs() -> None:
    # Depth 2: a–b and a–c by both, b–c by one.
    found = evidence(look(), rule("confirmed_pairs", parameters={"depth": 2}))
    assert (found.value, found.n, found.pairs) == (pytest.approx(2 / 3), 3, 10)
    # Depth 4: a–b by both, a–c by a only.
    assert value("confirmed_pairs", depth=4) == 0.5


def test_trust() -> None:
    # Cooperating pairs in which both have rated: a–b (3, 3) trusts, a–c (4, 2) does not.
    found = evidence(look(), rule("mutual_trust", parameters={"depth": 2}))
    assert (found.value, found.n, found.pairs) == (0.5, 2, 2)
    # Trusted and rated in return: a→b, b→a (returned), a→c (not); b→c is not judged, c has not rated b.
    found = evidence(look(), rule("trust_returned", parameters={"depth": 2}))
    assert (found.value, found.n, found.pairs) == (pytest.approx(2 / 3), 3, 2)
    # Among pairs of depth 5: a→c alone.
    assert value("trust_returned", depth=5) == 0
    assert value("trust_returned") == pytest.approx(2 / 3)


def test_crossing_types() -> None:
    # Deep: a–b (firm, firm), a–c (firm, public). From depth 1 on also b–c; e gives no type.
    assert value("crossing_types") == 0.5
    found = evidence(look(), rule("crossing_types", parameters={"depth": 1}))
    assert (found.value, found.n) == (pytest.approx(2 / 3), 3)


def test_within_steps() -> None:
    # a→b, b→c, d→c, and a→c in two steps: 4 of 20; 3 in one step.
    assert value("within_steps", steps=2) == value("within_steps") == 0.2
    assert value("within_steps", steps=1) == 0.15


def test_outside_givers() -> None:
    # Links outside: a, b, c; asked for advice: b by one, c by two, a by nobody.
    assert value("outside_givers") == pytest.approx(2 / 3)
    assert value("outside_givers", partners=2) == pytest.approx(1 / 3)


def test_none_to_judge() -> None:
    empty = Look(make_study(["a", "b"]), W, MODEL)
    for measure in (
        "confirmed_pairs",
        "mutual_trust",
        "trust_returned",
        "crossing_types",
        "outside_givers",
        "areas_in_use",
    ):
        assert np.isnan(evidence(empty, rule(measure)).value), measure


def test_a_relation_that_the_study_has_not() -> None:
    with pytest.raises(KeyError):
        evidence(Look(make_study(["a"], relations=()), W, MODEL), rule("share_with_ties"))


def test_advice_with_values_counts_as_advice() -> None:
    study = make_study(["a", "b", "c"], [(W, "advice", "a", "b", 3), (W, "advice", "b", "c", 1)])
    assert evidence(Look(study, W, MODEL), rule("within_steps", parameters={"steps": 1})).value == pytest.approx(2 / 6)


@settings(max_examples=30)
@given(st.integers(2, 10), st.integers(0, 200))
def test_every_share_lies_between_0_and_1(n: int, seed: int) -> None:
    seen = Look(random_study(n, seed=seed, missing=0.2), W, MODEL)
    for measure in sorted(set(EVIDENCE) - {"areas_in_use"}):
        found = evidence(seen, rule(measure)).value
        assert np.isnan(found) or 0 <= found <= 1, measure


def test_what_senders_and_receivers_of_a_policy_field_confirm(shared_data: Path) -> None:
    """README of the data: 189 ties told by senders, 185 by receivers, 63 confirmed, so 311 told by at least one.

    Every organisation stands twice on the roster, as sender and as receiver of scientific information.
    """
    to, source = (read_matrix(shared_data / "chemnet" / f"sci{end}.csv") for end in ("to", "from"))
    names = [f"s.{a}" for a in to.nodes] + [f"r.{a}" for a in to.nodes]
    ties = [
        (W, "depth", f"{mine}.{i}", f"{theirs}.{j}", 2)
        for net, mine, theirs in ((to, "s", "r"), (source, "r", "s"))
        for i, row in zip(net.nodes, net.ties, strict=True)
        for j, tie in zip(net.nodes, row, strict=True)
        if tie
    ]
    found = evidence(Look(make_study(names, ties), W, MODEL), rule("confirmed_pairs"))
    assert found.n == 311
    assert found.value == pytest.approx(63 / 311)
