"""What is on a loop picture before it is drawn: factors, links, loops; plain data that the web can take as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["LoopLink", "LoopPicture", "LoopRing"]

type Status = Literal["told", "few", "fails", "untold"]
type State = Literal["running", "broken", "weak", "not_told", "not_shown"]


@dataclass(frozen=True)
class LoopLink:
    """A link.

    Attributes
    ----------
    cause, effect, sign
        Identifiers of its factors; +1 or −1.
    status
        What is said about it: told, told by few, fails (drawn with a gap), or not told.
    evidence
        Number of tellers, for the width; None where it is not known to the reader.
    contested
        Told with both signs: drawn dashed.
    delayed
        It takes months or years: drawn with two bars.
    """

    cause: str
    effect: str
    sign: int
    status: Status = "told"
    evidence: int | None = None
    contested: bool = False
    delayed: bool = False


@dataclass(frozen=True)
class LoopRing:
    """A loop, put on a circle where there is room for it.

    Attributes
    ----------
    id, label
        Its identifier, and what it is called.
    chain
        Identifiers of its factors in their order, without the first again at the end.
    reinforcing
        Drawn as R; else as B.
    state, state_words
        Where it stands, and how that is written.
    """

    id: str
    label: str
    chain: tuple[str, ...]
    reinforcing: bool
    state: State = "weak"
    state_words: str = ""


@dataclass(frozen=True)
class LoopPicture:
    """Everything on the picture.

    Attributes
    ----------
    title, subtitle
        The finding; what is shown.
    labels
        Factor → what it is called.
    rings
        Loops, the one that is to be roundest first.
    links
        The links of these loops.
    highlight
        Loop that stands out; the others are pale.
    notes
        What stands below.
    alt
        The picture in words.
    """

    title: str
    subtitle: str
    labels: dict[str, str]
    rings: Sequence[LoopRing]
    links: Sequence[LoopLink]
    alt: str
    highlight: str | None = None
    notes: tuple[str, ...] = ()
