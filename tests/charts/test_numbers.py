from math import ulp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.charts.numbers import number, percent, span, vega_locale, whole
from clusterdynamics.i18n import LANGUAGES, use_language

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.34312, None, "0.343"),  # three figures below 1
        (3.14159, None, "3.14"),
        (31.4159, None, "31.4"),
        (314.159, None, "314"),
        (12.0, None, "12"),  # a whole number has no decimals
        (1234567.0, None, "1,234,567"),
        (-3.5, 1, "−3.5"),
        (-0.001, 1, "0.0"),  # no "minus nothing"
    ],
)
def test_number_in_english(value: float, digits: int | None, text: str) -> None:
    assert number(value, digits) == text


def test_languages_have_their_own_signs() -> None:
    with use_language("sv"):
        assert number(1234.5, 1) == f"1{NBSP}234,5"
        assert percent(0.343) == f"34{NBSP}%"
        assert span(0.1, 0.25, as_percent=True).endswith(f"25{NBSP}%")
    with use_language("da"):
        assert number(1234.5, 1) == "1.234,5"
    with use_language("xx"):  # unknown languages fall back to English, as texts do
        assert number(1234.5, 1) == "1,234.5"


def test_whole_and_span() -> None:
    assert whole(2.6) == "3"
    assert span(1.0, 2.5) == "1 to 2.50"
    assert span(0.281, 0.412, as_percent=True) == "28 to 41%"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_a_decimal_sign_for_axes(code: str) -> None:
    with use_language(code):
        locale = vega_locale()
    assert locale["decimal"] in ",."
    assert locale["decimal"] != locale["thousands"]
    assert locale["percent"].endswith("%")


@given(st.floats(-1e9, 1e9), st.integers(0, 6), st.sampled_from(sorted(LANGUAGES)))
def test_a_number_can_be_read_back(value: float, digits: int, code: str) -> None:
    with use_language(code):
        text = number(value, digits)
        signs = vega_locale()
    plain = text.replace(signs["thousands"], "").replace(signs["decimal"], ".").replace("−", "-")
    assert float(plain) == pytest.approx(value, abs=0.5 * 10**-digits * (1 + 1e-6) + 2 * ulp(value))
