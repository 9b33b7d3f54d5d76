"""What a fitted model says: table, picture, words, tests, goodness of fit, warnings, errors."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

import clusterdynamics as cd
from clusterdynamics import compute
from clusterdynamics.errors import Cancelled, InputError
from clusterdynamics.saom import Control, Effect, as_group, endowment, fit, fit_groups, goodness_of_fit

QUICK = Control(simulations=300, rounds=8)


def _waves(n: int = 24, waves: int = 2, seed: int = 3, turned: float = 0.12) -> list[np.ndarray]:
    """Networks in which some ties change by chance from wave to wave."""
    rng = np.random.default_rng(seed)
    x = (rng.random((n, n)) < 0.12).astype(float)
    np.fill_diagonal(x, 0)
    found = [x]
    for _ in range(waves - 1):
        y = found[-1].copy()
        ties = np.argwhere(y > 0)
        gone = ties[rng.random(len(ties)) < turned * 3]
        y[gone[:, 0], gone[:, 1]] = 0
        y[(rng.random((n, n)) < turned / 3)] = 1
        np.fill_diagonal(y, 0)
        found.append(y)
    return found


@pytest.fixture(scope="module")
def fitted() -> cd.saom.Fit:
    return fit(_waves(), ["recip", Effect("transTrip", fixed=0.0)], seed=1, control=QUICK)


def test_table_holds_every_parameter_and_those_held_fixed(fitted: cd.saom.Fit) -> None:
    table = fitted.to_frame()
    assert table["name"].to_list() == ["rate 1", "density", "recip", "transTrip"]
    assert table["fixed"].to_list() == [False, False, False, True]
    assert table["standard_error"].null_count() == 1
    free = table.filter(~pl.col("fixed"))
    np.testing.assert_allclose(free["high"] - free["estimate"], 1.959964 * free["standard_error"], rtol=1e-6)
    odds = table.filter(pl.col("name") == "recip")
    assert odds["odds_ratio"].item() == pytest.approx(np.exp(odds["estimate"].item()))
    json.dumps(table.to_dicts())


def test_the_same_seed_gives_the_same_on_any_number_of_workers(fitted: cd.saom.Fit) -> None:
    with compute.using(workers=3):
        again = fit(_waves(), ["recip", Effect("transTrip", fixed=0.0)], seed=1, control=QUICK)
    np.testing.assert_array_equal(again.estimates, fitted.estimates)
    np.testing.assert_array_equal(again.covariance, fitted.covariance)
    other = fit(_waves(), ["recip", Effect("transTrip", fixed=0.0)], seed=2, control=QUICK)
    assert not np.array_equal(other.estimates, fitted.estimates)


def test_order_of_organisations_does_not_matter_for_what_is_met() -> None:
    order = np.random.default_rng(1).permutation(24)
    one = fit(_waves(), ["recip"], seed=1, control=QUICK)
    two = fit([w[np.ix_(order, order)] for w in _waves()], ["recip"], seed=1, control=QUICK)
    np.testing.assert_array_equal(one.problem.target(), two.problem.target())
    assert (abs(one.estimates - two.estimates) < 0.5 * one.standard_errors).all()


def test_score_test_finds_what_was_left_out_and_not_what_is_not_there() -> None:
    first, second = _waves()
    pulled = second.copy()
    # A second wave in which most ties are answered.
    rng = np.random.default_rng(5)
    answered = (pulled.T > 0) & (rng.random(pulled.shape) < 0.8)
    pulled[answered] = 1
    strong = fit([first, pulled], [Effect("recip", fixed=0.0)], seed=1, control=QUICK).score_tests()
    assert strong[0].z > 4
    assert strong[0].p < 1e-4
    weak = fit([first, second], [Effect("recip", fixed=0.0)], seed=1, control=QUICK).score_tests()
    assert abs(weak[0].z) < 3.3


def test_wald_test_of_one_parameter_is_its_z_squared(fitted: cd.saom.Fit) -> None:
    squared, freedom, p = fitted.wald_test(["recip"])
    z = fitted.estimates[2] / fitted.standard_errors[2]
    assert (squared, freedom) == (pytest.approx(z**2), 1)
    assert 0 <= p <= 1
    # Of two: the quadratic form with the inverse of their covariance, by Cramer's rule.
    a, b = fitted.estimates[1:3]
    (v, c), (_c, w) = fitted.covariance[1:3, 1:3]
    assert fitted.wald_test(["density", "recip"])[:2] == (
        pytest.approx((a * a * w - 2 * a * b * c + b * b * v) / (v * w - c * c)),
        2,
    )
    with pytest.raises(InputError, match=r"transTrip.*There are: rate 1, density, recip"):
        fitted.wald_test(["transTrip"])


def test_words_name_no_cause_and_give_odds(fitted: cd.saom.Fit) -> None:
    text = fitted.explain()
    assert "does not show what brought it about" in text
    assert "because of" not in text
    # Ties were made and ended without looking at the other side.
    assert "Not to be told from chance: recip." in text


def test_picture_shows_the_estimated_effects_only(fitted: cd.saom.Fit) -> None:
    drawn = json.dumps(fitted.chart().to_dict())
    assert "recip" in drawn
    assert "transTrip" not in drawn


def test_goodness_of_fit_compares_with_what_was_observed(fitted: cd.saom.Fit) -> None:
    found = {g.name: g for g in goodness_of_fit(fitted, simulations=120)}
    second = _waves()[1]
    indegrees = second.sum(axis=0)
    assert found["indegree"].observed.tolist() == [(indegrees <= k).sum() for k in range(9)]
    # Triples of each kind: all but the empty ones, C(24, 3) in all.
    assert 0 < found["triads"].observed.sum() <= 24 * 23 * 22 / 6
    assert found["geodesics"].observed.sum() == 24 * 23
    assert all(0 <= g.p <= 1 and g.to_frame().height == g.observed.size and g.explain() for g in found.values())
    with pytest.raises(InputError, match="There are: indegree"):
        goodness_of_fit(fitted, ["beauty"])
    with pytest.raises(InputError, match="There are: network"):
        goodness_of_fit(fitted, variable="other")


def test_goodness_of_fit_of_a_behaviour() -> None:
    rng = np.random.default_rng(2)
    first = rng.integers(1, 5, 24)
    second = np.clip(first + rng.integers(-1, 2, 24), 1, 4)
    both = fit(
        _waves(),
        ["recip", "quad", Effect("avSim", "network")],
        behaviours={"export": np.column_stack([first, second])},
        seed=1,
        control=QUICK,
    )
    (found,) = goodness_of_fit(both, ["behaviour"], simulations=50)
    assert found.observed.sum() == 24
    assert found.observed.tolist() == [(second == k).sum() for k in range(1, 5)]
    # A behaviour that moved by chance: nothing to be told, and both effects are named as such.
    assert "Not to be told from chance:" in both.explain()
    assert "avSim network" in both.explain()


def test_conditional_rates_are_how_long_the_changes_took() -> None:
    given = fit(_waves(), ["recip"], conditional=True, seed=1, control=QUICK)
    free = fit(_waves(), ["recip"], seed=1, control=QUICK)
    assert given.names == ("density", "recip")
    assert given.rates[0, 0] == pytest.approx(free.estimates[0], abs=free.standard_errors[0])


def test_several_groups_share_effects_and_have_rates_of_their_own() -> None:
    groups = [as_group(_waves(seed=s)) for s in (3, 4)]
    found = fit_groups(groups, ["recip"], seed=1, control=QUICK)
    assert found.names == ("rate 1", "rate 1 (group 2)", "density", "recip")
    alone = fit_groups(groups[:1], ["recip"], seed=1, control=QUICK)
    assert found.standard_errors[3] < alone.standard_errors[2]
    # The same cluster twice: the same preferences, known better by √2.
    twice = fit_groups([groups[0], groups[0]], ["recip"], seed=1, control=QUICK)
    assert twice.problem.target()[2:] == pytest.approx(2 * alone.problem.target()[1:])
    assert abs((twice.estimates[2:] - alone.estimates[1:]) / alone.standard_errors[1:]).max() < 0.3
    assert twice.standard_errors[2:] * np.sqrt(2) == pytest.approx(alone.standard_errors[1:], rel=0.25)
    with pytest.raises(InputError, match="no group"):
        fit_groups([], seed=1)


def test_warnings_say_what_makes_the_model_say_little() -> None:
    few = fit(_waves(n=14), ["recip", endowment("recip")], seed=1, control=QUICK)
    assert any("There are 14 organisations" in w for w in few.warnings)
    # Three effects for about 20 changes.
    changes = int(few.problem.target()[0])
    assert changes < 30
    assert any(f"changed {changes} times for 3 effects; at least 10" in w for w in few.warnings)
    wild = fit([_waves(seed=1)[0], _waves(seed=2)[0]], ["recip"], seed=1, control=QUICK)
    assert any("Jaccard" in w for w in wild.warnings)


def test_what_did_not_change_or_cannot_be_told_apart_is_refused() -> None:
    first, second = _waves()
    with pytest.raises(InputError, match="did not change between wave 1 and wave 2"):
        fit([first, first, second], ["recip"], seed=1)
    w = np.random.default_rng(1).random((24, 24))
    with pytest.raises(InputError, match=r"cannot be told apart.*X twice – X once"):
        fit([first, second], ["X:once", "X:twice"], dyadic={"once": w, "twice": 2 * w}, seed=1, control=QUICK)


def test_it_can_be_stopped_and_says_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    with compute.using(progress=lambda _label, done, total: told.append((done, total))):
        fit(_waves(), ["recip"], seed=1, control=QUICK)
    assert told[-1][0] == told[-1][1]
    assert [d for d, _t in told] == sorted(d for d, _t in told)
    for workers in (1, 2):
        with compute.using(workers=workers, cancelled=lambda: True), pytest.raises(Cancelled):
            fit(_waves(), ["recip"], seed=1, control=QUICK)


def test_the_first_time_it_says_that_it_compiles(monkeypatch: pytest.MonkeyPatch) -> None:
    import clusterdynamics.saom.estimate as module

    said: list[str] = []
    for signatures in ([], ["compiled"]):
        monkeypatch.setattr(module, "run_chains", SimpleNamespace(signatures=signatures))
        with compute.using(progress=lambda label, _done, _total: said.append(label)):
            fit(_waves(), ["recip"], seed=1, control=QUICK)
    assert [label for label in said if "compiled" in label] == said[:1]


def test_every_group_needs_what_an_effect_is_about_and_all_faults_are_told_at_once() -> None:
    size = np.arange(24.0)
    groups = [as_group(_waves(), covariates={"size": size}), as_group(_waves(seed=4))]
    with pytest.raises(InputError) as caught:
        fit_groups(groups, ["altX:size", "recipp", "transTriads"], seed=1)
    first, second, third = sorted(str(caught.value).splitlines())
    assert "There is no effect called recipp. Did you mean recip?" in first
    assert second.startswith("altX size needs what it is about")
    assert third.startswith("transTriads is for undirected networks")
    with pytest.raises(InputError, match="Every group needs the same networks"):
        fit_groups([groups[0], as_group({"other": _waves()})], seed=1)
