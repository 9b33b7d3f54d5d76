"""Forms of regions, clusters, people and emergencies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.accounts.forms import NewAccountForm
from clusterdynamics_web.regions.countries import COUNTRIES
from clusterdynamics_web.regions.models import Region, Role

__all__ = [
    "ClusterForm",
    "EmergencyForm",
    "InviteForm",
    "LogFilter",
    "LookForm",
    "NewRegionForm",
    "RegionForm",
    "SetupForm",
]


class RegionForm(forms.Form):
    """The settings of a region."""

    name = forms.CharField(label=_("Name of the region"), max_length=120)
    country = forms.ChoiceField(
        label=_("Country"), choices=[("", _("Another country")), *COUNTRIES.items()], required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In which participants can answer, and mails are written."),
    )
    default_language = forms.ChoiceField(
        label=_("First language"),
        choices=settings.LANGUAGES,
        help_text=_("In which a page or mail speaks as long as nobody chose another one."),
    )
    sender_name = forms.CharField(
        label=_("Name of the sender"),
        max_length=120,
        required=False,
        help_text=_("Mails to participants carry it: a person or body that they know."),
    )
    sender_email = forms.EmailField(
        label=_("E-mail of the sender"),
        required=False,
        help_text=_("Answers to mails go there. We send a link to it, to see that it is yours."),
    )
    retention_months = forms.IntegerField(
        label=_("Months until contacts are erased"),
        min_value=1,
        max_value=120,
        initial=24,
        help_text=_("Counted from the end of a study's last wave."),
    )
    k_inside = forms.IntegerField(
        label=_("Smallest group that participants see"),
        min_value=3,
        max_value=50,
        initial=3,
        help_text=_("Organisations. Figures of smaller groups are hidden. It can be raised later, not lowered."),
    )
    k_outside = forms.IntegerField(
        label=_("Smallest group that everybody else sees"),
        min_value=5,
        max_value=50,
        initial=5,
        help_text=_("Organisations. It can be raised later, not lowered."),
    )

    @classmethod
    def of(cls, region: Region, data: Any = None) -> RegionForm:
        """Return the form filled with what is set."""
        return cls(data, initial={name: getattr(region, name) for name in cls.base_fields})

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("default_language") and values["default_language"] not in values.get("languages", ()):
            self.add_error("default_language", _("Choose one of the languages that you ticked."))
        return values


class LookForm(forms.Form):
    """How documents of the region look."""

    accent = forms.CharField(
        label=_("Colour of headings"),
        required=False,
        max_length=7,
        help_text=_("As #rrggbb, dark enough to be read on white. Empty: the colour of Cluster Dynamics."),
    )
    logo = forms.FileField(
        label=_("Logo"), required=False, help_text=_("PNG or JPEG, up to 2 MB. It stands on covers and first slides.")
    )
    remove = forms.BooleanField(label=_("Take the logo off"), required=False)

    def clean_logo(self) -> Any:
        file = self.cleaned_data["logo"]
        if file is not None and file.size is not None and file.size > settings.UPLOAD_BYTES:
            raise forms.ValidationError(_("The file is larger than {n} MB.").format(n=settings.UPLOAD_BYTES // 1024**2))
        return file


class SetupForm(RegionForm, NewAccountForm):
    """The first account and the first region of an installation."""

    code = forms.CharField(
        label=_("Set-up code"),
        help_text=_("The server printed it when it started, at the end of the address of this page."),
    )
    email = forms.EmailField(label=_("Your e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    YOU = ("code", "person", "email", "password")

    def you(self) -> list[forms.BoundField]:
        """Return the fields about the person."""
        return [self[name] for name in self.YOU]

    def region(self) -> list[forms.BoundField]:
        """Return the fields about the region."""
        return [self[name] for name in RegionForm.base_fields]


class NewRegionForm(RegionForm):
    """A further region, with its first region admin."""

    admin_email = forms.EmailField(
        label=_("E-mail of the region admin"), help_text=_("Gets an invitation. You do not become a member yourself.")
    )


class ClusterForm(forms.Form):
    name = forms.CharField(label=_("Name of the cluster"), max_length=120)
    sector = forms.CharField(
        label=_("Field of business"), max_length=120, required=False, help_text=_("For example: wood and paper.")
    )


class InviteForm(forms.Form):
    """Whom to invite, to which role."""

    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]


class EmergencyForm(forms.Form):
    """Why a region admin must read raw answers."""

    study = forms.ChoiceField(label=_("Study"))
    reason = forms.CharField(
        label=_("What happened, and what do you need to look at?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The study lead and the second person read it. It is kept in the log."),
    )

    def __init__(self, *args: Any, studies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["study"].choices = studies  # type: ignore[attr-defined]


class LogFilter(forms.Form):
    """What to show of a log."""

    person = forms.ChoiceField(label=_("Who"), required=False)
    verb = forms.ChoiceField(label=_("What"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self, *args: Any, people: Sequence[tuple[str, str]], verbs: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("Everybody")), *people]  # type: ignore[attr-defined]
        self.fields["verb"].choices = [("", _("Everything")), *verbs]  # type: ignore[attr-defined]
