"""Distances and nearness."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clusterdynamics.measures.easy.places import distances, nearness

NAN = float("nan")


def test_distances_that_are_known() -> None:
    # a degree of the meridian is 2π·6371.0088/360 = 111.195 km; a quarter of the equator 10,007.557 km
    found = distances([0, 1, 0], [0, 0, 90])
    assert found[0, 1] == pytest.approx(111.195, abs=1e-3)
    assert found[0, 2] == pytest.approx(10007.557, abs=1e-3)
    # Falun to Karlstad: 163.6 km by the haversine formula (worked out apart from this code, see below)
    lat, lon = np.radians([60.6065, 59.4022]), np.radians([15.6355, 13.5115])
    a = np.sin((lat[1] - lat[0]) / 2) ** 2 + np.cos(lat[0]) * np.cos(lat[1]) * np.sin((lon[1] - lon[0]) / 2) ** 2
    assert distances([60.6065, 59.4022], [15.6355, 13.5115])[0, 1] == pytest.approx(
        2 * 6371.0088 * np.arcsin(np.sqrt(a)), abs=1e-3
    )


def test_a_place_that_is_not_known_has_no_distance() -> None:
    found = distances([60, NAN, 61], [15, 15, NAN])
    assert np.isnan([found[0, 1], found[0, 2], found[1, 1]]).all()
    assert found[0, 0] == 0


def test_a_pair_at_the_median_distance_counts_one_half() -> None:
    # three places on a meridian, 1, 2 and 3 degrees apart: the median distance is that of 2 degrees
    near, kilometres = nearness([0, 1, 3], [0, 0, 0], (None,) * 3)
    assert near[1, 2] == pytest.approx(0.5)
    assert near[0, 1] == pytest.approx(2**-0.5)
    assert near[0, 2] == pytest.approx(2**-1.5)
    assert kilometres[0, 2] == pytest.approx(3 * 111.195, abs=0.01)
    assert np.isnan(np.diag(near)).all()


def test_everybody_in_one_place_is_near() -> None:
    near, _kilometres = nearness([60, 60], [15, 15], (None, None))
    assert near[0, 1] == 1


def test_codes_stand_in_for_coordinates() -> None:
    codes = ("SE311", "SE311", "SE312", "SE32", "NO020", None, "SE")
    near, _kilometres = nearness([NAN] * 7, [NAN] * 7, codes)
    # levels that agree, of three: same NUTS-3 region, same NUTS-2, same NUTS-1, other country
    assert near[0, 1:5] == pytest.approx([1, 2 / 3, 1 / 3, 0])
    assert np.isnan(near[0, 5])
    assert near[0, 6] == 0  # a country says nothing about being near
    assert near[3, 2] == pytest.approx(1 / 3)


def test_coordinates_go_before_codes() -> None:
    near, _kilometres = nearness([0, 1, NAN], [0, 0, NAN], ("SE311", "SE322", "SE311"))
    assert near[0, 1] == pytest.approx(0.5)  # the only distance is the median
    assert near[0, 2] == 1


@given(arrays(float, st.tuples(st.integers(2, 8), st.just(2)), elements=st.floats(-80, 80)))
def test_distances_are_a_metric(points: np.ndarray) -> None:
    found = distances(points[:, 0], points[:, 1])
    assert np.allclose(found, found.T)
    assert found.min() >= 0
    assert found.max() <= np.pi * 6371.0088 + 1e-6
    through = (found[:, :, None] + found[None, :, :]).min(axis=1)
    assert (found <= through + 1e-3).all()
