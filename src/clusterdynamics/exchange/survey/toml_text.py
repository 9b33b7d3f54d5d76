"""Pieces of a TOML file that a person will complete: comments and quoted texts, whatever stands in them."""

from __future__ import annotations

import json

__all__ = ["comment", "commented", "quoted"]

_LONGEST = 300


def comment(*texts: str) -> list[str]:
    r"""Return each text as a line that begins with ``#``; line breaks and control characters become spaces.

    >>> comment("How often?\nA lot", "")
    ['# How often? A lot']
    """
    return [f"# {one_line(t)}" for t in texts if t]


def commented(lines: list[str]) -> list[str]:
    """Return lines that are not read until somebody takes the ``#`` away."""
    return [line if line.startswith("#") or not line else f"# {line}" for line in lines]


def quoted(text: str) -> str:
    r"""Return a text in quotation marks.

    >>> quoted('The "C" Institute')
    '"The \\"C\\" Institute"'
    """
    # What JSON escapes, TOML reads the same way; DEL is the exception.
    return json.dumps(text.replace("\x7f", ""), ensure_ascii=False)


def one_line(text: str) -> str:
    """Return a text that fits behind a ``#``."""
    return "".join(c if c.isprintable() else " " for c in text)[:_LONGEST]
