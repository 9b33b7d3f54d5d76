"""Step 2: the organisations of the study, and whom to ask there."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics.exchange.roster import RosterLine, RosterSheet, build_roster, suggest_short_labels
from clusterdynamics_web.access import access_actor, access_study
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.setup.duplicates import unresolved
from clusterdynamics_web.setup.forms.roster import ActorForm, ContactForm
from clusterdynamics_web.setup.frame import address, attempt, go, show
from clusterdynamics_web.setup.late import not_offered
from clusterdynamics_web.setup.operations import people, roster
from clusterdynamics_web.setup.size import size_advice
from clusterdynamics_web.studies.models import Actor, Study
from clusterdynamics_web.studies.state import current_wave, state_of

__all__ = [
    "actor",
    "actor_add",
    "actor_opt_out",
    "actor_remove",
    "contact",
    "contact_remove",
    "duplicates",
    "roster_list",
]


@page(Right.EDIT_STUDY, VisibilityClass.C1)
def roster_list(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Show who can be named and how many people are asked there."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    wanted = request.GET.get("q", "").strip()
    here = this.actors.filter(opted_out=None, left=None)
    listed = here.annotate(people=Count("contacts"))
    if wanted:
        listed = listed.filter(Q(label__icontains=wanted) | Q(short_label__icontains=wanted))
    types = this.parsed.types
    total = here.count()
    return show(
        request,
        access,
        "roster.html",
        {
            "step": "organisations",
            "query": wanted,
            "actors": [(a, types.get(a.type, a.type)) for a in listed],
            "total": total,
            "asked": here.filter(contacts__isnull=False).distinct().count(),
            "advice": size_advice(total),
            "pairs": unresolved(this),
            "out": this.actors.exclude(opted_out=None).count(),
            "gone": this.actors.exclude(left=None).count(),
            "late": not_offered(current_wave(this)),
        },
    )


@page(Right.EDIT_STUDY, VisibilityClass.C1, methods=("GET", "POST"))
def actor_add(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Add one organisation."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    form = ActorForm(request.POST or None, study=this)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        values["short_label"] = values["short_label"] or _short(this, values["label"])
        try:
            added = roster.add_actor(by(request), this, values, code=_code(this, values["label"]))
        except InputError as error:
            form.add_error("short_label" if form.cleaned_data["short_label"] else "label", str(error))
        else:
            messages.success(request, _("{name} is on the list.").format(name=added.label))
            return go(this, "study_actor", added.code)
    return show(request, access, "actor_form.html", {"step": "organisations", "form": form, "actor": None})


def _code(study: Study, label: str) -> str:
    """Return an identifier made of the name, as the import of a list makes it."""
    sheet = RosterSheet("", ("name",), (RosterLine(1, (label,)),))
    taken = study.actors.values_list("code", flat=True)
    return build_roster(sheet, {"name": "label"}, taken_ids=taken).rows[0].text("id")


def _short(study: Study, label: str) -> str:
    return suggest_short_labels([label], taken=[a.map_label for a in study.actors.all()])[0]


@page(Right.EDIT_STUDY, VisibilityClass.C1, methods=("GET", "POST"))
def actor(request: HttpRequest, region: str, study: str, code: str) -> HttpResponse:
    """Show and change one organisation, and the people to ask there."""
    access, this = access_actor(request.user, region, study, code, Right.EDIT_STUDY)
    form = ActorForm(request.POST or None, instance=this, study=access.object)
    if request.method == "POST" and form.is_valid():
        try:
            roster.change_actor(by(request), access.object, this, form.values())
        except InputError as error:
            form.add_error("short_label", str(error))
        else:
            messages.success(request, _("Saved."))
            return go(access.object, "study_actor", code)
    this = access.object.actors.get(pk=this.pk)
    return show(
        request,
        access,
        "actor_form.html",
        {
            "step": "organisations",
            "form": form,
            "actor": this,
            "contacts": this.contacts.order_by("-is_lead", "name"),
            "contact_form": ContactForm(study=access.object),
        },
    )


@page(Right.EDIT_STUDY, methods=("POST",))
def actor_remove(request: HttpRequest, region: str, study: str, code: str) -> HttpResponse:
    """Take an organisation off the list."""
    access, this = access_actor(request.user, region, study, code, Right.EDIT_STUDY)
    done = _("{name} is off the list.").format(name=this.label)
    if attempt(request, lambda: roster.remove_actor(by(request), access.object, this), done):
        return go(access.object, "study_roster")
    return go(access.object, "study_actor", code)


@page(Right.EDIT_STUDY, VisibilityClass.C1, methods=("GET", "POST"))
def actor_opt_out(request: HttpRequest, region: str, study: str, code: str) -> HttpResponse:
    """Let an organisation opt out; the page says what is erased before it is."""
    access, this = access_actor(request.user, region, study, code, Right.EDIT_STUDY)
    if request.method == "POST":
        done = _("{name} has opted out. Nothing that was said about it is kept.").format(name=this.label)
        attempt(request, lambda: roster.opt_out(by(request), access.object, this), done)
        return go(access.object, "study_roster")
    return show(request, access, "actor_opt_out.html", {"step": "organisations", "actor": this})


@page(Right.EDIT_STUDY, VisibilityClass.C1, methods=("GET", "POST"))
def contact(request: HttpRequest, region: str, study: str, code: str, contact: int = 0) -> HttpResponse:
    """Add or change a person to ask."""
    access, this = access_actor(request.user, region, study, code, Right.EDIT_STUDY)
    there = _contact(this, contact) if contact else None
    form = ContactForm(request.POST or None, instance=there, study=access.object)
    if request.method == "POST" and form.is_valid():
        person = form.save(commit=False)
        try:
            if there is None:
                people.add_contact(by(request), access.object, this, person)
            else:
                people.change_contact(by(request), access.object, person, may_read=access.may(Right.READ_ANSWERS))
        except InputError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("Saved."))
            return go(access.object, "study_actor", code)
    values = {"step": "organisations", "form": form, "actor": this, "person": there}
    return show(request, access, "contact_form.html", values, status=422 if form.errors else 200)


@page(Right.EDIT_STUDY, methods=("POST",))
def contact_remove(request: HttpRequest, region: str, study: str, code: str, contact: int) -> HttpResponse:
    """Forget a person to ask."""
    access, this = access_actor(request.user, region, study, code, Right.EDIT_STUDY)
    people.remove_contact(by(request), access.object, _contact(this, contact))
    messages.success(request, _("The contact is forgotten."))
    return go(access.object, "study_actor", code)


def _contact(this: Actor, pk: int) -> Contact:
    found = this.contacts.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@page(Right.EDIT_STUDY, VisibilityClass.C1, methods=("GET", "POST"))
def duplicates(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Decide about organisations on the list that look alike."""
    access = access_study(request.user, region, study, Right.EDIT_STUDY)
    this = access.object
    if request.method == "POST":
        one, other = (this.actors.filter(code=request.POST.get(name, "")).first() for name in ("one", "other"))
        choice = request.POST.get("choice", "")
        if one is None or other is None or choice not in {"merge", "both"}:
            messages.error(request, _("Say whether they are one or two."))
        elif choice == "both":
            roster.keep_apart(by(request), this, one, other)
        else:
            done = _("{one} and {other} are one now.").format(one=one.label, other=other.label)
            attempt(request, lambda: roster.merge_actors(by(request), this, one, other), done)
        return go(this, "study_duplicates")
    pairs = unresolved(this)
    answer = (
        ngettext("{n} pair looks alike.", "{n} pairs look alike.", len(pairs)).format(n=len(pairs))
        if pairs
        else _("No two organisations look alike.")
    )
    crumbs = [{"label": _("Organisations"), "url": address(this, "study_roster")}]
    context = {"step": "organisations", "pairs": pairs, "answer": answer, "more_crumbs": crumbs}
    return show(request, access, "duplicates.html", context | {"wave_state": state_of(current_wave(this))})
