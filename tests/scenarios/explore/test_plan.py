"""Scenario files: what ships, what is read, and everything that is wrong told at once with its place."""

from __future__ import annotations

import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.scenarios.cluster import LEVERS
from clusterdynamics.scenarios.engine.inputs import Change
from clusterdynamics.scenarios.explore import BASELINE, read_plan, shipped_plan
from clusterdynamics.scenarios.words import scenario_labels

PLAN = """
years = 4
outcomes = [{ variable = "trust" }, { variable = "exposure", better = "lower", least = 0.02 }]
[[scenarios]]
id = "bad-times"
label = "Bad times"
changes = [{ variable = "downturn", value = 0.8, start = 1, length = 2, fade = 0.5 }]
[[scenarios]]
id = "help"
background = "bad-times"
changes = [{ variable = "start_rate", how = "multiply", value = 1.5 }]
"""


def read(tmp_path, text):
    (tmp_path / "plan.toml").write_text(text, encoding="utf-8")
    return read_plan(tmp_path / "plan.toml")


def test_what_ships_is_called_something_and_moves_every_lever():
    plan = shipped_plan()
    assert {f"scenario:{s.id}" for s in plan.scenarios} | {f"scenario:{BASELINE}"} == set(scenario_labels())
    assert {c.variable for s in plan.scenarios for c in s.changes} == set(LEVERS)


def test_a_file_is_read(tmp_path):
    plan = read(tmp_path, PLAN)
    assert plan.years == 4
    assert [(o.variable, o.sign, o.least) for o in plan.outcomes] == [("trust", 1, 0.01), ("exposure", -1, 0.02)]
    bad = Change("downturn", "set", 0.8, 1.0, 2.0, 0.5)
    assert plan.changes() == {
        BASELINE: (),
        "bad-times": (bad,),
        "help": (bad, Change("start_rate", "multiply", 1.5, 0.0, None, 0.0)),
    }
    assert (plan.against("bad-times"), plan.against("help")) == (BASELINE, "bad-times")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("years = 4", "years = 0", "top: “years” must be above 0"),
        ("years = 4", "years = 400", "at most 50"),
        ("years = 4", "horizon = 4", "“horizon” is not known"),
        ('better = "lower"', 'better = "less"', "outcomes 2: “better” is higher or lower"),
        ('{ variable = "trust" }', "{ least = 1 }", "outcomes 1: “variable” is missing"),
        ('id = "help"', 'id = "bad-times"', "the same id"),
        ('id = "help"', 'id = "baseline"', "nothing is done"),
        ('id = "help"', 'id = "a b"', "scenarios 2: “id”"),
        ('background = "bad-times"', 'background = "nowhere"', "no scenario nowhere"),
        ("value = 1.5", 'value = "x"', "scenarios 2, changes 1: “value” must be a number"),
        (", value = 1.5", "", "“value” is missing"),
        ('how = "multiply"', 'how = "double"', "not by double"),
        ("length = 2", "length = -2", "below 0"),
        ('changes = [{ variable = "start', 'change = [{ variable = "start', "scenarios 2: “changes” must be"),
        ("years = 4", "years = ", "no TOML"),
        ('outcomes = [{ variable = "trust" }', 'outcomes = ["trust"', "must be a table"),
    ],
)
def test_bad_files(tmp_path, old, new, says):
    with pytest.raises(InputError) as caught:
        read(tmp_path, PLAN.replace(old, new))
    assert says in str(caught.value)
    assert "plan.toml" in str(caught.value)


def test_all_faults_at_once(tmp_path):
    with pytest.raises(InputError) as caught:
        read(tmp_path, PLAN.replace("years = 4", "years = -1").replace('"help"', '"baseline"').replace("1.5", "nan"))
    assert len(str(caught.value).splitlines()) == 3


def test_missing_and_empty_files(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_plan(tmp_path / "missing.toml")
    with pytest.raises(InputError, match="no \\[\\[scenarios\\]\\]"):
        read(tmp_path, "years = 3")
    two_deep = (
        PLAN + '[[scenarios]]\nid = "third"\nbackground = "help"\nchanges = [{variable = "downturn", value = 1}]\n'
    )
    with pytest.raises(InputError, match="cannot have a background"):
        read(tmp_path, two_deep)
    many = "".join(f'[[scenarios]]\nid = "s{k}"\nchanges = [{{variable = "downturn", value = 1}}]\n' for k in range(51))
    with pytest.raises(InputError, match="51 scenarios"):
        read(tmp_path, many)
