"""Every address × every role: each part of the application has a module here with its lines.

``TABLE`` has (method, name of the address, marks), ``SAMPLES`` says what to put in for the arguments of addresses,
``PLAIN`` names arguments that are the same words in every region. All modules are put together here.

Marks: ``+`` let in · ``L`` led to the log-in · ``3`` told that the role does not allow it · ``4`` no such page.
A POST carries nothing: "let in" is a form that is shown again, or a refusal in words.
Columns: anonymous stranger operator · reader curator admin · lead manager interviewer facilitator board.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from tests.web.conftest import House

__all__ = ["PLAIN", "SAMPLES", "TABLE"]

TABLE: tuple[tuple[str, str, str], ...] = ()
#: Argument of an address, or (address, argument) → a value that is there in the region of the test.
SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {}
#: Arguments that are the same words in every region: with them one's own page is one's own.
PLAIN: set[str] = set()

for _found in iter_modules(__path__):
    _part = import_module(f"{__name__}.{_found.name}")
    TABLE += _part.TABLE
    SAMPLES |= _part.SAMPLES
    PLAIN |= _part.PLAIN
