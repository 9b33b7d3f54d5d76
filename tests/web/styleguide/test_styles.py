"""cd.css: small, every token known, colours far enough apart, the same as in the report, nothing left over."""

from __future__ import annotations

import re

import pytest

from clusterdynamics.charts import theme
from clusterdynamics.charts.theme import contrast
from tests.web.styleguide.conftest import GUIDE_TEMPLATES, SCRIPTS, STATIC, TEMPLATES, WEB
from tests.web.styleguide.css import blocks, classes, declared, mixed, used

CSS = (STATIC / "cd.css").read_text(encoding="utf-8")
LIGHT = declared(blocks(CSS, ":root")[0])
DARK_BY_DEVICE = declared(blocks(CSS, ':root:not([data-theme="light"])')[0])
DARK_BY_CHOICE = declared(blocks(CSS, ':root[data-theme="dark"]')[0])
SCHEMES = {"light": LIGHT, "dark": LIGHT | DARK_BY_CHOICE}

#: Foreground and background of every text: WCAG 2.2 asks for 4.5 (SC 1.4.3).
TEXTS = [
    *((ink, ground) for ink in ("ink", "muted", "accent", "deep") for ground in ("paper", "ground", "soft")),
    *(("bad-ink", ground) for ground in ("paper", "ground", "bad")),
    ("warn-ink", "warn"),
    ("good-ink", "good"),
    ("on-accent", "accent"),
    ("on-accent", "deep"),
    ("paper", "ink"),
]
#: Borders of fields and bars, and outlines: 3 (SC 1.4.11). `line` only parts what space parts already.
GRAPHICS = [
    *((edge, ground) for edge in ("strong", "accent", "bad-ink", "ink") for ground in ("paper", "ground", "soft"))
]


def test_it_is_under_20_kB_as_it_stands() -> None:
    assert len(CSS.encode()) < 20_000


def test_every_token_that_is_asked_for_has_a_value() -> None:
    assert used(CSS) - LIGHT.keys() == set()


def test_every_token_is_asked_for_somewhere() -> None:
    assert LIGHT.keys() - used(CSS) == set()


def test_dark_is_the_same_whether_the_device_or_the_person_chose_it() -> None:
    assert DARK_BY_DEVICE == DARK_BY_CHOICE
    assert DARK_BY_DEVICE.keys() <= LIGHT.keys()


def test_every_colour_of_a_surface_or_text_changes_in_the_dark() -> None:
    kept = {name for name, value in LIGHT.items() if value.startswith("#") and name not in DARK_BY_CHOICE}
    assert kept == {kind.replace("_", "-") for kind in theme.KINDS}  # data colours have one meaning in any light


def test_paper_is_light() -> None:
    outside_screens = re.sub(r"@media screen[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", CSS)
    assert "color-scheme: dark" in CSS
    assert "dark" not in re.sub(r"/\*.*?\*/", "", outside_screens, flags=re.S)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_can_be_read(scheme: str) -> None:
    tokens = SCHEMES[scheme]
    ratios = {pair: contrast(mixed(tokens[pair[0]]), mixed(tokens[pair[1]])) for pair in TEXTS}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_edge_can_be_seen(scheme: str) -> None:
    tokens = SCHEMES[scheme]
    ratios = {pair: contrast(mixed(tokens[pair[0]]), mixed(tokens[pair[1]])) for pair in GRAPHICS}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 3} == {}


def test_the_contrast_that_is_measured_is_that_of_the_guidelines() -> None:
    # WCAG 2.2 gives 21:1 for black on white; #767676 on white is the well-known grey just above 4.5.
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_the_page_and_the_report_wear_the_same_colours() -> None:
    report = (WEB.parent / "clusterdynamics" / "report" / "templates" / "style.css").read_text(encoding="utf-8")
    on_paper = declared(blocks(report, ":root")[0])
    shared = {"paper", "ground", "ink", "muted", "line", "accent", "soft", "warn", "warn-ink"}
    assert {name: LIGHT[name] for name in shared} == {name: on_paper[name] for name in shared}
    in_the_dark = declared(blocks(report, ":root")[1])
    assert {n: DARK_BY_CHOICE[n] for n in shared} == {n: in_the_dark[n] for n in shared}


def test_data_colours_are_those_of_every_figure() -> None:
    tokens = {kind.id: LIGHT[kind.id.replace("_", "-")] for kind in theme.KINDS.values()}
    assert tokens == {kind.id: kind.colour.lower() for kind in theme.KINDS.values()}
    drawn = {kind.id: blocks(CSS, f".kind-{kind.id}")[0].strip() for kind in theme.KINDS.values()}
    assert drawn == {kind.id: f"fill: var(--{kind.id.replace('_', '-')});" for kind in theme.KINDS.values()}


def test_no_rule_is_left_over() -> None:
    """Every class of the file is worn by a component, a layout, a script or a page of the guide."""
    sources = [path.read_text(encoding="utf-8") for path in (*TEMPLATES, *GUIDE_TEMPLATES, *SCRIPTS)]
    text = "\n".join(sources)
    by_variable = {f"kind-{kind}" for kind in theme.KINDS}
    from_elsewhere = {"htmx-indicator", "htmx-request"}
    worn = {name for name in classes(CSS) if re.search(rf"\b{re.escape(name)}\b", text)}
    assert classes(CSS) - worn - by_variable - from_elsewhere == set()


def test_every_class_that_a_component_wears_has_a_rule() -> None:
    known = classes(CSS) | {"page", "auth", "todo"}  # names of layouts and states that look like what is around them
    for path in (*TEMPLATES, *GUIDE_TEMPLATES):
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text(encoding="utf-8"))
        worn = {name for value in re.findall(r'class="([^"]*)"', text) for name in value.split()}
        assert {w for w in worn if not w.endswith("-")} - known == set(), path.name


def test_nothing_moves() -> None:
    """Nobody has to ask for rest: there is no motion that `prefers-reduced-motion` would have to stop."""
    assert not re.search(r"transition|animation|@keyframes|scroll-behavior", CSS)
