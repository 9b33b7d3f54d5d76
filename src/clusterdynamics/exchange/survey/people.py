"""Persons that respondents name: a code in the study, the name nowhere but in a list that is kept apart."""

from __future__ import annotations

import re

from clusterdynamics.study.model import Study
from clusterdynamics.study.names import fold

__all__ = ["People"]


class People:
    """Gives every person a code, the same for each spelling that differs only in case, accents and spaces.

    Attributes
    ----------
    names
        Code → name as first written.
    """

    def __init__(self, study: Study) -> None:
        used = [re.fullmatch(r"person-(\d+)", c) for c in study["nominations"]["person"].to_list() if c]
        self._next = max((int(m[1]) for m in used if m), default=0) + 1
        self._codes: dict[str, str] = {}
        self.names: dict[str, str] = {}

    def code(self, name: str) -> str:
        """Return the code of a person."""
        key = fold(re.sub(r"[.,]", " ", name))
        if key not in self._codes:
            self._codes[key] = f"person-{self._next}"
            self.names[self._codes[key]] = " ".join(name.split())
            self._next += 1
        return self._codes[key]
