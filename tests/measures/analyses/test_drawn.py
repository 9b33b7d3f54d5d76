"""Figures beside the map: those of the whole-network analysis where everything is drawn, by hand where a part is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures.analyses.drawn import area_of, areas_for, drawn_figures
from clusterdynamics.measures.analyses.whole_network import WholeNetworkParams, whole_network
from clusterdynamics.measures.estimate import Reason
from clusterdynamics.study.model import Study
from clusterdynamics.study.network import Network


@pytest.fixture(scope="module")
def study() -> Study:
    """The example cluster, with the gates open."""
    made = skogsbygden.build()
    open_gates = made.settings.gates.model_copy(update={"components": 0.5, "transitivity": 0.5, "brokerage": 0.5})
    return replace(made, settings=made.settings.model_copy(update={"gates": open_gates}))


@pytest.mark.parametrize("name", ["cooperation", "advice"])
def test_without_a_filter_they_are_those_of_the_report(study: Study, name: str) -> None:
    params = WholeNetworkParams(networks=(name,), replicates=2, leave_out=False, random_networks=0)
    found = whole_network(study, params, np.random.default_rng(1)).estimates
    reported = {e.name: e.value for e in found if e.wave == "2026"}
    drawn = {e.name: e.value for e in drawn_figures(study, study.network(name, "2026"))}
    shared = set(drawn) & set(reported)
    assert {"actors", "ties", "density", "largest_component"} < shared
    assert {n: drawn[n] for n in shared} == pytest.approx({n: reported[n] for n in shared})


def test_a_part_is_counted_by_hand(study: Study) -> None:
    # a–b 4 (both say so), a–c 2 (a says so, c did not answer), b–c not seen by c: b says no; d stands alone.
    values = np.array([[0, 4, 2, 0], [4, 0, 0, 0], [np.nan] * 4, [0, 0, 0, 0]])
    network = Network.from_matrix(values, ["a", "b", "c", "d"], directed=False)
    answered = np.array([True, True, False, True])
    figures = {e.name: e.value for e in drawn_figures(study, replace(network, answered=answered))}
    assert figures == {
        "actors": 4,
        "ties": 2,
        "density": pytest.approx(2 / 6),  # every pair was reported by a side
        "depth.links": 3.0,
        "unlinked": 1,
        "largest_component": 0.75,
        "transitivity.global": 0.0,  # b and c have a partner in common and no link
    }


def test_nothing_and_one_and_nobody_answered_are_no_error(study: Study) -> None:
    empty = Network.from_matrix(np.zeros((0, 0)))
    one = Network.from_matrix(np.zeros((1, 1)))
    silent = replace(Network.from_matrix(np.full((3, 3), np.nan)), answered=np.zeros(3, dtype=np.bool_))
    for network in (empty, one, silent):
        figures = {e.name: e for e in drawn_figures(study, network)}
        assert figures["density"].value is None
        assert figures["density"].why
    assert {e.reason for e in drawn_figures(study, silent)} == {Reason.NOT_ASKED}


def test_areas_have_the_gate_of_their_measure() -> None:
    plain = skogsbygden.build()
    network = plain.network("cooperation", "2026")
    assert areas_for(network) == ("degree", "betweenness")
    values, largest = area_of(plain, network, "betweenness")  # 76 % answered, brokerage needs 80 %
    assert values == {}
    assert largest.reason == Reason.COVERAGE
    values, largest = area_of(plain, network, "degree")
    drawn = network.symmetrise("either").ties.sum(axis=1)
    assert values == dict(zip(network.nodes, drawn.tolist(), strict=True))
    assert largest.value == drawn.max()
    advice = plain.network("advice", "2026")
    named, _largest = area_of(plain, advice, "out_degree")
    assert set(named) == {a for a, said in zip(advice.nodes, advice.answered, strict=True) if said}
    with pytest.raises(ValueError, match="cannot follow 'degree'"):
        area_of(plain, advice, "degree")
