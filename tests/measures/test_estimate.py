"""A figure is never shown alone, and never without a reason where it is missing."""

from __future__ import annotations

import pytest

from clusterdynamics.measures.estimate import INTERVAL_WORDS, Estimate, Interval, Reason


def test_nan_is_no_figure() -> None:
    with pytest.raises(ValueError, match="never NaN"):
        Estimate("density", float("nan"))


def test_what_is_missing_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        Estimate("density", None)


def test_the_reason_is_a_sentence() -> None:
    e = Estimate("density", None, reason=Reason.COVERAGE, details={"coverage": 0.5, "gate": 0.65})
    assert e.why == "We cannot say, because 50% answered and this needs 65%."
    assert Estimate("density", 0.3).why == ""


def test_the_form_of_results_json() -> None:
    e = Estimate("density", 0.3, 0.2, 0.4, Interval.REDRAWS, n=90, coverage=0.8, wave="2026", network="advice")
    assert e.to_dict() == {
        "value": 0.3,
        "low": 0.2,
        "high": 0.4,
        "interval": "redraws",
        "n": 90,
        "coverage": 0.8,
        "method": "measures/density",
        "class": "C1",
        "verdict": "study",
        "reason": None,
        "details": {},
    }


def test_every_kind_of_bounds_has_words() -> None:
    assert set(INTERVAL_WORDS) == set(Interval)
