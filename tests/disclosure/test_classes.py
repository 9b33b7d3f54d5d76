from __future__ import annotations

import pytest
from pydantic import ValidationError

from clusterdynamics.disclosure import Audience, VisibilityClass, class_of, k_for, minimum_for
from clusterdynamics.disclosure.classes import audience_label
from clusterdynamics.study.settings import DisclosureSettings

C = VisibilityClass


def test_audiences_read_the_classes_of_the_specification():
    # product.md 4.2: study C1, board and participants C2, network C3, public C4.
    assert [class_of(a) for a in ("study", "board", "participants", "network", "public")] == [
        "C1",
        "C2",
        "C2",
        "C3",
        "C4",
    ]
    assert class_of(Audience.CLUSTER_MANAGER) == C.C2
    with pytest.raises(ValueError, match="nobody"):
        class_of("nobody")


def test_every_audience_has_a_name_for_people():
    assert len({audience_label(a) for a in Audience}) == len(Audience)


def test_classes_compare_from_strict_to_wide():
    assert C.C0 < C.C1 < C.C2 < C.C3 < C.C4


@pytest.mark.parametrize(
    ("inside", "outside", "k", "minimum"),
    [
        # k: 3 inside and 5 outside by default; a reader who answered leaves k_inside others: 3 + 1 inside.
        (3, 5, (1, 1, 3, 5, 5), (1, 1, 4, 5, 5)),
        # Raised inside beyond outside: outside is never less.
        (7, 5, (1, 1, 7, 7, 7), (1, 1, 8, 8, 8)),
    ],
)
def test_least_numbers(inside, outside, k, minimum):
    settings = DisclosureSettings(k_inside=inside, k_outside=outside)
    assert tuple(k_for(settings, c) for c in C) == k
    assert tuple(minimum_for(settings, c) for c in C) == minimum


@pytest.mark.parametrize("lowered", [{"k_inside": 2}, {"k_outside": 4}])
def test_k_is_never_lowered(lowered):
    with pytest.raises(ValidationError):
        DisclosureSettings(**lowered)
