"""From rows to matrices: what is missing, what was offered, and several respondents of one organisation."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from clusterdynamics.study.informants import reports_by_respondent
from clusterdynamics.study.model import Study
from clusterdynamics.study.network import STATE_CODES
from clusterdynamics.study.settings import StudySettings
from clusterdynamics.study.tables import TABLES, TIE_STATES

TIE, NO_TIE, DONT_KNOW, NOT_ANSWERED, NOT_OFFERED = (STATE_CODES[s] for s in TIE_STATES)
N = np.nan


def frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=TABLES[table].schema)


def tie(from_: str, to: str, value: float | None = None, respondent: str | None = None, **more: Any) -> dict[str, Any]:
    return {"wave": "1", "relation": "depth", "from": from_, "to": to, "value": value, "respondent": respondent, **more}


def person(name: str, actor: str, status: str = "submitted", **more: Any) -> dict[str, Any]:
    return {"id": name, "wave": "1", "actor": actor, "status": status, **more}


def study(
    ties: list[dict[str, Any]],
    people: list[dict[str, Any]] = (),  # type: ignore[assignment]
    offered: list[tuple[str, str]] = (),  # type: ignore[assignment]
    rule: str = "any",
) -> Study:
    settings = StudySettings.model_validate(
        {"title": "T", "informants": rule, "relations": [{"id": "depth", "label": "D"}, {"id": "advice", "label": "A"}]}
    )
    tables = {
        "actors": frame("actors", [{"id": i, "label": i.upper()} for i in "abc"]),
        "ties": frame("ties", ties),
        "respondents": frame("respondents", list(people)),
        "offered": frame("offered", [{"wave": "1", "respondent": r, "actor": a} for r, a in offered]),
    }
    return Study(settings, tables)


def row(made: Study, actor: str = "a") -> tuple[list[float], list[int]]:
    """Values and states of what `actor` reports, without itself."""
    network = made.network("depth")
    i = network.index(actor)
    keep = [j for j in range(network.n) if j != i]
    return network.values[i, keep].tolist(), network.states[i, keep].tolist()


def check(found: tuple[list[float], list[int]], values: list[float], states: list[int]) -> None:
    np.testing.assert_array_equal(found[0], values)
    assert found[1] == states


def test_without_respondents_everybody_answered() -> None:
    made = study([tie("a", "b", 3)])
    check(row(made), [3, 0], [TIE, NO_TIE])
    check(row(made, "b"), [0, 0], [NO_TIE, NO_TIE])
    assert made.coverage("1") == 1.0


def test_five_states_in_one_row_each() -> None:
    ties = [tie("a", "b", None, state="dont_know"), tie("a", "c", None, state="not_answered")]
    check(row(study(ties)), [N, N], [DONT_KNOW, NOT_ANSWERED])
    ties = [tie("a", "b", None, state="not_offered"), tie("a", "c", 0)]
    check(row(study(ties)), [N, 0], [NOT_OFFERED, NO_TIE])
    ties = [tie("a", "b", 0, state="no_tie"), tie("a", "c", 2, state="tie")]
    check(row(study(ties)), [0, 2], [NO_TIE, TIE])


def test_a_row_without_value_is_a_tie_of_1() -> None:
    check(row(study([tie("a", "b")])), [1, 0], [TIE, NO_TIE])


def test_not_picked_is_no_tie_only_where_the_answers_were_sent() -> None:
    for status in ("invited", "opened", "started", "declined", "bounced"):
        check(row(study([], [person("r1", "a", status)])), [N, N], [NOT_ANSWERED, NOT_ANSWERED])
    check(row(study([], [person("r1", "a")])), [0, 0], [NO_TIE, NO_TIE])


def test_what_was_picked_before_breaking_off_counts() -> None:
    made = study([tie("a", "b", 4, "r1")], [person("r1", "a", "started")])
    check(row(made), [4, N], [TIE, NOT_ANSWERED])


def test_who_was_not_asked_says_nothing() -> None:
    made = study([tie("b", "a", 4)], [person("r1", "a")])
    check(row(made, "b"), [N, N], [NOT_OFFERED, NOT_OFFERED])
    network = made.network("depth")
    assert network.asked.tolist() == [True, False, False]
    assert network.coverage == 1.0


def test_what_was_not_on_the_list_is_not_no_tie() -> None:
    made = study([], [person("r1", "a")], [("r1", "c")])
    check(row(made), [N, 0], [NOT_OFFERED, NO_TIE])
    # A respondent without a list could pick everybody.
    made = study([], [person("r1", "a"), person("r2", "b")], [("r1", "c")])
    check(row(made, "b"), [0, 0], [NO_TIE, NO_TIE])
    # Of a list with nobody who is there, nobody could be picked.
    made = study([], [person("r1", "a")], [("r1", "zz")])
    check(row(made), [N, N], [NOT_OFFERED, NOT_OFFERED])


TWO = [person("r1", "a"), person("r2", "a", is_lead=True)]


@pytest.mark.parametrize(
    ("rule", "values", "states"),
    [
        # r1: b 2, c not picked. r2 (the lead): b 5, c 1.
        ("any", [5, 1], [TIE, TIE]),
        ("all", [2, 0], [TIE, NO_TIE]),
        ("lead", [5, 1], [TIE, TIE]),
    ],
)
def test_two_respondents(rule: str, values: list[float], states: list[int]) -> None:
    ties = [tie("a", "b", 2, "r1"), tie("a", "b", 5, "r2"), tie("a", "c", 1, "r2")]
    check(row(study(ties, TWO, rule=rule)), values, states)


@pytest.mark.parametrize(
    ("rule", "values", "states"),
    [
        ("any", [2, 0], [TIE, NO_TIE]),
        ("all", [2, 0], [TIE, NO_TIE]),  # who does not know has no say
        ("lead", [N, 0], [DONT_KNOW, NO_TIE]),
    ],
)
def test_one_of_two_does_not_know(rule: str, values: list[float], states: list[int]) -> None:
    ties = [tie("a", "b", 2, "r1"), tie("a", "b", None, "r2", state="dont_know")]
    check(row(study(ties, TWO, rule=rule)), values, states)


def test_two_that_are_both_missing_keep_the_kinder_reason() -> None:
    ties = [tie("a", "b", None, "r1", state="dont_know"), tie("a", "b", None, "r2", state="not_offered")]
    check(row(study(ties, TWO)), [N, 0], [DONT_KNOW, NO_TIE])


def test_rows_without_respondent_count_for_all_of_the_organisation() -> None:
    check(row(study([tie("a", "b", 3)], TWO, rule="all")), [3, 0], [TIE, NO_TIE])


def test_a_silent_lead_is_silence_where_only_the_lead_counts() -> None:
    people = [person("r1", "a"), person("r2", "a", "declined", is_lead=True), person("r3", "b")]
    ties = [tie("a", "b", 2, "r1")]
    made = study(ties, people, rule="lead")
    check(row(made), [N, N], [NOT_ANSWERED, NOT_ANSWERED])
    assert made.answered("1") == {"b"}
    assert made.coverage("1") == 0.5
    made = study(ties, people)
    check(row(made), [2, 0], [TIE, NO_TIE])
    assert made.answered("1") == {"a", "b"}


@pytest.mark.parametrize(("rule", "expected"), [("any", 5), ("all", 2)])
def test_respondents_named_in_rows_only_are_combined_by_the_rule(rule: str, expected: float) -> None:
    """Not by which row comes last."""
    ties = [tie("a", "b", 5, "r2"), tie("a", "b", 2, "r1")]
    for rows in (ties, ties[::-1]):
        check(row(study(rows, rule=rule)), [expected, 0], [TIE, NO_TIE])


def test_structural_values_are_marked() -> None:
    made = study([tie("a", "b", 3, structural=True), tie("a", "c", 3)])
    fixed = made.network("depth").structural
    assert fixed is not None
    assert fixed.tolist() == [[False, True, False], [False] * 3, [False] * 3]
    assert study([tie("a", "b", 3)]).network("depth").structural is None


def test_rows_about_oneself_or_nobody_are_left_out() -> None:
    made = study([tie("a", "a", 3), tie("a", "zz", 3), tie("zz", "a", 3)])
    check(row(made), [0, 0], [NO_TIE, NO_TIE])


def test_what_each_respondent_says() -> None:
    ties = [tie("a", "b", 2, "r1"), tie("a", "c", 4, "r2"), tie("a", "b", 5)]
    made = study(ties, [*TWO, person("r3", "b", "started")], [("r1", "b")])
    found = reports_by_respondent(made, "depth", "1", {"a": 0, "b": 1, "c": 2})
    assert set(found) == {"r1", "r2", "r3"}
    np.testing.assert_array_equal(found["r1"], [N, 2, N])  # only b was on the list
    np.testing.assert_array_equal(found["r2"], [0, 0, 4])
    np.testing.assert_array_equal(found["r3"], [N, N, N])
    assert reports_by_respondent(study([tie("a", "b", 2)]), "depth", "1", {"a": 0, "b": 1}) == {}
