"""How log-in behaves here: nobody signs up by themselves, nobody is sent to another site, in words of our own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusterdynamics_web.addresses import absolute

__all__ = ["AccountAdapter", "MFAAdapter"]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the package has no types
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is closed."),
        "email_password_mismatch": gettext_lazy("The e-mail address or the password is not right."),
        "email_taken": gettext_lazy("Another account has this address."),
        "duplicate_email": gettext_lazy("This is your address already."),
        "enter_current_password": gettext_lazy("This is not your current password."),
        "incorrect_code": gettext_lazy("This code is not right. Codes are valid for half a minute: try the next one."),
        "incorrect_password": gettext_lazy("This password is not right."),
        "invalid_or_expired_key": gettext_lazy("This link is not valid any more."),
        "invalid_login": gettext_lazy("The e-mail address or the password is not right."),
        "invalid_password_reset": gettext_lazy("This link is not valid any more."),
        "rate_limited": gettext_lazy("Too many attempts. Please wait a few minutes and try again."),
        "same_as_current": gettext_lazy("This is what it is already."),
        "too_many_login_attempts": gettext_lazy("Too many attempts. Please wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation only (`regions.operations.accept_as_new`)."""
        return False

    def can_delete_email(self, email_address: Any) -> bool:
        """Keep the address with which somebody logs in."""
        used = email_address.email == email_address.user.email
        return not used and bool(super().can_delete_email(email_address))

    def is_safe_url(self, url: str) -> bool:
        """Lead on to this host only: other names of this machine, such as localhost, are other people's machines."""
        request = self.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def get_reset_password_from_key_url(self, key: str) -> str:
        return _at_home(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return _at_home(super().get_email_confirmation_url(request, emailconfirmation))

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Speak the language of the account, unless another one was chosen on this device."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            speak(response, user.language)
        return response

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("With your password"),
            "mfa_reauthenticate": _("With a code of your app"),
            "mfa_reauthenticate:webauthn": _("With a passkey or security key"),
        }
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method | {"description": words.get(method["id"], method["description"])} for method in methods]


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the package has no types
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": gettext_lazy("This second step cannot be switched off."),
        "cannot_generate_recovery_codes": gettext_lazy("Switch a second step on first."),
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - the name of the package
        return _("My key")

    def _get_site_name(self) -> str:
        return "Cluster Dynamics"


def speak(response: HttpResponse, language: str) -> None:
    """Let this browser speak a language from the next page on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def _at_home(url: str) -> str:
    """Put the address that the installation is known by before what is mailed, whatever the request said."""
    return absolute(urlsplit(url).path)
