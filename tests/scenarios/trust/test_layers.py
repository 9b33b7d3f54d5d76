"""Trust in two layers: the published Renault–Nissan case, and what must always hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.errors import InputError
from clusterdynamics.scenarios.trust import TrustParams, trust_layers

#: Phases of the case (Pant & Yu 2025, arXiv 2510.24909): steps and act in each; 5 is what is expected.
PHASES = [(12, 6.5), (40, 7.0), (4, 2.0), (15, 6.2), (8, 6.5)]


def test_renault_nissan():
    """The seven published points to four digits."""
    acts = np.concatenate([np.full(n, a) for n, a in PHASES])
    trust, damage = trust_layers(acts, trust=0.50, expected=5.0, dependence=0.65)
    at = [1, 12, 52, 53, 56, 71, 79]
    assert np.round(trust[at], 4).tolist() == [0.5362, 0.7971, 0.9918, 0.6649, 0.2003, 0.2149, 0.2738]
    assert np.round(damage[at], 4).tolist() == [0, 0, 0, 0.5473, 0.9580, 0.7075, 0.6020]


def test_sides_can_be_run_together():
    acts = np.concatenate([np.full(n, a) for n, a in PHASES])[:, None] * np.ones(2)
    both, _harm = trust_layers(acts, trust=[0.5, 0.55], expected=5.0, dependence=[0.65, 0.75])
    one, _harm = trust_layers(acts[:, 0], trust=0.55, expected=5.0, dependence=0.75)
    assert np.array_equal(both[:, 1], one)


@given(
    st.lists(st.floats(0, 10), min_size=1, max_size=40),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_both_layers_stay_between_0_and_1(acts, trust, damage, dependence):
    t, r = trust_layers(acts, trust=trust, expected=5.0, dependence=dependence, damage=damage)
    assert ((t >= 0) & (t <= 1)).all()
    assert ((r >= 0) & (r <= 1)).all()


def test_slow_to_build_and_quick_to_lose():
    up, _r = trust_layers([6.0], trust=0.5, expected=5.0)
    down, _r = trust_layers([4.0], trust=0.5, expected=5.0)
    assert up[1] - 0.5 < 0.5 - down[1]


def test_bad_input():
    with pytest.raises(InputError, match="between 0 and 1"):
        trust_layers([1.0], trust=1.5, expected=5.0)
    with pytest.raises(InputError, match="numbers"):
        trust_layers([float("nan")], trust=0.5, expected=5.0)
    assert TrustParams().lose == 0.25
