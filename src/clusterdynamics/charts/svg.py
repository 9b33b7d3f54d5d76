"""Charts as SVG, drawn on this machine: the same bytes for the same chart, with a title and a description."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    import altair as alt

__all__ = ["describe", "to_data_uri", "to_svg"]

_OPEN = re.compile(r"<svg\b[^>]*>")
_ID = re.compile(r'\bid="([^"]+)"')
#: Names that Vega counts up while it runs; a second chart in the same process would get others.
_COUNTED = re.compile(r"\b(clip|gradient|pattern)_?\d+\b")

#: Specification → its picture, the latest ones.
_kept: dict[str, str] = {}
_MOST = 64


def to_svg(chart: alt.TopLevelMixin, *, alt: str, title: str = "") -> str:
    """Return `chart` as SVG text.

    Parameters
    ----------
    chart
        What one of the functions of ``clusterdynamics.charts`` returned.
    alt
        The picture in words, for people who do not see it.
    title
        Its name; the first sentence of `alt` where it is not given.

    Raises
    ------
    ValueError
        `alt` is empty.
    """
    # Validation finds mistakes in our own code, which is what tests are for, and takes longer than the drawing.
    return describe(_drawn(chart.to_dict(validate=False)), alt=alt, title=title)


def _drawn(specification: dict[str, Any]) -> str:
    """Return a chart as SVG, drawn once: the reports for several audiences share most of their charts."""
    import vl_convert

    # The text is the key only: read from text, numbers would differ in their last digit.
    key = json.dumps(specification)
    if key not in _kept:
        if len(_kept) >= _MOST:
            del _kept[next(iter(_kept))]
        _kept[key] = _normalise(vl_convert.vegalite_to_svg(specification))
    return _kept[key]


def describe(svg: str, *, alt: str, title: str = "") -> str:
    """Return `svg` with ``role="img"``, ``<title>`` and ``<desc>`` at its start."""
    if not alt.strip():
        raise ValueError("a picture needs words for people who do not see it")
    name = title or re.split(r"(?<=[.!?])\s", alt.strip(), maxsplit=1)[0]
    found = _OPEN.search(svg)
    if found is None:
        raise ValueError("this is no SVG picture")
    tag = found.group()
    if "role=" not in tag:
        tag = tag[:-1] + ' role="img">'
    words = f"<title>{escape(name)}</title><desc>{escape(alt.strip())}</desc>"
    return svg[: found.start()] + tag + words + svg[found.end() :]


def to_data_uri(svg: str) -> str:
    """Return `svg` as a ``data:`` address for ``<img src>``."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")


def _normalise(svg: str) -> str:
    """Return `svg` with its identifiers numbered in the order in which they occur."""
    seen: dict[str, str] = {}
    for match in _ID.finditer(svg):
        if _COUNTED.fullmatch(match.group(1)):
            seen.setdefault(match.group(1), f"id{len(seen)}")
    return _COUNTED.sub(lambda m: seen.get(m.group(), m.group()), svg)
