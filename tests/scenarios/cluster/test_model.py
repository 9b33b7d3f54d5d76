"""The cluster model holds the loops of the reference model, stays within bounds, and says where it comes from."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from clusterdynamics.loops.circuits import SignedGraph, iter_loops
from clusterdynamics.models import load_model
from clusterdynamics.scenarios.cluster import LEVERS, cluster_model, factor_chain, factor_links, loop_names, ranges_of
from clusterdynamics.scenarios.engine.check import checked
from clusterdynamics.scenarios.engine.inputs import Change
from clusterdynamics.scenarios.engine.run import simulate, simulate_ensemble
from clusterdynamics.scenarios.engine.samples import LatinHypercube
from clusterdynamics.scenarios.engine.units import check_units
from clusterdynamics.scenarios.ltm import loops_that_matter


@pytest.fixture(scope="module")
def ready():
    return checked(cluster_model())


@pytest.fixture(scope="module")
def reference():
    return load_model("reference", "en")


def test_every_factor_and_every_link_of_the_reference_model_is_there(ready, reference):
    factors = {f.id for f in reference.factors}
    assert factors <= set(ready.variables)
    mine = {(x.cause, x.effect): x.sign for x in factor_links(ready, factors - {"outside_links"})}
    wanted = {(x.cause, x.effect): 1 if x.sign == "+" else -1 for x in reference.links if x.cause != "outside_links"}
    assert {k: mine.get(k) for k in wanted} == wanted
    # What the model adds: performance is what large companies look at, and it is their own success, too.
    assert {k for k in mine if k not in wanted} == set()


def test_outside_links_bring_novelty(ready):
    low, high = (simulate(ready, {"outside_links": x})["novelty"][-1] for x in (0.1, 0.9))
    assert low < high


def test_the_loop_finder_finds_every_named_loop(ready, reference):
    factors = [f.id for f in reference.factors if f.id != "outside_links"]
    place = {k: n for n, k in enumerate(factors)}
    links = factor_links(ready, set(factors))
    graph = SignedGraph(
        len(factors), [place[x.cause] for x in links], [place[x.effect] for x in links], [x.sign for x in links]
    )
    found = {}
    for loop in iter_loops(graph):
        chain = [factors[n] for n in loop.nodes]
        found[frozenset(zip(chain, [*chain[1:], chain[0]], strict=True))] = loop.polarity
    named = loop_names(reference)
    polarity = {frozenset(c.links): c.polarity for x in reference.loops for c in x.circuits}
    assert {named[k]: found.get(k) for k in named} == {
        named[k]: 1 if polarity[k] == "reinforcing" else -1 for k in named
    }
    assert {name.split(".")[0] for name in named.values()} == {f"L{k}" for k in range(1, 6)} | {
        f"B{k}" for k in range(1, 7)
    }
    assert len(found) == 22  # as the reference model counts them


def test_loops_that_matter_knows_them_too(ready, reference):
    factors = {f.id for f in reference.factors}
    chains = [factor_chain(x.chain, factors) for x in loops_that_matter(ready).loops]
    passed = {frozenset(pairwise(c)) for c in chains if c}
    assert set(loop_names(reference)) <= passed


def test_every_constant_has_unit_range_and_basis(ready):
    for v in cluster_model().constants:
        assert v.unit, v.name
        assert v.basis in {"documented", "reconstruction"}, v.name
        assert v.doc, v.name
        if v.key in LEVERS:
            assert v.low is None
            continue
        assert v.low is not None, v.name
        assert v.high is not None, v.name
        assert v.low <= float(v.equation) <= v.high, v.name
        if v.basis == "documented":
            assert "arXiv" in v.source
    assert check_units(ready) == ()


def test_shares_stay_between_0_and_1_wherever_constants_are_drawn():
    """Two thousand draws of all constants, under every scenario at full strength: no variable leaves its bounds."""
    model = cluster_model()
    bounded = [v.key for v in model.variables if v.kind != "flow" and v.low is not None and v not in model.constants]
    scenarios = {lever: [Change(lever, "set", 1.0, start=2)] for lever in LEVERS} | {"": []}
    sample = LatinHypercube(ranges_of(model), 2000, seed=1)
    found = simulate_ensemble(model, sample, outputs=bounded, scenarios=scenarios, every=8, bins=0, finals=False)
    assert found.sound.all()
    for n, key in enumerate(bounded):
        low, high = model[key].low, model[key].high
        assert found.least[:, n].min() >= low - 1e-9, key
        assert found.most[:, n].max() <= high + 1e-9, key


def test_half_the_step_changes_little(ready):
    coarse = simulate(ready)
    fine = simulate(cluster_model().with_clock(step=1 / 64))
    for key in ready.stocks:
        assert np.abs(coarse[key] - fine[key][::4]).max() < 0.01, key


@pytest.mark.parametrize(
    ("lever", "variable", "sign"),
    [
        ("downturn", "firm_performance", -1),
        ("downturn", "slack", -1),
        ("downturn", "exposure", 1),
        ("easy_programme", "easy_cooperation", 1),
        ("easy_programme", "trust", 1),
        ("brokerage", "contact", 1),
        ("champion_support", "champion_energy", 1),
        ("platform_investment", "innovation_platform", 1),
        ("champion_loss", "champion_energy", -1),
        ("champion_loss", "joint_projects", -1),
        ("anchor_loss", "large_company_engagement", -1),
        ("anchor_loss", "firm_performance", -1),
    ],
)
def test_levers_push_where_they_should(ready, lever, variable, sign):
    base = simulate(ready)
    pushed = simulate(ready, changes=[Change(lever, "set", 1.0, start=1, length=3)])
    at = 16 * 3
    assert np.sign(pushed[variable][at] - base[variable][at]) == sign


def test_both_readings_of_a_downturn_are_in_the_range(ready):
    """Shared need raises willingness, everybody for themselves lowers it; the range holds both."""
    low, high = ranges_of(cluster_model())["shared_need"]
    changes = [Change("downturn", "set", 1.0, start=1, length=2)]
    base = simulate(ready)["willingness"]
    assert simulate(ready, {"shared_need": low}, changes=changes)["willingness"][24] < base[24]
    assert simulate(ready, {"shared_need": high}, changes=changes)["willingness"][24] > base[24]
