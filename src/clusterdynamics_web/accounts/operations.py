"""Every change to an account that is not the affair of allauth."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User

__all__ = ["change_account", "confirm_address", "create_account", "log_in"]


@transaction.atomic
def create_account(email: str, password: str, name: str, language: str, *, is_operator: bool = False) -> User:
    """Make an account for an address that is known to be the person's: by an invitation, or at the set-up.

    Raises
    ------
    InputError
        Somebody has an account with this address.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name, language=language, is_operator=is_operator)
    except IntegrityError as error:
        raise InputError(_("There is an account with this address already. Log in with it.")) from error
    confirm_address(user)
    return user


@transaction.atomic
def confirm_address(user: User) -> None:
    """Note that the address with which somebody logs in is theirs."""
    addresses = EmailAddress.objects.filter(user=user)
    addresses.exclude(email=user.email).update(primary=False)
    if not addresses.filter(email=user.email).update(primary=True, verified=True):
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)


@transaction.atomic
def change_account(user: User, *, name: str, language: str) -> None:
    """Change how somebody is called and spoken to."""
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])


def log_in(request: HttpRequest, user: User, *, then: str) -> HttpResponse:
    """Log somebody in who has just chosen their password, and lead them on."""
    # They need not type at once what they typed a second ago, to set their second step up.
    record_authentication(request, user, method="password", email=user.email, reauthenticated=True)
    response: Any = perform_login(request, user, redirect_url=then)
    return response  # type: ignore[no-any-return]
