"""Causal maps as models: told links pull, their loops are the loops of the map, and nothing leaves its bounds."""

from __future__ import annotations

import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.examples import skogsbygden
from clusterdynamics.loops.analysis import study_map
from clusterdynamics.loops.causal_map import causal_map
from clusterdynamics.models import load_model
from clusterdynamics.scenarios.cluster import factor_links, ranges_of
from clusterdynamics.scenarios.engine.check import checked
from clusterdynamics.scenarios.engine.run import simulate, simulate_ensemble
from clusterdynamics.scenarios.engine.samples import LatinHypercube
from clusterdynamics.scenarios.engine.units import check_units
from clusterdynamics.scenarios.maps import map_model


@pytest.fixture(scope="module")
def found():
    return study_map(skogsbygden.build(), load_model("reference", "en"))[0]


def test_every_told_link_is_a_pull_with_its_sign(found):
    model = map_model(found)
    called = {v.key: v.doc for v in model.of("stock")}
    links = {(called[x.cause], called[x.effect]): x.sign for x in factor_links(checked(model), set(called))}
    wanted = {}
    for pair, arrow in found.arrows.items():
        more = len(arrow.told(1)) - len(arrow.told(-1))
        if more and pair[0] != pair[1]:
            wanted[pair] = 1 if more > 0 else -1
    assert links == wanted
    assert len(links) > 10


def test_units_fit_and_every_constant_has_a_range(found):
    model = map_model(found)
    assert check_units(checked(model)) == ()
    assert set(ranges_of(model)) == {v.key for v in model.constants}


def test_factors_stay_between_0_and_1(found):
    model = map_model(found)
    stocks = [v.name for v in model.of("stock")]
    runs = simulate_ensemble(model, LatinHypercube(ranges_of(model), 500, seed=1), outputs=stocks, every=8, bins=0)
    assert runs.sound.all()
    assert runs.least.min() >= 0
    assert runs.most.max() <= 1


def test_a_cause_pulls_its_effect(found):
    model = map_model(found, {"trust": "Trust"})
    stock = next(v for v in model.of("stock") if v.doc == "Trust")
    effect = next(x for x in factor_links(checked(model), {v.key for v in model.of("stock")}) if x.cause == stock.key)
    low, high = (
        simulate(model, {f"{stock.key}_alone": x, f"{stock.key}_start": x})[effect.effect][16] for x in (0.2, 0.8)
    )
    assert (high > low) == (effect.sign > 0)


def test_a_map_without_signs_cannot_be_simulated(found):
    with pytest.raises(InputError, match="no link"):
        map_model(causal_map(found.claims.head(0)))
