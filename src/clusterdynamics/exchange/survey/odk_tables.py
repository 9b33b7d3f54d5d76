"""Submissions as tables: one for the form, one for each repeat, joined by their keys."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.survey.form.model import Form, Kind
from clusterdynamics.exchange.survey.submission import Submission, parse_time
from clusterdynamics.exchange.survey.tabular import Record, SurveyTable
from clusterdynamics.i18n import _

__all__ = ["read_submission_tables"]

#: Columns that join a repeat to its submission: in the repeat → in the form. The first that are there count.
_KEYS = (("PARENT_KEY", "KEY"), ("_parent_index", "_index"), ("_submission__uuid", "_uuid"), ("_submission__id", "_id"))
_UUIDS = ("_uuid", "meta/instanceID", "meta-instanceID", "instanceID", "KEY", "_id")
_TIMES = ("_submission_time", "SubmissionDate", "end")


@dataclass(frozen=True)
class _Columns:
    """Which column of a table holds which question.

    Attributes
    ----------
    single
        Header → question.
    choices
        Header → question with several answers and the choice that the column is for.
    """

    single: Mapping[str, str]
    choices: Mapping[str, tuple[str, str]]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.single.values()) | {name for name, _choice in self.choices.values()}

    def values(self, record: Record) -> dict[str, str]:
        found = {name: record.cells[h] for h, name in self.single.items() if h in record.cells}
        chosen: dict[str, list[str]] = {}
        for header, (name, choice) in self.choices.items():
            if record.cells.get(header, "").lower() in {"1", "true", "1.0", "yes"}:
                chosen.setdefault(name, []).append(choice)
        return {name: " ".join(c) for name, c in chosen.items()} | found


def read_submission_tables(
    tables: Sequence[SurveyTable], form: Form, notes: list[str]
) -> tuple[list[Submission], frozenset[str]]:
    """Return the submissions in the tables, and the questions that there are columns for.

    Raises
    ------
    ExchangeError
        No table belongs to the form, several hold the submissions, or entries of a repeat belong to nobody.
    """
    main: list[tuple[SurveyTable, _Columns]] = []
    parts: list[tuple[SurveyTable, _Columns, str]] = []
    for table in tables:
        columns = _columns(table.header, form)
        repeat = _repeat_of(table, columns, form)
        if repeat is not None:
            parts.append((table, columns, repeat))
        elif columns.names:
            main.append((table, columns))
    faults = Faults(tables[0].file)
    if not main:
        raise faults.error(
            _("No column belongs to the form of this study."),
            _("Export with XML values and headers, not with labels, and import with the study that was asked for."),
        )
    if len(main) > 1:
        raise faults.error(
            _("Several tables hold submissions: {names}.").format(names=", ".join(t.file for t, _c in main)),
            _("Import one export at a time."),
        )
    table, columns = main[0]
    others = [h for h in table.header if h and h not in columns.single and h not in columns.choices and not _is_meta(h)]
    if others:
        notes.append(_("Columns that are no part of the form are left out: {names}.").format(names=", ".join(others)))
    entries = _entries(table, parts, form)
    asked = columns.names.union(*(c.names for _t, c, _r in parts)) if parts else columns.names
    return [_submission(table, columns, r, entries.get(r.line, {})) for r in table.records()], frozenset(asked)


def _is_meta(header: str) -> bool:
    return header.startswith("_") or header in {
        "start", "end", "today", "deviceid", "username", "KEY", "SubmissionDate", "SubmitterID", "SubmitterName",
        "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion",
        "meta-instanceID", "meta-instanceName", "meta/instanceID", "meta/instanceName", "meta/rootUuid", "instanceID",
        "formhub/uuid", "__version__",
    } or header.startswith("SET-OF-")  # fmt: skip


def _columns(header: Sequence[str], form: Form) -> _Columns:
    single: dict[str, str] = {}
    choices: dict[str, tuple[str, str]] = {}
    fields = form.fields
    for title in header:
        parts = re.split(r"[/:-]", title)
        before, last = (parts[-2] if len(parts) > 1 else ""), parts[-1]
        several = fields.get(before)
        if several is not None and several.kind == Kind.MANY and last in form.lists[several.list].values:
            choices[title] = (before, last)
        elif last in fields and last not in single.values():
            single[title] = last
    return _Columns(single, choices)


def _repeat_of(table: SurveyTable, columns: _Columns, form: Form) -> str | None:
    """Return the repeat that a table holds the entries of; None where it holds submissions, or nothing of the form."""
    if not any(inner in table.header for inner, _outer in _KEYS):
        return None
    best = max(form.repeats, key=lambda r: len(columns.names & form.repeats[r]), default=None)
    return best if best is not None and columns.names & form.repeats[best] else None


def _entries(
    main: SurveyTable, parts: Sequence[tuple[SurveyTable, _Columns, str]], form: Form
) -> dict[int, dict[str, list[dict[str, str]]]]:
    """Return line of the submission → repeat → its entries."""
    found: dict[int, dict[str, list[dict[str, str]]]] = {}
    problems: list[Faults] = []
    for table, columns, repeat in parts:
        faults = Faults(table.file)
        keys = next(((i, o) for i, o in _KEYS if i in table.header and o in main.header), None)
        if keys is None:
            raise faults.error(
                _("Nothing joins the table to the submissions."),
                _("Export it with its key: PARENT_KEY and KEY, or _parent_index and _index."),
            )
        lines = {r.cells.get(keys[1], ""): r.line for r in main.records()}
        for record in table.records():
            key = record.cells.get(keys[0], "")
            if key not in lines or not key:
                faults.add(
                    _("There is no submission '{key}'.").format(key=key),
                    _("Export all files together."),
                    line=record.line,
                    column=keys[0],
                )
                continue
            values = {n: v for n, v in columns.values(record).items() if n in form.repeats[repeat]}
            found.setdefault(lines[key], {}).setdefault(repeat, []).append(values)
        problems.append(faults)
    for faults in problems:
        faults.check()
    return found


def _submission(
    table: SurveyTable, columns: _Columns, record: Record, entries: Mapping[str, Sequence[Mapping[str, str]]]
) -> Submission:
    uuid = next((record.cells[k] for k in _UUIDS if k in record.cells), "")
    time = next((t for k in _TIMES if (t := parse_time(record.cells.get(k, "")))), None)
    repeats = {name: tuple(several) for name, several in entries.items()}
    return Submission(table.file, record.line, uuid, time, columns.values(record), repeats)
