"""The page of one's keys for programs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience, VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics_web.access import Access, access_study
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.api import operations
from clusterdynamics_web.api.forms import KeyForm
from clusterdynamics_web.api.models import ApiKey
from clusterdynamics_web.results.audiences import audience_of, may_see_as
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.way import way_of

__all__ = ["keys", "withdraw"]


@page(Right.SEE_RESULTS, VisibilityClass.C1, methods=("GET", "POST"))
def keys(request: HttpRequest, region: str, study: str) -> HttpResponse:
    """List one's keys, and make a new one: its secret is on the page that answers, and never again."""
    access = access_study(request.user, region, study, Right.SEE_RESULTS)
    form = KeyForm(request.POST or None, audiences=may_see_as(audience_of(access)))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            key, secret = operations.make_key(
                by(request),
                access.object,
                name=given["name"],
                audience=Audience(given["audience"]),
                days=given["days"],
                reason=given["reason"],
            )
        except InputError as error:
            form.add_error(None, str(error))
        else:
            response = render(request, "api/made.html", _page(access, key=key, secret=secret, root=_root()))
            response["Cache-Control"] = "no-store"
            return response
    mine = ApiKey.objects.filter(user=by(request), study=access.object)
    return render(request, "api/keys.html", _page(access, form=form, keys=mine, root=_root()))


@page(Right.SEE_RESULTS, VisibilityClass.C1, methods=("POST",))
def withdraw(request: HttpRequest, region: str, study: str, key: str) -> HttpResponse:
    """Withdraw a key of one's own."""
    access = access_study(request.user, region, study, Right.SEE_RESULTS)
    found = ApiKey.objects.filter(user=by(request), study=access.object, key=key).first()
    if found is None:
        raise Http404
    operations.withdraw_key(by(request), found)
    messages.success(request, _("The key is withdrawn."))
    return redirect("api_keys", region, study)


def _root() -> str:
    return absolute("/api/v1/")


def _page(access: Access[Study], **more: Any) -> dict[str, Any]:
    study = access.object
    return {"region": study.region, "study": study, "way": way_of(access, "read"), **more}
