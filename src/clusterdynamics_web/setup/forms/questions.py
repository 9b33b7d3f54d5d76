"""Forms about what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.setup.operations.questions import LONGEST

__all__ = ["SENSITIVITY", "RegionsForm", "StatementForm", "WordsForm", "listed", "moved"]

#: How much there is to lose when working together in an area.
SENSITIVITY = {
    1: _("1: nothing to lose"),
    2: _("2"),
    3: _("3"),
    4: _("4"),
    5: _("5: the core of the business"),
}


class StatementForm(forms.Form):
    """A statement of the region's own."""

    text = forms.CharField(
        label=_("Statement"),
        help_text=_(
            "One thought, in words that everybody uses; answered from “disagree strongly” to “agree strongly”."
        ),
        max_length=LONGEST,
    )


class RegionsForm(forms.Form):
    """Other regions to choose from."""

    regions = forms.CharField(
        label=_("Other regions"),
        help_text=_("One a line, with its NUTS code in front where you know it: NO02 Innlandet."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )


class WordsForm(forms.Form):
    """Texts by key; the label of a field is the text as it stands."""

    def __init__(self, *args: Any, texts: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = list(texts)
        for place, (original, now) in enumerate(texts.values()):
            long = len(original) > 60
            self.fields[f"text-{place}"] = forms.CharField(
                label=original,
                initial=now,
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}) if long else forms.TextInput(),
            )

    def texts(self) -> dict[str, str]:
        """Return key → text."""
        return {key: self.cleaned_data[f"text-{place}"] for place, key in enumerate(self.keys)}


def listed(data: QueryDict) -> list[dict[str, Any]]:
    """Return the rows of the page of areas or purposes, in its order; an emptied row is left out by the operation."""
    ids, labels = data.getlist("id"), data.getlist("label")
    grades = data.getlist("sensitivity") or ["" for _row in ids]
    return [
        {"id": own, "label": label, "sensitivity": int(grade) if grade in {"1", "2", "3", "4", "5"} else None}
        for own, label, grade in zip(ids, labels, grades, strict=False)
    ]


def moved(rows: Sequence[dict[str, Any]], move: str) -> list[dict[str, Any]]:
    """Return the rows with one moved up or down (``up-3``, ``down-0``: the place it has) or taken away (``gone-2``)."""
    verb, _dash, place = move.partition("-")
    done = list(rows)
    if not place.isdigit() or int(place) >= len(done):
        return done
    k = int(place)
    if verb == "gone":
        del done[k]
        return done
    other = k - 1 if verb == "up" else k + 1
    if 0 <= other < len(done):
        done[k], done[other] = done[other], done[k]
    return done
