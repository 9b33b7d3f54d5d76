"""SVG text, element by element; everything that comes from a study is escaped here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

__all__ = ["element", "path", "printable", "text"]

#: Characters that XML 1.0 cannot hold at all.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(words: str) -> str:
    """Return `words` without the control characters that no XML file can hold."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", words)


def _value(value: float | str) -> str:
    if isinstance(value, str):
        return printable(value)
    # Adding zero turns -0.0 into 0.0.
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def element(tag: str, *content: str, **attributes: float | str | None) -> str:
    """Return one element.

    Parameters
    ----------
    tag
        Its name.
    content
        Markup inside it, already escaped.
    attributes
        Values; ``_`` in a name stands for ``-``; None leaves the attribute out.
    """
    given = "".join(
        f" {name.rstrip('_').replace('_', '-')}={quoteattr(_value(value))}"
        for name, value in attributes.items()
        if value is not None
    )
    inside = "".join(content)
    return f"<{tag}{given}>{inside}</{tag}>" if inside else f"<{tag}{given}/>"


def text(words: str, x: float, y: float, **attributes: float | str | None) -> str:
    """Return a line of text whose base line starts at (`x`, `y`)."""
    return element("text", escape(printable(words)), x=x, y=y, **attributes)


def path(points: Sequence[tuple[float, float]]) -> str:
    """Return the ``d`` of a closed path through `points`."""
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + "Z"
