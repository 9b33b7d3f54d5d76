"""My data: what is kept, to take along; erasing it; being left out of the list."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics_web.cells import harmless
from clusterdynamics_web.routes import Visitors, page
from clusterdynamics_web.survey import operations
from clusterdynamics_web.survey.access import answering
from clusterdynamics_web.survey.form import form_for, load_answers
from clusterdynamics_web.survey.form.summary import StepSummary, summary
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.standing import may_answer
from clusterdynamics_web.survey.views.session import end
from clusterdynamics_web.survey.views.show import frame

__all__ = ["as_csv", "as_json", "erase", "leave_list", "my_data"]


@page(Visitors.RESPONDENT)
@answering
def my_data(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Say what is kept and what can be done about it."""
    contact = getattr(respondent, "contact_key", None)
    context = frame(request, respondent, contact=contact.contact if contact else None, open=may_answer(respondent))
    return render(request, "survey/data.html", context)


@page(Visitors.RESPONDENT, VisibilityClass.C0)
@answering
def as_json(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Give everything that is kept of one respondent, for programs."""
    text = json.dumps(_everything(request, respondent), ensure_ascii=False, indent=1, default=str)
    return _file(text, "application/json; charset=utf-8", "my-answers.json")


@page(Visitors.RESPONDENT, VisibilityClass.C0)
@answering
def as_csv(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Give every question with its answer, for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Page"), _("Question"), _("Answer")])
    for part in _parts(request, respondent):
        writer.writerows([harmless(c) for c in (part.title, line.question, line.answer)] for line in part.lines)
    # With a mark of its encoding: spreadsheets take it for another one otherwise.
    return _file("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", "my-answers.csv")


def _parts(request: HttpRequest, respondent: Respondent) -> list[StepSummary]:
    form = form_for(respondent, request.LANGUAGE_CODE)
    return summary(form, load_answers(respondent))


def _everything(request: HttpRequest, respondent: Respondent) -> dict[str, Any]:
    key = getattr(respondent, "contact_key", None)
    contact = key.contact if key else None
    names = ("invited_at", "opened_at", "started_at", "saved_at", "submitted_at", "declined_at")
    return {
        "study": str(respondent.study),
        "wave": str(respondent.wave),
        "organisation": respondent.actor.label,
        "respondent": respondent.code,
        "language": respondent.language,
        "mode": respondent.mode,
        "times": {name.removesuffix("_at"): getattr(respondent, name) for name in names},
        "contact": {n: getattr(contact, n) for n in ("name", "email", "phone", "language")} if contact else None,
        "consents": list(
            respondent.consents.order_by("time").values("choice", "visibility", "text_version", "time", "withdrawn_at")
        ),
        "mails": list(respondent.mails.order_by("created_at").values("kind", "sent_at")),
        "answers": [
            {"page": p.title, "answers": [{"question": x.question, "answer": x.answer} for x in p.lines]}
            for p in _parts(request, respondent)
        ],
    }


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text.encode(), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page(Visitors.RESPONDENT, methods=("GET", "POST"))
@answering
def erase(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Erase all answers; on request the contact, too."""
    if request.method != "POST":
        return render(request, "survey/erase.html", frame(request, respondent, open=may_answer(respondent)))
    contact = bool(request.POST.get("contact"))
    operations.erase_answers(respondent, contact=contact)
    messages.success(request, _("Your answers are erased."))
    if not contact and may_answer(respondent):
        return redirect("answer_done")
    end(request)
    respondent.refresh_from_db()
    return render(request, "survey/erased.html", {"study": respondent.study})


@page(Visitors.RESPONDENT, methods=("GET", "POST"))
@answering
def leave_list(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Leave the own organisation out: from now on nobody can choose it, and what was said about it is erased."""
    if request.method != "POST":
        return render(request, "survey/leave_list.html", frame(request, respondent))
    operations.opt_out(respondent.actor, respondent.wave)
    end(request)
    return render(request, "survey/left_list.html", {"study": respondent.study})
