"""Finding the same organisation twice (SU-03)."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from clusterdynamics.exchange.roster import (
    NEAR,
    Duplicate,
    KnownActor,
    Likeness,
    RosterPlan,
    RosterRow,
    find_duplicates,
    name_key,
)


def plan_of(*rows: dict[str, object]) -> RosterPlan:
    return RosterPlan(tuple(RosterRow(i, row) for i, row in enumerate(rows, start=2)))


def named(*labels: str) -> RosterPlan:
    return plan_of(*({"label": label} for label in labels))


def pairs(found: list[Duplicate]) -> list[tuple[int, int | str | None, tuple[Likeness, ...]]]:
    return [(d.line, d.other_id or d.other_line, d.reasons) for d in found]


@pytest.mark.parametrize(
    "spellings",
    [
        ("Sandvik AB", "SANDVIK", "AB Sandvik (publ)", "Aktiebolaget Sandvik", "Sandvik Aktiebolag"),
        ("Nokia Oyj", "nokia oy", "Osakeyhtiö Nokia"),
        ("Norske Skog ASA", "Norske Skog A/S", "norske skog as"),
        ("Bjørk ApS", "BJORK", "Björk Anpartsselskab"),
        ("Bois du Nord SARL", "Bois du Nord S.A.R.L.", "Bois du Nord S.à r.l.", "bois du nord sa", "Bois du Nord SAS"),
        ("Müller GmbH", "MULLER G.m.b.H.", "Müller Gesellschaft mit beschränkter Haftung"),
        ("Berg & Dal AB", "Berg och Dal", "Berg and Dal Ltd"),
    ],
)
def test_spellings_of_one_name(spellings: tuple[str, ...]) -> None:
    found = find_duplicates(named(*spellings))
    assert {d.line for d in found} == set(range(3, len(spellings) + 2))
    assert all(Likeness.NAME in d.reasons and d.other_line == 2 for d in found)
    assert all(d.likeness == 100 for d in found)


@pytest.mark.parametrize("label", ["AB", "A/S", "SA", "Aktiebolaget", "&", "Oy Ab"])
def test_a_name_that_is_nothing_but_a_legal_form_stays_a_name(label: str) -> None:
    assert name_key(label) or label == "&"


def test_different_names_are_no_duplicates() -> None:
    assert find_duplicates(named("Sandvik AB", "Volvo AB", "Skogforsk", "Stål 1", "Stål 2")) == []


def test_every_reason() -> None:
    known = [
        KnownActor("a", "North Wood", "North", ("Northern Timber",), "north.example", ("anna@north.example",)),
        KnownActor("b", "Somebody at a free host", emails=("somebody@gmail.com",)),
    ]
    plan = plan_of(
        {"label": "Northern timber Ltd"},
        {"label": "Another", "short_label": "north"},
        {"label": "Third", "contact_email": "ANNA@north.example"},
        {"label": "Fourth", "domain": "north.example"},
        {"label": "Nort Wood"},
        {"label": "Fifth", "contact_email": "else@gmail.com"},
    )
    assert pairs(find_duplicates(plan, known)) == [
        (2, "a", (Likeness.NAME,)),
        (3, "a", (Likeness.NAME, Likeness.MAP_LABEL)),
        (4, "a", (Likeness.EMAIL, Likeness.DOMAIN)),
        (5, "a", (Likeness.DOMAIN,)),
        # The domain's first row in the list is another question than the study's organisation.
        (5, 4, (Likeness.DOMAIN,)),
        (6, "a", (Likeness.NEAR_NAME,)),
    ]


def test_equal_map_labels_are_marked() -> None:
    found = find_duplicates(plan_of({"label": "Alpha", "short_label": "X"}, {"label": "x"}))
    assert [d.same_map_label for d in found] == [True]
    assert "the same name on maps" in found[0].message
    assert "line 2" in found[0].message


def test_rows_that_cannot_be_used_are_not_compared() -> None:
    plan = RosterPlan((RosterRow(2, {"label": "A"}), RosterRow(3, {"label": "A"}, usable=False)))
    assert find_duplicates(plan) == []


def test_forty_rows_with_one_domain_are_39_questions() -> None:
    plan = plan_of(*({"label": f"{'ABCDEFGH'[i % 8] * 9}{i}", "domain": "park.example"} for i in range(40)))
    found = [d for d in find_duplicates(plan) if Likeness.DOMAIN in d.reasons]
    assert len(found) == 39
    assert {d.other_line for d in found} == {2}


_WORDS = st.lists(
    st.sampled_from(["skog", "papper", "norra", "wood", "paper", "industri", "pappers"]), min_size=1, max_size=3
)


@given(st.lists(_WORDS.map(" ".join), min_size=2, max_size=8, unique=True))
def test_near_names_against_every_pair(labels: list[str]) -> None:
    """Expected: each pair by rapidfuzz alone, and of those no more than three for a row."""
    found = {(d.line - 2, d.other_line - 2) for d in find_duplicates(named(*labels)) if d.other_line is not None}
    keys = [name_key(label) for label in labels]
    alike = {
        (j, i)
        for i, j in combinations(range(len(labels)), 2)
        if keys[i] == keys[j] or max(fuzz.ratio(keys[i], keys[j]), fuzz.token_sort_ratio(keys[i], keys[j])) >= NEAR
        if min(len(k.replace(" ", "")) for k in (keys[i], keys[j])) >= 5 or keys[i] == keys[j]
    }
    assert found <= alike
    for row in range(len(labels)):
        own = [pair for pair in alike if pair[0] == row]
        assert len([pair for pair in found if pair[0] == row]) >= min(3, len(own))


def test_the_threshold_is_an_argument() -> None:
    plan = named("Northwood", "Northwould")
    likeness = fuzz.ratio("northwood", "northwould")
    assert len(find_duplicates(plan, threshold=likeness - 0.1)) == 1
    assert len(find_duplicates(plan, threshold=likeness + 0.1)) == 0


def test_a_long_list_of_equal_names_stays_bounded() -> None:
    found = find_duplicates(named(*["Equal name"] * 1_200))
    assert len(found) <= 3 * 1_199
