"""Equations: read, refused with the place, written back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.scenarios.engine.evaluate import evaluate
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.nodes import Binary, Call, Name, Number, Unary
from clusterdynamics.scenarios.engine.parser import parse
from clusterdynamics.scenarios.engine.text import written
from clusterdynamics.scenarios.problems import ScenarioModelError


def value(text, vensim=False, **values):
    return float(evaluate(parse(text, vensim=vensim), {k.lower(): v for k, v in values.items()}, {}))


# Expected values: arithmetic by hand, precedence as in XMILE 1.0, section 3.3.1.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("2 ^ 3 ^ 2", 512),
        ("-2 ^ 2", -4),
        ("2 ^ -1", 0.5),
        ("8 / 4 / 2", 1),
        ("7 mod 3", 1),
        ("-7 mod 3", 2),
        ("mod(-7, 3)", 2),
        ("IF 1 < 2 AND NOT 0 THEN 5 ELSE 6", 5),
        ("IF 1 >= 2 OR 3 <> 3 THEN 5 ELSE 6", 6),
        ("MIN(3, 1, 2) + MAX(3, 1, 2)", 4),
        ("SAFEDIV(1, 0)", 0),
        ("SAFEDIV(1, 0, 9) + SAFEDIV(6, 3)", 11),
        ("1e3 + .5", 1000.5),
        ("INT(-1.5)", -2),
        ("ABS(-3) + SQRT(16) + LN(EXP(2)) + LOG10(1000)", 12),
        ("SIN(PI / 2) + COS(0) + TAN(0) + ARCTAN(0) + TANH(0)", 2),
        ("2 {a remark} * 3", 6),
        ("+3 - -2", 5),
        ("1 = 1", 1),
    ],
)
def test_arithmetic(text, expected):
    from clusterdynamics.scenarios.engine.expand import _Expansion

    tree = _Expansion().rewrite(parse(text), "x")
    assert float(evaluate(tree, {}, {})) == pytest.approx(expected)
    again = _Expansion().rewrite(parse(written(parse(text))), "x")
    assert float(evaluate(again, {}, {})) == pytest.approx(expected)


# Vensim's reference manual: names with blanks, ZIDZ and XIDZ, LOG with a base, the words between colons.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IF THEN ELSE(big room > 2 :AND: small = 1, 10, 20)", 10),
        ("ZIDZ(3, 0) + XIDZ(3, 0, 7)", 7),
        ("LOG(8, 2)", 3),
        ("big   room * small", 3),
        ('"big room" + 1', 4),
        ("INTEGER(3.7) + MODULO(7, 4)", 6),
    ],
)
def test_vensim(text, expected):
    assert value(text, vensim=True, big_room=3.0, small=1.0) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("1 + ", 5, "ends too early"),
        ("1 + * 2", 5, "“*”"),
        ("(1 + 2", 7, "“)” is missing"),
        ("a b", 3, "“b”"),
        ("a # b", 3, "“#”"),
        ("MIN(1)", 1, "MIN takes 2 to 32 arguments"),
        ("EXP(1, 2)", 1, "EXP takes 1 arguments"),
        ("IF 1 THEN 2", 12, "ELSE"),
        ("x[1]", 2, "Arrays"),
        ("1e999", 1, "too large"),
        ("", 1, "no equation"),
        ("TIME(3)", 1, "not a function"),
    ],
)
def test_bad_equations_name_the_character(text, position, says):
    with pytest.raises(ScenarioModelError) as caught:
        parse(text)
    (fault,) = caught.value.faults
    assert fault.position == position
    assert says in fault.message


def test_deep_and_long_equations_are_refused_and_cost_no_stack():
    with pytest.raises(ScenarioModelError, match="levels of brackets"):
        parse("(" * 5000 + "1" + ")" * 5000)
    with pytest.raises(ScenarioModelError, match="levels of brackets"):
        parse("-" * 5000 + "1")
    with pytest.raises(ScenarioModelError, match="levels of brackets"):
        parse("2^" * 5000 + "1")
    with pytest.raises(ScenarioModelError, match="longer than"):
        parse("1+" * 20_000 + "1")


def test_names_are_compared_without_case_blanks_and_breaks():
    assert key_of('"Teacup\\nTemperature"') == key_of("teacup_temperature") == key_of("TEACUP  temperature")


_names = st.sampled_from(["a", "b", "Long name", "π"])
_trees = st.recursive(
    st.one_of(
        st.floats(0, 1e6, allow_nan=False).map(lambda x: Number(round(x, 3))), _names.map(lambda n: Name(key_of(n)))
    ),
    lambda inner: st.one_of(
        st.tuples(
            st.sampled_from(["+", "-", "*", "/", "^", "mod", "<", "<=", ">", ">=", "=", "<>", "and", "or"]),
            inner,
            inner,
        ).map(lambda t: Binary(*t)),
        st.tuples(st.sampled_from(["-", "not"]), inner).map(lambda t: Unary(*t)),
        st.tuples(inner, inner, inner).map(lambda t: Call("if", t)),
        st.tuples(inner, inner).map(lambda t: Call("max", t)),
    ),
    max_leaves=12,
)


@given(_trees)
def test_what_is_written_reads_back_the_same(tree):
    values = {key_of(n): 0.5 + k for k, n in enumerate(["a", "b", "Long name", "π"])}
    names = {key_of(n): n for n in ["a", "b", "Long name", "π"]}
    with np.errstate(all="ignore"):
        before = evaluate(tree, values, {})
        after = evaluate(parse(written(tree, names)), values, {})
    np.testing.assert_allclose(after, before, rtol=1e-12)
