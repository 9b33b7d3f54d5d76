"""Brokerage roles against counting by hand, sna, and simulation."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.measures.brokers import ROLES, _group_moments, brokerage
from clusterdynamics.study.network import Network
from tests.measures.data import DEGENERATE, GRAPH_12, GROUPS_12, networks


def role(a: str, b: str, c: str) -> str:
    if a == b == c:
        return "coordinator"
    if a == c:
        return "itinerant"
    if a == b:
        return "representative"
    if b == c:
        return "gatekeeper"
    return "liaison"


@given(networks(max_n=7), st.data())
@settings(max_examples=60)
def test_counts_by_going_through_all_triples(net: Network, data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from(["x", "y", "z", None]), min_size=net.n, max_size=net.n))
    expected = {name: np.array([np.nan if k is None else 0.0 for k in kinds]) for name in ROLES}
    for a, b, c in permutations([i for i in range(net.n) if kinds[i] is not None], 3):
        if net.ties[a, b] and net.ties[b, c] and net.observed[a, c] and not net.ties[a, c]:
            expected[role(kinds[a], kinds[b], kinds[c])][b] += 1
            expected["total"][b] += 1
    found = brokerage(net, kinds)
    for name in ROLES:
        np.testing.assert_array_equal(getattr(found, name), expected[name], name)
    order = np.array(data.draw(st.permutations(range(net.n))), dtype=int)
    other = brokerage(net.subset(order), [kinds[i] for i in order])
    np.testing.assert_array_equal(other.raw, found.raw[order])
    np.testing.assert_allclose(other.z, found.z[order])


def test_numbers_of_sna_2_7_1() -> None:
    # brokerage(GRAPH_12, GROUPS_12) of sna 2.7-1 in R 4.2.2; the columns are w_I, w_O, b_IO, b_OI, b_O, t.
    found = brokerage(Network.from_matrix(GRAPH_12), GROUPS_12)
    assert found.raw[:3].tolist() == [[0, 0, 0, 0, 1, 1], [2, 0, 2, 2, 1, 7], [3, 0, 3, 0, 0, 6]]
    expected = [0.123004320060105, 2.214077761081894, 1.107038880540947, 1.107038880540947, 2.214077761081894]
    np.testing.assert_allclose(found.expected[0], [*expected, 6.765237603305787], rtol=1e-13)
    sd = [0.339763577629181, 2.085883065337383, 1.581192115095212, 1.581192115095212, 2.085883065337383]
    np.testing.assert_allclose(found.sd[0], [*sd, 4.920208753860013], rtol=1e-13)
    assert found.network.tolist() == [10, 16, 17, 17, 21, 81]
    network = [8.11828512396694, 17.71262208865515, 17.71262208865515, 17.71262208865515, 19.92669984973704]
    np.testing.assert_allclose(found.network_expected, [*network, 81.18285123966943], rtol=1e-13)
    network_sd = [4.25593989263371, 6.97464272780269, 6.42775879585846, 6.42775879585846, 6.63321137857183]
    np.testing.assert_allclose(found.network_sd, [*network_sd, 19.17614310839305], rtol=1e-13)
    np.testing.assert_allclose(found.network_z, (found.network - found.network_expected) / found.network_sd)


def test_moments_of_actors_are_those_of_simulated_graphs() -> None:
    rng = np.random.default_rng(0)
    kinds, d, size = list("aaaabbbbbccc"), 0.3, 4000
    mean, variance = _group_moments(np.array([4.0, 5.0, 3.0]), d)
    drawn = np.array([brokerage(Network.from_matrix(rng.random((12, 12)) < d), kinds).raw for _ in range(size)])
    for group, actor in enumerate((0, 4, 9)):
        # Five standard errors of a mean, and a wide margin for a variance of skewed counts.
        error = 5 * np.sqrt(variance[group] / size)
        assert (np.abs(drawn[:, actor].mean(axis=0) - mean[group]) < error).all()
        np.testing.assert_allclose(drawn[:, actor].var(axis=0), variance[group], rtol=0.25)


@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate(name: str) -> None:
    net = DEGENERATE[name]
    found = brokerage(net, ["x"] * net.n)
    assert found.raw.shape == found.z.shape == (net.n, 6)
    assert (found.raw == 0).all()
    assert found.network.shape == (6,)
    if name in ("no actor", "one actor", "nothing observed"):
        assert np.isnan(found.network_z).all()


def test_needs_a_group_per_actor() -> None:
    with pytest.raises(ValueError, match="4 groups"):
        brokerage(DEGENERATE["no tie"], ["x"])
