"""Factors that are one and the same, merged: every step is kept, and every step can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Self

import polars as pl

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _

__all__ = ["Merge", "MergeLog"]


@dataclass(frozen=True)
class Merge:
    """One step: these factors became one.

    Attributes
    ----------
    number
        Its place in the log, from 1.
    factors, into
        What was merged, and what it is called now.
    by, reason
        Who did it and why.
    undone
        It was taken back.
    """

    number: int
    factors: tuple[str, ...]
    into: str
    by: str = ""
    reason: str = ""
    undone: bool = False


@dataclass(frozen=True)
class MergeLog:
    """All merges of a study, oldest first. Nothing is ever deleted from it.

    >>> log = MergeLog().merge(["confidence", "faith"], "trust", by="anna", reason="same passages")
    >>> log.name_of("faith"), log.undo(1).name_of("faith")
    ('trust', 'faith')
    """

    steps: tuple[Merge, ...] = field(default=())

    def merge(self, factors: Iterable[str], into: str, *, by: str = "", reason: str = "") -> Self:
        """Return the log with one more step.

        Raises
        ------
        InputError
            There is nothing to merge, a factor was merged away already, or the new name was.
        """
        several = tuple(dict.fromkeys(f for f in factors if f != into))
        wrong = [] if several else [_("There is nothing to merge into {into}.").format(into=repr(into))]
        gone = self._names()
        wrong += [
            _("{factor} is part of {into} already.").format(factor=repr(f), into=repr(gone[f]))
            for f in (*several, into)
            if f in gone
        ]
        if wrong:
            raise InputError(" ".join(wrong))
        step = Merge(len(self.steps) + 1, several, into, by, reason)
        return replace(self, steps=(*self.steps, step))

    def undo(self, number: int) -> Self:
        """Return the log with step `number` taken back; it stays in the log, marked.

        Raises
        ------
        InputError
            There is no such step, it was taken back already, or a later one builds on it.
        """
        step = next((s for s in self.steps if s.number == number and not s.undone), None)
        if step is None:
            raise InputError(_("There is no step {number} that could be taken back.").format(number=number))
        later = [s.number for s in self.steps[number:] if not s.undone and step.into in s.factors]
        if later:
            raise InputError(
                _("Take step {later} back first: it merges what step {number} made.").format(
                    later=later[0], number=number
                )
            )
        steps = tuple(replace(s, undone=True) if s.number == number else s for s in self.steps)
        return replace(self, steps=steps)

    def _names(self) -> dict[str, str]:
        return {f: s.into for s in self.steps if not s.undone for f in s.factors}

    def name_of(self, factor: str) -> str:
        """Return what a factor is called after all steps that hold."""
        names = self._names()
        while factor in names:
            factor = names[factor]
        return factor

    def apply(self, claims: pl.DataFrame) -> pl.DataFrame:
        """Return the claims with the factors' present names; the claims themselves are as they were coded."""
        new = {f: self.name_of(f) for f in self._names()}
        return claims.with_columns(pl.col("cause", "effect").replace(new)) if new else claims

    def to_dict(self) -> dict[str, Any]:
        """Return the log as plain data."""
        return {"steps": [{**vars(s), "factors": list(s.factors)} for s in self.steps]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Return the log that ``to_dict`` has written."""
        return cls(tuple(Merge(**{**s, "factors": tuple(s["factors"])}) for s in data["steps"]))
