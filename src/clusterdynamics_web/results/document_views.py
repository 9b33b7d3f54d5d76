"""Documents on the web: have one made, watch, take it."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience, VisibilityClass
from clusterdynamics.disclosure.classes import audience_label
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import LANGUAGES, use_language
from clusterdynamics_web.access import access_study
from clusterdynamics_web.results import documents as made
from clusterdynamics_web.results.access import Seen
from clusterdynamics_web.results.audiences import audience_of, may_see_as
from clusterdynamics_web.results.forms import DocumentForm
from clusterdynamics_web.results.models import KEPT_FOR, Document
from clusterdynamics_web.results.views import context, seen
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page

__all__ = ["document", "documents"]


@page(Right.SEE_RESULTS, VisibilityClass.C1, methods=("GET", "POST"))
def documents(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """Have a document made: for whom, as what, in which language."""
    found = seen(request, region, study)
    form = _form(request, found)
    snapshot = found.snapshot
    ready = snapshot is not None and hasattr(snapshot, "reading")
    if request.method == "POST" and form.is_valid():
        back = reverse("results_documents", args=[region, study])
        chosen = form.cleaned_data
        try:
            if snapshot is None or not ready:
                raise InputError(_("The results are still being computed."))
            audience = Audience(chosen["audience"])
            job = made.order(
                by(request), snapshot, audience, chosen["format"], chosen["language"], chosen["reason"], back=back
            )
        except InputError as error:
            for sentence in str(error).splitlines():
                form.add_error(None, sentence)
        else:
            return redirect("job_watch", key=job.key)
    more = {"form": form, "ready": ready, "documents": _listed(found), "days": KEPT_FOR.days}
    shown = context(request, found, **more)
    return render(request, "results/documents.html", shown, status=400 if form.is_bound and form.errors else 200)


@page(Right.SEE_RESULTS, VisibilityClass.C1)
def document(request: HttpRequest, region: str, study: str, document: str) -> HttpResponseBase:
    """Hand a document out."""
    access = access_study(request.user, region, study, Right.SEE_RESULTS)
    may = made.audiences_for(may_see_as(audience_of(access)), exports=access.may(Right.EXPORT))
    rows = Document.objects.select_related("snapshot__study__cluster__region", "snapshot__wave")
    chosen = rows.filter(snapshot__study=access.object, snapshot__taken_down_at=None, key=document).first()
    if chosen is None or Audience(chosen.audience) not in may or not chosen.is_ready:
        raise Http404
    path = made.file_of(chosen)
    if not path.exists():
        messages.error(request, _("The file is not there any more. Have the document made once more."))
        return redirect("results_documents", region, study)
    made.fetched(by(request), chosen)
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=made.name_of(chosen), content_type=made.FORMATS[chosen.format]
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _form(request: HttpRequest, found: Seen) -> DocumentForm:
    with use_language(found.language):
        audiences = [(a.value, audience_label(a)) for a in _audiences(found)]
    language = found.language if found.language in LANGUAGES else "en"
    return DocumentForm(request.POST or None, audiences=audiences, initial={"language": language})


def _audiences(found: Seen) -> tuple[Audience, ...]:
    """Return for whom documents can be made here: those whom one may look as, from where one looks now."""
    may = made.audiences_for(may_see_as(found.own), exports=found.access.may(Right.EXPORT))
    return tuple(a for a in may if a in may_see_as(found.audience))


def _listed(found: Seen) -> list[Document]:
    """Return the documents of a study that can be taken, and those that stand for replacement."""
    values = [a.value for a in _audiences(found)]
    rows = Document.objects.select_related("snapshot__study__cluster", "snapshot__wave", "made_by")
    listed = list(rows.filter(snapshot__study=found.study, audience__in=values)[:60])
    with use_language(found.language):
        for one in listed:
            one.label = audience_label(Audience(one.audience))  # type: ignore[attr-defined]
            one.name = made.name_of(one)  # type: ignore[attr-defined]
    return listed
