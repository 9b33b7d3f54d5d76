"""A second factor is compulsory for those who can see or change much."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import Role

__all__ = ["needs_second_factor", "require_second_factor"]


def needs_second_factor(user: User) -> bool:
    """Say whether `user` is an operator, a region admin or a study lead."""
    return (
        user.is_operator
        or user.memberships.filter(role=Role.REGION_ADMIN).exists()
        or user.study_roles.filter(role=Role.STUDY_LEAD).exists()
    )


def require_second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Lead people who need a second factor and have none to the page that sets it up, and nowhere else."""

    def handle(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not settings.DEMO and isinstance(user, User) and needs_second_factor(user) and not is_mfa_enabled(user):
            allowed = ("/accounts/", "/static/", "/health/", "/i18n/", "/answer/", "/a/")
            if not request.path.startswith(allowed):
                return redirect(reverse("mfa_index"))
        return get_response(request)

    return handle
