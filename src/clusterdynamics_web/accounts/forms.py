"""Forms of log-in and account: those of allauth in our words, and what everybody may say about themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as code
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.accounts.operations import confirm_address

__all__ = ["AccountForm", "NewAccountForm"]

PASSWORD_HINT = _("At least 12 characters. A few words that do not belong together are good and easy to keep in mind.")


class Plain:
    """Labels of our own; no text inside the fields, which goes away while one types."""

    labels: ClassVar[Mapping[str, Any]] = {}
    hints: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = self.hints.get(name, "")
            if name in self.labels:
                field.label = self.labels[name]


class LoginForm(Plain, account.LoginForm):  # type: ignore[misc]  # the package has no types
    labels: ClassVar = {"login": _("E-mail"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ResetPasswordForm(Plain, account.ResetPasswordForm):  # type: ignore[misc]
    labels: ClassVar = {"email": _("E-mail")}


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):  # type: ignore[misc]
    labels: ClassVar = {"password1": _("New password")}
    hints: ClassVar = {"password1": PASSWORD_HINT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]  # who mistypes asks for another mail


class ChangePasswordForm(Plain, account.ChangePasswordForm):  # type: ignore[misc]
    labels: ClassVar = {"oldpassword": _("Current password"), "password1": _("New password")}
    hints: ClassVar = {"password1": PASSWORD_HINT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]


class ChangeEmailForm(Plain, account.AddEmailForm):  # type: ignore[misc]
    labels: ClassVar = {"email": _("New e-mail")}

    def save(self, request: HttpRequest) -> Any:
        # allauth takes an address that is not confirmed for one that waits, and would put the new one in its place.
        confirm_address(self.user)
        return super().save(request)


class ReauthenticateForm(Plain, account.ReauthenticateForm):  # type: ignore[misc]
    labels: ClassVar = {"password": _("Password")}


class CodeForm(Plain, code.AuthenticateForm):  # type: ignore[misc]
    labels: ClassVar = {"code": _("Code")}
    hints: ClassVar = {"code": _("Six digits from your app, or one of your recovery codes.")}


class CodeAgainForm(Plain, code.ReauthenticateForm):  # type: ignore[misc]
    labels: ClassVar = CodeForm.labels
    hints: ClassVar = CodeForm.hints


class ActivateForm(Plain, totp.ActivateTOTPForm):  # type: ignore[misc]
    labels: ClassVar = {"code": _("Code")}
    hints: ClassVar = {"code": _("Six digits that the app shows now.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddKeyForm(Plain, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    labels: ClassVar = {
        "name": _("Name of the key"),
        "passwordless": _("Log in with this key alone, without a password"),
    }
    hints: ClassVar = {"passwordless": _("The key then asks for your fingerprint, your face or a PIN.")}


class EditKeyForm(Plain, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    labels: ClassVar = {"name": _("Name of the key")}


class AccountForm(forms.Form):
    """What people say about themselves."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("In which pages and mails speak to you."),
    )


class NewAccountForm(forms.Form):
    """A new account; its address is known from the invitation."""

    person = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=PASSWORD_HINT,
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = email

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        person = User(email=values.get("email", self.address), name=values.get("person", ""))
        if values.get("password"):
            try:
                validate_password(values["password"], person)
            except ValidationError as error:
                self.add_error("password", error)
        return values
