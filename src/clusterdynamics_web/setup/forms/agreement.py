"""Forms of steps 4 and 5."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusterdynamics_web.setup.operations.agreement import least_cells
from clusterdynamics_web.studies.models import Study

__all__ = ["AgreementForm", "ConsentForm"]

READERS = {"cluster_manager": gettext_lazy("the cluster manager"), "board": gettext_lazy("the board")}


class AgreementForm(forms.Form):
    """Who sees what."""

    k_inside = forms.IntegerField(
        label=gettext_lazy("Fewest organisations behind a figure for participants and the board")
    )
    k_outside = forms.IntegerField(label=gettext_lazy("Fewest organisations behind a figure for everybody else"))
    agreement = forms.CharField(
        label=gettext_lazy("What was agreed, and by whom"),
        help_text=gettext_lazy(
            "In the words of the cluster: who may see what, what it is used for, what it is not used for."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=5000,
    )
    agreed_on = forms.DateField(
        label=gettext_lazy("Agreed on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, study: Study, disabled: bool = False, **kwargs: Any) -> None:
        now = study.parsed.disclosure
        kwargs["initial"] = {
            "k_inside": now.k_inside,
            "k_outside": now.k_outside,
            "agreement": now.agreement,
            "agreed_on": parse_date(now.agreed_on) if now.agreed_on else None,
        }
        super().__init__(*args, **kwargs)
        for name, least in zip(("k_inside", "k_outside"), least_cells(study), strict=True):
            self.fields[name].help_text = _("At least {n}; it can be raised, never lowered.").format(n=least)
            self.fields[name].widget.attrs["min"] = least
        self.relations = [r.id for r in study.parsed.relations]
        for relation in study.parsed.relations:
            self.fields[f"opens-{relation.id}"] = forms.MultipleChoiceField(
                label=_("Who else may see named links: {relation}").format(relation=relation.label),
                help_text=_("Without a tick only the study team does. Trust, value and energy are never opened."),
                choices=list(READERS.items()),
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=list(now.opens.get(relation.id, ())),
            )
        for field in self.fields.values():
            field.disabled = disabled

    def values(self) -> dict[str, Any]:
        """Return what to write, by the names that the operation knows."""
        names = ("k_inside", "k_outside", "agreement", "agreed_on")
        opens = {relation: self.cleaned_data[f"opens-{relation}"] for relation in self.relations}
        return {name: self.cleaned_data[name] for name in names} | {"opens": opens}


class ConsentForm(forms.Form):
    """Who asks and why, in every language."""

    def __init__(self, *args: Any, study: Study, disabled: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        self.languages = study.parsed.languages
        for code in self.languages:
            text = study.consent_texts.get(code, {})
            for part, label in (("who", _("Who asks ({language})")), ("why", _("Why ({language})"))):
                self.fields[f"{code}-{part}"] = forms.CharField(
                    label=label.format(language=names.get(code, code)),
                    initial=text.get(part, ""),
                    required=False,
                    max_length=1500,
                    widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
                    disabled=disabled,
                )

    def texts(self) -> dict[str, dict[str, str]]:
        """Return language → part → text."""
        return {code: {part: self.cleaned_data[f"{code}-{part}"] for part in ("who", "why")} for code in self.languages}
