from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.charts.words import clip, text_width, wrap


def test_width_grows_with_text_size_and_weight() -> None:
    assert text_width("", 12) == 0
    assert text_width("iii", 12) < text_width("mmm", 12)
    assert text_width("Skog", 24) == 2 * text_width("Skog", 12)
    assert text_width("Skog", 12, bold=True) > text_width("Skog", 12)


def test_letters_with_marks_are_as_wide_as_their_letters() -> None:
    assert text_width("å", 10) == text_width("a", 10)
    assert text_width("a\N{COMBINING RING ABOVE}", 10) == text_width("a", 10)
    assert text_width("森", 10) == 10  # a full-width character is as wide as it is high
    assert text_width("ж", 10) == 6  # letters not in the table count as average ones


def test_the_estimate_is_near_a_real_font() -> None:
    # Widths measured in Chromium with Liberation Sans (metric twin of Arial), 16 px.
    measured = {
        "Norrvinge Massa AB": 146.7,
        "Research and education": 173.5,
        "In 2026 22% of all links": 164.5,
        "Tekniska högskolan": 139.6,
        "AVÄSTA KOMMUN": 138.1,
        "illustration": 72.0,
    }
    for text, width in measured.items():
        assert 1.0 <= text_width(text, 16) / width <= 1.1  # never narrower, at most a tenth wider


def test_wrap_and_clip() -> None:
    assert wrap("one two three", 1000, 12) == ["one two three"]
    assert wrap("", 100, 12) == []
    two = wrap("Share in the largest component of the network", 120, 13, lines=2)
    assert len(two) == 2
    assert two[1].endswith("…")
    assert clip("short", 200, 12) == "short"
    assert clip("anything", 0, 12) == "…"


@given(st.text(max_size=60), st.floats(40, 300), st.floats(8, 18))
def test_no_line_is_wider_than_asked_for(text: str, width: float, size: float) -> None:
    for line in wrap(text, width, size):
        assert text_width(line, size) <= width
