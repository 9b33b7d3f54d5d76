"""The network as a whole: values of the published data, gates, random networks beside it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from clusterdynamics.measures.analyses import WholeNetworkParams, whole_network
from clusterdynamics.study.model import Study

from ...build import ADVICE, make_study, random_study
from ..data import read_matrix

QUICK = WholeNetworkParams(replicates=100, random_networks=20)


def kecskemet_study(folder: Path) -> Study:
    """Both waves; P31, P32 join in 2015, P7, P13 have left by then (README of the data)."""
    waves = {"2012": "KNetwork1.csv", "2015": "KNetwork2.csv"}
    networks = {w: read_matrix(folder / "kecskemet" / f) for w, f in waves.items()}
    nodes = networks["2012"].nodes
    ties = [
        (w, "advice", nodes[i], nodes[j])
        for w, net in networks.items()
        for i, j in zip(*np.nonzero(net.ties), strict=True)
    ]
    actors = [
        {
            "id": a,
            "joined": "2015" if a in ("P31", "P32") else None,
            "left": "2015" if a in ("P7", "P13") else None,
        }
        for a in nodes
    ]
    return make_study(actors, ties, relations=(ADVICE,), waves=tuple(waves))


#: Our figure → statistic in reference_numbers.json (computed there with R, sna 2.7-1).
NAMES = {
    "actors": "n",
    "ties": "arcs",
    "density": "density",
    "reciprocity.edgewise": "recip_edgewise",
    "transitivity.weak": "transitivity_weak",
    "centralisation.in_degree": "indeg_centralization",
    "centralisation.out_degree": "outdeg_centralization",
    "centralisation.betweenness": "betw_centralization",
}


def test_kecskemet_as_published(shared_data: Path) -> None:
    numbers = json.loads((shared_data / "reference_numbers.json").read_text())
    found = whole_network(kecskemet_study(shared_data), QUICK, 1)
    for wave in ("2012", "2015"):
        expected = {r["statistic"]: r["value"] for r in numbers if r["dataset"] == f"kecskemet_printing_cluster_{wave}"}
        for ours, theirs in NAMES.items():
            value = found.find(ours, wave=wave).value
            assert value == pytest.approx(expected[theirs], abs=5e-5), (wave, ours)


def test_bounds_lie_around_the_figure() -> None:
    found = whole_network(random_study(20, missing=0.1), WholeNetworkParams(replicates=400, random_networks=20), 1)
    for name in ("density", "density.vertex_bootstrap", "largest_component", "distance.mean"):
        for e in found.estimates:
            if e.name == name and e.value is not None:
                assert e.low is not None
                assert e.high is not None
                assert e.low <= e.value <= e.high


def test_leave_out_range_by_hand() -> None:
    # A star: without its centre nobody is linked, without a ray three of three are.
    star = make_study(list("abcd"), [("2024", "advice", "a", x) for x in "bcd"], relations=(ADVICE,))
    e = whole_network(star, QUICK, 1).find("largest_component")
    assert (e.value, e.low, e.high) == (1.0, pytest.approx(1 / 3), 1.0)


def test_low_coverage_closes_what_needs_more() -> None:
    ids = list("abcdefghij")
    study = make_study(
        ids,
        [("2024", "advice", a, b) for a in ids[:7] for b in ids if a < b],
        relations=(ADVICE,),
        answered={"2024": ids[:7]},
    )
    found = whole_network(study, QUICK, 1)
    assert found.find("density").value is not None  # .70 of .65
    distance = found.find("distance.mean")
    assert distance.why == "We cannot say, because 70% answered and this needs 80%."
    # Both answered in 7·6/2 = 21 pairs, fewer than the 30 that a comparison of reports needs.
    assert found.find("reciprocity.edgewise").why == (
        "We cannot say, because both sides answered in 21 pairs and this needs 30."
    )


def test_a_relation_that_was_not_asked() -> None:
    study = make_study(
        ["a", "b"], [], relations=(ADVICE.model_copy(update={"waves": ("2024",)}),), waves=("2024", "2026")
    )
    found = whole_network(study, QUICK, 1)
    assert {e.wave for e in found.estimates} == {"2024"}


def test_levels_of_a_relation_are_looked_at_one_by_one() -> None:
    found = whole_network(random_study(), QUICK, 1)
    assert {e.network for e in found.estimates} == {"contact", "cooperation", "deep", "advice"}
    assert (
        whole_network(random_study(), WholeNetworkParams(networks=("deep",), replicates=10), 1).estimates[0].network
        == "deep"
    )


def test_both_sides_must_agree_when_asked_to() -> None:
    study = make_study(list("abc"), [("2024", "depth", "a", "b", 3)])
    either = whole_network(study, WholeNetworkParams(replicates=10), 1).find("ties", network="contact")
    both = whole_network(study, WholeNetworkParams(replicates=10, symmetrise="both"), 1).find("ties", network="contact")
    assert (either.value, both.value) == (1.0, 0.0)


def test_in_words() -> None:
    words = whole_network(random_study(12, missing=0), QUICK, 1).sentences()
    assert any("of all possible links are there (cooperation;" in s for s in words)
    assert any("organisations hang together through cooperation." in s for s in words)
