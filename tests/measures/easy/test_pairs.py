"""What speaks for a pair: against a plain loop, and properties."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.measures.easy.areas import AreaAnswers, AreaLabel
from clusterdynamics.measures.easy.pairs import (
    REASONS,
    Reasons,
    open_reasons,
    reasons,
    shared_neighbours,
    values,
    weights_of,
)
from clusterdynamics.measures.easy.suggest import Suggested, sentence, suggest
from clusterdynamics.models.load import load_model

WEIGHTS = weights_of(load_model())


def cluster(n: int, seed: int, chance: float = 0.3) -> tuple[AreaAnswers, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    areas = tuple(AreaLabel(f"a{k}", f"Area {k}", k % 5 + 1 if k < 6 else None) for k in range(7))
    ticked = rng.random((n, 7, 4)) < chance
    answers = AreaAnswers(tuple(f"o{k:02d}" for k in range(n)), areas, np.zeros((n, 7, 4)), ticked)
    near = rng.random((n, n))
    near = (near + near.T) / 2
    near[0, 1:3] = near[1:3, 0] = np.nan
    trusted, wishes = rng.random((n, n)) < chance, rng.random((n, n)) < chance
    np.fill_diagonal(trusted, False)
    np.fill_diagonal(wishes, False)
    return answers, near, trusted, wishes


def plain(answers: AreaAnswers, near: np.ndarray, trusted: np.ndarray, wishes: np.ndarray, i: int, j: int) -> float:
    """The sum of the reasons of one pair, written out."""
    join = [set(np.flatnonzero(r)) for r in answers.would_join]
    offer = [set(np.flatnonzero(r)) for r in answers.could_offer]
    both = join[i] & join[j]
    met = (offer[i] & join[j]) | (offer[j] & join[i])
    ease = max(((5 - (answers.areas[a].sensitivity or 5)) / 4 for a in both | met), default=0)
    common = sum(trusted[i, k] and trusted[j, k] for k in range(len(answers.nodes)))
    return float(
        WEIGHTS["both_would_join"] * len(both) / (len(both) + 1)
        + WEIGHTS["offer_meets_wish"] * len(met) / (len(met) + 1)
        + WEIGHTS["low_sensitivity"] * ease
        + WEIGHTS["proximity"] * (0 if np.isnan(near[i, j]) else near[i, j])
        + WEIGHTS["common_trusted_partners"] * common / (common + 1)
        + WEIGHTS["wish"] * (int(wishes[i, j]) + int(wishes[j, i]))
    )


@pytest.mark.parametrize(("n", "seed", "chance"), [(12, 1, 0.3), (25, 2, 0.05), (8, 3, 0.8)])
def test_values_equal_a_plain_loop(n: int, seed: int, chance: float) -> None:
    data = cluster(n, seed, chance)
    found = values(reasons(*data), WEIGHTS)
    for i, j in itertools.combinations(range(n), 2):
        assert found[i, j] == pytest.approx(plain(*data, i, j), abs=1e-6)
    assert np.array_equal(found, found.T)
    assert (np.diag(found) == 0).all()


def test_the_value_is_the_sum_of_its_parts() -> None:
    found = reasons(*cluster(10, 4))
    parts = sum(WEIGHTS[r] * f for r in REASONS if (f := found.feature(r)) is not None)
    expected = np.asarray(parts)
    np.fill_diagonal(expected, 0)
    assert values(found, WEIGHTS) == pytest.approx(expected)


def test_an_unknown_reason_is_an_error() -> None:
    with pytest.raises(KeyError, match="charm"):
        reasons(*cluster(4, 1)).feature("charm")


def test_participants_weights_leave_out_what_others_said() -> None:
    assert set(weights_of(load_model(), "participant")) == set(REASONS) - {"common_trusted_partners", "wish"}
    found = open_reasons(reasons(*cluster(9, 5)))
    assert [found.trusted, found.wishes] == [None, None]
    assert [found.feature(r) for r in ("wish", "common_trusted_partners")] == [None, None]
    answers, near, _trusted, _wishes = cluster(9, 5)
    assert np.array_equal(values(found, WEIGHTS), values(reasons(answers, near), WEIGHTS))


@given(st.integers(0, 10_000))
def test_one_more_tick_never_lowers_a_value(seed: int) -> None:
    answers, near, trusted, wishes = cluster(6, seed, 0.2)
    before = values(reasons(answers, near, trusted, wishes), WEIGHTS)
    rng = np.random.default_rng(seed)
    ticked = answers.ticked.copy()
    ticked[rng.integers(6), rng.integers(7), rng.integers(1, 3)] = True
    more = AreaAnswers(answers.nodes, answers.areas, answers.share, ticked)
    assert (values(reasons(more, near, trusted, wishes), WEIGHTS) >= before - 1e-9).all()


@pytest.mark.parametrize("chance", [0.02, 0.6])  # few ties: a sparse product; many: a full one
def test_partners_in_common_are_counted(chance: float) -> None:
    ties = np.random.default_rng(1).random((30, 30)) < chance
    np.fill_diagonal(ties, False)
    found = shared_neighbours(ties)
    for i, j in itertools.combinations(range(30), 2):
        assert found[i, j] == (ties[i] & ties[j]).sum()


def pair_of(
    found: Reasons, answers: AreaAnswers, possible: np.ndarray, most: int | None = None
) -> tuple[Suggested, ...]:
    kilometres = np.full(possible.shape, 12.3)
    return suggest(found, values(found, WEIGHTS), answers, possible, kilometres=kilometres, most=most)


def test_only_possible_pairs_with_an_area_are_suggested_best_first() -> None:
    answers, near, trusted, wishes = cluster(15, 6, 0.15)
    found = reasons(answers, near, trusted, wishes)
    possible = np.ones((15, 15), dtype=np.bool_)
    possible[:5, :5] = False
    listed = pair_of(found, answers, possible)
    place = {a: k for k, a in enumerate(answers.nodes)}
    assert len(listed) == np.triu(found.matched & possible, 1).sum()
    assert all(p.areas and p.first < p.second for p in listed)
    assert all(possible[place[p.first], place[p.second]] for p in listed)
    assert [p.value for p in listed] == sorted((p.value for p in listed), reverse=True)
    assert pair_of(found, answers, possible, most=3) == listed[:3]
    for p in listed:
        i, j = place[p.first], place[p.second]
        assert set(p.both) == {a.id for k, a in enumerate(answers.areas) if answers.would_join[[i, j], k].all()}
        offers = {a.id for k, a in enumerate(answers.areas) if answers.could_offer[j, k] and answers.would_join[i, k]}
        assert set(p.second_offers) == offers


LABELS = {"t": "training", "b": "bids"}


@pytest.mark.parametrize(
    ("one", "reader", "said"),
    [
        (
            Suggested("a", "b", 1.0, ("t",), ("b",), (), 1.0, 0.9, 12.4, False, 1, 2),
            None,
            "Both would join in training; one could offer what the other would join in bids; there is little to lose; "
            "they are 12 km apart; both trust 1 partner in common; both wish to work more together.",
        ),
        (
            # what others said is not told to a participant, even if it were there
            Suggested("a", "b", 1.0, ("t",), ("b",), (), 1.0, 0.9, 12.4, False, 1, 2),
            "a",
            "You would both join in training; you could offer what they would join in bids; there is little to lose; "
            "you are 12 km apart.",
        ),
        (
            Suggested("a", "b", 1.0, (), ("b",), (), 0.25, 0.9, 12.4),
            "b",
            "They could offer what you would join in bids; you are 12 km apart.",
        ),
        (Suggested("a", "b", 1.0, ("b",), ease=0.25, near=0.2, kilometres=150.0), None, "Both would join in bids."),
        (
            Suggested("a", "b", 1.0, ("b",), near=1.0, same_region=True, trusted=3, wishes=1),
            None,
            "Both would join in bids; they are in the same region; both trust 3 partners in common; "
            "one of them wishes to work more with the other.",
        ),
        (
            Suggested("a", "b", 1.0, ("b",), near=1.0, same_region=True),
            "a",
            "You would both join in bids; you are in the same region.",
        ),
        (
            Suggested("a", "b", 1.0, ("b",), near=1.0, kilometres=0.2),
            None,
            "Both would join in bids; it is less than 1 km from one to the other.",
        ),
        (Suggested("a", "b", 1.0, ("b",), near=0.7), None, "Both would join in bids."),
    ],
)
def test_reasons_in_one_sentence(one: Suggested, reader: str | None, said: str) -> None:
    assert sentence(one, LABELS, reader=reader) == said
