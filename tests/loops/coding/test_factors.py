"""Factors rolled up, turned and merged; selections checked."""

from __future__ import annotations

import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.examples import skogsbygden
from clusterdynamics.loops.coding import (
    MergeLog,
    Selection,
    check_selections,
    combine_opposites,
    roll_up,
    theme_parents,
)
from tests.loops.build import claims


def links(frame):  # type: ignore[no-untyped-def]
    return list(frame.select("cause", "effect", "polarity").iter_rows())


def test_roll_up_by_names_and_by_parents() -> None:
    frame = claims(
        "a: x > y",
        "a: x > y",
        cause=["Health; Nutrition; Milk", "~Health; Sleep"],
        effect=["Income", "Health"],
    )
    assert [(c, e) for c, e, _p in links(roll_up(frame))] == [("Health", "Income"), ("~Health", "Health")]
    assert links(roll_up(frame, level=2))[0][0] == "Health; Nutrition"
    tree = {"b": "a", "c": "b"}
    assert links(roll_up(claims("t: c > b", "t: b > z"), tree)) == [("a", "a", "+"), ("a", "z", "+")]
    assert links(roll_up(claims("t: c > b"), tree, level=2)) == [("b", "b", "+")]
    assert theme_parents(skogsbygden.build())["meeting"] == "together"


def test_circles_and_bad_levels_are_clear_errors() -> None:
    with pytest.raises(InputError, match="a → b → a; c → c"):
        roll_up(claims("t: a > z"), {"a": "b", "b": "a", "c": "c", "d": "a"})
    with pytest.raises(InputError, match="at least 1, not 0"):
        roll_up(claims("t: a > z"), level=0)
    long = {f"n{k}": f"n{k + 1}" for k in range(30_000)}
    with pytest.raises(InputError, match="n0"):
        roll_up(claims("t: n5 > z"), long | {"n30000": "n0"})


def test_opposites_turn_the_sign_for_each_end() -> None:
    frame = claims("t: ~a > b", "t: a > ~b -", "t: ~a > ~b", "t: ~a > b fails", "t: mistrust > b")
    assert links(combine_opposites(frame, {"mistrust": "trust"})) == [
        ("a", "b", "-"),
        ("a", "b", "+"),
        ("a", "b", "+"),
        ("a", "b", "fails"),
        ("trust", "b", "-"),
    ]
    with pytest.raises(InputError, match="opposite of an opposite"):
        combine_opposites(frame, {"x": "y", "y": "z"})


def test_merges_can_be_undone_and_are_kept() -> None:
    log = MergeLog().merge(["faith", "hope"], "trust", by="anna", reason="same words").merge(["trust"], "confidence")
    frame = claims("t: faith > hope", "t: x > trust")
    assert links(log.apply(frame)) == [("confidence", "confidence", "+"), ("x", "confidence", "+")]
    with pytest.raises(InputError, match="step 2 back first"):
        log.undo(1)
    back = log.undo(2).undo(1)
    assert links(back.apply(frame)) == links(frame)
    assert [s.undone for s in back.steps] == [True, True]
    assert MergeLog.from_dict(back.to_dict()) == back
    with pytest.raises(InputError, match="no step 2"):
        back.undo(2)
    with pytest.raises(InputError, match="nothing to merge"):
        MergeLog().merge(["a"], "a")
    with pytest.raises(InputError, match="'faith' is part of 'trust' already"):
        log.merge(["faith"], "joy")


def chosen(**more: object) -> Selection:
    usual = {
        "story": "st01",
        "domain": "cooperation",
        "panel": ("p1", "p2"),
        "considered": ("st01", "st02"),
        "reason": "It shows how small things begin.",
    }
    return Selection(**{**usual, **more})  # type: ignore[arg-type]


def test_selections() -> None:
    study = skogsbygden.build()
    teller = study["stories"].filter(study["stories"]["id"] == "st01")["respondent"][0]
    assert check_selections(study, [chosen(waived=True)]) == ()
    # st06 did not work, so that nothing needs to be waived.
    failed = chosen(story="st06", domain="trust", considered=("st06", "st07"))
    assert check_selections(study, [chosen(), failed]) == ()
    cases = {
        "none_that_failed": [chosen()],
        "no_story": [chosen(story="st99", considered=("st99", "st01"))],
        "no_domain": [chosen(domain=" ", waived=True)],
        "no_panel": [chosen(panel=("p1", "p1"), waived=True)],
        "no_reason": [chosen(reason="", waived=True)],
        "not_considered": [chosen(considered=("st02", "st03"), waived=True)],
        "no_choice": [chosen(considered=("st01",), waived=True)],
        "own_story": [chosen(panel=("p1", teller), waived=True)],
        "twice": [chosen(waived=True), chosen(story="st02")],
    }
    for code, selections in cases.items():
        problems = check_selections(study, selections)
        assert [p.code.value for p in problems] == [code]
        assert "{" not in problems[0].message
