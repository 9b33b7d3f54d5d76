"""What a study package holds: every table, every column, once, as data.

Reading, checking, writing, the Data Package descriptor, the spreadsheet templates and the documentation all
follow from this one description.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clusterdynamics.study.tables.answers import ANSWERS
from clusterdynamics.study.tables.decisions import DECISIONS
from clusterdynamics.study.tables.network import NETWORK
from clusterdynamics.study.tables.schema import (
    ANSWER_STATES,
    LIST_SEPARATOR,
    TIE_STATES,
    AnswerState,
    Field,
    Kind,
    Table,
    TieState,
    empty_frame,
)
from clusterdynamics.study.tables.stories import STORIES

__all__ = [
    "ANSWER_STATES",
    "LIST_SEPARATOR",
    "TABLES",
    "TIE_STATES",
    "AnswerState",
    "Field",
    "Kind",
    "Table",
    "TieState",
    "empty_frame",
]

#: Every table of the package by name, in the order in which they are read and written.
TABLES: Mapping[str, Table] = MappingProxyType({t.name: t for t in (*NETWORK, *ANSWERS, *STORIES, *DECISIONS)})
