"""What a measure is called: its words, and whether it is a share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Measure"]


@dataclass(frozen=True)
class Measure:
    """What a measure is called (a message to translate), and whether it is a share."""

    label: str
    kind: Literal["number", "percent"] = "number"
