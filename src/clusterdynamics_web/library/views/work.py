"""What is done with an item beside writing it: published, withdrawn, given up, continued, let past the gate."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.library import operations
from clusterdynamics_web.library.access import access_desk, access_draft, leads_study_in
from clusterdynamics_web.library.models import Version
from clusterdynamics_web.rights import Right
from clusterdynamics_web.routes import by, page

__all__ = ["discard", "gate", "next_version", "publish", "withdraw"]


def _try(request: HttpRequest, version: Version, do: Callable[[], object], said: str) -> HttpResponse:
    try:
        do()
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("library_edit", version.region.slug, version.item.key, version.number)


@page(Right.SUBMIT_ITEM, methods=("POST",))
def publish(request: HttpRequest, region: str, item: str, number: int) -> HttpResponse:
    """Publish what a curator accepted."""
    version = access_draft(request.user, region, item, number).version
    return _try(request, version, lambda: operations.publish(by(request), version), _("Published."))


@page(Right.SUBMIT_ITEM, methods=("POST",))
def withdraw(request: HttpRequest, region: str, item: str, number: int) -> HttpResponse:
    """Withdraw a version, with a reason."""
    version = access_draft(request.user, region, item, number).version
    reason = request.POST.get("reason", "")
    return _try(request, version, lambda: operations.withdraw(by(request), version, reason), _("Withdrawn."))


@page(Right.SUBMIT_ITEM, methods=("POST",))
def discard(request: HttpRequest, region: str, item: str, number: int) -> HttpResponse:
    """Give a draft up."""
    version = access_draft(request.user, region, item, number).version
    try:
        operations.discard(by(request), version)
    except InputError as error:
        messages.error(request, str(error))
        return redirect("library_edit", region, item, number)
    messages.success(request, _("The draft is gone."))
    return redirect("library_desk", region)


@page(Right.SUBMIT_ITEM, methods=("POST",))
def next_version(request: HttpRequest, region: str, item: str, number: int) -> HttpResponse:
    """Begin a new version, or a translation."""
    version = access_draft(request.user, region, item, number).version
    language = request.POST.get("language") or version.language
    if language not in dict(settings.LANGUAGES):
        messages.error(request, _("Choose one of the languages."))
        return redirect("library_edit", region, item, number)
    try:
        made = operations.new_version(by(request), version, language)
    except InputError as error:
        messages.error(request, str(error))
        return redirect("library_edit", region, item, number)
    return redirect("library_edit", region, item, made.number)


@page(Right.SUBMIT_ITEM, methods=("POST",))
def gate(request: HttpRequest, region: str, item: str, number: int) -> HttpResponse:
    """Let out what the privacy gate holds back, as a study lead of the region."""
    access = access_desk(request.user, region)
    if not leads_study_in(by(request), access.object):
        raise PermissionDenied
    version = access_draft(request.user, region, item, number, at_gate=True).version
    reference = request.POST.get("reference", "")
    return _try(request, version, lambda: operations.override(by(request), version, reference), _("It is on record."))
