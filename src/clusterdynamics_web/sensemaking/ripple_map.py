"""The drawing of what came of working together: from left to right, what led to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.charts.network_map.markup import element, text
from clusterdynamics.charts.svg import describe
from clusterdynamics.charts.theme import ACCENT, FONT, INK, LINE, MUTED, PAPER, SOFT
from clusterdynamics.charts.words import clip, wrap
from clusterdynamics_web.sensemaking.ripples import Step

__all__ = ["alt_of", "draw_ripples"]

_BOX, _GAP, _PAD, _BETWEEN, _TOP, _EDGE = 216.0, 44.0, 10.0, 14.0, 34.0, 8.0
_SIZE, _SMALL, _LINE, _LINES = 14.0, 12.0, 18.0, 5
#: How it went → outline (colour, width, dashes), and the sign before the words: never by colour alone.
_LOOKS: Mapping[str, tuple[str, float, str | None, str]] = {
    "well": (ACCENT, 2.4, None, "+"),
    "not": (INK, 1.8, "6 4", "×"),
    "open": (LINE, 1.2, "1.5 3.5", "…"),
}


@dataclass(frozen=True)
class _Box:
    step: Step
    lines: tuple[str, ...]
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def alt_of(steps: Sequence[Step]) -> str:
    """Return the drawing in words."""
    begun = sum(1 for s in steps if not s.parent)
    failed = sum(1 for s in steps if s.went == "not")
    led = ngettext("{n} change, from {begun} beginnings.", "{n} changes, from {begun} beginnings.", len(steps)).format(
        n=len(steps), begun=begun
    )
    not_worked = ngettext("{n} did not work.", "{n} did not work.", failed).format(n=failed)
    return f"{led} {not_worked}" if failed else led


def draw_ripples(steps: Sequence[Step], title: str) -> str:
    """Return the drawing as SVG; the outline says the same.

    Parameters
    ----------
    steps
        As `ripples.outline_of` returns them: each followed by what it led to.
    """
    boxes, bottom = _placed(steps)
    deepest = max((s.depth for s in steps), default=0)
    width = (deepest + 1) * _BOX + deepest * _GAP + 2 * _EDGE
    height = bottom + _LINE + 14
    at = {box.step.number: box for box in boxes}
    heads = [
        text(
            _("What changed") if k == 0 else _("Then"),
            _EDGE + k * (_BOX + _GAP),
            20,
            font_size=_SMALL,
            font_weight="600",
            fill=MUTED,
        )
        for k in range(deepest + 1)
    ]
    arrows = [_arrow(at[box.step.parent], box) for box in boxes if box.step.parent]
    legend = "   ".join(
        f"{_LOOKS[went][3]} {words}"
        for went, words in (
            ("well", _("did good (thick line)")),
            ("not", _("did not work (dashes)")),
            ("open", _("too early to say (dots)")),
        )
    )
    svg = element(
        "svg",
        element("rect", width=width, height=height, fill=PAPER),
        *heads,
        *arrows,
        *(_drawn(box) for box in boxes),
        text(clip(legend, max(width - 2 * _EDGE, _BOX), _SMALL), _EDGE, height - 10, font_size=_SMALL, fill=MUTED),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        font_family=FONT,
    )
    return describe(svg, alt=alt_of(steps), title=title)


def _placed(steps: Sequence[Step]) -> tuple[list[_Box], float]:
    """Return the boxes: what leads to nothing stands below the one before, the others in the middle of theirs."""
    below: dict[str, list[Step]] = {}
    for step in steps:
        below.setdefault(step.parent, []).append(step)
    boxes: dict[str, _Box] = {}

    def place(step: Step, top: float) -> float:
        """Place a step and what it led to beneath `top`; return where the next may begin."""
        lines = tuple(wrap(step.what, _BOX - 2 * _PAD - 14, _SIZE, lines=_LINES))
        own = len(lines) * _LINE + 2 * _PAD + (_LINE if step.about else 0)
        end = top
        for child in below.get(step.number, ()):
            end = place(child, end)
        children = [boxes[c.number] for c in below.get(step.number, ())]
        y = top if not children else max(top, (children[0].middle + children[-1].middle) / 2 - own / 2)
        boxes[step.number] = _Box(step, lines, _EDGE + step.depth * (_BOX + _GAP), y, own)
        return max(end, y + own + _BETWEEN)

    end = _TOP
    for root in below.get("", ()):
        end = place(root, end)
    return [boxes[s.number] for s in steps], end


def _arrow(origin: _Box, target: _Box) -> str:
    x1, y1, x2, y2 = origin.x + _BOX, origin.middle, target.x - 1, target.middle
    half = (x1 + x2) / 2
    line = element(
        "path", d=f"M{x1:.1f},{y1:.1f}C{half:.1f},{y1:.1f} {half:.1f},{y2:.1f} {x2 - 8:.1f},{y2:.1f}", fill="none",
        stroke=LINE, stroke_width=1.8,
    )  # fmt: skip
    return line + element("path", d=f"M{x2:.1f},{y2:.1f}l-9,-4.5v9z", fill=LINE)


def _drawn(box: _Box) -> str:
    colour, thick, dash, sign = _LOOKS[box.step.went]
    frame = element(
        "rect", x=box.x, y=box.y, width=_BOX, height=box.height, rx=6, fill=SOFT, stroke=colour, stroke_width=thick,
        stroke_dasharray=dash,
    )  # fmt: skip
    left, first = box.x + _PAD + 14, box.y + _PAD + _SIZE
    said = [text(line, left, first + k * _LINE, font_size=_SIZE, fill=INK) for k, line in enumerate(box.lines)]
    if box.step.about:
        about = clip(box.step.about, _BOX - 2 * _PAD - 14, _SMALL)
        said.append(text(about, left, first + len(box.lines) * _LINE, font_size=_SMALL, fill=MUTED))
    mark = text(sign, box.x + _PAD - 1, first, font_size=_SIZE, font_weight="700", fill=INK)
    return element("g", frame, mark, *said)
