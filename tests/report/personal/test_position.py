"""Attacks on the position: the reader knows the own answers and every report that others hold.

Expected values are worked out in the tests by hand or by counting.
"""

from __future__ import annotations

from itertools import product

import pytest

from clusterdynamics.disclosure import Outcome
from clusterdynamics.report.personal.bands import STEP, count_band, scale_band
from clusterdynamics.report.personal.position import Standing
from tests.report.personal.studies import ring, study

FEW = "Not shown, because fewer than {n} organisations stand behind it."


def _names(groups):
    return [f"{g}{i + 1}" for g, n in groups.items() for i in range(n)]


def _of(standing, actor):
    return {p.id: p for p in standing.positions(f"r-{actor}", actor)}


@pytest.mark.parametrize("k", [3, 5])
@pytest.mark.parametrize("more", [0, 1])
def test_attack_4_the_middle_of_a_group_needs_k_others(k, more):
    """n = k: whoever takes the own answer away is left with k − 1, so nothing is told; n = k + 1: k are left."""
    groups = {"a": 12, "g": k + more}
    pairs = ring(_names(groups), 4)
    found = Standing(study(groups, pairs, k_inside=k), "2024")
    reader = _of(found, "g1")
    for name in ("partners", "closeness", "trust_given"):
        assert (reader[name].kind == FEW.format(n=k + 1)) is (more == 0), name
        assert not reader[name].whole.startswith("Not shown")  # all 12 and more
    # and it is the same for every reader of the group, so that two reports cannot be subtracted
    told = {
        tuple((p.kind, p.whole) for p in _of(found, f"g{i + 1}").values() if not p.incoming) for i in range(k + more)
    }
    assert len(told) == 1


@pytest.mark.parametrize("raters", [1, 2, 3, 4])
def test_incoming_trust_rests_on_three_raters_or_is_pooled(raters):
    groups = {"a": 12, "g": 4}
    names = _names(groups)
    pairs = [(a, b) for a, b in ring(names, 4) if b != "g1"] + [(f"a{i + 1}", "g1") for i in range(raters)]
    # everybody is rated 2, g1 is rated 4
    ratings = {(a, b): 4.0 if b == "g1" else 2.0 for a, b in pairs}
    own = _of(Standing(study(groups, pairs, ratings=ratings), "2024"), "g1")["trust_received"]
    if raters >= 3:
        assert (own.own, own.outcome) == ("3.5 to 4.0", Outcome.ROUNDED)
    else:
        assert (own.own, own.outcome) == ("", Outcome.FEW)
        assert own.note == "Not shown for you alone, because fewer than 3 organisations rated you."
        assert own.kind == "2.0 to 2.5"  # of all ratings in g: 2, and at most two of them 4
    assert "4.0" not in own.kind + own.whole


def test_pooled_levels_need_k_rated_organisations_too():
    """PV-04: with two of the kind, both rated, the kind is no level; all together are."""
    groups = {"a": 12, "g": 2}
    pairs = [(a, b) for a, b in ring(_names(groups), 4) if b != "g1"] + [("a1", "g1")]
    own = _of(Standing(study(groups, pairs), "2024"), "g1")["trust_received"]
    assert own.own == ""
    assert own.kind == FEW.format(n=4)
    assert own.whole == "3.0 to 3.5"


def test_nothing_incoming_where_hardly_anybody_rates():
    groups = {"a": 12}
    ratings = {("a1", "a2"): 3.0, ("a3", "a2"): 3.0}
    own = _of(Standing(study(groups, ring(_names(groups)), ratings=ratings), "2024"), "a2")["trust_received"]
    assert (own.own, own.kind, own.whole, own.note) == ("", "", "", FEW.format(n=3))


def test_a_shown_mean_leaves_every_rater_a_fifth_of_the_scale():
    """By brute force over all answers of three raters: within each range each rater may have said several things."""
    values = [1 + 0.25 * step for step in range(13)]
    told = {}
    for three in product(values, repeat=3):
        told.setdefault(scale_band(sum(three) / 3, 1, 4).text, []).append(three[0])
    assert len(told) == 6
    assert min(max(first) - min(first) for first in told.values()) >= 0.2 * 3
    assert STEP * 3 >= 0.2 * 7  # any scale up to eight steps wide


@pytest.mark.parametrize(("naming", "shown"), [(0, ""), (2, ""), (3, "3 to 6"), (12, "11 to 15"), (13, ""), (15, "")])
def test_how_many_named_the_reader_is_told_only_in_the_middle(naming, shown):
    """16 organisations: none or all, and fewer than three on either side, would say who."""
    groups = {"a": 16}
    names = _names(groups)
    pairs = [(a, b) for a, b in ring(names, 3) if b != "a1"] + [(names[i + 1], "a1") for i in range(naming)]
    found = _of(Standing(study(groups, pairs), "2024"), "a1")["named"]
    assert found.own == shown
    assert (found.note == "") is bool(shown)


def test_who_named_or_rated_the_reader_makes_no_difference():
    """FB-02: two worlds with other raters, equally many and equally generous, give the reader the same report."""
    groups = {"a": 16}
    names = _names(groups)
    rest = [(a, b) for a, b in ring(names, 3) if b != "a1"]
    worlds = []
    for those in (("a5", "a6", "a7", "a8"), ("a9", "a10", "a11", "a12")):
        pairs = rest + [(a, "a1") for a in those]
        values = dict(zip(those, (2.0, 3.0, 3.0, 4.0), strict=True))
        ratings = {(a, b): values[a] if b == "a1" else 3.0 for a, b in pairs}
        own = _of(Standing(study(groups, pairs, ratings=ratings), "2024"), "a1")
        worlds.append({name: p for name, p in own.items() if p.incoming})
    assert worlds[0] == worlds[1]
    assert worlds[0]["named"].own == "3 to 6"


def test_one_rating_more_or_less_is_no_number():
    """No figure of what others said is told but as a range; its data hold no number either."""
    groups = {"a": 16}
    names = _names(groups)
    pairs = [*ring(names, 3), ("a9", "a1")]
    for p in _of(Standing(study(groups, pairs), "2024"), "a1").values():
        if p.incoming:
            assert " to " in p.own
        assert {type(v) for v in (p.own, p.kind, p.whole)} == {str}


def test_below_the_gate_nobody_is_told_how_many_named_them():
    groups = {"a": 16}
    names = _names(groups)
    own = _of(Standing(study(groups, ring(names, 4), silent=names[6:]), "2024"), "a1")["named"]
    assert own.own == ""
    assert own.note == "We cannot say, because too few organisations answered."


def test_purposes_are_counted_and_nobody_is_named():
    """12 organisations; 'save' is shared by one other, 'new' by all others: neither is told; 'voice' by four."""
    groups = {"a": 12}
    names = _names(groups)
    pairs = ring(names, 1)
    purposes = {pair: ["new"] for pair in pairs}
    purposes["a1", "a2"] = ["save", "new", "voice"]
    purposes["a2", "a3"] = ["save", "new"]
    for i in range(3, 7):
        purposes[names[i], names[i + 1]] = ["new", "voice"]
    found = dict(Standing(study(groups, pairs, purposes=purposes), "2024").shared_purposes("r-a1", "a1"))
    assert found["save"] is None
    assert found["new"] is None
    assert found["voice"] == count_band(4)
    assert found["voice"].text == "3 to 6"


def test_ranges_hold_every_number_once():
    seen = {n: count_band(n) for n in range(80)}
    for n, band in seen.items():
        assert band.low <= n <= (band.high if band.high is not None else n)
    assert [count_band(n).text for n in (0, 2, 3, 51)] == ["0", "1 to 2", "3 to 6", "51 or more"]
    # no range that may be shown (3 and more) holds one number alone
    assert all(b.high is None or b.high > b.low for n, b in seen.items() if n >= 3)
    assert [scale_band(v, 1, 5).text for v in (1, 1.5, 4.99, 5)] == [
        "1.0 to 1.5",
        "1.5 to 2.0",
        "4.5 to 5.0",
        "4.5 to 5.0",
    ]
