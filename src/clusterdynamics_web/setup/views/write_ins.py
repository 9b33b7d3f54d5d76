"""Names that participants wrote because they were not on the list."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.exchange.roster import RosterLine, RosterSheet, build_roster, find_duplicates
from clusterdynamics_web.access import access_study
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.setup.duplicates import known_actors
from clusterdynamics_web.setup.formulas import looks_like_formula
from clusterdynamics_web.setup.frame import attempt, go, show
from clusterdynamics_web.setup.operations import write_ins as operations
from clusterdynamics_web.studies.models import Study

__all__ = ["write_ins"]


@page(Right.READ_ANSWERS, VisibilityClass.C0, methods=("GET", "POST"))
def write_ins(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Decide about each name: onto the list, on the list already, or no part of the study."""
    access = access_study(request.user, region, study, Right.READ_ANSWERS)
    this = access.object
    if request.method == "POST":
        _decide(request, this, request.POST.get("name", ""), request.POST.get("choice", ""))
        return go(this, "study_write_ins")
    spelt: dict[str, str] = {}
    count: Counter[str] = Counter()
    for row in operations.waiting(this):
        key = " ".join(row.name.casefold().split())
        spelt.setdefault(key, row.name)
        count[key] += 1
    actors = list(this.actors.filter(opted_out=None, left=None))
    rows = [(name, count[key], _likely(this, name)) for key, name in spelt.items()]
    context = {"rows": rows, "actors": actors, "dealt": _dealt(this)}
    return show(request, access, "write_ins.html", context)


def _decide(request: HttpRequest, study: Study, name: str, choice: str) -> None:
    if choice == "promote":
        label = request.POST.get("label", "").strip() or name
        sheet = RosterSheet("", ("name",), (RosterLine(1, (label,)),))
        row = build_roster(sheet, {"name": "label"}, taken_ids=study.actors.values_list("code", flat=True)).rows[0]
        if not row.usable or looks_like_formula(label):
            messages.error(request, _("Give it a name."))
            return
        done = _("{name} is on the list.").format(name=label)
        attempt(
            request,
            lambda: operations.promote(by(request), study, name, code=row.text("id"), label=row.text("label")),
            done,
        )
    elif choice == "match":
        actor = study.actors.filter(code=request.POST.get("actor", "")).first()
        if actor is None:
            messages.error(request, _("Say which organisation it is."))
            return
        done = _("{name} is {actor}.").format(name=name, actor=actor.label)
        attempt(request, lambda: operations.match(by(request), study, name, actor), done)
    elif choice == "drop":
        attempt(request, lambda: operations.drop(by(request), study, name), _("Left out."))
    else:
        messages.error(request, _("Choose what becomes of it."))


def _likely(study: Study, name: str) -> str:
    """Return the code of the organisation that the name is most like; empty where none is."""
    sheet = RosterSheet("", ("name",), (RosterLine(1, (name,)),))
    found = find_duplicates(build_roster(sheet, {"name": "label"}), known_actors(study))
    best = max(found, key=lambda d: d.likeness, default=None)
    return best.other_id or "" if best is not None else ""


def _dealt(study: Study) -> int:
    from clusterdynamics_web.survey.models import WriteIn

    return WriteIn.objects.filter(respondent__study=study, respondent__is_test=False).exclude(handled="").count()
