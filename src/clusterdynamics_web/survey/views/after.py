"""After the last step: the own picture, the copy, a no and its undoing, help."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.routes import Visitors, page
from clusterdynamics_web.survey import operations
from clusterdynamics_web.survey.access import answering
from clusterdynamics_web.survey.form import form_for, load_answers
from clusterdynamics_web.survey.form.summary import summary
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.own_picture import own_picture
from clusterdynamics_web.survey.standing import may_answer
from clusterdynamics_web.survey.views.show import frame

__all__ = ["come_back", "copy", "done", "help_page", "say_no"]


@page(Visitors.RESPONDENT, VisibilityClass.C0)
@answering
def done(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Show where somebody stands: sent in (with their own picture), declined, closed."""
    open_ = may_answer(respondent)
    context = frame(request, respondent, open=open_)
    if respondent.declined_at is not None:
        return render(request, "survey/declined.html", context)
    if respondent.submitted_at is None:
        return render(request, "survey/closed.html", context) if not open_ else redirect("answer")
    form = form_for(respondent, request.LANGUAGE_CODE)
    answers = load_answers(respondent)
    return render(request, "survey/done.html", context | {"picture": own_picture(form, answers)})


@page(Visitors.RESPONDENT, VisibilityClass.C0)
@answering
def copy(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Show everything that was answered, to read only."""
    form = form_for(respondent, request.LANGUAGE_CODE)
    parts = summary(form, load_answers(respondent))
    return render(request, "survey/copy.html", frame(request, respondent, parts=parts, open=may_answer(respondent)))


@page(Visitors.RESPONDENT, methods=("POST",))
@answering
def say_no(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Take a no in one tap."""
    try:
        operations.decline(respondent)
    except InputError as error:
        messages.error(request, str(error))
    return redirect("answer_done")


@page(Visitors.RESPONDENT, methods=("POST",))
@answering
def come_back(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Take the no back."""
    try:
        operations.undo_decline(respondent)
    except InputError as error:
        messages.error(request, str(error))
        return redirect("answer_done")
    return redirect("answer")


@page(Visitors.RESPONDENT)
@answering
def help_page(request: HttpRequest, respondent: Respondent) -> HttpResponseBase:
    """Say whom to ask, and how the form works."""
    return render(request, "survey/help.html", frame(request, respondent, help_url=None))
