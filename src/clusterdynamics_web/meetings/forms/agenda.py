"""Forms of lines of the agenda and of talks."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusterdynamics_web.library.models import Item
from clusterdynamics_web.library.read import refer
from clusterdynamics_web.meetings.forms.fields import Clock, area
from clusterdynamics_web.meetings.models import AgendaLine, Meeting
from clusterdynamics_web.meetings.when import days_of
from clusterdynamics_web.regions.models import Region

__all__ = ["LineForm", "TalkForm"]


class LineForm(forms.Form):
    """A line of the agenda."""

    title = forms.CharField(
        label=gettext_lazy("What is it about?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Empty: the title of the talk or of the item in the library."),
    )
    day = forms.TypedChoiceField(label=gettext_lazy("Day"), coerce=int)
    begins = forms.TimeField(label=gettext_lazy("Begins at"), required=False, widget=Clock())
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=1440, required=False)
    speaker = forms.CharField(
        label=gettext_lazy("Who speaks"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Everybody reads it. Ask before you name a person."),
    )
    region = forms.ModelChoiceField(
        label=gettext_lazy("Region"), queryset=Region.objects.none(), required=False, empty_label=gettext_lazy("none")
    )
    item = forms.CharField(
        label=gettext_lazy("From the library"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("The address of an item, copied from its page."),
    )

    def __init__(
        self, *args: Any, meeting: Meeting, regions: QuerySet[Region], line: AgendaLine | None = None, **more: Any
    ):
        if line is not None:
            more.setdefault(
                "initial",
                {
                    **{
                        name: getattr(line, name) for name in ("title", "day", "begins", "minutes", "speaker", "region")
                    },
                    "item": line.item.key if line.item is not None else "",
                },
            )
        super().__init__(*args, **more)
        first, last = days_of(meeting)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        self.fields["day"].choices = [(n, formats.date_format(d, "DATE_FORMAT")) for n, d in enumerate(days)]  # type: ignore[attr-defined]
        if len(days) == 1:
            self.fields["day"].widget = forms.HiddenInput()
            self.fields["day"].initial = 0
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        if line is not None and line.talk_id is not None:
            for name in ("speaker", "region", "item"):  # those of the talk stand there
                del self.fields[name]

    def clean_item(self) -> Item | None:
        given = self.cleaned_data["item"].strip()
        if not given:
            return None
        found = re.search(r"(?:library/)?([a-z0-9]{12})(?:/|$)", given)
        if found is None or refer(found[1]) is None:
            raise forms.ValidationError(_("There is no published item with this address."))
        return Item.objects.get(key=found[1])

    def values(self) -> dict[str, Any]:
        """Return what `save_line` takes."""
        kept = {"speaker": "", "region": None, "item": None}
        return {n: self.cleaned_data.get(n, kept.get(n)) for n in ("day", "begins", "minutes", "title", *kept)}


class TalkForm(forms.Form):
    """A talk: title, two sentences, who."""

    title = forms.CharField(label=gettext_lazy("Title of your talk"), max_length=200)
    words = forms.CharField(
        label=gettext_lazy("What is it about? Two sentences."),
        widget=area(3),
        max_length=600,
        help_text=gettext_lazy("What you did, what came of it, and what did not work."),
    )
    speaker = forms.CharField(
        label=gettext_lazy("Who speaks?"),
        max_length=120,
        help_text=gettext_lazy("If the talk is accepted, everybody reads the name on the agenda."),
    )
    region = forms.ModelChoiceField(
        label=gettext_lazy("For which region?"), queryset=Region.objects.none(), empty_label=gettext_lazy("choose")
    )

    def __init__(self, *args: Any, regions: QuerySet[Region], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        if regions.count() == 1:
            self.initial["region"] = regions.first()
