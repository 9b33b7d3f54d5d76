"""The workbook of a new study: a sheet for each table, with notes, drop-down lists and frozen headers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from clusterdynamics.i18n import _
from clusterdynamics.study.settings import StudySettings
from clusterdynamics.study.tables import TABLES, Field, Kind, Table
from clusterdynamics.study.template import content
from clusterdynamics.study.write.workbook import new_workbook

__all__ = ["SHEETS", "tables_workbook"]

#: Sheets of the workbook; the other tables can be added as further sheets or CSV files.
SHEETS = (
    "actors",
    "waves",
    "respondents",
    "ties",
    "ratings",
    "wishes",
    "answers",
    "areas",
    "area_answers",
    "purposes",
    "nominations",
    "outside_links",
    "stories",
    "consents",
)
#: Rows that have drop-down lists.
_ROWS = 5_000
#: Characters that a spreadsheet program allows in a list written into a cell's validation.
_MOST = 255


def tables_workbook(settings: StudySettings) -> bytes:
    """Return the workbook in the active language.

    Parameters
    ----------
    settings
        The settings beside which it stands: relations, items and types become drop-down lists.
    """
    buffer = io.BytesIO()
    book = new_workbook(buffer)
    styles = {
        "required": book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "border": 1}),
        "optional": book.add_format({"bg_color": "#DDE7F0", "font_color": "#1B1B1B", "border": 1}),
        "text": book.add_format({"num_format": "@", "valign": "top"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "bold": book.add_format({"bold": True, "valign": "top"}),
    }
    _about(book.add_worksheet("about"), styles)
    for name in SHEETS:
        _sheet(book.add_worksheet(name), TABLES[name], settings, styles)
    book.get_worksheet_by_name("actors").activate()
    book.close()
    return buffer.getvalue()


def _about(sheet: Any, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 2, 90)
    sheet.write_string(0, 0, _("About this workbook"), styles["title"])
    lines = (
        _("Fill the sheets from left to right. Only 'actors' is needed to begin with."),
        _("Replace the example organisations by your own. Keep identifiers the same from wave to wave."),
        _("Dark headers must be filled, light ones may stay empty. Point at a header to read what belongs there."),
        _("Leave empty what you do not know: an empty cell never counts as zero."),
        _("Values that hold several things are separated by |, for example save|people."),
        _("This sheet is not read; change or delete it as you like."),
    )
    for row, line in enumerate(lines, start=2):
        sheet.write_string(row, 0, line)
    row = len(lines) + 3
    for column, title in enumerate((_("Sheet"), _("Column"), _("What belongs there"))):
        sheet.write_string(row, column, title, styles["bold"])
    for name in SHEETS:
        table = TABLES[name]
        row += 1
        sheet.write_string(row, 0, table.name, styles["bold"])
        sheet.write_string(row, 2, _(table.title), styles["bold"])
        for field in table.fields:
            row += 1
            sheet.write_string(row, 1, field.name, styles["wrap"])
            sheet.write_string(row, 2, _note(field).replace("\n", " "), styles["wrap"])
    row += 2
    sheet.write_string(row, 0, _("Further tables, as sheets or CSV files of these names"), styles["bold"])
    for table in TABLES.values():
        if table.name not in SHEETS:
            row += 1
            sheet.write_string(row, 0, table.name)
            sheet.write_string(row, 2, _(table.title), styles["wrap"])


def _note(field: Field) -> str:
    """Return what to know about a column, in a few lines."""
    lines = [_(field.description) + "."]
    if field.required:
        lines.append(_("Must be filled."))
    if field.choices:
        lines.append(_("One of: {choices}.").format(choices=", ".join(field.choices)))
    elif field.kind is Kind.BOOLEAN:
        lines.append(_("Write yes or no."))
    elif field.kind is Kind.DATE:
        lines.append(_("A date, such as 2026-03-05."))
    elif field.kind is Kind.IDENTIFIER:
        lines.append(_("Without spaces."))
    return "\n".join(lines)


def _sheet(sheet: Any, table: Table, settings: StudySettings, styles: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for column, field in enumerate(table.fields):
        sheet.write_string(0, column, field.name, styles["required" if field.required else "optional"])
        sheet.write_comment(0, column, _note(field), {"x_scale": 2, "y_scale": 1.2, "author": ""})
        style = {Kind.DATE: "date", Kind.NUMBER: None, Kind.INTEGER: None, Kind.BOOLEAN: None}.get(field.kind, "text")
        width = 40 if field.name in {"label", "text", "value", "reason", "title"} and field.kind is Kind.TEXT else 16
        sheet.set_column(column, column, width, styles[style] if style else None)
        rule = _validation(field, settings)
        if rule is not None:
            sheet.data_validation(1, column, _ROWS, column, rule)
    for row, values in enumerate(_filled(table.name), start=1):
        for column, value in enumerate(values):
            sheet.write(row, column, value)


def _validation(field: Field, settings: StudySettings) -> dict[str, Any] | None:
    """Return the drop-down list of a column; None where there is none to choose from."""
    if field.choices:
        return _list(field.choices, "stop")
    if field.kind is Kind.BOOLEAN:
        return _list(("yes", "no"), "stop")
    named = {"type": settings.types, "size_class": settings.size_classes}.get(field.name)
    if named:
        return _list(tuple(named), "information")
    if field.references is None or field.kind is Kind.LIST:
        return None
    target, _dot, column = field.references.partition(".")
    if target == "settings":
        return _list(tuple(part.id for part in getattr(settings, column)), "warning")
    if target not in SHEETS:
        return None
    letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[[f.name for f in TABLES[target].fields].index(column)]
    source = f"={target}!${letter}$2:${letter}${_ROWS}"
    return {"validate": "list", "source": source, "error_type": "warning", "error_message": _unknown()}


def _list(choices: Sequence[str], kind: str) -> dict[str, Any] | None:
    if len(",".join(choices)) > _MOST:
        return None
    return {"validate": "list", "source": list(choices), "error_type": kind, "error_message": _unknown()}


def _unknown() -> str:
    return _("This is not in the list. Choose from the list, or add it there first.")


def _filled(table: str) -> list[tuple[Any, ...]]:
    """Return the rows that a table starts with."""
    if table == "actors":
        return [
            (identifier, _(label), _(short), kind, size, "yes" if anchor else "no")
            for identifier, label, short, kind, size, anchor in content.EXAMPLES
        ]
    if table == "waves":
        return [("1", _("First wave"))]
    if table == "areas":
        return [(identifier, _(label), sensitivity) for identifier, (label, sensitivity) in content.AREAS.items()]
    if table == "purposes":
        return [(identifier, _(label)) for identifier, label in content.PURPOSES.items()]
    return []
