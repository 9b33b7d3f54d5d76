"""Who tells for and against a loop: by hand, and the planted stories of the demo."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures.evidence import loop_told
from clusterdynamics.study.model import Study
from tests.build import make_study

from .studies import MODEL, W

L1, B1 = MODEL.loop("L1"), MODEL.loop("B1")


def told(claims: list[tuple[str, str, str, str]], stories: list[dict[str, Any]]) -> Study:
    """Claims are (story, cause, effect, polarity)."""
    return make_study(
        ["a", "b"],
        answered={W: ["a", "b"]},
        tables={
            "stories": [{"wave": W, "text": "…", **s} for s in stories],
            "claims": [
                {"id": f"c{k}", "story": s, "cause": c, "effect": e, "polarity": p}
                for k, (s, c, e, p) in enumerate(claims)
            ],
        },
    )


STORIES: list[dict[str, Any]] = [
    {"id": "s1", "actor": "a", "respondent": "r-a"},
    {"id": "s2", "actor": "a", "respondent": "r-a"},
    {"id": "s3", "actor": None, "respondent": "r-b"},
    {"id": "s4", "actor": "b", "respondent": None},
    {"id": "s5", "actor": None, "respondent": None},
]


def test_a_teller_counts_once_and_a_failure_contradicts() -> None:
    study = told(
        [
            ("s1", "contact", "awareness", "+"),
            ("s2", "awareness", "easy_cooperation", "+"),  # the same teller
            ("s3", "contact", "awareness", "fails"),  # b by its respondent
            ("s4", "contact", "awareness", "-"),  # the other sign; b itself
            ("s5", "contact", "awareness", "+"),  # nobody in particular
            ("s5", "trust", "openness", "+"),  # no link of L1
            ("s9", "contact", "awareness", "+"),  # no such story
        ],
        STORIES,
    )
    found = loop_told(study, W, MODEL, L1)
    assert found.supporters == {"respondent:r-a", "story:s5"}
    assert found.supporting == {"a"}
    assert found.contradictors == {"respondent:r-b", "actor:b"}
    assert found.contradicting == {"b"}


def test_a_minus_supports_a_link_with_a_minus() -> None:
    study = told([("s1", "coordination_burden", "slack", "-"), ("s3", "coordination_burden", "slack", "+")], STORIES)
    found = loop_told(study, W, MODEL, B1)
    assert found.supporting == {"a"}
    assert found.contradicting == {"b"}


@given(st.permutations(range(4)))
def test_the_order_of_claims_does_not_matter(order: list[int]) -> None:
    claims = [
        ("s1", "contact", "awareness", "+"),
        ("s3", "contact", "awareness", "fails"),
        ("s4", "easy_cooperation", "contact", "+"),
        ("s5", "awareness", "easy_cooperation", "-"),
    ]
    assert loop_told(told([claims[k] for k in order], STORIES), W, MODEL, L1) == loop_told(
        told(claims, STORIES), W, MODEL, L1
    )


def test_the_demo() -> None:
    study = skogsbygden.build()
    found = loop_told(study, "2026", MODEL, MODEL.loop("L3"))
    # examples/README.md: three tellers, F10, F16, F22, say that trust → openness fails.
    assert found.contradicting == {"F10", "F16", "F22"}
    assert len(found.contradictors) == 3
    nothing = [loop_told(study, w, MODEL, MODEL.loop("L5")) for w in study.wave_ids]
    assert not any(t.supporters or t.contradictors for t in nothing)  # L5 is not told
