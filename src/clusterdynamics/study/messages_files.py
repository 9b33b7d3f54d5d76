"""The words of problems with files, headers, single cells and settings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clusterdynamics.i18n import N_
from clusterdynamics.study.codes import Code

__all__ = ["FILES"]

_SMALLER = N_("Leave out what is no part of the study, or ask us about studies of this size.")
_MOVE = N_("Put study.toml and the tables into one folder and zip that folder.")
_QUOTES = N_("Put quotation marks around the entire cell, and write a quotation mark inside it twice.")
_REMOVE_COLUMN = N_("Give the column a name, or remove what stands under it.")

#: Code → (what is wrong, what to do).
FILES: Mapping[Code, tuple[str, str]] = MappingProxyType(
    {
        Code.PACKAGE_MISSING: (
            N_("There is no study at {path}."),
            N_("Give the path of a study folder, a .zip of one, or an .xlsx workbook."),
        ),
        Code.PACKAGE_KIND: (
            N_("A study cannot be read from a file of this kind ({ending})."),
            N_("Give a study folder, a .zip of one, or an .xlsx workbook."),
        ),
        Code.SETTINGS_MISSING: (
            N_("The file study.toml is missing."),
            N_("Write a study.toml with at least a title, or start from `clusterdynamics init`."),
        ),
        Code.MODEL_MISSING: (
            N_("The reference model '{name}' is not a file of this study."),
            N_('Put the model file beside study.toml (in a folder or .zip), or set model = "reference".'),
        ),
        Code.SHAPES_INVALID: (
            N_("The file holds no outlines of regions."),
            N_("Make it with `clusterdynamics geo import`, or take it out of the study."),
        ),
        Code.TABLE_MISSING: (
            N_("The table '{table}' is missing."),
            N_("Add {table}.csv with the columns {columns}."),
        ),
        Code.TABLE_TWICE: (
            N_("The table '{table}' is there twice: in {first} and in {second}."),
            N_("Keep the one that is right and remove the other."),
        ),
        Code.FILE_UNKNOWN: (
            N_("'{name}' is not the name of a table, so it is not read."),
            N_("Rename it, or move it out of the study."),
        ),
        Code.NAME_READ_AS: (N_("'{name}' is read as '{table}'."), N_("Nothing to do.")),
        Code.FILE_UNREADABLE: (
            N_("The file cannot be opened: {reason}."),
            N_("Check that it exists, that you may read it and that no other program holds it."),
        ),
        Code.FILE_EMPTY: (
            N_("The file is empty."),
            N_("Write the header row first, or remove the file."),
        ),
        Code.FILE_TOO_LARGE: (N_("The file is larger than {limit} MB."), _SMALLER),
        Code.MORE: (
            N_("There are {count} more problems of the kind '{kind}'."),
            N_("Solve those that are listed and check again."),
        ),
        Code.ZIP_INVALID: (N_("The file is not a zip file."), N_("Zip the study folder again.")),
        Code.ZIP_DAMAGED: (
            N_("The zip file is damaged or not complete: '{name}' cannot be unpacked."),
            N_("Copy or download it again, or zip the study folder again."),
        ),
        Code.ZIP_TOO_LARGE: (
            N_("Unpacked, '{name}' would be too large ({size} MB; at most {limit} MB)."),
            N_("Check where the file comes from; a study is rarely larger than a few MB."),
        ),
        Code.ZIP_TOO_MANY_FILES: (N_("The zip file holds more than {limit} files."), _MOVE),
        Code.ZIP_PATH: (N_("'{name}' would be unpacked outside the study's folder."), _MOVE),
        Code.ZIP_LINK: (
            N_("'{name}' is a link to another file."),
            N_("Put the file itself into the zip file."),
        ),
        Code.ZIP_ENCRYPTED: (
            N_("'{name}' is protected by a password."),
            N_("Zip the study folder without a password."),
        ),
        Code.ZIP_NAME_TWICE: (
            N_("'{name}' is in the zip file twice."),
            N_("Keep one file of this name (large and small letters count as the same)."),
        ),
        Code.ZIP_NESTED: (N_("The study lies too deep: '{name}'."), _MOVE),
        Code.ZIP_TWO_STUDIES: (
            N_("There is more than one study in the zip file: {names}."),
            N_("Zip one study folder at a time."),
        ),
        Code.XLSX_INVALID: (
            N_("The file is not an .xlsx workbook that can be read."),
            N_("Open it in a spreadsheet program and save it as .xlsx."),
        ),
        Code.XLSX_ENCRYPTED: (
            N_("The workbook is protected by a password."),
            N_("Save it without a password."),
        ),
        Code.XLSX_TOO_LARGE: (
            N_("The workbook is too large ({size}; at most {limit})."),
            N_("Save large tables as CSV; remove rows and columns far away from the table."),
        ),
        Code.SHEET_MISSING: (
            N_("The workbook has no sheet '{sheet}'."),
            N_("Add a sheet 'study' with the columns 'key' and 'value' and at least the key 'title'."),
        ),
        Code.SHEET_UNKNOWN: (
            N_("'{sheet}' is not the name of a table, so the sheet is not read."),
            N_("Nothing to do, unless it should be read: then rename it."),
        ),
        Code.FORMULA_NO_VALUE: (
            N_("The cell holds a formula that was never calculated."),
            N_("Open the workbook in a spreadsheet program and save it, or write the value itself."),
        ),
        Code.CELL_ERROR: (
            N_("The cell holds the spreadsheet's error {text}."),
            N_("Correct the formula, or write the value itself."),
        ),
        Code.ENCODING_GUESSED: (
            N_("The file is not UTF-8; it was read as Windows-1252."),
            N_("Look at letters such as å, ö, é; if they are wrong, save the file as 'CSV UTF-8'."),
        ),
        Code.ENCODING_MIXED: (
            N_("The row is not UTF-8, while other rows of the file are."),
            N_("Write the letters beyond a-z in this row again and save the file as 'CSV UTF-8'."),
        ),
        Code.ENCODING_UNKNOWN: (
            N_("The file is in an unknown encoding."),
            N_("Save it as 'CSV UTF-8' (study.toml: as UTF-8)."),
        ),
        Code.NUL_CHARACTER: (
            N_("The row holds a NUL character, which no text has; the file may be damaged."),
            N_("Save the table again as 'CSV UTF-8'."),
        ),
        Code.QUOTE_OPEN: (N_("A quotation mark is opened in this row and never closed."), _QUOTES),
        Code.QUOTE_STRAY: (N_("Text follows a closing quotation mark."), _QUOTES),
        Code.LINE_TOO_LONG: (
            N_("The row is longer than {limit} characters."),
            N_("Check that the file is a table, and that every quotation mark is closed."),
        ),
        Code.ROW_TOO_LONG: (
            N_("The row has {found} cells, the header has {expected}."),
            N_("Remove the cells that are too many, or put quotation marks around a cell with a separator."),
        ),
        Code.ROW_TOO_SHORT: (
            N_("The row has {found} cells, the header has {expected}."),
            N_("Add the cells that are missing; they may be empty."),
        ),
        Code.TOO_MANY_COLUMNS: (
            N_("The table has {found} columns or more; at most {limit} are read."),
            N_("Put one fact in each row, as the package describes, or remove columns that are not needed."),
        ),
        Code.TOO_MANY_ROWS: (N_("The table has more than {limit} rows."), _SMALLER),
        Code.CELL_TOO_LONG: (
            N_("A cell is longer than {limit} characters."),
            N_("Shorten it. A quotation mark that is never closed has the same effect."),
        ),
        Code.HEADER_TWICE: (N_("The column '{name}' is there twice."), N_("Keep one of the two.")),
        Code.HEADER_EMPTY: (N_("Column number {number} has cells but no name."), _REMOVE_COLUMN),
        Code.HEADER_READ_AS: (N_("The column '{name}' is read as '{field}'."), N_("Nothing to do.")),
        Code.COLUMN_MISSING: (
            N_("The column '{name}' is missing."),
            N_("Add it: {description}."),
        ),
        Code.COLUMN_UNKNOWN: (
            N_("The column '{name}' is not known, so it is not read."),
            N_("Rename or remove it."),
        ),
        Code.CELL_REQUIRED: (N_("The cell is empty."), N_("Fill it: {description}.")),
        Code.NOT_INTEGER: (N_("'{value}' is not a whole number."), N_("Write a whole number, such as 3.")),
        Code.NOT_NUMBER: (
            N_("'{value}' is not a number."),
            N_("Write digits only, with a point before the decimals, such as 2.5."),
        ),
        Code.NOT_FINITE: (N_("'{value}' is not a finite number."), N_("Leave the cell empty if it is unknown.")),
        Code.NOT_BOOLEAN: (N_("'{value}' is neither yes nor no."), N_("Write yes or no, or leave the cell empty.")),
        Code.NOT_DATE: (N_("'{value}' is not a date."), N_("Write year-month-day, such as 2026-03-05.")),
        Code.NOT_DATETIME: (
            N_("'{value}' is not a date with a time."),
            N_("Write it as 2026-03-05T14:30:00."),
        ),
        Code.NOT_CHOICE: (N_("'{value}' is not one of the choices."), N_("Write one of: {choices}.")),
        Code.CHOICE_READ_AS: (N_("'{value}' is read as '{choice}'."), N_("Nothing to do.")),
        Code.IDENTIFIER_INVALID: (
            N_("'{value}' cannot be an identifier."),
            N_("Use at most 64 characters without spaces, commas and semicolons; put | between several."),
        ),
        Code.TOO_LOW: (N_("{value} is too low."), N_("Write a number of at least {low}.")),
        Code.TOO_HIGH: (N_("{value} is too high."), N_("Write a number of at most {high}.")),
        Code.FORMULA: (N_("'{value}' looks like a formula."), N_("Write the value itself.")),
        Code.FORMULA_TEXT: (
            N_("'{value}' looks like a formula; it is kept as text."),
            N_("Write the text itself if a formula was meant to give it."),
        ),
        Code.DECIMAL_COMMA: (
            N_("Decimal commas are read as decimal points, '{value}' for example."),
            N_("Nothing to do."),
        ),
        Code.LIST_REPEATED: (N_("'{value}' names something twice."), N_("Name each once.")),
        Code.TOML_SYNTAX: (
            N_("Line {line}, position {position}: {reason}."),
            N_("Correct the line; texts stand in quotation marks, and each key is given once."),
        ),
        Code.SETTING_KEY: (
            N_("'{key}' is not a setting."),
            N_("Write it as in study.toml, with points between: region.name, relations.depth.label."),
        ),
        Code.SETTING_UNKNOWN: (N_("The setting '{key}' is not known."), N_("Rename or remove it.")),
        Code.SETTING_MISSING: (N_("The setting '{key}' is missing."), N_("Add it.")),
        Code.SETTING_TYPE: (
            N_("The setting '{key}' is of the wrong kind: {value}."),
            N_("Write {expected}."),
        ),
        Code.SETTING_CHOICE: (N_("'{value}' cannot be chosen for '{key}'."), N_("Write one of: {choices}.")),
        Code.SETTING_TOO_LONG: (
            N_("'{key}' is {found} characters long; at most {limit} are allowed."),
            N_("Shorten it."),
        ),
        Code.SETTING_EMPTY: (N_("'{key}' is empty."), N_("Fill it.")),
        Code.SETTING_TOO_LOW: (N_("'{key}' is {value}, which is too low."), N_("Write at least {limit}.")),
        Code.SETTING_TOO_HIGH: (N_("'{key}' is {value}, which is too high."), N_("Write at most {limit}.")),
        Code.SETTING_IDENTIFIER: (
            N_("'{value}' cannot be an identifier ('{key}')."),
            N_("Use at most 64 characters without spaces, commas, semicolons and |."),
        ),
        Code.SETTING_TWICE: (
            N_("'{value}' is given more than once in {what}."),
            N_("Give each its own identifier."),
        ),
        Code.SETTING_INVALID: (N_("'{key}' cannot be used: {reason}."), N_("Correct the setting.")),
        Code.SCALE_UNKNOWN: (
            N_("There is no scale '{value}'."),
            N_("Describe it under [[scales]], or name one that is there."),
        ),
        Code.SCALE_REVERSED: (
            N_("The scale '{value}' ends at or before its beginning."),
            N_("Make 'high' greater than 'low'."),
        ),
        Code.LEVEL_OFF_SCALE: (
            N_("The level '{level}' is cut at {value}, outside the scale from {low} to {high}."),
            N_("Choose a value on the scale."),
        ),
        Code.RELATION_WAVE_UNKNOWN: (
            N_("There is no wave '{value}'."),
            N_("Add it to the table 'waves', or correct it."),
        ),
        Code.NO_BOUNDARY: (
            N_("Nothing says which organisations belong to the cluster and which do not."),
            N_("Write it in 'boundary', in a sentence or two."),
        ),
    }
)
