"""Short names for maps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.exchange.roster import suggest_short_labels


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("Sandvik AB", "Sandvik"),
        ("AB Sandvik (publ)", "Sandvik"),
        ("A/S Norske Skog", "Norske Skog"),
        ("Berg & Dal AB", "Berg & Dal"),
        ("Universitetet i Karlstads skogsinstitut", "Universitetet"),
        ("AB", "AB"),
        ("Kemiskskogsindustrilaboratoriet", "Kemiskskogsindust…"),
        ("Oy Hermia Ltd", "Hermia"),
    ],
)
def test_what_is_left_of_a_name(label: str, short: str) -> None:
    assert suggest_short_labels([label]) == [short]


def test_those_that_would_be_equal_are_told_apart() -> None:
    labels = ["Norra Skog Papper Industri AB", "Norra Skog Papper Produktion AB", "Norra Skog Papper Industri AB"]
    assert suggest_short_labels(labels) == ["Norra Skog Papper", "NSPP", "NSPI"]
    assert suggest_short_labels(["Sandvik AB"], taken=["SANDVIK"]) == ["Sandvik AB"]
    assert suggest_short_labels(["Sandvik AB"] * 3) == ["Sandvik", "Sandvik AB", "Sandvik 2"]


@given(st.lists(st.text(max_size=40), max_size=30), st.lists(st.text(max_size=8), max_size=5), st.integers(6, 20))
def test_short_and_all_different(labels: list[str], taken: list[str], longest: int) -> None:
    found = suggest_short_labels(labels, taken=taken, longest=longest)
    assert len(found) == len(labels)
    assert all(0 < len(name) <= longest for name in found)
    keys = [" ".join(name.casefold().split()) for name in found]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & {" ".join(name.casefold().split()) for name in taken}


def test_room_for_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="6 characters"):
        suggest_short_labels(["A"], longest=3)
