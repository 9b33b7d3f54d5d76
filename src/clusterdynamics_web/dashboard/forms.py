"""Forms behind the dashboard."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

__all__ = ["EventForm", "FiguresForm", "StoriesForm"]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FiguresForm(forms.Form):
    """A file of hard figures, and what it may not say itself."""

    file = forms.FileField(label=gettext_lazy("File with figures"))
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Where the figures come from, if the file does not say so."),
        max_length=300,
        required=False,
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("Such as persons or million euro, if the file does not say so."),
        max_length=120,
        required=False,
    )
    vintage = forms.DateField(
        label=gettext_lazy("Of when are the figures?"),
        help_text=gettext_lazy("A revised figure comes in beside the old one; the later date counts."),
        widget=_day(),
        initial=timezone.localdate,
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        limit = settings.UPLOAD_BYTES
        if file.size is not None and file.size > limit:
            raise ValidationError(_("The file is larger than {n} MB.").format(n=limit // 1024**2))
        return file


class EventForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("What happened?"), max_length=200)
    starts = forms.DateField(label=gettext_lazy("From"), widget=_day())
    ends = forms.DateField(label=gettext_lazy("Until"), widget=_day(), required=False)
    source = forms.CharField(
        label=gettext_lazy("Source"), help_text=gettext_lazy("Where it can be read."), max_length=300
    )


class StoriesForm(forms.Form):
    stories = forms.MultipleChoiceField(
        label=gettext_lazy("Stories beside the figures"),
        help_text=gettext_lazy("Up to three. Each reader sees those that their tellers left to them."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    no_story = forms.BooleanField(label=gettext_lazy("There is no story yet, and the page says so"), required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stories"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 (declared above)
        field.choices = choices
        if not choices:
            del self.fields["stories"]
