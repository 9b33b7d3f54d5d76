"""What apps above the survey add to it; each says so once, when it starts.

Tables of the study package that they keep as rows of their own (`package.py` asks for them, `filling.py` hands
them over). Regions that read figures of a study: the page on which people agree names them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics_web.studies.models import Study

__all__ = ["PARTS", "READERS", "Part", "keep"]


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


#: Each returns the other regions that read figures of the whole cluster, by an agreement that is in force.
READERS: list[Callable[[Study], list[str]]] = []
#: Names of the tables → who keeps them.
PARTS: dict[tuple[str, ...], Part] = {}


def keep(part: Part) -> None:
    """Note who keeps some tables."""
    PARTS[part.tables] = part
