"""The actions of a study for its annual plan: by purpose, with who, until when, and what should be different."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics_web.access import Access
from clusterdynamics_web.actions.models import Status
from clusterdynamics_web.actions.read import Line, lines_of, owner_words, shares
from clusterdynamics_web.rights import Right
from clusterdynamics_web.studies.models import Study

__all__ = ["as_sheet", "as_text"]


def _day(value: date | None) -> str:
    return formats.date_format(value, "DATE_FORMAT") if value else ""


def _stand(line: Line) -> str:
    words = f"{line.action.get_status_display()}, {line.share} %"
    if line.parts:
        words += " · " + _("{done} of {n} parts done").format(done=line.parts_done, n=len(line.parts))
    if line.action.reason:
        words += f" · {line.action.reason}"
    return words


def _facts(line: Line, *, named: bool) -> Iterator[tuple[str, str]]:
    action = line.action
    if named:
        yield _("Who sees to it"), owner_words(action)
        together = ", ".join(x for x in (*line.partners, action.partners_text) if x)
        if together:
            yield _("Partners"), together
    if action.starts or action.due:
        yield _("When"), " – ".join(x for x in (_day(action.starts), _day(action.due)) if x)
    yield _("Where it stands"), _stand(line)
    if action.expected_change:
        yield _("What should be different in the next wave"), action.expected_change
    for finding in line.findings:
        yield _("Because"), finding.statement


def as_text(access: Access[Study]) -> bytes:
    """Return a chapter for the annual plan as DOCX: built-in styles only, so that it takes on those of the plan."""
    import docx

    study, named = access.object, access.may(Right.SEE_NAMES)
    lines = lines_of(access)
    document = docx.Document()
    document.core_properties.title = _("Actions: {study}").format(study=study)
    document.core_properties.author = study.region.name
    document.core_properties.language = get_language() or "en"
    document.add_heading(_("Actions: {study}").format(study=study), level=0)
    document.add_paragraph(
        _("{cluster}, {day}. For those who plan: names and dates are not for other circles.").format(
            cluster=study.cluster.name, day=_day(timezone.localdate())
        )
    )
    document.add_heading(_("How far we are"), level=1)
    head = (_("Purpose"), _("Actions"), _("Done"), _("Share done"))
    table = document.add_table(rows=1, cols=len(head), style="Light Grid Accent 1")
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.text = words
    known = [s for s in shares(study, lines) if s.total]
    for share in known:
        row = (share.label, str(share.total), str(share.done), f"{share.percent} %")
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.add_paragraph(_("An action with two purposes counts under each."), style="Caption")
    for share in known:
        document.add_heading(share.label, level=1)
        for line in lines:
            if line.action.purposes[:1] != [share.code]:
                continue
            document.add_heading(line.action.title, level=2)
            for name, words in _facts(line, named=named):
                paragraph = document.add_paragraph(style="List Bullet")
                paragraph.add_run(f"{name}: ").bold = True
                paragraph.add_run(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_sheet(access: Access[Study]) -> bytes:
    """Return one row for each action as XLSX; what begins with "=" stays a text."""
    import xlsxwriter

    named = access.may(Right.SEE_NAMES)
    who = (_("Who sees to it"), _("Partners")) if named else ()
    head = (
        *(_("Action"), _("Purposes"), *who, _("From"), _("Until"), _("Where it stands"), _("Done, in percent")),
        *(_("Why it was stopped"), _("What should be different in the next wave"), _("Next review"), _("Findings")),
        _("Part of"),
    )
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(_("Actions")[:31])
        bold, wrap = (
            book.add_format({"bold": True, "text_wrap": True}),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        sheet.write_row(0, 0, head, bold)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(head) - 1, 22)
        for number, line in enumerate(lines_of(access), 1):
            action = line.action
            people = (owner_words(action), ", ".join(x for x in (*line.partners, action.partners_text) if x))
            cells = (
                *(action.title, ", ".join(line.purposes), *(people if named else ()), action.starts, action.due),
                *(str(Status(action.status).label), line.share, action.reason, action.expected_change),
                *(action.next_review, "\n".join(f.statement for f in line.findings)),
                action.parent.title if action.parent else "",
            )
            for column, cell in enumerate(cells):
                if cell is None:
                    continue
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell, wrap)
                elif isinstance(cell, int):
                    sheet.write_number(number, column, cell, wrap)
                else:
                    sheet.write_datetime(number, column, cell, day)
    return out.getvalue()
