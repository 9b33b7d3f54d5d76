"""The rows of an XLSForm workbook: questions with their groups, choices by list, in one language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.survey.files import SurveyFile
from clusterdynamics.exchange.survey.tabular import Record, SurveyTable, read_tables
from clusterdynamics.i18n import _

__all__ = ["FormChoice", "FormSheets", "Question", "read_form_sheets"]

_MOST_QUESTIONS = 5_000
_MOST_CHOICES = 50_000
_DEEPEST = 20
#: Spellings of a type → the one that we use.
_TYPES = {
    "begin group": "begin_group", "end group": "end_group", "begin repeat": "begin_repeat", "end repeat": "end_repeat",
    "select one": "select_one", "select multiple": "select_multiple", "select one from": "select_one",
    "select all that apply": "select_multiple", "select_one_from_file": "file", "select_multiple_from_file": "file",
    "int": "integer", "string": "text", "add select one prompt using": "select_one",
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """One row of the sheet ``survey``.

    Attributes
    ----------
    type, list
        ``select_one`` and its list; every other type has no list.
    repeat
        Name of the repeat in which it stands; empty outside.
    cells
        All other columns by their names in lower case, without language.
    """

    line: int
    type: str
    list: str
    name: str
    label: str
    repeat: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class FormChoice:
    """One row of the sheet ``choices``."""

    name: str
    label: str
    kind: str


@dataclass(frozen=True)
class FormSheets:
    """A form as it stands in the workbook, in its default language.

    Attributes
    ----------
    repeats
        Name of a repeat → what says how often it comes.
    languages
        Languages in which labels are written, by their names in the form.
    """

    title: str
    language: str
    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    lists: Mapping[str, tuple[FormChoice, ...]]
    repeats: Mapping[str, str]


def read_form_sheets(file: SurveyFile) -> FormSheets:
    """Read the workbook.

    Raises
    ------
    ExchangeError
        There is no sheet ``survey``, groups are not closed, a list of choices is missing, or it is larger than a form
        can be.
    """
    tables = {t.name.strip().lower(): t for t in read_tables(file)}
    faults = Faults(file.name)
    survey = tables.get("survey")
    if survey is None:
        raise faults.error(
            _("There is no sheet 'survey'."), _("Choose an XLSForm, with the sheets survey, choices and settings.")
        )
    choices = tables.get("choices") or tables.get("select_one")
    too_many = len(survey.rows) > _MOST_QUESTIONS or (choices is not None and len(choices.rows) > _MOST_CHOICES)
    if too_many:
        raise faults.error(
            _("The form is larger than {n} questions.").format(n=_MOST_QUESTIONS), _("Send a smaller form.")
        )
    settings = next(iter(tables["settings"].records()), None) if "settings" in tables else None
    said = {} if settings is None else {k.strip().lower(): v for k, v in settings.cells.items()}
    languages = _languages(survey)
    language = next((c for c in languages if c == said.get("default_language")), languages[0] if languages else "")
    lists = {} if choices is None else _lists(choices, language)
    reader = _Reader(faults, language, lists)
    for record in survey.records():
        reader.take(record)
    reader.close()
    faults.check()
    title = said.get("form_title") or said.get("title") or file.name.rpartition(".")[0]
    return FormSheets(title, language, languages, tuple(reader.questions), lists, reader.repeats)


def _languages(table: SurveyTable) -> tuple[str, ...]:
    found = (re.fullmatch(r"label\s*::?\s*(.+)", h.strip(), re.IGNORECASE) for h in table.header)
    return tuple(dict.fromkeys(m[1].strip() for m in found if m))


def _plain(record: Record, language: str) -> dict[str, str]:
    """Return the cells by column without language; of several languages the one asked for, else the first."""
    found: dict[str, str] = {}
    for header, cell in record.cells.items():
        parts = [p.strip() for p in re.split(r"::?", header, maxsplit=1)]
        column = parts[0].lower().replace(" ", "_")
        if len(parts) == 1 or parts[1] == language or column not in found:
            found[column] = cell
    return found


def _lists(table: SurveyTable, language: str) -> dict[str, tuple[FormChoice, ...]]:
    found: dict[str, list[FormChoice]] = {}
    for record in table.records():
        cells = _plain(record, language)
        name, own = cells.get("list_name", cells.get("list", "")), cells.get("name", cells.get("value", ""))
        if name and own:
            label = cells.get("label", own).replace("$ {", "${")
            found.setdefault(name, []).append(FormChoice(own, label, cells.get("kind", "")))
    return {name: tuple(several) for name, several in found.items()}


class _Reader:
    def __init__(self, faults: Faults, language: str, lists: Mapping[str, tuple[FormChoice, ...]]) -> None:
        self.faults = faults
        self.language = language
        self.lists = lists
        self.questions: list[Question] = []
        self.repeats: dict[str, str] = {}
        self._open: list[tuple[str, str, int]] = []

    def take(self, record: Record) -> None:
        cells = _plain(record, self.language)
        words = " ".join(cells.pop("type", "").split())
        if not words:
            return
        kind, listed = _type(words)
        name = cells.pop("name", "")
        if kind.startswith("begin_"):
            self._begin(kind, name, cells, record.line)
        elif kind.startswith("end_"):
            self._end(kind, record.line)
        else:
            if listed and listed not in self.lists:
                self.faults.add(
                    _("There is no list of choices '{name}'.").format(name=listed),
                    _("Add it to the sheet choices, or correct its name."),
                    line=record.line,
                    column="type",
                )
            repeat = next((n for k, n, _line in reversed(self._open) if k == "begin_repeat"), "")
            self.questions.append(Question(record.line, kind, listed, name, cells.pop("label", ""), repeat, cells))

    def _begin(self, kind: str, name: str, cells: Mapping[str, str], line: int) -> None:
        if len(self._open) >= _DEEPEST:
            raise self.faults.error(_("Groups stand in groups too deeply."), _("Use fewer groups."), line=line)
        self._open.append((kind, name, line))
        if kind == "begin_repeat":
            self.repeats[name] = cells.get("repeat_count", "")

    def _end(self, kind: str, line: int) -> None:
        if not self._open or self._open[-1][0].partition("_")[2] != kind.partition("_")[2]:
            self.faults.add(
                _("Here ends a group or repeat that was not begun."), _("Remove the row, or begin it above."), line=line
            )
            return
        self._open.pop()

    def close(self) -> None:
        for _kind, name, line in self._open:
            self.faults.add(
                _("The group or repeat '{name}' does not end.").format(name=name), _("Add its end below."), line=line
            )


def _type(words: str) -> tuple[str, str]:
    """Return the type in our spelling and the list of choices.

    >>> _type("select multiple actors"), _type("begin group"), _type("int")
    (('select_multiple', 'actors'), ('begin_group', ''), ('integer', ''))
    """
    low = words.lower()
    if low in _TYPES:
        return _TYPES[low], ""
    match = re.fullmatch(
        r"(select[ _](?:one|multiple)|rank)(?:_external)?\s+(\S+)(\s+or[ _]other)?", words, re.IGNORECASE
    )
    if match:
        kind = match[1].lower().replace(" ", "_")
        return ("select_multiple" if kind == "rank" else kind), match[2]
    first = low.split()[0]
    return ("file", "") if first.endswith("_from_file") else (_TYPES.get(first, first), "")
