"""Foreign files: what is refused says which construct of which variable; what is written reads back."""

from __future__ import annotations

import json

import pytest

from clusterdynamics.errors import ClusterDynamicsError, InputError
from clusterdynamics.scenarios.engine.model import Clock, Lookup, Variable
from clusterdynamics.scenarios.engine.run import simulate
from clusterdynamics.scenarios.exchange import read_sim_model, write_sim_model
from tests.scenarios.build import aux, flow, model, stock

XMILE = """<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0">
<sim_specs method="{method}"><start>0</start><stop>4</stop><dt>0.5</dt></sim_specs>
<model><variables>{variables}</variables></model></xmile>"""


def read(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_sim_model(tmp_path / name)


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ('<module name="part"/>', "part: Modules"),
        ('<stock name="line"><eqn>1</eqn><conveyor/></stock>', "line: <conveyor>"),
        ('<aux name="a"><dimensions><dim name="d"/></dimensions><eqn>1</eqn></aux>', "a: <dimensions>"),
        ('<aux name="a"><eqn>RANDOM(0, 1)</eqn></aux>', "a, character 1: The function RANDOM"),
        ('<aux name="a"><eqn>b[x]</eqn></aux>', "a, character 2: Arrays"),
        ('<aux name="a"><eqn>1</eqn><gf><ypts>1,x</ypts></gf></aux>', "a: The points"),
        ('<stock name="s"><eqn>1</eqn><inflow>nothing</inflow></stock>', "s: There is no flow called nothing"),
        ("", "no variables"),
    ],
)
def test_xmile_outside_the_subset(tmp_path, variables, says):
    with pytest.raises(ClusterDynamicsError, match=r"model\.xmile") as caught:
        read(tmp_path, "model.xmile", XMILE.format(method="euler", variables=variables))
    assert says in str(caught.value)


def test_xmile_methods_and_broken_files(tmp_path):
    one = '<aux name="a"><eqn>1</eqn></aux>'
    with pytest.raises(InputError, match="gear"):
        read(tmp_path, "m.xmile", XMILE.format(method="gear", variables=one))
    with pytest.raises(ClusterDynamicsError, match="well-formed"):
        read(tmp_path, "m.xmile", "<xmile>")
    with pytest.raises(InputError, match="<other>"):
        read(tmp_path, "m.xmile", "<other/>")
    with pytest.raises(ClusterDynamicsError, match="entities"):
        read(tmp_path, "m.xmile", '<!DOCTYPE x [<!ENTITY a "b">]><xmile>&a;</xmile>')


def test_stocks_of_xmile_that_cannot_fall_below_zero(tmp_path):
    found = read(
        tmp_path,
        "m.xmile",
        XMILE.format(
            method="euler",
            variables='<stock name="s"><eqn>1</eqn><outflow>f</outflow><non_negative/></stock>'
            '<flow name="f"><eqn>1</eqn></flow>',
        ),
    )
    assert simulate(found)["s"].tolist() == [1, 0.5, 0, 0, 0, 0, 0, 0, 0]


MDL = """{{UTF-8}}
level= INTEG (
	{change},
		10)
	~	m3 [0,?]
	~	What is there.
	|

inflow of water=
	MIN(3, table(level/10) ) * fast
	~	m3/Hour
	~		|

table(
	[(0,0)-(2,2)],(0,2),(1,1),(2,0))
	~	m3/Hour
	~		|

fast= WITH LOOKUP (
	Time,
		([(0,0)-(9,9)],(0,1),(3,1),(4,2)))
	~	dmnl
	~		|

"use-up"=
	level / 5
	~	m3/Hour
	~		|

INITIAL TIME  = 0
	~	Hour
	~		|
FINAL TIME  = 4
	~	Hour
	~		|
TIME STEP  = 0.5
	~	Hour [0,?]
	~		|
SAVEPER  = TIME STEP
	~	Hour
	~		|
\\\\\\---/// Sketch information
junk = [ | ~
"""


def test_vensim_lookups_flows_and_clock(tmp_path):
    """By hand: level 10, table(1) = 1, fast 1, in 1, out 2; so 9.5 after half an hour."""
    found = read(tmp_path, "m.mdl", MDL.format(change='inflow of water - "use-up"'))
    level = found["level"]
    assert (level.inflows, level.outflows) == (("inflow_of_water",), ("use-up",))
    assert (level.unit, level.low, level.high) == ("m3", 0.0, None)
    assert found.clock == Clock(0, 4, 0.5, "euler", "Hour")
    run = simulate(found)
    assert run["level"][:2].tolist() == [10, 9.5]
    assert run["fast"].tolist() == [1, 1, 1, 1, 1, 1, 1, 1.5, 2]


def test_a_change_that_is_no_sum_of_variables_becomes_one_flow(tmp_path):
    found = read(tmp_path, "m.mdl", MDL.format(change='2 * inflow of water - "use-up"'))
    assert found["level"].inflows == ("level_net_flow",)
    assert simulate(found)["level"][1] == 10


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a[x]= 1 ~~|", "a: A variable with subscripts"),
        ("x: one, two ~~|", "x: A subscript range"),
        ("a ~~|", "a: A variable without an equation"),
        ("a= DELAY N(1,2,3,4) ~~|", "a, character 1: The function DELAY_N"),
        ("a= 1 + ~~|", "a, character 4"),
        ("a(oops) ~~|", "a: The points of the lookup"),
        ("a= INTEG(1) ~~|", "a: INTEG takes 2 arguments"),
        ("TIME STEP= b ~~|", "TIME STEP must be a number"),
        ("nothing at all", "no definition"),
    ],
)
def test_vensim_outside_the_subset(tmp_path, text, says):
    with pytest.raises(InputError) as caught:
        read(tmp_path, "m.mdl", text)
    assert says in str(caught.value)


def test_vensim_pulse_lasts_a_step_at_least(tmp_path):
    clock = "INITIAL TIME=0 ~~|FINAL TIME=4 ~~|TIME STEP=0.5 ~~|"
    found = read(tmp_path, "m.mdl", f"a= PULSE(1, 1) ~~|b= PULSE(2, 0) ~~|{clock}")
    run = simulate(found)
    assert run["a"].tolist() == [0, 0, 1, 1, 0, 0, 0, 0, 0]
    assert run["b"].tolist() == [0, 0, 0, 0, 1, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "no JSON"),
        ("[]", "no list"),
        ({"variables": [{"type": "stock"}]}, "no name"),
        ({"variables": [{"name": "a", "type": "oven", "equation": "1"}]}, "a: The type oven"),
        ({"variables": [{"name": "a", "type": "variable", "equation": "1", "dimensions": ["d"]}]}, "a: dimensions"),
        ({"variables": [{"name": "a", "type": "variable", "equation": "1"}], "specs": {"dt": "x"}}, "dt"),
        (
            {"variables": [{"name": "a", "type": "variable", "equation": "1", "graphicalFunction": {"points": [1]}}]},
            "points",
        ),
        ({"variables": [{"name": "a", "type": "variable", "equation": "1"}], "modules": [1]}, "Modules"),
    ],
)
def test_bad_sd_ai(tmp_path, content, says):
    with pytest.raises(InputError) as caught:
        read(tmp_path, "m.json", content if isinstance(content, str) else json.dumps(content))
    assert says in str(caught.value)


def full_model():
    return model(
        stock("The stock", "first * 2", ["Flow in"], ["out"], unit="person", doc="A <doc> & more", non_negative=True),
        flow("Flow in", 'IF "The stock" < 5 AND first > 0 THEN curve(first) ELSE "The stock" / -2', unit="person/year"),
        flow("out", "read * 0.1", non_negative=True),
        aux("first", 3, low=1.0, high=5.0, unit="person"),
        aux("read", "TIME", lookup=Lookup((0.0, 5.0), (1.0, 2.0), "extrapolate")),
        Variable("curve", "lookup", lookup=Lookup((0.0, 1.0, 4.0), (0.0, 0.5, 3.0))),
        clock=Clock(0, 8, 0.25, "rk4", "years"),
    )


def test_xmile_holds_everything(tmp_path):
    whole = full_model()
    write_sim_model(whole, tmp_path / "whole.stmx")
    again = read_sim_model(tmp_path / "whole.stmx")
    for v in whole.variables:
        other = again[v.name]
        assert (other.name, other.kind, other.lookup, other.unit, other.low, other.high, other.doc) == (
            v.name, v.kind, v.lookup, v.unit, v.low, v.high, v.doc,
        )  # fmt: skip
        assert (other.non_negative, len(other.inflows)) == (v.non_negative, len(v.inflows))
    before, after = simulate(whole), simulate(again)
    assert all((before[k] == after[k]).all() for k in before)


def test_what_sd_ai_cannot_hold_is_told(tmp_path):
    with pytest.raises(InputError, match="curve: A table of points by itself"):
        write_sim_model(full_model(), tmp_path / "m.json")


def test_unknown_endings_and_missing_files(tmp_path):
    with pytest.raises(InputError, match="no model that can be read"):
        read_sim_model(tmp_path / "a.docx")
    with pytest.raises(InputError, match="cannot be read"):
        read_sim_model(tmp_path / "missing.mdl")
    with pytest.raises(InputError, match=r"written as one of"):
        write_sim_model(full_model(), tmp_path / "a.mdl")


TOML = """
name = "tank"
[time]
stop = 4.0
step = 0.5
unit = "hour"
[variables.level]
kind = "stock"
equation = "10"
outflows = ["use"]
unit = "m3"
[variables.use]
kind = "flow"
equation = "level / duration"
unit = "m3/hour"
[variables.duration]
equation = "5"
unit = "hour"
low = 2
high = 9
basis = "reconstruction"
"""


def test_toml(tmp_path):
    found = read(tmp_path, "m.toml", TOML)
    assert simulate(found)["level"][1] == 9
    assert (found["duration"].low, found["duration"].high, found["duration"].basis) == (2.0, 9.0, "reconstruction")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('unit = "m3/hour"', 'unit = "m3"', "use: The equation gives m3/hour, but the unit is m3."),
        ("low = 2", "low = 20", "duration: The range ends (9) before it begins (20)."),
        ("low = 2", 'low = "2"', "duration: “low” has the wrong kind of value."),
        ("low = 2", "lowest = 2", "duration: The entry “lowest” is not known."),
        ('equation = "5"', "", "duration: There is no equation."),
        ('kind = "flow"', 'kind = "river"', "use: The kind is one of"),
        ("step = 0.5", "pace = 0.5", "[time] has the entries"),
        ("step = 0.5", 'step = "x"', "are numbers"),
        ('name = "tank"', 'title = "tank"', "The entry “title” is not known."),
        ('name = "tank"', "name = ", "no TOML"),
    ],
)
def test_bad_toml(tmp_path, old, new, says):
    with pytest.raises(InputError) as caught:
        read(tmp_path, "m.toml", TOML.replace(old, new))
    assert says in str(caught.value)
