"""Runs of pairs: against plain numpy, on matrices whose fate is known, and on the demo cluster."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from clusterdynamics import compute
from clusterdynamics.errors import InputError
from clusterdynamics.examples import skogsbygden
from clusterdynamics.scenarios.actors import (
    RANGES,
    ActorModel,
    Loss,
    actor_model,
    compare_losses,
    likely_losses,
    run_actors,
)
from clusterdynamics.scenarios.engine.samples import LatinHypercube
from tests.build import make_study

KEYS = tuple(RANGES)
MIDDLE = np.array([[(low + high) / 2] for low, high in RANGES.values()])


def constants(n=1, **changes):
    values = np.repeat(MIDDLE, n, axis=1)
    for key, value in changes.items():
        values[KEYS.index(key)] = value
    return values


def some_model(n=12, seed=1, weight=0.5):
    rng = np.random.default_rng(seed)
    c = np.triu((rng.random((n, n)) < 0.35) * rng.integers(1, 6, (n, n)) / 5, 1)
    t = np.where(rng.random((n, n)) < 0.7, rng.random((n, n)), np.nan)
    names = tuple(f"a{k:02d}" for k in range(n))
    return ActorModel(names, c + c.T, t, rng.random(n) * weight, (names[0], names[3]), (names[5],))


def plain(model, p, leaves, about, steps=24, h=0.125, leave_step=4):
    """The same equations, written with whole matrices."""
    n = len(model.nodes)
    c0 = model.cooperation
    c = c0.copy()
    t = np.where(np.isfinite(model.trust), model.trust, p["trust_not_rated"])
    r = np.zeros((n, n))
    gone = np.array([a in leaves for a in model.nodes])
    there = np.ones(n, dtype=bool)
    off = ~np.eye(n, dtype=bool)
    for step in range(steps):
        if step == leave_step:
            there = ~gone
            c[gone] = 0
            c[:, gone] = 0
        strong = np.where(c > 0.2, c, 0.0)
        heard = strong.sum(axis=1, keepdims=True) - strong
        # What k = j itself thinks of j stands on the diagonal, and is left out.
        bare = np.where(off, t, 0.0)
        word = np.where(heard > 1e-12, (strong @ bare) / np.where(heard > 1e-12, heard, 1) - t, 0.0)
        s = np.tanh(
            p["signal_steepness"]
            * (p["kept_alone"] + p["kept_in_work"] * c + p["third_party"] * word - p["signal_expected"])
        )
        total = c.sum(axis=1, keepdims=True)
        depends = 1 + p["dependence_weight"] * c / np.where(total > 0, total, 1)
        gain = h * p["trust_build_rate"] * s * np.maximum(0, 1 - r - t)
        loss = h * p["trust_loss_rate"] * s * t * depends
        learns = (c > 0.2) & off & there[:, None] & there[None, :]
        new_t = np.where(learns, np.maximum(0, t + np.where(s > 0, gain, loss)), t)
        harm = h * (p["damage_rate"] * np.maximum(0, -s) * (1 - r) - p["forget_rate"] * r)
        new_r = np.where(learns, r + harm, r)
        common = strong @ np.where(off, c, 0.0)
        near = np.where(c0 > 0, 1.0, p["introduction"] * common / (1 + common))
        carried = c0.sum(axis=1)
        most = p["capacity"] * np.maximum(carried, carried.mean())
        room = np.maximum(0, 1 - c.sum(axis=1) / most)
        pull = np.minimum(1, c @ model.weight)
        lift = 1 + p["pull"] * (pull[:, None] + pull[None, :]) / 2
        begun = p["pair_start_rate"] * np.minimum(t, t.T) * near * lift * (1 - c) * room[:, None] * room[None, :]
        new_c = np.where(off & there[:, None] & there[None, :], c + h * (begun - c / p["pair_life"]), c)
        c = np.triu(new_c, 1) + np.triu(new_c, 1).T
        t, r = new_t, new_r
    stay = np.array([a in about and a not in leaves for a in model.nodes])
    here = ~gone
    both = stay[:, None] & here[None, :] & off
    works = both & (c > 0.2)
    graph = nx.from_numpy_array((c > 0.2) & here[:, None] & here[None, :] & off)
    mine = set(np.flatnonzero(stay).tolist())
    return {
        "cooperation": c[both].sum() / stay.sum(),
        "partners": works.sum() / stay.sum(),
        "trust": t[works].mean() if works.any() else np.nan,
        "largest_component": max(len(x & mine) for x in nx.connected_components(graph)) / stay.sum(),
    }


@pytest.mark.parametrize("leaves", [(), ("a00", "a05")])
def test_the_kernel_agrees_with_whole_matrices(leaves):
    model = some_model()
    sample = LatinHypercube(RANGES, 20, seed=2).piece(0)
    about = [a for a in model.nodes if a not in ("a00", "a05")]
    found = run_actors(model, sample, leaves=leaves, about=about)
    for member in range(sample.shape[1]):
        expected = plain(model, dict(zip(KEYS, sample[:, member], strict=True)), leaves, about)
        for key, value in expected.items():
            assert found[key][member] == pytest.approx(value, rel=1e-9, nan_ok=True), (key, member)


def test_trust_grows_where_promises_are_kept_and_falls_where_they_are_not():
    pair = ActorModel(("a", "b", "c"), np.ones((3, 3)) - np.eye(3), np.full((3, 3), 0.5), np.zeros(3), (), ())
    kept = run_actors(pair, constants(kept_alone=1.0, signal_expected=0.2))
    broken = run_actors(pair, constants(kept_alone=0.0, kept_in_work=0.0, signal_expected=0.9))
    assert kept["trust"][0] > 0.9
    assert np.isnan(broken["trust"][0]) or broken["trust"][0] < 0.1


def test_a_bridge_that_leaves_parts_the_cluster():
    """Two groups of four, joined by one organisation that works with all of them."""
    n = 9
    c = np.zeros((n, n))
    for group in (range(4), range(4, 8)):
        for i in group:
            for j in group:
                c[i, j] = 0.8 * (i != j)
    c[8, :8] = c[:8, 8] = 0.8
    names = tuple("abcdefghx")
    model = ActorModel(names, c, np.full((n, n), 0.8), np.zeros(n), ("x",), ())
    (loss,) = likely_losses(model)
    assert loss == Loss("champion:x", ("x",))
    # Gone at once, nobody has met anybody of the other group through it; later some have.
    sample = LatinHypercube(RANGES, 50, seed=1).piece(0)
    at_once = run_actors(model, sample, leaves=["x"], when=0.0)["largest_component"]
    later = run_actors(model, sample, leaves=["x"], when=3.0)["largest_component"]
    assert at_once.max() <= 0.5
    assert (later > 0.5).any()
    found = {x.outcome: x for x in compare_losses(model, runs=50, seed=1)}
    assert found["largest_component"].without > 0.9
    assert found["largest_component"].worse > 0
    assert found["largest_component"].better == 0


def test_the_same_seed_gives_the_same_on_any_number_of_workers():
    model = some_model(20)
    first = compare_losses(model, runs=200, seed=3)
    with compute.using(workers=2, backend="threading"):
        assert compare_losses(model, runs=200, seed=3) == first
    assert compare_losses(model, runs=200, seed=4) != first


def test_the_matrices_of_the_demo_cluster():
    study = skogsbygden.build()
    model = actor_model(study)
    assert np.array_equal(model.cooperation, model.cooperation.T)
    assert 0 <= model.cooperation.min() <= model.cooperation.max() <= 1
    rated = model.trust[np.isfinite(model.trust)]
    assert rated.size > 50
    assert 0 <= rated.min() <= rated.max() <= 1
    assert model.champions
    assert model.anchors
    losses = likely_losses(model)
    assert {loss.id.partition(":")[0] for loss in losses} >= {"champion", "champions", "anchor"}
    found = compare_losses(model, losses[:2], runs=64, seed=1)
    assert {x.loss for x in found} == {loss.id for loss in losses[:2]}
    for x in found:
        assert x.low <= x.middle <= x.high
    order = [x.loss for x in found]
    assert all(order.index(a) <= order.index(b) for a, b in pairwise(loss.id for loss in losses[:2]))


def test_bad_requests():
    model = some_model(6)
    with pytest.raises(InputError, match="nobody"):
        run_actors(model, constants(), leaves=["nobody"])
    with pytest.raises(InputError, match="left"):
        run_actors(model, constants(), leaves=model.nodes)
    with pytest.raises(InputError, match="16 constants"):
        run_actors(model, np.zeros((2, 1)))
    with pytest.raises(InputError, match="how deeply"):
        actor_model(make_study(["a", "b", "c"], [], relations=()))
    with pytest.raises(InputError, match="at least three"):
        actor_model(make_study(["a", "b"], []))
