"""Forms about organisations and the people to ask there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from clusterdynamics.exchange.roster import ATTRIBUTE, FIELDS, RosterSheet
from clusterdynamics.exchange.roster.cells import CLEANERS, CellError
from clusterdynamics.i18n import _ as library
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.setup.formulas import looks_like_formula
from clusterdynamics_web.studies.models import Actor, Study

__all__ = ["ActorForm", "ColumnsForm", "ContactForm", "RosterFileForm"]

#: Django says this in fields where nothing is chosen yet, and not in all our languages: ours come first.
NOTHING_CHOSEN = gettext_noop("- Select an option -")

SIZES = {
    "micro": gettext_lazy("micro (under 10 people)"),
    "small": gettext_lazy("small (10 to 49)"),
    "medium": gettext_lazy("medium (50 to 249)"),
    "large": gettext_lazy("large (250 and more)"),
}


def _cleaned(name: str, text: str) -> Any:
    """Clean a cell as the reader of lists does, so that typing and importing give the same."""
    if not text.strip():
        return ""
    if looks_like_formula(text):
        raise ValidationError(_("This looks like a formula. Write the text itself."))
    try:
        return CLEANERS[name](text)
    except CellError as error:
        raise ValidationError(f"{error.message} {error.remedy}") from error


class ActorForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no argument
    """One organisation of the roster."""

    aliases_text = forms.CharField(
        label=gettext_lazy("Other names"),
        help_text=gettext_lazy("One a line: participants find it by these as well."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    type = forms.ChoiceField(label=gettext_lazy("Kind of organisation"), required=False)
    size_class = forms.ChoiceField(label=gettext_lazy("Size"), required=False)
    is_anchor = forms.TypedChoiceField(
        label=gettext_lazy("Large company whose role is looked at"),
        choices=[("", gettext_lazy("not said")), ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )

    class Meta:
        model = Actor
        fields = ("label", "short_label", "type", "size_class", "is_anchor", "domain", "nuts")
        help_texts = {  # noqa: RUF012 (Django's own way)
            "short_label": gettext_lazy("At most 18 letters look well. Empty: one is made."),
            "domain": gettext_lazy("For example company.example. It helps to notice the same organisation twice."),
            "nuts": gettext_lazy("For example SE311."),
        }

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        actor: Actor | None = kwargs.get("instance")
        if actor is not None:
            anchor = {True: "yes", False: "no", None: ""}[actor.is_anchor]
            kwargs["initial"] = {"aliases_text": "\n".join(actor.aliases), "is_anchor": anchor} | (
                kwargs.get("initial") or {}
            )
        super().__init__(*args, **kwargs)
        document = study.parsed
        sizes = dict(document.size_classes) or {k: str(v) for k, v in SIZES.items()}
        for name, known in (("type", dict(document.types)), ("size_class", sizes)):
            now = getattr(actor, name, "")
            if now and now not in known:
                known[now] = now
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
            field.choices = [("", _("not given")), *((k, library(v)) for k, v in known.items())]

    def clean_label(self) -> str:
        return str(_cleaned("label", self.cleaned_data["label"]))

    def clean_short_label(self) -> str:
        return str(_cleaned("short_label", self.cleaned_data["short_label"]))

    def clean_domain(self) -> str:
        return str(_cleaned("domain", self.cleaned_data["domain"]))

    def clean_nuts(self) -> str:
        return str(_cleaned("nuts", self.cleaned_data["nuts"]))

    def clean_aliases_text(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["aliases_text"].splitlines()]
        if any(looks_like_formula(line) for line in lines):
            raise ValidationError(_("This looks like a formula. Write the text itself."))
        return "\n".join(line for line in lines if line)

    def values(self) -> dict[str, Any]:
        """Return what to write."""
        names = ("label", "short_label", "type", "size_class", "is_anchor", "domain", "nuts")
        aliases = self.cleaned_data["aliases_text"].splitlines()
        return {name: self.cleaned_data[name] for name in names} | {"aliases": list(dict.fromkeys(aliases))}

    def _post_clean(self) -> None:
        """Leave the organisation alone: the operation writes it, so that what was there can be compared."""


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no argument
    """A person to ask."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    class Meta:
        model = Contact
        fields = ("name", "email", "phone", "role", "language", "is_lead")
        labels = {"is_lead": gettext_lazy("Speaks for the organisation where answers differ")}  # noqa: RUF012

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = [("", _("as the study")), *((code, names.get(code, code)) for code in study.parsed.languages)]
        now = getattr(self.instance, "language", "")
        if now and now not in dict(field.choices):
            field.choices = [*field.choices, (now, names.get(now, now))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("name") or data.get("email") or data.get("phone")) and not self.errors:
            raise ValidationError(_("Give a name, an e-mail address or a telephone number."))
        return data


class RosterFileForm(forms.Form):
    """A list of organisations."""

    file = forms.FileField(label=gettext_lazy("List of organisations"))

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        limit = settings.UPLOAD_BYTES
        if file.size is not None and file.size > limit:
            raise ValidationError(_("The file is larger than {n} MB.").format(n=limit // 1024**2))
        return file


class ColumnsForm(forms.Form):
    """Which column holds what."""

    def __init__(self, *args: Any, sheet: RosterSheet, mapping: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        choices = [
            ("", _("leave out")),
            *((name, library(field.title)) for name, field in FIELDS.items()),
            (ATTRIBUTE, _("keep under its own name")),
        ]
        for place, column in enumerate(sheet.columns):
            seen = [row.cells[place] for row in sheet.preview(4) if row.cells[place]]
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=column,
                choices=choices,
                required=False,
                initial=mapping.get(column, ""),
                # What stands in a list is text; a hint may hold markup.
                help_text=escape(_("For example: {cells}").format(cells=" · ".join(c[:40] for c in seen)))
                if seen
                else "",
            )

    def mapping(self) -> dict[str, str]:
        """Return column → field."""
        return {
            column: self.cleaned_data[f"column-{place}"]
            for place, column in enumerate(self.sheet.columns)
            if self.cleaned_data[f"column-{place}"]
        }
