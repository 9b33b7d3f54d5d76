"""Forms of sessions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.sensemaking.models import AUDIENCES, Kind, Scene, SceneKind, Session

__all__ = ["CloseForm", "FindingForm", "JoinForm", "NewForm", "NoteForm", "SceneForm"]


class NewForm(forms.ModelForm):  # type: ignore[type-arg]  # the class takes no parameter when it runs
    """A new session."""

    class Meta:
        model = Session
        fields = ("kind", "title", "starts_at", "place", "language", "audience")

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=languages)
        self.fields["kind"].widget = forms.RadioSelect(choices=Kind.choices)
        self.fields["starts_at"].widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        self.fields["audience"] = forms.ChoiceField(
            label=_("What is shown"),
            choices=[(a.value, words) for a, words in AUDIENCES.items()],
            help_text=_("It is fixed before the session begins, and never more than these people may see."),
        )


class SceneForm(forms.ModelForm):  # type: ignore[type-arg]
    """A scene, and the lines that are voted on."""

    lines = forms.CharField(
        label=_("Lines to vote on"),
        required=False,
        help_text=_("One on each line. Say what holds for the cluster, never something about one organisation."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    class Meta:
        model = Scene
        fields = ("kind", "title", "question", "section", "dots", "stacking")

    def __init__(self, *args: Any, sections: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"] = forms.ChoiceField(
            label=_("Result to show"), required=False, choices=[("", _("none")), *sections]
        )
        self.fields["kind"].widget = forms.RadioSelect(choices=SceneKind.choices)
        self.fields["dots"].required = False
        self.fields["dots"].widget.attrs |= {"min": 1, "max": 20}
        if self.instance.pk:
            self.fields["lines"].initial = "\n".join(self.instance.statements.values_list("text", flat=True))

    def clean_dots(self) -> int:
        dots = self.cleaned_data.get("dots") or 5
        if not 1 <= dots <= 20:
            raise forms.ValidationError(_("Give each person 1 to 20 dots."))
        return int(dots)

    def clean_lines(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["lines"].splitlines()]
        kept = [line for line in lines if line]
        if len(kept) > 30:
            raise forms.ValidationError(_("At most 30 lines can be read on a phone."))
        if len(set(kept)) < len(kept):
            raise forms.ValidationError(_("A line stands there twice."))
        return kept


class JoinForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("It is on the screen in the room."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("A name for your notes"), max_length=40, required=False, help_text=_("Any name you like, or none.")
    )


class NoteForm(forms.Form):
    text = forms.CharField(label=_("Note"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    signed = forms.BooleanField(label=_("with my name"), required=False)


class FindingForm(forms.Form):
    """A finding of the session: what people agree on, differ about, or find unclear."""

    statement = forms.CharField(label=_("Finding"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)
    verdict = forms.ChoiceField(label=_("How the room sees it"), widget=forms.RadioSelect)
    to_do = forms.CharField(
        label=_("What to do"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )

    def __init__(self, *args: Any, verdicts: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["verdict"]
        assert isinstance(chooser, forms.ChoiceField)  # noqa: S101 - for the checker of types
        chooser.choices = verdicts


class CloseForm(forms.Form):
    none_because = forms.CharField(
        label=_("There is no finding, because"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
