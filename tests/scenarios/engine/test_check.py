"""What is wrong with a model is told all at once, with variable and place."""

from __future__ import annotations

import pytest

from clusterdynamics.scenarios.engine.check import checked
from clusterdynamics.scenarios.engine.model import Clock, Lookup, Variable
from clusterdynamics.scenarios.engine.units import check_units, parse_unit, unit_text
from clusterdynamics.scenarios.problems import ScenarioModelError
from tests.scenarios.build import aux, flow, model, sir, stock


def faults(*variables, clock=None):
    with pytest.raises(ScenarioModelError) as caught:
        checked(model(*variables, clock=clock))
    return [str(f) for f in caught.value.faults]


def test_unknown_names_carry_variable_and_character():
    assert faults(aux("a", "2 * missing"), aux("b", "a + nobody")) == [
        "a, character 5: There is no variable called missing.",
        "b, character 5: There is no variable called nobody.",
    ]


def test_a_circle_is_named():
    (said,) = faults(aux("a", "b + 1"), aux("b", "c"), aux("c", "a"))
    assert "defined by itself" in said
    assert "a ← b ← c ← a" in said


def test_a_circle_through_first_values_is_named():
    (said,) = faults(stock("s", "t"), stock("t", "s"))
    assert "s ← t ← s" in said


def test_a_stock_breaks_a_circle():
    assert checked(model(stock("s", "1", ["f"]), flow("f", "a"), aux("a", "s"))).order == ("a", "f")


def test_all_faults_at_once():
    said = faults(
        aux("a", "1 +"),
        aux("a", "2"),
        aux("time", "1"),
        stock("s", "0", ["nowhere"]),
        aux("q", "NOSUCH(1)"),
        Variable("table", "lookup", lookup=Lookup((1.0, 0.0), (0.0, 1.0))),
        clock=Clock(0, 10, 0),
    )
    text = "\n".join(said)
    for part in (
        "time step",
        "two variables",
        "means the clock",
        "no flow called nowhere",
        "NOSUCH",
        "must rise",
        "early",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("clock", "says"),
    [
        (Clock(0, -1, 1), "before it starts"),
        (Clock(0, 1, 1, "magic"), "magic"),
        (Clock(0, 1e9, 1e-3), "steps"),
        (Clock(0, float("nan"), 1), "time step"),
    ],
)
def test_bad_clocks(clock, says):
    assert says in "\n".join(faults(aux("a", "1"), clock=clock))


def test_tables_are_called_not_named():
    table = Variable("table", "lookup", lookup=Lookup((0.0, 1.0), (0.0, 1.0)))
    assert "write table(x)" in faults(table, aux("a", "table + 1"))[0]
    assert "no table of points" in faults(aux("b", "1"), aux("a", "LOOKUP(b, 1)"))[0]


# -- units -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("per year", "1/year"),
        ("people per person per year", "1/yr"),
        ("Kilograms*Meters/Second/Second", "kilogram*meter/second^2"),
        ("Meters*Kilograms/(Second*Second)", "kilogram*meter / second^2"),
        ("Hares/(Year*Hare)", "1/year"),
        ("dmnl", "1"),
        ("Foxes/Fox", ""),
    ],
)
def test_units_that_are_the_same(one, other):
    assert parse_unit(one) == parse_unit(other)


def test_units_in_words():
    assert unit_text(parse_unit("kg*m/s^2")) == "kg·m/s^2"
    assert unit_text(parse_unit("per year")) == "1/year"


def test_units_that_do_not_fit_name_the_variable():
    wrong = model(
        stock("S", "1", ["f"], unit="person"),
        flow("f", "S * rate", unit="person/day"),
        aux("rate", "0.1", unit="1/day"),
        aux("sum", "S + rate"),
        aux("grown", "EXP(S)"),
        aux("other", "S * S", unit="person"),
        stock("T", "0", ["g"], unit="person"),
        flow("g", "S * 2", unit="person"),
        aux("odd", "1", unit="per / /"),
        clock=Clock(0, 1, 1, unit="day"),
    )
    said = [str(f) for f in check_units(checked(wrong))]
    assert said == [
        "odd: The unit “per / /” cannot be read.",
        "sum, character 3: person and 1/day cannot be added or compared.",
        "grown, character 1: EXP needs a number without unit, not person.",
        "other: The equation gives person^2, but the unit is person.",
        "T: g has the unit person; a flow of this stock has person/day.",
    ]


def test_units_that_fit_are_silent():
    assert check_units(checked(sir())) == ()
