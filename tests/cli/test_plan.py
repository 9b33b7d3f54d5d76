"""The command ``plan``: what it prints, in words and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable

type Run = Callable[..., object]


def test_a_plan_in_words(cd: Run) -> None:
    found = cd("plan", "--organisations", "34", "--response", "0.75")
    assert found.code == 0
    assert found.out.startswith("34 organisations at 75%: about 26 will answer (20 to 30).\n")
    assert "You will be able to say:" in found.out
    assert "will not be able to say:" in found.out
    assert max(map(len, found.out.splitlines())) <= 100


def test_a_plan_for_programs(cd: Run) -> None:
    found = json.loads(cd("plan", "--organisations", "12", "--afternoon", "--json").out)
    assert found["organisations"] == 12
    assert found["density"] is None
    assert 0 <= found["gates"]["stage"] <= 1
    assert found["sentences"]


def test_what_cannot_be_planned_is_said(cd: Run) -> None:
    found = cd("plan", "--organisations", "0")
    assert found.code == 1
    assert "Plan for 1 to" in found.err
    assert cd("plan").code == 2
