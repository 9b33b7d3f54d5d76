"""The form of a new key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusterdynamics.disclosure import Audience
from clusterdynamics.disclosure.classes import audience_label
from clusterdynamics_web.api.operations import LONGEST

__all__ = ["KeyForm"]


class KeyForm(forms.Form):
    """What a key is for, as whom it reads, and for how long."""

    name = forms.CharField(label=_("What is it for?"), max_length=80, help_text=_("So that you know it again."))
    audience = forms.ChoiceField(
        label=_("Reads as"), help_text=_("The program sees what these people see, and nothing else.")
    )
    days = forms.IntegerField(label=_("Days until it ends"), min_value=1, max_value=LONGEST, initial=90)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Needed where the study team's results leave the application. It is kept in the log."),
    )

    def __init__(self, *args: Any, audiences: Sequence[Audience], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["audience"]
        assert isinstance(chooser, forms.ChoiceField)  # noqa: S101 - for the checker of types
        # The widest circle first: what may be shown to more people is the better choice.
        chooser.choices = [(a.value, audience_label(a)) for a in reversed(audiences)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("audience") == Audience.STUDY and not given.get("reason"):
            self.add_error("reason", _("Say why the study team's results leave the application."))
        return given
