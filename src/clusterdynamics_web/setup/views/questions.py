"""Step 3: what is asked."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.access import access_study
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.setup.bank import offers
from clusterdynamics_web.setup.forms.questions import SENSITIVITY, RegionsForm, StatementForm, WordsForm, listed, moved
from clusterdynamics_web.setup.frame import attempt, go, show
from clusterdynamics_web.setup.operations import questions as operations
from clusterdynamics_web.setup.operations.last_answers import show_last_answers
from clusterdynamics_web.setup.operations.partner_regions import as_lines, set_partner_regions
from clusterdynamics_web.setup.preview import sections
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.operations import choose_blocks
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.studies.words import OWN, draft_texts, own_keys, untranslated, words_of

__all__ = [
    "areas",
    "partner_regions",
    "preview",
    "purposes",
    "questions",
    "statement_remove",
    "statements",
    "translation",
    "words",
]


def _languages(study: Study) -> list[dict[str, Any]]:
    """Return the further languages of the study, and what is missing in each."""
    names = dict(settings.LANGUAGES)
    return [
        {
            "code": code,
            "name": names.get(code, code),
            "missing": len(untranslated(study, code)),
            "draft": draft_texts(study, code),
        }
        for code in study.parsed.languages
    ]


@page(Right.EDIT_STUDY, methods=("GET", "POST"))
def questions(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Choose blocks from the question bank."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    offered = offers(this, get_language() or "en")
    if request.method == "POST":
        wanted = set(request.POST.getlist("block"))
        blocks = [o.block.id for o in offered if o.fixed or o.block.id in wanted]

        def save() -> None:
            with transaction.atomic():
                choose_blocks(by(request), this, blocks)
                show_last_answers(by(request), this, on="last_answers" in request.POST)

        attempt(request, save, _("Saved."))
        return go(this, "study_questions")
    own = [i for i in this.parsed.items if i.block == OWN]
    return show(
        request,
        access,
        "questions.html",
        {
            "step": "questions",
            "offers": offered,
            "areas": len(this.areas),
            "purposes": len(this.purposes),
            "regions": len(this.partner_regions) if "between_regions" in this.blocks else None,
            "own": len(own),
            "languages_of_study": _languages(this),
            "later_wave": this.waves.count() > 1,
            "last_answers": current_wave(this).code in (this.parsed.last_answers or ()),
        },
    )


@page(Right.EDIT_STUDY, methods=("GET", "POST"))
def areas(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Edit the areas of cooperation, in order."""
    return _list(request, region, study, "areas")


@page(Right.EDIT_STUDY, methods=("GET", "POST"))
def purposes(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Edit the purposes, in order."""
    return _list(request, region, study, "purposes")


@page(Right.EDIT_STUDY, methods=("GET", "POST"))
def partner_regions(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Edit the list of other regions, for the block on them."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    form = RegionsForm(request.POST or None, initial={"regions": as_lines(this)})
    if request.method == "POST" and form.is_valid():
        try:
            set_partner_regions(by(request), this, form.cleaned_data["regions"])
        except InputError as refused:
            form.add_error("regions", str(refused))
        else:
            messages.success(request, _("Saved."))
            return go(this, "study_questions")
    context = {"step": "questions", "form": form}
    return show(request, access, "partner_regions.html", context, status=422 if form.errors else 200)


def _list(request: HttpRequest, region: str, study: str, table: str) -> HttpResponse:
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    rows = [dict(row) for row in getattr(this, table)]
    error, status = "", 200
    if request.method == "POST":
        rows = listed(request.POST)
        if "move" in request.POST:
            rows = moved(rows, request.POST["move"])
        try:
            operations.set_list(by(request), this, table, rows)
        except InputError as refused:
            error, status = str(refused), 422
        else:
            messages.success(request, _("Saved."))
            return go(this, f"study_{table}")
    context = {
        "step": "questions",
        "table": table,
        "rows": [row for row in rows if row["label"] or row["id"]],
        "sensitivity": SENSITIVITY.items(),
        "new": range(2),
        "error": error,
    }
    return show(request, access, "list.html", context, status=status)


@page(Right.EDIT_STUDY, methods=("GET", "POST"))
def statements(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show and add statements of the region's own."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    form = StatementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_statement(by(request), this, form.cleaned_data["text"])
        except InputError as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, _("Saved."))
            return go(this, "study_statements")
    own = [i for i in this.parsed.items if i.block == OWN]
    return show(request, access, "statements.html", {"step": "questions", "form": form, "own": own})


@page(Right.EDIT_STUDY, methods=("POST",))
def statement_remove(request: HttpRequest, region: str, study: str, item: str) -> HttpResponse:
    """Remove a statement of the region's own."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    attempt(request, lambda: operations.remove_statement(by(request), access.object, item), _("Removed."))
    return go(access.object, "study_statements")


@page(Right.EDIT_STUDY, methods=("GET", "POST"))
def words(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Change the words of questions: freely before the first wave, corrections after it."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    texts = {key: (text, text) for key, text in words_of(this).items()}
    form = WordsForm(request.POST or None, texts=texts)
    if request.method == "POST" and form.is_valid():
        try:
            changed = operations.correct_words(by(request), this, form.texts())
        except InputError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
            return go(this, "study_words")
    return show(request, access, "words.html", {"step": "questions", "form": form})


@page(Right.EDIT_STUDY, methods=("GET", "POST"))
def translation(request: HttpRequest, region: str, study: str, language: str) -> HttpResponse:
    """Give the study's own words in another language."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    if language not in this.parsed.languages[1:]:
        raise Http404
    originals, have = words_of(this), this.translations.get(language, {})
    texts = {key: (originals[key], have.get(key, "")) for key in own_keys(this)}
    form = WordsForm(request.POST or None, texts=texts)
    if request.method == "POST" and form.is_valid():
        done = attempt(request, lambda: operations.translate(by(request), this, language, form.texts()), _("Saved."))
        if done:
            return go(this, "study_questions")
    name = dict(settings.LANGUAGES).get(language, language)
    return show(request, access, "translation.html", {"step": "questions", "form": form, "language_name": name})


@page(Right.SEE_STUDY)
def preview(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show every question as participants read it, in one language."""
    access = access_study(request.user, region, study, Right.SEE_STUDY)
    this = access.object
    spoken = this.parsed.languages
    wanted = request.GET.get("language", spoken[0])
    language = wanted if wanted in spoken else spoken[0]
    names = dict(settings.LANGUAGES)
    tabs = [{"label": names.get(c, c), "url": f"?language={c}", "current": c == language} for c in spoken]
    context = {"step": "questions", "sections": sections(this, language), "asked_in": language, "tabs": tabs}
    return show(request, access, "preview.html", context)
