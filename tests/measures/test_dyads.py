"""Confirmed and one-sided ties, and how far two reports are apart."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given

from clusterdynamics.measures import dyads
from clusterdynamics.study.network import Network
from tests.measures.data import DEGENERATE, networks, read_matrix

NAN = np.nan
#: a and b agree (3, 2), b and c do not (1, 0), a and c both say none, d did not answer.
NET = Network.from_matrix([[NAN, 3, 0, 2], [2, NAN, 1, 0], [0, 0, NAN, 1], [NAN] * 4], directed=False)


def test_confirmation() -> None:
    found = dyads.confirmation(NET)
    assert (found.confirmed, found.one_sided, found.none, found.not_judged) == (1, 1, 1, 3)
    assert found.pairs_both_answered == 3
    assert found.share_confirmed == 0.5
    assert math.isnan(dyads.confirmation(DEGENERATE["no tie"]).share_confirmed)


def test_mismatch() -> None:
    counts, mean = dyads.mismatch(NET)
    assert counts == {0.0: 1, 1.0: 2}
    assert mean == pytest.approx(2 / 3)


@pytest.mark.parametrize("name", ["no actor", "one actor", "nothing observed"])
def test_nothing_to_compare(name: str) -> None:
    net = DEGENERATE[name]
    assert dyads.mismatch(net).counts == {}
    assert math.isnan(dyads.mismatch(net).mean)
    assert dyads.confirmation(net).pairs_both_answered == 0


@given(networks())
def test_every_pair_is_counted_once(net: Network) -> None:
    found = dyads.confirmation(net)
    assert found.pairs_both_answered + found.not_judged == net.n * (net.n - 1) // 2
    assert sum(dyads.mismatch(net).counts.values()) == found.pairs_both_answered
    turned = Network.from_matrix(net.values.T)
    assert dyads.confirmation(turned) == found
    both = dyads.confirm(net, net)
    assert (both.only_sender, both.only_receiver) == (0, 0)
    assert both.confirmed + both.none + both.not_judged == net.n * (net.n - 1)
    # A network against its own transpose: every mutual pair confirms two ties.
    other = dyads.confirm(net, turned)
    assert (other.confirmed, other.only_sender, other.only_receiver) == (
        2 * found.confirmed,
        found.one_sided,
        found.one_sided,
    )


def test_told_by_sender_and_by_receiver(shared_data) -> None:
    # Leifeld & Schneider 2012: 63 confirmed, 126 told by senders only; 122 by receivers only (the README's 123
    # counts an organisation that receives from itself).
    told, got = (read_matrix(shared_data / "chemnet" / f"{name}.csv") for name in ("scito", "scifrom"))
    found = dyads.confirm(told, Network.from_matrix(got.values.T, got.nodes))
    assert (found.confirmed, found.only_sender, found.only_receiver) == (63, 126, 122)
    assert found.none + 63 + 126 + 122 == 30 * 29
    assert found.not_judged == 0


def test_needs_the_same_actors() -> None:
    with pytest.raises(ValueError, match="same actors"):
        dyads.confirm(DEGENERATE["one actor"], NET)
