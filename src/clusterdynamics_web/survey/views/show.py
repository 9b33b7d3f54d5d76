"""One visit to the form, and how a step is shown."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics.i18n import LANGUAGES
from clusterdynamics_web.survey.form import Answers, BaseStep, Form, Progress, form_for, load_answers, progress_at
from clusterdynamics_web.survey.form.fields import Field, RosterField, with_errors
from clusterdynamics_web.survey.form.progress import next_step, previous_step, share_at
from clusterdynamics_web.survey.form.steps.consent import ConsentStep
from clusterdynamics_web.survey.form.steps.review import ReviewStep
from clusterdynamics_web.survey.form.summary import summary
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.seam import READERS
from clusterdynamics_web.survey.standing import readable_until

__all__ = ["Visit", "frame", "show_step"]

#: So many pages are fetched ahead of somebody who may lose the connection.
AHEAD = 40


class Visit:
    """A request of a respondent to the form: who, in which language, what was answered, which steps there are."""

    def __init__(self, request: HttpRequest, respondent: Respondent) -> None:
        self.request = request
        self.respondent = respondent
        self.language: str = request.LANGUAGE_CODE
        self.form: Form = form_for(respondent, self.language, by_link=True)
        self._read()

    def reload(self) -> None:
        """Read the answers again, after something was saved."""
        self.respondent.refresh_from_db(fields=["works_with_nobody", "step", "progress", "started_at", "offered"])
        self._read()

    def _read(self) -> None:
        self.answers: Answers = load_answers(self.respondent, self.form.occasion)
        self.steps: list[BaseStep] = self.form.steps(self.answers)

    @cached_property
    def consented(self) -> bool:
        return self.answers.consents.get("take_part") == "yes"

    def open_to(self, step: BaseStep) -> BaseStep:
        """Return the step that may be shown: before consent that is the consent."""
        return step if self.consented else self.steps[0]

    def share(self, step: BaseStep) -> float:
        return share_at(self.steps, step)

    def progress(self, step: BaseStep) -> Progress:
        return progress_at(self.steps, step, self.answers, self.respondent.progress)

    # What was ticked on a page that is not saved as one goes; kept while the language is switched.

    def keep_draft(self, step: BaseStep, values: Mapping[str, Sequence[str]]) -> None:
        kept = {name: list(v) for name, v in values.items() if name not in {"csrfmiddlewaretoken", "language"}}
        self.request.session["draft"] = {"who": self.respondent.pk, "step": step.key, "values": kept}

    def draft(self, step: BaseStep) -> dict[str, list[str]] | None:
        found = self.request.session.get("draft")
        if found and (found["who"], found["step"]) == (self.respondent.pk, step.key):
            return dict(found["values"])
        return None

    def drop_draft(self, step: BaseStep) -> None:
        if self.draft(step) is not None:
            del self.request.session["draft"]


def frame(request: HttpRequest, respondent: Respondent, **more: Any) -> dict[str, Any]:
    """Return what every page of a respondent knows."""
    study = respondent.study
    languages = [(code, LANGUAGES.get(code, code)) for code in study.parsed.languages]
    digest = hashlib.sha256(f"{respondent.pk}:{respondent.wave_id}".encode()).hexdigest()[:16]
    return {
        "study": study,
        "respondent": respondent,
        "languages": languages,
        "language_action": reverse("answer_language"),
        "help_url": reverse("answer_help"),
        "person": digest,
        "closes": respondent.wave.closes,
        "readable_until": readable_until(respondent.wave),
        **more,
    }


def show_step(
    visit: Visit, step: BaseStep, values: Mapping[str, Sequence[str]], errors: Mapping[str, str] | None = None
) -> HttpResponse:
    """Show a step with values filled in, and with everything that is wrong with them."""
    find = visit.request.GET.get("find", "")[:100]
    fields = list(step.fields(values, visit.answers))
    if find:
        fields = [_found(f, find) for f in fields]
    fields = with_errors(fields, errors or {})
    before = previous_step(visit.steps, step)
    context = frame(
        visit.request,
        visit.respondent,
        step=step,
        fields=fields,
        wrong=[f for f in fields if f.error],
        progress=visit.progress(step),
        previous=before.key if before else None,
        following=next_step(visit.steps, step).key,
        ahead=_ahead(visit, step),
        saved_at=visit.answers.saved.get(step.key),
        step_form="step",
        submitted=visit.respondent.submitted_at is not None,
    )
    template = "survey/step.html"
    if isinstance(step, ConsentStep):
        template = "survey/consent.html"
        context |= _consent(visit)
    elif isinstance(step, ReviewStep):
        template = "survey/review.html"
        context |= {"parts": summary(visit.form, visit.answers), "step_form": None}
    return render(visit.request, template, context, status=422 if errors else 200)


def _found(field: Field, find: str) -> Field:
    from dataclasses import replace

    return replace(field, query=find) if isinstance(field, RosterField) else field


def _ahead(visit: Visit, step: BaseStep) -> list[str]:
    """Return the addresses of the steps that come, so that they can be answered without a connection."""
    place = visit.steps.index(step)
    following = [s for s in visit.steps[place + 1 :] if s.autosaves]
    return [reverse("answer_step", args=[s.key]) for s in following[:AHEAD]]


def _opened(visit: Visit) -> list[str]:
    """Return which relations the disclosure agreement opens by name, and to whom: that must be said beforehand."""
    readers = {"cluster_manager": _("cluster manager"), "board": _("board")}
    return [
        f"{visit.form.texts.relation_name(r)}: {', '.join(readers[who] for who in opened)}"
        for r in visit.form.relations
        if (opened := visit.form.settings.disclosure.opens.get(r.id))
    ]


def _consent(visit: Visit) -> dict[str, Any]:
    settings = visit.form.settings
    texts = visit.respondent.study.consent_texts
    told = texts.get(visit.language) or texts.get(settings.languages[0]) or {}
    minutes = max(1, round(sum(s.seconds(visit.answers) for s in visit.steps) / 60))
    return {
        "who": told.get("who", ""),
        "why": told.get("why", ""),
        "settings": settings,
        "minutes": minutes,
        "has_network": visit.form.has_network,
        "opened": _opened(visit),
        "readers": [name for tell in READERS for name in tell(visit.respondent.study)],
        "first_time": visit.answers.consents.get("take_part") != "yes",
    }
