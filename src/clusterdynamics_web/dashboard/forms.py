"""Forms behind the dashboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusterdynamics_web.dashboard.models import Dashboard
from clusterdynamics_web.dashboard.read import ROBUST
from clusterdynamics_web.dashboard.stories import PLACES, Beside
from clusterdynamics_web.survey.models import Story

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
    """For each story the part of the page beside which it stands."""

    no_story = forms.BooleanField(label=gettext_lazy("There is no story yet, and the page says so"), required=False)

    def __init__(self, *args: Any, stories: Sequence[Beside], page: Dashboard, **kwargs: Any) -> None:
        kwargs["initial"] = {"no_story": page.no_story}
        super().__init__(*args, **kwargs)
        self.stories = {b.told.story.code: b.told.story for b in stories}
        stands = {code: part for part, codes in page.stories.items() for code in codes}
        untouched = not stands and not page.no_story
        parts = [("", gettext_lazy("not on the page")), *PLACES.items()]
        for beside in stories:
            code = beside.told.story.code
            # Where nobody chose yet, what a panel chose stands where the panel put it.
            proposed = beside.choice.beside if untouched and beside.choice is not None else ""
            self.fields[f"story-{code}"] = forms.ChoiceField(
                label=beside.told.title,
                help_text=f"{beside.words} · {beside.readers}",
                choices=parts,
                required=False,
                initial=stands.get(code, _PANEL.get(proposed, proposed if proposed in PLACES else "")),
            )
        self.order_fields([*(name for name in self.fields if name != "no_story"), "no_story"])

    def chosen(self) -> dict[str, list[Story]]:
        """Return part of the page → its stories."""
        found: dict[str, list[Story]] = {}
        for code, story in self.stories.items():
            if part := self.cleaned_data[f"story-{code}"]:
                found.setdefault(part, []).append(story)
        return found


#: Question of the results → the part of the page in which it stands.
_PANEL = dict.fromkeys(ROBUST, "robust") | {"hard_figures": "hard"}
