"""Measures of the network before and now: by hand, on the real cluster, and what a change is called."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from clusterdynamics.assessment import assess
from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures import groups, whole
from clusterdynamics.measures.analyses import NetworkChangeParams, network_change
from clusterdynamics.measures.analyses.network_change_profile import Profile
from clusterdynamics.study.model import Study

from ...build import ADVICE, DEPTH, make_study, random_study
from ..data import kecskemet
from .test_whole_network import kecskemet_study

FEW = NetworkChangeParams(replicates=100, reports=20)


def test_the_real_cluster(shared_data: Path) -> None:
    # data/README.md: density of the 24 stayers .3587 → .2699.
    found = network_change(kecskemet_study(shared_data), FEW, 1)
    assert found.find("change.density.first").value == pytest.approx(0.3587, abs=5e-5)
    assert found.find("change.density.second").value == pytest.approx(0.2699, abs=5e-5)
    change = found.find("change.density")
    assert change.value == pytest.approx((149 - 198) / 552, abs=5e-4)  # 110 + 39 now, 110 + 88 before, of 24 · 23
    assert change.low < change.value < change.high < 0
    assert "fell from 36% to 27%" in found.sentences()[0]
    assert "so we cannot say which of these changes are more than misreporting" in found.sentences()[-1]
    assert found.find("change.density.detectable").reason == "too_few_asked_again"
    assert {c.called for c in found.calls} == {"cannot_say"}
    # Every measure is the measure of the networks of the stayers.
    first, second = kecskemet(shared_data)
    stay = sorted(set(first.nodes) & set(second.nodes))
    for name, of in {
        "transitivity.weak": lambda n: whole.transitivity(n, "weak"),
        "centralisation.in_degree": lambda n: whole.centralisation(n, "in_degree"),
        "centralisation.betweenness": lambda n: whole.centralisation(n, "betweenness"),
        "distance.mean": lambda n: whole.mean_distance(n, directed=True),
        "reach.2": lambda n: whole.reach(n, 2, directed=True),
        "reciprocity.edgewise": lambda n: whole.reciprocity(n, "edgewise"),
        "reciprocity.non_null": lambda n: whole.reciprocity(n, "non_null"),
        "reciprocity.all_dyads": lambda n: whole.reciprocity(n, "all_dyads"),
    }.items():
        expected = [of(n.subset(stay)) for n in (first, second)]
        assert found.find(f"change.{name}").value == pytest.approx(expected[1] - expected[0]), name
        moved = [of(second.subset(k)) - of(first.subset(k)) for k in ([a for a in stay if a != x] for x in stay)]
        e = found.find(f"change.{name}")
        if e.interval == "leave_out":
            assert (e.low, e.high) == pytest.approx((min(moved), max(moved))), name


def test_the_same_redraws_in_both_waves() -> None:
    """Nothing changed, so a paired redraw never finds a change, whoever is drawn."""
    study = random_study(14, waves=("1",), missing=0)
    twice = study["ties"].with_columns(wave=study["ties"]["wave"].str.replace("1", "2"))
    both = make_study(study["actors"].to_dicts(), relations=(DEPTH, ADVICE), waves="12")
    tables = {**both.tables, "ties": study["ties"].vstack(twice)}
    found = network_change(Study(both.settings, tables), FEW, 1)
    for e in found.estimates:
        if e.name in ("change.density", "change.value.mean", "change.ei_index", "change.reciprocity.edgewise"):
            assert (e.value, e.low, e.high) == (0, 0, 0), e.name
    assert "went from" in found.explain()


def test_the_mean_depth_and_e_i_by_hand() -> None:
    actors = [{"id": x, "type": "firm" if x in "ab" else "public"} for x in "abcd"]
    ties = [("1", "depth", "a", "b", 2), ("2", "depth", "a", "b", 4), ("2", "depth", "c", "a", 1)]
    found = network_change(make_study(actors, ties, relations=(DEPTH,), waves="12"), FEW, 1)
    assert found.find("change.value.mean").value == pytest.approx(5 / 6 - 2 / 6)  # six pairs
    contact = {"network": "contact", "subject": "type"}
    assert found.find("change.ei_index.first", **contact).value == -1
    assert found.find("change.ei_index.second", **contact).value == 0
    assert found.find("change.ei_index", network="deep", subject="type").reason == "none_to_judge"


def test_a_profile_agrees_with_the_measures() -> None:
    rng = np.random.default_rng(2)
    study = random_study(12, seed=3, waves=("1",), missing=0.2)
    reports = study.network("depth", "1")
    codes = rng.integers(2, size=12)
    profile = Profile("depth", False, True, {"contact": 1.0, "deep": 4.0}, "either", {"type": codes})
    values = dict(zip(profile.means, profile.both(reports, None), strict=True))
    for name, cut in profile.cuts.items():
        level = reports.dichotomise(cut, name).symmetrise("either")
        found = {k.name: v for k, v in values.items() if k.network == name}
        assert found["density"] == pytest.approx(whole.density(level))
        assert found["ei_index"] == pytest.approx(groups.ei_index(level, [str(c) for c in codes]))


def test_gates_are_those_of_the_measures() -> None:
    answered = {"1": list("abcdefghij"), "2": list("abcdefg")}
    study = make_study(list("abcdefghij"), relations=(ADVICE,), waves="12", answered=answered)
    found = network_change(study, FEW, 1)
    assert found.find("change.density").value == 0
    assert found.find("change.transitivity.weak").why == "We cannot say, because 70% answered and this needs 80%."
    assert not [e for e in found.estimates if e.name == "change.transitivity.weak.first"]
    assert found.find("change.reciprocity.edgewise").reason == "too_few_pairs"  # 7 · 6 / 2 = 21 of 30


def test_chosen_networks_only() -> None:
    found = network_change(random_study(10, missing=0), NetworkChangeParams(networks=("deep",), replicates=5), 1)
    assert {e.network for e in found.estimates} == {"depth", "deep"}
    assert (
        network_change(random_study(8), NetworkChangeParams(networks=("advice",)), 1).estimates[0].network == "advice"
    )


def test_one_wave() -> None:
    assert "cannot be compared" in network_change(make_study(["a", "b"], relations=(ADVICE,))).explain()


def test_what_is_hidden_has_no_name() -> None:
    found = network_change(skogsbygden.build(), FEW, 1)
    assert found.called("2024→2026", "cooperation", "density") == "changed"
    without = found.with_estimates(e for e in found.estimates if e.name != "change.density")
    assert without.called("2024→2026", "cooperation", "density") is None
    assert "shape of the network changed is for the study team" in without.explain()
    no_levels = found.with_estimates(e for e in found.estimates if not e.name.endswith((".first", ".second")))
    assert "changed by 6 percentage points" in no_levels.explain()


def test_the_demo_cluster_says_which_changes_are_more_than_misreporting() -> None:
    found = network_change(skogsbygden.build(), NetworkChangeParams(replicates=200), 1)
    names = {c.network: c.called for c in found.calls if c.name == "density"}
    assert names["cooperation"] == "changed"
    assert names["contact"] == "unchanged"
    assert "more than misreporting alone could make" in found.explain()


# -- simulated studies in which two people of some organisations are asked -----------------------------------------


def misreported(rng: np.random.Generator, relation: str, *, wrong: float = 0.1, new: float = 0.0) -> Study:
    """24 organisations, a second person asked in ten of them in the second wave; each report is wrong now and then.

    `new`: share of the pairs without a tie that are tied in the second wave.
    """
    n, ids = 24, [f"o{i:02d}" for i in range(24)]
    truth = np.triu(np.where(rng.random((n, n)) < 0.2, rng.integers(1, 6, (n, n)), 0), 1)
    truth = truth + truth.T if relation == "depth" else (truth + truth.T > 0).astype(int)
    second = set(rng.choice(n, 10, replace=False).tolist())
    people, ties = [], []
    for wave in "12":
        now = truth
        if wave == "2" and new:
            more = np.triu(rng.random((n, n)) < new, 1)
            now = np.where((truth == 0) & (more | more.T), 3 if relation == "depth" else 1, truth)
        for i, a in enumerate(ids):
            asked = [f"r-{a}", f"s-{a}"] if wave == "2" and i in second else [f"r-{a}"]
            for k, person in enumerate(asked):
                people.append({"id": person, "wave": wave, "actor": a, "status": "submitted", "is_lead": k == 0})
                errs = rng.random(n) < wrong
                other = (now[i] + rng.integers(1, 6, n)) % 6 if relation == "depth" else 1 - now[i]
                told = np.where(errs, other, now[i])
                ties += [
                    {
                        "wave": wave,
                        "relation": relation,
                        "from": a,
                        "to": ids[j],
                        "value": float(told[j]),
                        "respondent": person,
                    }
                    for j in range(n)
                    if told[j] and i != j
                ]
    return make_study(
        [{"id": a, "type": "firm" if i % 2 else "public"} for i, a in enumerate(ids)],
        relations=(DEPTH if relation == "depth" else ADVICE,),
        waves="12",
        tables={"respondents": people, "ties": ties},
    )


@pytest.mark.verify
@pytest.mark.parametrize("relation", ["advice", "depth"])
def test_misreporting_alone_is_called_changed_in_at_most_one_study_of_twenty(relation: str) -> None:
    """10 % of the reports are wrong, nothing changed: each measure is called "changed" in at most 5 %."""
    studies = 100
    params = NetworkChangeParams(attributes=("type",), replicates=0, reports=40)
    called: Counter[tuple[str, str]] = Counter()
    for seed in range(studies):
        study = misreported(np.random.default_rng(seed), relation)
        for c in network_change(study, params, seed).calls:
            called[c.network, c.name] += c.called == "changed"
    assert len(called) >= 14
    assert max(called.values()) <= 0.05 * studies, called.most_common(3)


def test_a_large_change_is_called_changed() -> None:
    """And a true one is found: 40 % of the pairs without a tie are tied in the second wave."""
    params = NetworkChangeParams(attributes=(), replicates=0, reports=40)
    found = [
        network_change(misreported(np.random.default_rng(seed), "advice", new=0.4), params, seed).called(
            "1→2", "advice", "density"
        )
        for seed in range(5)
    ]
    assert found == ["changed"] * 5


def test_with_everything_else_it_gives_the_same() -> None:
    study = random_study(10, missing=0)
    both = [assess(study, seed=2, replicates=10, analyses=names).network_change for names in ([], ["network_change"])]
    assert both[0] == both[1]
