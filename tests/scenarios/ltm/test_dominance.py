"""Loops That Matter: percentages of Stella at every step, and growth whose shift of dominance is known."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest

from clusterdynamics.scenarios.engine.inputs import Change
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.model import Clock
from clusterdynamics.scenarios.engine.run import simulate
from clusterdynamics.scenarios.exchange import read_sim_model
from clusterdynamics.scenarios.ltm import loops_that_matter
from tests.scenarios.build import aux, flow, logistic, model, stock


def turned(chain):
    """A loop as the set of its links, wherever it begins."""
    return frozenset(pairwise(chain))


@pytest.mark.parametrize(("name", "loops"), [("armsRace", 3), ("bassDiffusion", 2), ("predatorPrey", 5)])
def test_percentages_of_stella(shared_data, name, loops):
    """At every stored time, to 1e-4 of a per cent; Stella reports 0 at the first."""
    folder = shared_data / "causal" / "ltm"
    found = loops_that_matter(read_sim_model(folder / f"{name}.stmx"))
    stored = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["feedback"]
    assert len(found.loops) == len(stored["feedbackLoops"]) == loops
    assert found.complete
    step = found.times[1] - found.times[0]
    for loop in stored["feedbackLoops"]:
        wanted = frozenset((key_of(e["from"]), key_of(e["to"])) for e in loop["links"])
        (mine,) = [x for x in found.loops if turned(x.chain) == wanted]
        assert mine.polarity == {"+": "R", "-": "B"}[loop["polarity"]]
        points = loop["Percent of Model Behavior Explained by Loop"]
        places = [round(p["time"] / step) for p in points]
        np.testing.assert_allclose(
            100 * np.abs(mine.share[places]), [p["value"] for p in points], atol=1e-4, err_msg=loop["identifier"]
        )


def test_periods_of_stella(shared_data):
    """The arms race: the same loops in the same periods, save where Stella stores its own rounding of the borders."""
    folder = shared_data / "causal" / "ltm"
    found = loops_that_matter(read_sim_model(folder / "armsRace.stmx"))
    stored = json.loads((folder / "armsRace.json").read_text(encoding="utf-8"))["feedback"]
    by_links = {
        frozenset((key_of(e["from"]), key_of(e["to"])) for e in loop["links"]): loop["identifier"]
        for loop in stored["feedbackLoops"]
    }
    mine = [{by_links[turned(found.loops[k].chain)] for k in p.loops} for p in found.periods()]
    theirs = [set(p["dominantLoops"]) for p in stored["dominantLoopsByPeriod"]]
    assert [m for k, m in enumerate(mine) if k == 0 or m != mine[k - 1]] == theirs


def test_logistic_growth_shifts_where_half_of_the_room_is_taken():
    """Births are rS, deaths rS²/K: their changes are as 1 to 2S/K, so the loops are even at S = K/2."""
    found = loops_that_matter(logistic())
    births, deaths = (next(x for x in found.loops if name in x.chain) for name in ("births", "deaths"))
    assert (births.polarity, deaths.polarity) == ("R", "B")
    first, second = found.periods()
    assert first.reinforcing
    assert not second.reinforcing
    run = simulate(logistic())
    at = int(np.searchsorted(found.times, second.start))
    assert run["s"][at - 1] < 50 < run["s"][at + 1]
    s = (run["s"][1:] + run["s"][:-1]) / 100
    np.testing.assert_allclose(-deaths.share[1:] / births.share[1:], s, rtol=1e-9)


def test_arms_race_of_three_parties():
    """Three parties, each arming towards the mean of the other two: 3 loops of one's own, 3 of two, 2 of three parties.

    The model is linear, so that the score of a loop is the product of its coefficients and of the ratios of changes,
    worked out here from the runs alone (the case is that of Schoenberg, Davidsen & Eberlein 2020).
    """
    names = "ABC"
    parts = []
    for me, first in zip(names, (10, 30, 60), strict=True):
        one, two = (x for x in names if x != me)
        parts += [
            stock(me, first, [f"arming_{me}"]),
            flow(f"arming_{me}", f"(aim_{me} - {me}) / 5"),
            aux(f"aim_{me}", f"0.6 * {one} + 0.5 * {two}"),
        ]
    race = model(*parts, clock=Clock(0, 40, 0.25))
    found = loops_that_matter(race)
    assert sorted(len(x.chain) // 2 for x in found.loops) == [1, 1, 1, 3, 3, 3, 5, 5]
    assert {x.partition for x in found.loops} == {0}
    total = np.sum([np.abs(x.share) for x in found.loops], axis=0)
    np.testing.assert_allclose(total[1:], 1)

    run = simulate(race)
    d = {x: np.diff(run[x.lower()]) for x in names}
    flows = {x: np.diff(run[f"arming_{x}".lower()]) for x in names}
    weight = {
        (me, other): w for me in names for other, w in zip((x for x in names if x != me), (0.6, 0.5), strict=True)
    }

    def step(cause, effect):
        """Share of the change of the effect's flow that comes from the cause."""
        factor = -1 / 5 if cause == effect else weight[effect, cause] / 5
        return factor * d[cause] / flows[effect]

    scores = {}
    for cycle in ("A", "B", "C", "AB", "AC", "BC", "ABC", "ACB"):
        pairs = zip(cycle, cycle[1:] + cycle[0], strict=True)
        scores[cycle] = np.prod([np.abs(step(a, b)) for a, b in pairs], axis=0)
    sums = np.sum(list(scores.values()), axis=0)
    for x in found.loops:
        stocks = [k.upper() for k in x.chain[:-1] if len(k) == 1]
        cycle = next(c for c in scores if sorted(c) == sorted(stocks) and (len(c) < 3 or _same(c, stocks)))
        np.testing.assert_allclose(np.abs(x.share[1:]), scores[cycle] / sums, rtol=1e-6)


def _same(cycle, stocks):
    return any(cycle[k:] + cycle[:k] == "".join(stocks) for k in range(len(cycle)))


def test_loops_of_separate_parts_are_told_apart():
    both = model(
        stock("a", 1, ["f"]),
        flow("f", "a * 0.1"),
        stock("b", 3, ["g"]),
        flow("g", "(a - b) / 2"),
        clock=Clock(0, 5, 0.25),
    )
    found = loops_that_matter(both)
    assert sorted(x.partition for x in found.loops) == [0, 1]
    for x in found.loops:
        np.testing.assert_allclose(np.abs(x.share[1:]), 1)


def test_a_shock_is_no_loop():
    """What a scenario does to a flow changes the run, and no loop's score is laid at its door."""
    found = loops_that_matter(logistic(stop=40), changes=[Change("births", "multiply", 0.5, start=10, length=10)])
    assert {x.polarity for x in found.loops} == {"R", "B"}
    assert np.isfinite([x.share for x in found.loops]).all()


def test_nothing_moves_and_nothing_loops():
    still = loops_that_matter(model(stock("s", 1), aux("a", "s * 2")))
    assert still.loops == ()
    assert still.periods() == ()
    even = loops_that_matter(logistic(first=100.0))
    assert even.periods() == ()
    assert {x.polarity for x in even.loops} == {"-"}


def test_bounds_on_the_search_are_told():
    assert not loops_that_matter(logistic(), most=1).complete
