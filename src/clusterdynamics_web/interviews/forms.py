"""Forms of the interviewer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.interviews.operations import BY_HAND, MODES

__all__ = ["AttemptForm", "StartForm"]


class AttemptForm(forms.Form):
    """What came of a call."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=[(o.value, o.label) for o in BY_HAND], widget=forms.RadioSelect
    )
    call_back_at = forms.DateTimeField(
        label=_("Call back at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class StartForm(forms.Form):
    """How, and in which language, somebody is asked."""

    mode = forms.ChoiceField(
        label=_("How do you ask?"), choices=[(m.value, m.label) for m in MODES], widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("Language of the interview"))

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        if isinstance(field, forms.ChoiceField):
            field.choices = languages
