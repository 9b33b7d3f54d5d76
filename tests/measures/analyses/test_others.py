"""Confirmation, mixing, brokerage, figures of each organisation, change: small networks counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from clusterdynamics.measures.analyses import (
    ActorMeasuresParams,
    BrokerageRolesParams,
    ChangeParams,
    ConfirmationsParams,
    MixingParams,
    actor_measures,
    brokerage_roles,
    change,
    confirmations,
    mixing,
)

from ...build import ADVICE, DEPTH, make_study, random_study
from .test_whole_network import kecskemet_study

TEN = [f"o{i}" for i in range(10)]


# -- confirmation ----------------------------------------------------------------------------------------------


def pairs_study(answered: list[str] | None = None):
    ties = [
        ("2024", "depth", "o0", "o1", 3),
        ("2024", "depth", "o1", "o0", 5),  # confirmed, two steps apart
        ("2024", "depth", "o2", "o3", 2),  # one-sided: two steps from "no tie"
        ("2024", "depth", "o4", "o9", 1),
    ]
    return make_study(TEN, ties, relations=(DEPTH,), answered={"2024": answered or TEN})


def test_confirmed_and_one_sided_by_hand() -> None:
    found = confirmations(pairs_study(), ConfirmationsParams(50), 1)
    assert found.find("confirmed", network="contact").value == 1
    assert found.find("one_sided", network="contact").value == 2
    assert found.find("confirmed.share", network="contact").value == pytest.approx(1 / 3)
    assert found.find("confirmed.share", network="cooperation").value == 0.5
    assert found.find("mismatch.mean", network="depth").value == pytest.approx((2 + 2 + 1) / 3)
    assert found.find("confirmed", network="contact").n == 45  # 10·9/2 pairs


def test_pairs_of_which_one_side_is_silent_are_not_judged() -> None:
    nine = TEN[:9]
    found = confirmations(pairs_study(nine), ConfirmationsParams(50), 1)
    assert found.find("one_sided", network="contact").value == 1  # o9 did not answer, so o4–o9 is not judged
    assert found.find("confirmed", network="contact").n == 36


def test_too_few_pairs() -> None:
    found = confirmations(pairs_study(TEN[:7]), ConfirmationsParams(50), 1)
    assert found.find("confirmed.share", network="contact").reason == "too_few_pairs"
    assert "21 pairs" in found.sentences()[0]


def test_none_to_judge_is_not_zero() -> None:
    study = make_study(TEN, [], relations=(DEPTH,))
    found = confirmations(study, ConfirmationsParams(50), 1)
    assert found.find("confirmed.share", network="deep").reason == "none_to_judge"


def test_directed_relations_are_not_confirmed() -> None:
    found = confirmations(make_study(TEN, [], relations=(ADVICE,)), ConfirmationsParams(50), 1)
    assert found.sentences() == ("No relation was asked of both sides, so links cannot be confirmed.",)


# -- mixing ------------------------------------------------------------------------------------------------------


def test_blocks_and_ei_by_hand() -> None:
    actors = [{"id": x, "type": "firm" if x in "ab" else "public"} for x in "abcd"]
    ties = [("2024", "advice", i, j) for i, j in ("ab", "ac", "ad", "cd")]
    study = make_study(actors, ties, relations=(ADVICE,), types={"firm": "Firms"})
    found = mixing(study, MixingParams(replicates=50, permutations=100), 1)
    # Two ties within (a→b, c→d), two between (a→c, a→d).
    assert found.find("ei_index", subject="type").value == 0
    assert found.find("block_density", subject="type:firm→firm").value == 0.5
    assert found.find("block_density", subject="type:firm→public").value == 0.5
    assert found.find("block_density", subject="type:public→firm").value == 0
    assert found.find("block_density", subject="type:public→public").n == 2


def test_undirected_blocks_are_given_once() -> None:
    actors = [{"id": x, "type": "firm" if x in "ab" else "public"} for x in "abcd"]
    study = make_study(actors, [("2024", "depth", "a", "c", 2), ("2024", "depth", "c", "a", 2)], relations=(DEPTH,))
    found = mixing(study, MixingParams(networks=("contact",), replicates=50, permutations=50), 1)
    subjects = [e.subject for e in found.estimates if e.name == "block_density"]
    assert subjects == ["type:firm→firm", "type:firm→public", "type:public→public"]
    cross = found.find("block_density", subject="type:firm→public")
    assert (cross.value, cross.n) == (0.25, 4)


@pytest.mark.parametrize(("within", "words"), [(True, "within groups more often"), (False, "across groups more often")])
def test_more_often_than_by_chance(within: bool, words: str) -> None:
    ids = [f"x{i:02d}" for i in range(20)]
    actors = [{"id": a, "type": "firm" if i < 10 else "public"} for i, a in enumerate(ids)]
    same = {a: i < 10 for i, a in enumerate(ids)}
    ties = [("2024", "advice", a, b) for a in ids for b in ids if a != b and (same[a] == same[b]) == within]
    found = mixing(make_study(actors, ties, relations=(ADVICE,)), MixingParams(replicates=50, permutations=200), 1)
    assert words in found.sentences()[0]


def test_about_as_often_as_by_chance() -> None:
    ids = [f"x{i:02d}" for i in range(12)]
    actors = [{"id": a, "type": "firm" if i < 6 else "public"} for i, a in enumerate(ids)]
    ties = [("2024", "advice", a, b) for a in ids for b in ids if a != b]
    found = mixing(make_study(actors, ties, relations=(ADVICE,)), MixingParams(replicates=50, permutations=200), 1)
    assert "about as often as by chance" in found.sentences()[0]


def test_an_empty_attribute_is_a_group_of_its_own() -> None:
    actors = [{"id": "a", "type": "firm"}, {"id": "b"}, {"id": "c", "type": "firm"}]
    found = mixing(make_study(actors, [("2024", "advice", "a", "b")], relations=(ADVICE,)), MixingParams(), 1)
    assert found.find("block_density", subject="type:firm→not_given").value == 0.5
    assert found.labels["not_given"] == "not given"


# -- brokerage -----------------------------------------------------------------------------------------------------


def test_a_gatekeeper_and_its_kind() -> None:
    # x (public) → g (firm) → f (firm), x not → f: g is gatekeeper for the firms.
    actors = [{"id": "x", "type": "public"}, {"id": "g", "type": "firm"}, {"id": "f", "type": "firm"}]
    ties = [("2024", "advice", "x", "g"), ("2024", "advice", "g", "f")]
    found = brokerage_roles(make_study(actors, ties, relations=(ADVICE,)), BrokerageRolesParams())
    assert found.find("brokerage.gatekeeper", subject="g").value == 1
    assert found.find("brokerage.gatekeeper", subject="whole").value == 1
    assert found.find("brokers").value == 1
    assert "1 of 3 organisations link others of different kinds" in found.sentences()[0]


def test_brokerage_needs_its_coverage() -> None:
    actors = [{"id": x, "type": "firm" if x in "ab" else "public"} for x in "abcd"]
    study = make_study(actors, [], relations=(ADVICE,), answered={"2024": ["a", "b", "c"]})
    assert brokerage_roles(study).sentences() == (
        "Advice, 2024: We cannot say, because 75% answered and this needs 80%.",
    )


# -- figures of each organisation ------------------------------------------------------------------------------------


def test_who_did_not_answer_has_no_out_degree() -> None:
    study = make_study(
        list("abcde"), [("2024", "advice", "a", "b")], relations=(ADVICE,), answered={"2024": list("abcd")}
    )
    found = actor_measures(study, ActorMeasuresParams(replicates=20), 1)
    assert found.find("out_degree", subject="a").value == 1
    silent = found.find("out_degree", subject="e")
    assert silent.why == "This cannot be computed here: the organisation did not answer."
    assert found.find("in_degree", subject="e").value == 0


def test_how_often_each_is_named_carries_redraws() -> None:
    study = make_study(list("abcde"), [("2024", "advice", x, "e") for x in "ab"], relations=(ADVICE,))
    e = actor_measures(study, ActorMeasuresParams(replicates=200), 1).find("in_degree_share", subject="e")
    assert e.value == 0.5  # 2 of the 4 that could name e
    assert e.low is not None
    assert e.high is not None
    assert e.low < 0.5 < e.high


def test_actors_in_words_name_nobody() -> None:
    study = make_study(list("abc"), [("2024", "advice", "a", "b")], relations=(ADVICE,))
    assert actor_measures(study, ActorMeasuresParams(replicates=5), 1).sentences() == (
        "In 2024 half of the organisations have at most 0 links (Advice); 2 are not yet linked.",
    )


# -- change ----------------------------------------------------------------------------------------------------------


def test_kecskemet_change_as_published(shared_data: Path) -> None:
    # data/README.md: 71 new, 113 lost, 110 kept with absent firms as zeros (Jaccard .374), 39, 88, 110 among the
    # 24 stayers (.464); density of the stayers .3587 → .2699.
    found = change(kecskemet_study(shared_data), ChangeParams(replicates=50), 1)
    value = {(e.subject, e.name): e.value for e in found.estimates}
    assert [value["all", n] for n in ("new", "lost", "kept", "hamming")] == [71, 113, 110, 184]
    assert [value["stayers", n] for n in ("new", "lost", "kept")] == [39, 88, 110]
    assert value["all", "jaccard"] == pytest.approx(0.3741497, abs=5e-8)
    assert value["stayers", "jaccard"] == pytest.approx(0.464135, abs=5e-7)
    assert value["stayers", "density.first"] == pytest.approx(0.3587, abs=5e-5)
    assert value["stayers", "density.second"] == pytest.approx(0.2699, abs=5e-5)
    (composition,) = found.composition
    assert (composition.stayers, composition.joined, composition.left) == (24, 2, 2)


def test_a_merger_is_no_loss_of_ties() -> None:
    actors = [
        {"id": "a", "left": "2026"},
        {"id": "b", "left": "2026"},
        {"id": "ab", "joined": "2026", "predecessor": ["a", "b"]},
        {"id": "c"},
        {"id": "d"},
    ]
    ties = [
        ("2024", "advice", "a", "c"),
        ("2024", "advice", "b", "d"),
        ("2026", "advice", "ab", "c"),
        ("2024", "advice", "c", "d"),
        ("2026", "advice", "c", "d"),
    ]
    found = change(
        make_study(actors, ties, relations=(ADVICE,), waves=("2024", "2026")), ChangeParams(replicates=10), 1
    )
    value = {(e.subject, e.name): e.value for e in found.estimates}
    assert (value["all", "kept"], value["all", "new"], value["all", "lost"]) == (1, 0, 0)
    assert found.composition[0].successors == 1
    assert found.composition[0].merged == 1
    assert "2 organisations became 1 (1 merger)" in found.explain()


def test_ties_that_were_not_observed_twice_are_not_comparable() -> None:
    answered = {"2024": list("abcd"), "2026": list("abc")}
    ties = [("2024", "advice", "d", "a"), ("2024", "advice", "a", "b"), ("2026", "advice", "a", "b")]
    study = make_study(list("abcd"), ties, relations=(ADVICE,), waves=("2024", "2026"), answered=answered)
    found = change(study, ChangeParams(replicates=10), 1)
    value = {(e.subject, e.name): e.value for e in found.estimates}
    assert (value["stayers", "kept"], value["stayers", "lost"], value["stayers", "not_comparable"]) == (1, 0, 3)


def test_too_few_stayers_answered_both() -> None:
    answered = {"2024": list("abcd"), "2026": list("ab")}
    study = make_study(list("abcd"), [], relations=(ADVICE,), waves=("2024", "2026"), answered=answered)
    found = change(study, ChangeParams(replicates=10), 1)
    assert found.find("kept", subject="stayers").why == "We cannot say, because 50% answered and this needs 65%."


def test_one_wave_has_no_change() -> None:
    assert change(make_study(["a"])).sentences() == ("There is one wave so far; change shows from the second wave on.",)


def test_three_waves_are_compared_two_by_two() -> None:
    found = change(random_study(10, waves=("1", "2", "3"), missing=0), ChangeParams(replicates=10), 1)
    assert {e.wave for e in found.estimates} == {"1→2", "2→3"}
    found.chart()


def test_a_network_asked_in_one_wave_only_is_left_out() -> None:
    once = ADVICE.model_copy(update={"waves": ("2024",)})
    study = make_study(["a", "b"], [], relations=(once,), waves=("2024", "2026"))
    assert change(study).estimates == ()
