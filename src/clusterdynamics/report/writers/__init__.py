"""One module for each format of a report, all with the same two names.

``check()`` raises InputError where something that the format needs is not installed, and says what to install;
``write(material)`` returns the file. A new format is a module here and a line in ``WRITERS``.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from clusterdynamics.report.material import Document, Material

__all__ = ["WRITERS", "Writer", "writer_for"]

#: Ending of the file → module of its writer.
WRITERS: Mapping[str, str] = MappingProxyType(
    {
        ".html": "html",
        ".pdf": "pdf",
        ".docx": "docx",
        ".pptx": "pptx",
        ".xlsx": "xlsx",
        ".json": "results",
    }
)


class Writer(Protocol):
    """A module that writes one format."""

    def check(self) -> None:
        """Raise InputError where something that the format needs is not installed."""

    def write(self, material: Material) -> Document:
        """Return the file."""


def writer_for(ending: str) -> Writer:
    """Return the module that writes files with this ending; KeyError where there is none."""
    return cast("Writer", import_module(f"clusterdynamics.report.writers.{WRITERS[ending.lower()]}"))
