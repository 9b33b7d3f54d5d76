"""Tables of the study package that an app above the survey keeps as rows of its own.

The app says so once, when it starts; `package.py` asks for the tables, `filling.py` hands them over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics_web.studies.models import Study

__all__ = ["PARTS", "Part", "keep"]


@dataclass(frozen=True)
class Part:
    """Some tables of the package.

    Attributes
    ----------
    tables
        Their names.
    frames
        From a study's rows to its tables.
    fill
        From the tables to rows, in a study whose waves, organisations and stories are there already.
    """

    tables: tuple[str, ...]
    frames: Callable[[Study], Mapping[str, pl.DataFrame]]
    fill: Callable[[Study, StudyPackage], None]


#: Names of the tables → who keeps them.
PARTS: dict[tuple[str, ...], Part] = {}


def keep(part: Part) -> None:
    """Note who keeps some tables."""
    PARTS[part.tables] = part
