"""Target statistics: those of RSiena 1.5.0 for s50, and those published for the Kecskemét printing cluster."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from clusterdynamics.saom.problem import Problem
from tests.measures.data import read_matrix
from tests.saom.cases import ESTIMATED, KECSKEMET_TARGETS, SIMULATED, kecskemet, published, reference, s50


def by_period(problem: Problem) -> np.ndarray:
    """Each statistic in each period, as RSiena lays them out: (parameters, periods)."""
    table = np.zeros((problem.size, len(problem.periods)))
    for m, (where, values) in enumerate(zip(problem.places, problem.targets, strict=True)):
        inside = where >= 0
        table[where[inside], m] = values[inside]
    return table


@pytest.mark.parametrize("name", ESTIMATED)
def test_s50_statistics_are_those_of_the_reference(shared_data: Path, name: str) -> None:
    problem, known = s50(shared_data, name), reference(shared_data)[ESTIMATED[name]]
    # The reference is stored to eight decimals.
    assert problem.target() == pytest.approx(np.array(known["table"]["target"]), abs=1e-7)
    assert by_period(problem) == pytest.approx(np.array(known["targets2"]), abs=1e-7)


@pytest.mark.parametrize("name", SIMULATED)
def test_the_same_of_the_models_that_were_only_simulated(shared_data: Path, name: str) -> None:
    known = reference(shared_data)[SIMULATED[name]]["targets"]
    assert s50(shared_data, name).target() == pytest.approx(np.array(known), abs=1e-7)


def test_composition_leaves_the_statistics_as_they_are(shared_data: Path) -> None:
    assert (s50(shared_data, "composition").target() == s50(shared_data, "three waves").target()).all()


def test_kecskemet_statistics_are_the_published_ones(shared_data: Path) -> None:
    """Juhász & Lengyel 2018, model 1, printed to four decimals; the rate's is the Hamming distance of 184."""
    known = published(shared_data, "kecskemet_printing_cluster", "SAOM_target_")
    assert kecskemet(shared_data).target()[1:] == pytest.approx(
        np.array([known[k] for k in KECSKEMET_TARGETS]), abs=5.1e-5
    )
    assert kecskemet(shared_data).target()[0] == 184


def test_kecskemet_with_firms_that_come_and_go(shared_data: Path) -> None:
    """The same firms by composition, counted here from the matrices: 71 ties born in all, 88 of stayers ended.

    Two firms of 2012 are gone in 2015: their 25 ties are carried on, not ended. Two are new: what they have is made.
    """
    problem = kecskemet(shared_data, composition=True)
    place = shared_data / "kecskemet"
    one, two = (read_matrix(place / f"KNetwork{m}.csv").subset(list(problem.groups[0].names)) for m in (1, 2))
    start, end = (np.nan_to_num(w.values) for w in (one, two))
    gone = np.isin(one.nodes, ["P7", "P13"])
    carried = gone[:, None] | gone
    end[carried] = start[carried]
    assert start[carried].sum() == 25
    target = dict(zip([p.name for p in problem.parameters], problem.target(), strict=True))
    assert target["rate 1"] == (start != end).sum() == 71 + 88
    assert target["density"] == end.sum() == 181 + 25
    assert target["recip"] == (end * end.T).sum()
    assert target["transTrip"] == (end * (end @ end)).sum()
    spells = dict(zip(problem.groups[0].names, problem.groups[0].spells.tolist(), strict=True))
    assert [spells[a] for a in ("P7", "P13", "P31", "P32")] == [[-np.inf, 1.5]] * 2 + [[1.5, np.inf]] * 2
