"""Target statistics: those of RSiena 1.5.0 for s50, and those published for the Kecskemét printing cluster."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from clusterdynamics.saom.building import make_problem
from clusterdynamics.saom.data import as_group
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


def waves_of(n: int, count: int, seed: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    found = [(rng.random((n, n)) < 0.2).astype(float) for _wave in range(count)]
    for x in found:
        np.fill_diagonal(x, 0)
    return found


def test_covariates_that_change_count_as_they_were_at_the_start_of_each_period() -> None:
    """By hand: centred on the mean of the waves at which periods begin, the last wave left out."""
    rng = np.random.default_rng(3)
    x, v, w = waves_of(8, 3, 2), rng.normal(size=(8, 3)), rng.normal(size=(2, 8, 8))
    group = as_group(x, covariates={"size": v}, dyadic={"near": list(w)})
    problem = make_problem([group], ["altX:size", "egoX:size", "X:near"])
    centred = v - v[:, :2].mean()
    off = ~np.eye(8, dtype=bool)
    assert problem.target()[3:] == pytest.approx(
        [
            sum((x[m + 1] * centred[None, :, m]).sum() for m in (0, 1)),
            sum((x[m + 1] * centred[:, None, m]).sum() for m in (0, 1)),
            sum((x[m + 1] * (w[m] - w[:, off].mean())).sum() for m in (0, 1)),
        ]
    )


def test_fixed_ties_can_be_given_by_value_or_beside_the_waves() -> None:
    """10 and 11 stand for a tie fixed at 0 and at 1; what is fixed at either end of a period is no change."""
    one, two = waves_of(8, 2, 4)
    mask = np.random.default_rng(5).random((8, 8)) < 0.3
    np.fill_diagonal(mask, False)
    two[mask] = one[mask]
    coded = [np.where(mask, x + 10, x) for x in (one, two)]
    by_value, beside = (
        as_group(coded, directed=True),
        as_group([one, two], directed=True, structural={"network": [mask] * 2}),
    )
    first, second = (make_problem([g], ["recip", "transTrip"]) for g in (by_value, beside))
    assert (first.target() == second.target()).all()
    for a, b in zip(first.periods[0], second.periods[0], strict=True):
        assert np.array_equal(a, b)
    assert (first.periods[0].fixed[0] == mask).all()
    assert first.target()[0] == (one != two)[~mask].sum() > 0
    # The statistics count ties that are fixed at 1 like others.
    assert first.target()[1:3].tolist() == [two.sum(), (two * two.T).sum()]
