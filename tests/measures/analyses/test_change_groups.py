"""Kept, new and lost ties by kind, area and purpose; renamed, merged and split organisations."""

from __future__ import annotations

import pytest

from clusterdynamics.measures.analyses import ChangeParams, change

from ...build import ADVICE, DEPTH, make_study


def group_values(found, network: str, subject: str) -> list[float | None]:
    parts = ("kept", "new", "lost", "not_comparable")
    return [found.value_of(f"group.{p}", network=network, subject=subject) for p in parts]


def cards(rows) -> list[dict[str, object]]:
    """Rows of ``ties`` with an area or purpose."""
    return [
        {"wave": w, "relation": "depth", "from": a, "to": b, "value": float(v), "area": area, "purpose": purpose}
        for w, a, b, v, area, purpose in rows
    ]


def test_by_kind_by_hand() -> None:
    actors = [{"id": x, "type": "firm" if x in "ab" else "public"} for x in "abcd"]
    ties = [
        ("1", "depth", "a", "b", 3),  # kept, firm–firm
        ("2", "depth", "b", "a", 2),
        ("1", "depth", "a", "c", 2),  # lost, firm–public
        ("2", "depth", "b", "d", 2),  # new, firm–public
    ]
    found = change(make_study(actors, ties, relations=(DEPTH,), waves="12"), ChangeParams(replicates=0), 1)
    assert group_values(found, "cooperation", "type:firm–firm") == [1, 0, 0, 0]
    assert group_values(found, "cooperation", "type:firm–public") == [0, 1, 1, 0]
    assert group_values(found, "cooperation", "type:public–public") == [0, 0, 0, 0]
    assert found.find("group.kept", network="cooperation", subject="type:firm–public").n == 4  # 2 · 2 pairs
    for part in ("kept", "new", "lost", "not_comparable"):
        cells = [e.value for e in found.estimates if e.name == f"group.{part}" and e.network == "contact"]
        assert sum(cells) == found.value_of(part, network="contact", subject="stayers")


def test_directed_ties_go_from_a_kind_to_a_kind() -> None:
    actors = [{"id": x, "type": "firm" if x in "ab" else "public"} for x in "abcd"]
    ties = [("1", "advice", "a", "c"), ("2", "advice", "a", "c"), ("2", "advice", "c", "a")]
    found = change(make_study(actors, ties, relations=(ADVICE,), waves="12"), ChangeParams(replicates=0), 1)
    assert group_values(found, "advice", "type:firm→public") == [1, 0, 0, 0]
    assert group_values(found, "advice", "type:public→firm") == [0, 1, 0, 0]


def test_a_pair_that_turns_to_something_else_is_lost_there_and_new_here() -> None:
    rows = [
        ("1", "a", "b", 3, ["training"], ["save"]),
        ("2", "b", "a", 3, ["export"], ["save"]),  # told by the other side
        ("1", "a", "c", 2, ["training"], None),
        ("2", "a", "c", 1, ["training"], None),  # no longer cooperation
    ]
    study = make_study(list("abc"), relations=(DEPTH,), waves="12", tables={"ties": cards(rows)})
    found = change(study, ChangeParams(replicates=0), 1)
    assert group_values(found, "cooperation", "area:training") == [0, 0, 2, 0]
    assert group_values(found, "cooperation", "area:export") == [0, 1, 0, 0]
    assert group_values(found, "cooperation", "purpose:save") == [1, 0, 0, 0]
    assert group_values(found, "contact", "area:training") == [1, 0, 1, 0]


def test_areas_that_were_named_in_one_wave_only_were_not_asked_in_the_other() -> None:
    rows = [("1", "a", "b", 3, ["training"], None), ("2", "a", "b", 3, None, None)]
    study = make_study(list("ab"), relations=(DEPTH,), waves="12", tables={"ties": cards(rows)})
    found = change(study, ChangeParams(replicates=0), 1)
    assert not [e for e in found.estimates if e.subject.startswith("area:")]


def test_a_renamed_organisation_is_followed_in_ties_and_areas() -> None:
    actors = [
        {"id": "old", "left": "2"},
        {"id": "new", "joined": "2", "predecessor": ["old"]},
        {"id": "k"},
        {"id": "m"},
    ]
    rows = [
        ("1", "old", "k", 3, ["training"], None),
        ("2", "new", "k", 3, ["training"], None),
        ("2", "k", "m", 2, ["export"], None),
    ]
    study = make_study(actors, relations=(DEPTH,), waves="12", tables={"ties": cards(rows)})
    found = change(study, ChangeParams(replicates=0), 1)
    for subject in ("all", "stayers"):
        values = [found.value_of(p, network="cooperation", subject=subject) for p in ("kept", "new", "lost")]
        assert values == [1, 1, 0]
    assert group_values(found, "cooperation", "area:training") == [1, 0, 0, 0]
    c = found.composition[0]
    assert (c.stayers, c.joined, c.left, c.renamed, c.answered_both) == (3, 0, 0, 1, 3)
    assert "1 of those that stayed goes by a new name" in found.explain()


@pytest.mark.parametrize(
    ("actors", "words"),
    [
        (
            [
                {"id": "x", "left": "2"},
                {"id": "y", "left": "2"},
                {"id": "z", "joined": "2", "predecessor": ["x", "y"]},
            ],
            "2 organisations became 1 (1 merger)",
        ),
        (
            [
                {"id": "x", "left": "2"},
                {"id": "y", "joined": "2", "predecessor": ["x"]},
                {"id": "z", "joined": "2", "predecessor": ["x"]},
            ],
            "1 organisations became 2 (1 split)",
        ),
        ([{"id": "x"}, {"id": "y", "joined": "2", "predecessor": ["x"]}], "1 organisations became 2 (1 split)"),
        (
            [
                {"id": "w", "left": "2"},
                {"id": "x", "left": "2"},
                {"id": "y", "joined": "2", "predecessor": ["w", "x"]},
                {"id": "z", "joined": "2", "predecessor": ["w", "x"]},
            ],
            "2 organisations became 2 (1 regrouping)",
        ),
    ],
)
def test_ties_of_those_that_became_others_are_never_lost(actors, words: str) -> None:
    everybody = [*actors, {"id": "k"}, {"id": "m"}]
    old = [a["id"] for a in actors if "joined" not in a]
    new = [a["id"] for a in actors if "left" not in a]
    ties = [("1", "depth", a, "k", 3) for a in old] + [("2", "depth", a, "m", 3) for a in new]
    found = change(make_study(everybody, ties, relations=(DEPTH,), waves="12"), ChangeParams(replicates=0), 1)
    for subject in ("all", "stayers"):
        values = [found.value_of(p, network="contact", subject=subject) for p in ("kept", "new", "lost")]
        assert values == [0, 0, 0]
    assert words in found.explain()
    assert "none of them counts as lost" in found.explain()
