"""A list of organisations, from the file to the roster: file, columns, check, and only then the import."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics.exchange.errors import ExchangeError
from clusterdynamics.exchange.roster import guess_mapping
from clusterdynamics_web.access import access_study
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.setup.forms.roster import ColumnsForm, RosterFileForm
from clusterdynamics_web.setup.frame import address, go, show
from clusterdynamics_web.setup.operations import roster
from clusterdynamics_web.setup.resolve import CHOICES, Hit, Import, build, hits_of, plan_of, sheet_of
from clusterdynamics_web.studies.models import RosterDraft, Study

__all__ = ["import_check", "import_columns", "import_file", "import_give_up"]

#: So many rows are shown before the import; the others are counted.
SHOWN = 100


def _crumbs(study: Study) -> list[dict[str, Any]]:
    return [
        {"label": study.team_title, "url": address(study, "study_home")},
        {"label": _("Organisations"), "url": address(study, "study_roster")},
    ]


@page(Right.EDIT_STUDY, VisibilityClass.C1, methods=("GET", "POST"))
def import_file(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Take a list; it is read here, so that a file that is no list is refused at once."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    form = RosterFileForm(request.POST or None, request.FILES or None)
    faults: list[dict[str, Any]] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        draft = RosterDraft(name=file.name, content=file.read())
        try:
            sheet_of(draft)
        except ExchangeError as error:
            faults, status = [f.to_dict() for f in error.faults], 422
        else:
            roster.forget_drafts()
            kept = roster.hand_in(by(request), this, file.name, bytes(draft.content))
            return go(this, "study_import_columns", kept.key)
    context = {"step": "organisations", "form": form, "faults": faults, "crumbs": _crumbs(this)}
    return show(request, access, "import_file.html", context, status=status)


def _draft(request: HttpRequest, study: Study, key: str) -> RosterDraft:
    """Return the list that this person handed in; others' are not there."""
    found = RosterDraft.objects.filter(study=study, user=by(request).pk, key=key).first()
    if found is None:
        raise Http404
    return found


@page(Right.EDIT_STUDY, VisibilityClass.C1, methods=("GET", "POST"))
def import_columns(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Say which column holds what; it is guessed beforehand."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    draft = _draft(request, this, key)
    sheet = sheet_of(draft)
    guessed = draft.mapping or guess_mapping(sheet.columns, sheet.preview(20))
    form = ColumnsForm(request.POST or None, sheet=sheet, mapping=guessed)
    faults: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        draft.mapping = form.mapping()
        try:
            if not draft.mapping:
                raise InputError(_("Say which column holds the names of the organisations."))
            plan_of(this, draft)
        except ExchangeError as error:
            faults = [f.to_dict() for f in error.faults]
        except InputError as error:
            form.add_error(None, str(error))
        else:
            draft.save(update_fields=["mapping"])
            return go(this, "study_import_check", key)
    return show(
        request,
        access,
        "import_columns.html",
        {
            "step": "organisations",
            "form": form,
            "draft": draft,
            "faults": faults,
            "notes": sheet.notes,
            "columns": [{"title": c} for c in sheet.columns],
            "rows": [row.cells for row in sheet.preview(5)],
            "count": len(sheet.rows),
            "crumbs": _crumbs(this),
        },
        status=422 if faults or form.errors else 200,
    )


@page(Right.EDIT_STUDY, VisibilityClass.C1, methods=("GET", "POST"))
def import_check(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Show what the import would write, ask about pairs that look alike, and write it when told to."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    draft = _draft(request, this, key)
    plan = plan_of(this, draft)
    hits = hits_of(this, plan)
    # One answer for all pairs that have none yet: a list that is handed in again is like what is there, row by row.
    rest = request.POST.get("all", "")
    choices = {h.name: request.POST.get(h.name, "") or rest for h in hits}
    would = build(this, plan, hits, choices)
    asked = request.method == "POST"
    if asked and "import" in request.POST:
        try:
            done = roster.import_roster(by(request), this, draft, choices)
        except InputError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _told(done))
            return go(this, "study_roster")
    rows = [
        {
            "name": new.row.text("label"),
            "short": new.short_label,
            "type": plan.types.get(new.row.text("type")) or this.parsed.types.get(new.row.text("type"), ""),
            "contact": new.row.text("contact_name") or new.row.text("contact_email"),
            "line": new.row.line,
            "merged": [row.line for row in new.merged],
        }
        for new in would.new[:SHOWN]
    ]
    return show(
        request,
        access,
        "import_check.html",
        {
            "step": "organisations",
            "draft": draft,
            "plan": plan,
            "errors": [p for p in plan.problems if p.severity == "error"],
            "warnings": [p for p in plan.problems if p.severity == "warning"],
            "pairs": [_asked(h, choices[h.name], missing=asked and not choices[h.name]) for h in hits],
            "would": would,
            "choices": CHOICES.items(),
            "rows": rows,
            "more": max(len(would.new) - SHOWN, 0),
            "into": sum(map(len, would.into.values())),
            "button": ngettext("Import {n} organisation", "Import {n} organisations", len(would.new)).format(
                n=len(would.new)
            ),
            "types": ", ".join(plan.types.values()),
            "crumbs": _crumbs(this),
        },
        status=422 if asked and "import" in request.POST else 200,
    )


def _asked(hit: Hit, choice: str, *, missing: bool) -> dict[str, Any]:
    """Return the question about a pair, as `components/radio_cards.html` shows it."""
    return {
        "name": hit.name,
        "legend": _("Line {line}: {label}").format(line=hit.duplicate.line, label=hit.duplicate.label),
        "hint": hit.duplicate.message,
        "error": _("Choose one.") if missing else "",
        "options": [{"value": v, "label": label, "checked": v == choice} for v, label in CHOICES.items()],
    }


def _told(done: Import) -> str:
    added = ngettext("{n} organisation added.", "{n} organisations added.", len(done.new)).format(n=len(done.new))
    merged = sum(map(len, done.into.values())) + sum(len(new.merged) for new in done.new)
    more = [
        ngettext("{n} row put together with another.", "{n} rows put together with others.", merged).format(n=merged)
        if merged
        else "",
        ngettext("{n} row left out.", "{n} rows left out.", len(done.skipped)).format(n=len(done.skipped))
        if done.skipped
        else "",
    ]
    return " ".join([added, *(m for m in more if m)])


@page(Right.EDIT_STUDY, methods=("POST",))
def import_give_up(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Forget the list that was handed in."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    roster.give_up(_draft(request, access.object, key))
    messages.success(request, _("The list is forgotten. Nothing was imported."))
    return go(access.object, "study_roster")
