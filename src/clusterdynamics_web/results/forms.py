"""What a document is to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

__all__ = ["DocumentForm"]


class DocumentForm(forms.Form):
    """For whom, as what, in which language; the widest audience is the first choice."""

    audience = forms.ChoiceField(label=_("For whom"))
    format = forms.ChoiceField(
        label=_("As what"),
        choices=[
            ("pdf", _("PDF, to read and print")),
            ("docx", _("Word, to work on")),
            ("pptx", _("PowerPoint, to show")),
            ("xlsx", _("Excel, all tables")),
            ("csv", _("CSV, all figures")),
            ("json", _("JSON, for programs")),
        ],
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    reason = forms.CharField(
        label=_("What it is needed for"),
        help_text=_("Only for the study team's own document, which names organisations. It goes on record."),
        required=False,
        max_length=500,
    )

    def __init__(self, *args: Any, audiences: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = audiences  # type: ignore[attr-defined]
        if not any(value == "study" for value, _label in audiences):
            self.fields["reason"].widget = forms.HiddenInput()
