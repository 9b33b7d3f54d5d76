"""A form as the three sheets of an XLSForm workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from clusterdynamics.exchange.sheets import write_sheets
from clusterdynamics.exchange.survey.form.model import Form, Role, Row, Texts
from clusterdynamics.i18n import LANGUAGES

__all__ = ["form_sheets", "language_title", "write_form"]

#: Columns of the sheet ``survey`` beside type and name; those of texts stand once for each language.
_COLUMNS: Mapping[str, Callable[[Row], str | Texts]] = {
    "label": lambda r: r.label,
    "hint": lambda r: r.hint,
    "required": lambda r: r.required,
    "relevant": lambda r: r.relevant,
    "constraint": lambda r: r.constraint,
    "constraint_message": lambda r: r.constraint_message,
    "calculation": lambda r: r.calculation,
    "choice_filter": lambda r: r.choice_filter,
    "repeat_count": lambda r: r.repeat_count,
    "appearance": lambda r: r.appearance,
}


def language_title(code: str) -> str:
    """Return a language as XLSForm wants it: its own name and its code.

    >>> language_title("sv")
    'Svenska (sv)'
    """
    return f"{LANGUAGES.get(code, code)} ({code})"


def form_sheets(form: Form) -> dict[str, list[list[str | None]]]:
    """Return the sheets ``survey``, ``choices`` and ``settings`` with their header rows."""
    titles = {code: language_title(code) for code in form.languages}
    head: list[str | None] = ["type", "name"]
    makers: list[Callable[[Row], str]] = []
    for column, read in _COLUMNS.items():
        if not any(read(row) for row in form.rows):
            continue
        if isinstance(read(form.rows[0]), str):
            head.append(column)
            makers.append(lambda row, read=read: str(read(row)))  # type: ignore[misc]
        else:
            for code, title in titles.items():
                head.append(f"{column}::{title}")
                makers.append(lambda row, read=read, code=code: dict(read(row)).get(code, ""))  # type: ignore[misc]
    survey: list[list[str | None]] = [head]
    survey += [[row.type, row.name or None, *(make(row) or None for make in makers)] for row in form.rows]
    choices: list[list[str | None]] = [["list_name", "name", *(f"label::{t}" for t in titles.values()), "kind"]]
    choices += [
        [listed.name, choice.name, *(choice.label[c] for c in titles), choice.group or None]
        for listed in form.lists.values()
        for choice in listed.choices
    ]
    settings: dict[str, str] = {
        "form_title": form.title.replace("${", "$ {"),
        "form_id": form.id,
        "version": form.version,
        "default_language": titles[form.languages[0]],
        "style": "pages",
    }
    own = form.one(Role.OWN)
    if own is not None:
        settings["instance_name"] = f"${{{own}}}"
    return {"survey": survey, "choices": choices, "settings": [list(settings), list(settings.values())]}


def write_form(form: Form) -> bytes:
    """Return the workbook; the same form gives the same bytes."""
    return write_sheets(form_sheets(form))
