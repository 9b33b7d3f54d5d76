"""How large a study may be: above these sizes a file is refused before anything is built from it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LIMITS", "MEGABYTE", "Limits"]

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Largest sizes that are read.

    Attributes
    ----------
    columns, rows
        Of one table.
    cell, record
        Characters in one cell and in one row (the header too).
    file_bytes, settings_bytes, shapes_bytes
        Bytes of one table file, of ``study.toml``, and of the outlines of regions.
    zip_files
        Files in one zip.
    zip_bytes, workbook_bytes
        Bytes after unpacking, all files together; a workbook is read in memory, a zip is unpacked to disk.
    zip_directory_bytes
        Bytes of a zip's table of contents, which is read as a whole.
    ratio, ratio_from_bytes
        How many times larger than packed a file may be, and from which unpacked size on it matters.
    sheet_cells
        Cells of the smallest rectangle that holds everything in a sheet.
    """

    columns: int = 1_000
    rows: int = 5_000_000
    cell: int = 100_000
    record: int = 1_000_000
    file_bytes: int = 500 * MEGABYTE
    settings_bytes: int = MEGABYTE
    shapes_bytes: int = 20 * MEGABYTE
    zip_files: int = 500
    zip_bytes: int = 1_000 * MEGABYTE
    workbook_bytes: int = 200 * MEGABYTE
    zip_directory_bytes: int = MEGABYTE
    ratio: int = 200
    ratio_from_bytes: int = 5 * MEGABYTE
    sheet_cells: int = 5_000_000


LIMITS = Limits()
