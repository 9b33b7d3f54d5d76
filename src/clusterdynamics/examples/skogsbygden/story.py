"""What a coded story consists of."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Claim", "Passage", "Story"]


@dataclass(frozen=True)
class Claim:
    """A causal claim and the words it rests on."""

    cause: str
    effect: str
    polarity: str
    quote: str
    delay: str = "none"
    certainty: str = "medium"
    counter: str | None = None
    time: str | None = None
    coder: str = "coder-a"


@dataclass(frozen=True)
class Passage:
    """A passage and the theme it is coded with."""

    theme: str
    quote: str
    coder: str = "coder-a"


@dataclass(frozen=True)
class Story:
    """A story in the teller's own words, with what the coders found in it."""

    id: str
    wave: str
    actor: str
    title: str
    worked: bool
    language: str
    audience: str
    text: str
    claims: tuple[Claim, ...]
    passages: tuple[Passage, ...]
