"""Forms of joint studies. What holds together is checked in `terms.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.joint.models import FIGURES, Count, JointStudy, Side
from clusterdynamics_web.joint.terms import Terms
from clusterdynamics_web.studies.models import Study

__all__ = ["CountForm", "JoinForm", "SignForm", "TermsForm"]


class BringForm(forms.Form):
    """What a side brings: a study, and whether its names may be chosen from."""

    study = forms.ChoiceField(label=_("Study of your region"))
    shares_names = forms.BooleanField(
        label=_("The other region's participants may choose from names of organisations in this study"),
        help_text=_(
            "Only names are shared, and the study lead says which. Without names, participants say how they work with "
            "the other region as a whole."
        ),
        required=False,
    )

    def __init__(self, *args: Any, studies: Sequence[Study], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._studies = {s.key: s for s in studies}
        self.fields["study"].choices = [(s.key, s.team_title) for s in studies]  # type: ignore[attr-defined]

    def chosen_study(self) -> Study:
        return self._studies[self.cleaned_data["study"]]


class TermsForm(BringForm):
    """The terms that both sides sign."""

    title = forms.CharField(label=_("Name of the joint study"), max_length=120)
    text = forms.CharField(
        label=_("What the two regions agree on"),
        help_text=_("In your own words: why you do this, who may read the figures, what you will do with them."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=5000,
    )
    figures = forms.MultipleChoiceField(
        label=_("What is shared"), choices=list(FIGURES.items()), widget=forms.CheckboxSelectMultiple
    )
    k = forms.IntegerField(
        label=_("Smallest group"),
        help_text=_("A figure that fewer organisations stand behind is not shown."),
        min_value=5,
        max_value=50,
        initial=5,
    )
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    field_order = ("title", "study", "shares_names", "text", "figures", "k", "until")

    @classmethod
    def first(cls, joint: JointStudy, side: Side) -> dict[str, Any]:
        """Return what the form begins with when terms are changed."""
        return {
            "title": joint.title,
            "text": joint.text,
            "figures": joint.figures,
            "k": joint.k,
            "until": joint.until.isoformat(),
            "study": side.study.key,
            "shares_names": side.shares_names,
        }

    def terms(self) -> Terms:
        data = self.cleaned_data
        return Terms(data["title"], data["text"], data["k"], tuple(data["figures"]), data["until"])


class JoinForm(BringForm):
    """Joining with the code of the other region."""

    code = forms.CharField(
        label=_("Code"), help_text=_("The other region's administration has it."), max_length=40, strip=True
    )

    field_order = ("code", "study", "shares_names")


class SignForm(forms.Form):
    """Signing for one's region."""

    name = forms.CharField(
        label=_("Your name, and for whom you sign"),
        help_text=_("The other region sees it."),
        max_length=120,
    )
    agree = forms.BooleanField(label=_("Our region agrees to these terms"))


class CountForm(forms.Form):
    """Organisations of one's own side in a cross-border project."""

    code = forms.ChoiceField(label=_("What is counted"), choices=Count.Code.choices)
    project = forms.CharField(label=_("Project"), max_length=120)
    number = forms.IntegerField(label=_("Organisations of your side"), min_value=0, max_value=100_000)
    source = forms.CharField(label=_("Source"), max_length=200)
    day = forms.DateField(label=_("As of"), widget=forms.DateInput(attrs={"type": "date"}))
