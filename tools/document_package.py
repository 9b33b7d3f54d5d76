"""Write docs/reference/study-package.md from the description of tables, settings and problems, or check it.

.venv/bin/python tools/document_package.py           write the page
.venv/bin/python tools/document_package.py --check   say whether it would change, and fail if so
"""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Any, get_args, get_origin

from pages import DOCS, main
from pydantic import BaseModel

from clusterdynamics.study.codes import SEVERITIES, Code
from clusterdynamics.study.problems import TEMPLATES
from clusterdynamics.study.read.limits import LIMITS, MEGABYTE
from clusterdynamics.study.settings import StudySettings
from clusterdynamics.study.tables import TABLES, Field, Kind, Table

INTRODUCTION = """\
# The study package

<!-- Written by tools/document_package.py from src/clusterdynamics/study. Do not edit. -->

A study is a folder that anyone can make with a spreadsheet program: the settings in `study.toml`, and tables.
`clusterdynamics init my-cluster` makes one to begin with; `clusterdynamics validate my-cluster` says everything
that is wrong with it, with file, row, column and what to do. Only `study.toml` and the table `actors` are needed.

## Forms

| Form | What it is |
|---|---|
| Folder | `study.toml` and, for each table, `<table>.csv`, or `<table>.xlsx`, or a sheet `<table>` in `tables.xlsx` |
| `.zip` | The same folder, zipped; its files may stand in one folder at the top of the zip |
| `.xlsx` | A workbook with a sheet for each table, and a sheet `study` with the columns `key` and `value` |

A table is given once: two files for one table are an error. Names of files, sheets and columns may be in
capitals. Other files are left alone; a `.csv` or `.xlsx` file, or a sheet, that is no table is pointed out (a sheet
called `about` is not). Further `.toml` files can hold a reference model of the region's own.

In the sheet `study` a key is the dotted path of a setting: `title`, `region.name`, `types.firm`. What stands in a
list goes by its identifier: `scales.depth.low`, `scales.depth.labels.1`, `relations.depth.label`,
`relations.depth.levels.contact`, `items.s1.1.text`. Several values are separated by `|`.

## Tables

One header row, then one row for each fact. Missing is never zero: a cell that is empty says nothing.

* **Text files** are UTF-8 (with or without a byte order mark) or UTF-16; anything else is read as Windows-1252 with
  a warning. Columns are separated by commas, semicolons or tabs, found out from the header; lines end in any of the
  three usual ways; `sep=;` in the first line is understood.
* **Identifiers** have at most 64 characters and no spaces, commas, semicolons, `|` or invisible characters.
* **Numbers** have a decimal point. Decimal commas are read where semicolons or tabs separate the columns, and in
  workbooks.
* **Dates** are `2026-03-05`; times are `2026-03-05T14:30:00`, in UTC where an offset (`+02:00`) is given. In a
  workbook, date cells and day numbers are read too.
* **Yes and no**: true, false, yes, no, 1, 0, x, and the words of the spreadsheet programs of the languages of this
  software.
* **Lists** hold several values separated by `|`.
* **Choices** may be in capitals and with spaces or hyphens for `_`.
* **Formulas** in a workbook count with the value that was stored; a formula that was never calculated is an error.
  Text that looks like a formula is pointed out, and an error where a number or an identifier belongs.
* Rows without any content are left out. Row numbers in messages are those that a spreadsheet program shows.
"""

WRITTEN = """\
## Outlines of regions

`shapes.json` holds outlines of the study's regions, with the notice that every map made with them carries;
`clusterdynamics geo import --study` writes it. It is part of the study and of its
fingerprint. A workbook cannot hold it.

## What is written

`write_study` (and `clusterdynamics convert`) writes every table that has rows, sorted by its key (waves stay in
their order), as UTF-8 with commas and `\\n`; a description of the tables for other programs in `datapackage.json`
([Data Package](https://datapackage.org/), version 2); and the settings with every value stated. The same study
gives the same bytes. Reading what was written gives an equal study. Its **fingerprint** (snapshot id) is the SHA-256 of
these files; the first 12 digits are its short form.

Writing happens beside the target, which is replaced at the end by renaming: a failure leaves what was there. A
folder is replaced only where it holds a study; files in it that are no part of a study stay.
"""


def page() -> str:
    return "\n".join(lines())


def lines() -> Iterator[str]:
    yield INTRODUCTION
    for table in TABLES.values():
        yield from describe_table(table)
    yield from describe_settings()
    yield from describe_limits()
    yield WRITTEN
    yield from describe_problems()


def describe_table(table: Table) -> Iterator[str]:
    yield f"### {table.name}"
    yield ""
    yield f"{table.title}." + (" **Required.**" if table.required else "")
    yield f"No two rows share {_and([f'`{k}`' for k in table.key])}."
    if table.open:
        yield "Further columns are kept, as text."
    yield ""
    yield "| Column | Holds | Meaning |"
    yield "|---|---|---|"
    for field in table.fields:
        name = f"**`{field.name}`**" if field.required else f"`{field.name}`"
        yield f"| {name} | {_holds(field)} | {_cell(field.description)} |"
    yield ""


def _holds(field: Field) -> str:
    parts = [str(field.kind)]
    if field.choices:
        parts = [" · ".join(f"`{c}`" for c in field.choices)]
    if field.references:
        target = field.references.replace("settings.", "study.toml: ").removesuffix(".id")
        parts.append(f"of {target}" if field.kind is not Kind.LIST else f"of identifiers of {target}")
    if field.low is not None or field.high is not None:
        parts.append(f"from {field.low:g} to {field.high:g}" if field.high is not None else f"from {field.low:g}")
    return _cell(" ".join(parts))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def describe_settings() -> Iterator[str]:
    yield "## Settings"
    yield ""
    yield "`study.toml`, or the sheet `study`. Only `title` is needed."
    yield ""
    yield "| Setting | Holds | Default |"
    yield "|---|---|---|"
    yield from _settings(StudySettings, "")
    yield ""


def _settings(model: type[BaseModel], path: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        inner = get_args(kind)[0] if get_origin(kind) in {tuple, UnionType} else kind
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _settings(inner, f"{path}{name}[]." if get_origin(kind) is tuple else f"{path}{name}.")
            continue
        default = "**required**" if field.is_required() else f"`{_toml(field.get_default(call_default_factory=True))}`"
        yield f"| `{path}{name}` | {_kind(kind)} | {default} |"


def _kind(kind: Any) -> str:
    origin, inside = get_origin(kind), get_args(kind)
    if origin is tuple:
        return f"list of {_kind(inside[0])}"
    if origin is dict:
        return f"{_kind(inside[1])} for each name"
    if str(origin) == "typing.Literal":
        return " · ".join(f"`{a}`" for a in inside)
    if hasattr(kind, "__metadata__"):
        return _kind(inside[0])
    if inside:  # an optional value
        return _kind(inside[0])
    return {str: "text", float: "number", int: "whole number", bool: "true or false"}[kind]


def _toml(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return str(list(value)).replace("'", '"')
    return f'"{value}"' if isinstance(value, str) else str(value)


def describe_limits() -> Iterator[str]:
    yield "## Limits"
    yield ""
    yield "| What | At most |"
    yield "|---|---|"
    yield f"| Columns of a table | {LIMITS.columns:,} |"
    yield f"| Rows of a table | {LIMITS.rows:,} |"
    yield f"| Characters in a cell | {LIMITS.cell:,} |"
    yield f"| Characters in a row | {LIMITS.record:,} |"
    yield f"| Size of a CSV file | {LIMITS.file_bytes // MEGABYTE:,} MB |"
    yield f"| Size of `study.toml` | {LIMITS.settings_bytes // MEGABYTE:,} MB |"
    yield f"| Size of `shapes.json` | {LIMITS.shapes_bytes // MEGABYTE:,} MB |"
    yield f"| Files in a zip | {LIMITS.zip_files:,} |"
    yield f"| Size of a zip, unpacked | {LIMITS.zip_bytes // MEGABYTE:,} MB, and {LIMITS.ratio} times the packed size |"
    yield f"| Size of a workbook, unpacked | {LIMITS.workbook_bytes // MEGABYTE:,} MB |"
    yield f"| Rows × columns of a sheet | {LIMITS.sheet_cells:,} |"
    yield ""


def describe_problems() -> Iterator[str]:
    yield "## Problems"
    yield ""
    yield "Errors stop the reading; warnings and notes do not. A code never changes."
    yield ""
    yield "| Code | | What is wrong | What to do |"
    yield "|---|---|---|---|"
    for code in Code:
        message, remedy = TEMPLATES[code]
        yield f"| `{code}` | {SEVERITIES[code]} | {_cell(message)} | {_cell(remedy)} |"
    yield ""


if __name__ == "__main__":
    raise SystemExit(main(DOCS / "reference" / "study-package.md", page))
