"""Words that the parts of the section share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusterdynamics.i18n import _
from clusterdynamics.report.model import TextBlock

__all__ = ["text", "who"]


def who() -> dict[str, str]:
    """Return subject → what it is called."""
    return {"all": _("all organisations"), "stayers": _("those that stayed")}


def text(
    sentences: Iterable[str], heading: str, carried: dict[str, Any], *, folded: bool = False
) -> tuple[TextBlock, ...]:
    """Return the sentences as a block under a heading; none where there is no sentence."""
    said = tuple(sentences)
    if not said:
        return ()
    return (TextBlock(alt=" ".join(said), sentences=said, heading=heading, folded=folded, **carried),)
