"""Measures of hard figures: closed forms, properties, and what missing values do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics import indicators as cdi

NAN = float("nan")
POSITIVE = st.lists(st.integers(1, 1000), min_size=3, max_size=8)


def test_a_missing_cell_makes_unknown_what_depends_on_it_and_nothing_else() -> None:
    found = cdi.location_quotients([[10, NAN], [20, 30]], region_totals=[30, 50], industry_totals=[30, NAN], total=80)
    np.testing.assert_allclose(found, [[(10 / 30) / (30 / 80), NAN], [(20 / 50) / (30 / 80), NAN]])
    assert np.isnan(cdi.location_quotients([[10, NAN], [20, 30]])).all()  # no total is known


@given(POSITIVE, POSITIVE)
def test_quotients_average_to_one(a: list[int], b: list[int]) -> None:
    n = min(len(a), len(b))
    table = np.array([a[:n], b[:n]], dtype=float)
    found = cdi.location_quotients(table)
    weights = table.sum(axis=1) / table.sum()
    np.testing.assert_allclose(weights @ found, 1)


@given(POSITIVE)
def test_concentration_is_least_for_equal_sizes_and_does_not_depend_on_the_unit(x: list[int]) -> None:
    equal = [7] * len(x)
    for measure in (cdi.herfindahl, cdi.gini, cdi.theil):
        assert measure(x) >= measure(equal) - 1e-12
        assert measure(np.array(x) * 3.5) == pytest.approx(measure(x), abs=1e-9)
    assert 0 <= cdi.krugman(x, equal) <= 2
    assert cdi.hoover(x, equal) == pytest.approx(cdi.krugman(x, equal) / 2)
    assert cdi.herfindahl(x, normalised=True) == pytest.approx(
        (cdi.herfindahl(x) - 1 / len(x)) / (1 - 1 / len(x)), abs=1e-12
    )


def test_darts_have_no_agglomeration() -> None:
    rng = np.random.default_rng(3)
    totals = {r: float(t) for r, t in zip("abcdef", [5, 3, 2, 4, 1, 5], strict=True)}
    names, chance = list(totals), np.array(list(totals.values())) / 20
    sizes = rng.lognormal(3, 1, 60)
    found = [cdi.ellison_glaeser(sizes, rng.choice(names, 60, p=chance).tolist(), totals) for _k in range(400)]
    # Ellison and Glaeser's property: on average 0, and z has variance 1.
    assert abs(np.mean([f.gamma for f in found])) < 4 * np.std([f.gamma for f in found]) / 20
    assert np.var([f.z for f in found]) == pytest.approx(1, abs=0.35)
    with pytest.raises(ValueError, match="no total for the regions x"):
        cdi.ellison_glaeser([1], ["x"], totals)


@given(POSITIVE, POSITIVE, POSITIVE, POSITIVE)
def test_the_parts_of_growth_add_up(a: list[int], b: list[int], c: list[int], d: list[int]) -> None:
    n = min(map(len, (a, b, c, d)))
    given_ = (a[:n], b[:n], c[:n], d[:n])
    for homothetic in (False, True):
        found = cdi.shift_share(*given_, homothetic=homothetic)
        assert found.share + found.mix + found.own + found.allocation == pytest.approx(found.growth, abs=1e-6)
    mix, own, both = cdi.shift_share_indices(*given_)
    assert mix * own == pytest.approx(both)


def test_a_new_industry_counts_as_the_regions_own() -> None:
    found = cdi.shift_share([10, 0], [10, 5], [100, 0], [100, 10])
    assert found.by_industry[1].tolist() == [0, 0, 5, 0]
    missing = cdi.shift_share([10, NAN], [10, 5], [100, 10], [100, 10])
    assert np.isnan(missing.growth)


def test_proximity_and_density_by_hand() -> None:
    # Three regions; bread and cheese go together twice, wine is alone in one region with cheese.
    m = [[1, 1, 0], [1, 1, 0], [0, 1, 1]]
    phi = cdi.proximity(m)
    np.testing.assert_allclose(phi, [[1, 2 / 3, 0], [2 / 3, 1, 1 / 3], [0, 1 / 3, 1]])
    density = cdi.relatedness_density(m)
    # Region 3 and bread: related are cheese (2/3, there) and wine (0).
    np.testing.assert_allclose(density[2], [1.0, (1 / 3) / 1.0, 1.0])
    np.testing.assert_allclose(density[0], [1.0, (2 / 3) / 1.0, 1.0])


def test_what_is_not_known_is_left_out_of_relatedness() -> None:
    m = [[1, 1, 0], [1, 1, NAN], [0, 1, 1], [NAN, 0, 1]]
    phi = cdi.proximity(m)
    assert phi[0, 1] == pytest.approx(2 / 3)  # region 4 does not say whether bread is there
    assert np.isfinite(cdi.relatedness_density(m)).all()


def test_complexity_of_three_nested_regions_in_closed_form() -> None:
    # Eigenvalues of the 3 × 3 matrix are 1, 1/4, 1/9; the vector of 1/4 is (2, −1, −4), worked out by hand.
    found = cdi.complexity([[1, 1, 1], [1, 1, 0], [1, 0, 0]])
    np.testing.assert_allclose(found.regions, np.array([3, 0, -3]) / np.sqrt(6), atol=1e-12)
    np.testing.assert_allclose(found.industries, found.regions[::-1], atol=1e-12)
    assert found.diversity.tolist() == [3, 2, 1]
    assert found.ubiquity.tolist() == [3, 2, 1]


def test_complexity_is_the_limit_of_the_method_of_reflections() -> None:
    """Hidalgo & Hausmann's iteration, written out: regions' and industries' averages of one another."""
    rng = np.random.default_rng(7)
    m = (rng.random((12, 20)) < 0.4).astype(float)
    m = m[:, m.sum(axis=0) > 0]
    found = cdi.complexity(m)
    k_r, k_i = m.sum(axis=1), m.sum(axis=0)
    r = k_r.copy()
    for _step in range(300):
        r = m @ ((m.T @ r) / k_i) / k_r  # two reflections: regions rise with diversity again
        r = (r - r.mean()) / r.std()  # what all have in common grows out of proportion; reflections keep it apart
    np.testing.assert_allclose(np.abs(r), np.abs(found.regions), atol=1e-6)
    assert np.corrcoef(found.regions, k_r)[0, 1] > 0


def test_complexity_says_what_it_cannot_compare() -> None:
    with pytest.raises(ValueError, match="parts that share no industry"):
        cdi.complexity([[1, 0], [1, 0], [0, 1]])
    with pytest.raises(ValueError, match="missing"):
        cdi.complexity([[1, NAN], [1, 0]])
    with pytest.raises(ValueError, match="two that have an industry"):
        cdi.complexity([[1, 1], [0, 0]])
    found = cdi.complexity([[1, 1, 0], [1, 0, 0], [0, 0, 0]])
    assert np.isnan(found.regions[2])
    assert np.isnan(found.industries[2])


def test_stars() -> None:
    rng = np.random.default_rng(1)
    table = rng.integers(2000, 3000, (20, 3)).astype(float)
    table[0, 0] = 60000  # large, specialised, and in focus
    table[1, 1] = 10
    table[2, 2] = NAN
    found = cdi.size_focus_stars(table, totals=np.nansum(table, axis=1) + 20000)
    assert found.stars[0, 0] == 3
    assert found.stars[1, 1] == 0  # too few employees
    assert np.isnan(found.stars[2, 2])
    assert np.isnan(found.stars[0, 2])  # the industry's total is not known


@pytest.mark.parametrize(
    ("mass", "connectivity", "expected"),
    [
        (1.5, (0.3, 0.2, 0.4), "working"),
        (1.5, (0.05, 0.02, 0.08), "latent"),
        (0.5, (0.3, 0.2, 0.4), "potential"),
        (0.5, (0.05, 0.02, 0.08), "wishful"),
        (1.5, (0.12, 0.08, 0.2), "unclear"),
    ],
)
def test_quadrants(mass: float, connectivity: tuple[float, float, float], expected: str) -> None:
    found = cdi.quadrant(mass, connectivity)
    assert found == expected
    assert found.words.startswith(expected)
