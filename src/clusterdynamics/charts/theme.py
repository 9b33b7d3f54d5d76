"""The look of every figure: colours fixed by meaning, shapes beside colours, type, and Vega-Lite settings.

Data colours are Okabe and Ito's (2008), which people with any kind of colour vision can tell apart. A colour
never stands alone: each kind of organisation has a shape, each series a shape and a fill, each kind of
change a dash or a weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from clusterdynamics.charts.numbers import vega_locale
from clusterdynamics.i18n import N_, _, language

if TYPE_CHECKING:
    import altair as alt

__all__ = [
    "ACCENT",
    "FONT",
    "GRID",
    "INK",
    "KINDS",
    "LINE",
    "MUTED",
    "PAPER",
    "SERIES",
    "SOFT",
    "WIDTH",
    "Kind",
    "Series",
    "contrast",
    "dress",
    "ink_on",
    "kind_of",
    "kinds_for",
    "luminance",
    "pale",
    "series_for",
]

PAPER = "#ffffff"
INK = "#211f1b"
MUTED = "#655f56"
LINE = "#8a8378"
GRID = "#e6e1da"
SOFT = "#f5f2ee"
ACCENT = "#0b6166"

#: Fonts that every system has one of; embedded fonts would make each figure heavier than its data.
FONT = "'Source Sans 3', 'Segoe UI', 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', Arial, sans-serif"

#: Width of a figure in pixels: a column of 70 letters, and the width of an A4 page between its margins.
WIDTH = 600


@dataclass(frozen=True)
class Kind:
    """How a kind of organisation is drawn.

    Attributes
    ----------
    id, label
        Its identifier and what it is called (a message to translate).
    colour, shape
        Fill, and the name of a Vega symbol.
    """

    id: str
    label: str
    colour: str
    shape: str


#: Kind of organisation → how it is drawn, in the order of legends.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        k.id: k
        for k in (
            Kind("firm", N_("Firm"), "#0072B2", "circle"),
            Kind("large_firm", N_("Large firm"), "#D55E00", "square"),
            Kind("research", N_("Research and education"), "#009E73", "triangle-up"),
            Kind("public", N_("Public body"), "#E69F00", "diamond"),
            Kind("finance", N_("Finance"), "#CC79A7", "triangle-down"),
            Kind("intermediary", N_("Intermediary"), "#56B4E9", "cross"),
            Kind("other", N_("Other"), "#b5aea4", "triangle-right"),
        )
    }
)

#: What else these kinds are called in studies.
_SYNONYMS: Mapping[str, str] = MappingProxyType(
    {
        "company": "firm",
        "sme": "firm",
        "large": "large_firm",
        "large_company": "large_firm",
        "anchor": "large_firm",
        "university": "research",
        "education": "research",
        "research_and_education": "research",
        "public_body": "public",
        "municipality": "public",
        "government": "public",
        "bank": "finance",
        "investor": "finance",
        "cluster_organisation": "intermediary",
        "association": "intermediary",
        "": "other",
        "unknown": "other",
    }
)

#: Drawings for kinds that only this study knows, in the order in which they are given out.
_SPARE: tuple[tuple[str, str], ...] = (
    ("#F0E442", "hexagon"),
    ("#ffffff", "triangle-left"),
    ("#211f1b", "star"),
    ("#b5aea4", "pentagon"),
)


@dataclass(frozen=True)
class Series:
    """How one of several series (waves, say) is drawn: the newest is the heaviest."""

    colour: str
    shape: str
    filled: bool


#: The last of n series takes the last entry, the one before it the entry before, and so on.
SERIES: tuple[Series, ...] = (
    Series("#8a8378", "triangle-up", False),
    Series("#655f56", "diamond", False),
    Series("#655f56", "square", False),
    Series(ACCENT, "circle", True),
)


def series_for(names: Iterable[str]) -> dict[str, Series]:
    """Return how each series is drawn; the last one named stands out."""
    listed = list(dict.fromkeys(names))
    return {name: SERIES[max(0, len(SERIES) - (len(listed) - i))] for i, name in enumerate(listed)}


def kind_of(type_id: str | None, size_class: str | None = None, *, is_anchor: bool | None = False) -> str:
    """Return the kind of an organisation: its type, and for a large firm ``large_firm``."""
    plain = (type_id or "").strip().lower().replace("-", "_").replace(" ", "_")
    kind = _SYNONYMS.get(plain, plain)
    large = bool(is_anchor) or (size_class or "").strip().lower() == "large"
    return "large_firm" if kind == "firm" and large else kind


def kinds_for(ids: Iterable[str], labels: Mapping[str, str] | None = None) -> dict[str, Kind]:
    """Return how the given kinds are drawn, in the order of the legend.

    Known kinds always look the same. Kinds that only the study knows get spare drawings, in alphabetical
    order; from the fifth on they share the drawing of "other".

    Parameters
    ----------
    ids
        Kinds as ``kind_of`` names them.
    labels
        What the study calls them.
    """
    called = labels or {}
    present = set(ids)
    found = {
        k.id: Kind(k.id, called.get(k.id) or _(k.label), k.colour, k.shape) for k in KINDS.values() if k.id in present
    }
    other = KINDS["other"]
    for i, kind in enumerate(sorted(present - set(KINDS))):
        colour, shape = _SPARE[i] if i < len(_SPARE) else (other.colour, other.shape)
        found[kind] = Kind(kind, called.get(kind) or kind.replace("_", " ").capitalize(), colour, shape)
    return found


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, 0-1 (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1-21 (WCAG 2.2)."""
    a, b = sorted((luminance(one), luminance(other)))
    return (b + 0.05) / (a + 0.05)


def ink_on(background: str) -> str:
    """Return the text colour for `background`; their contrast is at least 4.5."""
    return next((c for c in (INK, PAPER) if contrast(c, background) >= 4.5), "#000000")


def pale(colour: str) -> str:
    """Return `colour` mixed with white, for what is drawn less heavily."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - 0.45 * (255 - part)):02x}" for part in parts)


def _config() -> dict[str, Any]:
    text = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": 13, "titleFontSize": 13}
    return {
        "font": FONT,
        "background": PAPER,
        "view": {"stroke": None},
        "locale": {"number": vega_locale()},
        "axis": {
            **text,
            "labelColor": INK,
            "titleColor": MUTED,
            "titleFontWeight": "normal",
            "titlePadding": 8,
            "labelPadding": 6,
            "labelLimit": 0,
            "gridColor": GRID,
            "domainColor": LINE,
            "tickColor": LINE,
            "tickSize": 4,
        },
        "axisY": {"domain": False, "ticks": False},
        "legend": {
            **text,
            "labelColor": INK,
            "titleColor": MUTED,
            "titleFontWeight": "normal",
            "orient": "top",
            "symbolSize": 110,
            "labelLimit": 260,
            "offset": 8,
        },
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "font": FONT,
            "fontSize": 16,
            "fontWeight": 600,
            "color": INK,
            "subtitleFont": FONT,
            "subtitleFontSize": 13,
            "subtitleColor": MUTED,
            "subtitlePadding": 5,
            "offset": 14,
        },
        "text": {"font": FONT, "fontSize": 13, "color": INK},
        "header": {**text, "labelColor": INK, "titleColor": MUTED},
    }


@cache
def _settings(spoken: str) -> alt.Config:
    """Return the theme, made once a language: to make it for each chart takes longer than to draw the chart."""
    import altair as alt

    made: alt.Config = alt.Config.from_dict(_config(), validate=False)
    return made


def dress(chart: Any, *, title: str = "", subtitle: str = "") -> alt.LayerChart:
    """Return the finished figure: the theme's settings, and a title where one is given.

    Parameters
    ----------
    chart
        A layered view without settings of its own.
    title
        The finding; several lines are wrapped to the figure's width.
    subtitle
        What is measured.
    """
    import altair as alt

    from clusterdynamics.charts.words import wrap

    options: dict[str, Any] = {"config": _settings(language()), "padding": 8}
    if title or subtitle:
        words: dict[str, Any] = {"text": wrap(title, 560, 16, bold=True) or [""]}
        if subtitle:
            words["subtitle"] = wrap(subtitle, 560, 13)
        options["title"] = alt.TitleParams(**words)
    dressed: alt.LayerChart = chart.properties(**options)
    return dressed
