import pytest

from clusterdynamics.charts import theme
from clusterdynamics.charts.groups import shade
from clusterdynamics.charts.shapes import SHAPES, outline, reach, symbol_path
from clusterdynamics.charts.theme import (
    ACCENT,
    INK,
    KINDS,
    LINE,
    MUTED,
    PAPER,
    contrast,
    ink_on,
    kind_of,
    kinds_for,
    luminance,
    pale,
    series_for,
)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)  # WCAG 2.2, definition of contrast ratio
    assert luminance("#ffffff") == pytest.approx(1)


def test_texts_can_be_read_and_lines_can_be_seen() -> None:
    # WCAG 2.2: 4.5 for text, 3 for graphics.
    for colour in (INK, MUTED, ACCENT):
        assert contrast(colour, PAPER) >= 4.5
    assert contrast(LINE, PAPER) >= 3


@pytest.mark.parametrize("step", range(101))
def test_numbers_in_a_matrix_can_be_read_on_every_shade(step: int) -> None:
    background = shade(step / 100, 1.0)
    assert contrast(ink_on(background), background) >= 4.5


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_on_a_kind_can_be_read(kind: str) -> None:
    for colour in (KINDS[kind].colour, pale(KINDS[kind].colour)):
        assert contrast(ink_on(colour), colour) >= 4.5


def test_every_kind_has_its_own_shape_and_its_own_colour() -> None:
    assert len({k.shape for k in KINDS.values()}) == len(KINDS)
    assert len({k.colour for k in KINDS.values()}) == len(KINDS)


@pytest.mark.parametrize(
    ("type_id", "size", "anchor", "kind"),
    [
        ("firm", "small", False, "firm"),
        ("firm", "large", False, "large_firm"),
        ("Firm", None, True, "large_firm"),
        ("research", "large", True, "research"),  # only firms are told apart by size
        ("public-body", None, None, "public"),
        ("Cluster organisation", None, None, "intermediary"),
        (None, None, None, "other"),
        ("museum", None, None, "museum"),
    ],
)
def test_kind_of(type_id: str | None, size: str | None, anchor: bool | None, kind: str) -> None:
    assert kind_of(type_id, size, is_anchor=anchor) == kind


def test_known_kinds_look_the_same_whatever_else_there_is() -> None:
    few = kinds_for(["research", "firm"])
    many = kinds_for(["zoo", "firm", "research", "museum", "choir", "a", "b"], {"firm": "Company"})
    assert (few["research"].colour, few["research"].shape) == (many["research"].colour, many["research"].shape)
    assert list(few) == ["firm", "research"]  # order of the legend, not of the question
    assert many["firm"].label == "Company"
    assert many["choir"].label == "Choir"
    spare = [many[k] for k in ("a", "b", "choir", "museum")]
    assert len({k.shape for k in spare}) == 4
    assert many["zoo"].shape == KINDS["other"].shape  # the fifth unknown kind


def test_the_newest_series_is_the_heaviest() -> None:
    looks = series_for(["2012", "2015", "2012"])
    assert list(looks) == ["2012", "2015"]
    assert looks["2015"].filled
    assert not looks["2012"].filled
    assert looks["2012"].shape != looks["2015"].shape
    assert len(series_for(str(i) for i in range(9))) == 9


@pytest.mark.parametrize("shape", SHAPES)
def test_all_shapes_have_the_area_of_a_circle_of_radius_1(shape: str) -> None:
    corners = outline(shape)
    if shape == "circle":
        assert corners == ()
        assert reach(shape) == 1
        assert symbol_path(shape) == "circle"
        return
    nexts = corners[1:] + corners[:1]
    area = abs(sum(x * v - u * y for (x, y), (u, v) in zip(corners, nexts, strict=True))) / 2  # shoelace formula
    assert area == pytest.approx(3.14159265, rel=1e-3)
    assert reach(shape) > 1
    assert symbol_path(shape).startswith("M")


def test_the_configuration_speaks_the_language() -> None:
    assert theme._config()["locale"]["number"]["decimal"] == "."
