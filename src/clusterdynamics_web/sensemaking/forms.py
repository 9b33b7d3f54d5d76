"""Forms of sessions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.sensemaking.maps import state_of
from clusterdynamics_web.sensemaking.models import AUDIENCES, Guest, Kind, Ripple, Scene, SceneKind, Session
from clusterdynamics_web.sensemaking.topics import Choices, groups_of, links_asked, steps_of
from clusterdynamics_web.studies.words import words_in

__all__ = [
    "CloseForm",
    "FindingForm",
    "JoinForm",
    "MapForm",
    "MissingForm",
    "NewForm",
    "NoteForm",
    "ReviewForm",
    "RippleForm",
    "SceneForm",
]


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

    map_state = forms.CharField(
        label=_("Map to show"),
        required=False,
        max_length=2000,
        help_text=_("Paste the address of the map as you have set it: links, wave, filters and groups are kept."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )

    class Meta:
        model = Scene
        fields = ("kind", "title", "question", "section", "map_state", "dots", "stacking")

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

    def clean_map_state(self) -> str:
        given = str(self.cleaned_data["map_state"]).strip()
        try:
            return state_of(self.instance.session, given) if given else ""
        except InputError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("section") and given.get("map_state"):
            self.add_error("map_state", _("A scene shows a result or a map. Choose one of them."))
        return dict(given)

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


class MapForm(forms.Form):
    """A map that becomes a scene of a session."""

    session = forms.ChoiceField(label=_("In which session"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=120)
    question = forms.CharField(label=_("Question to the room"), max_length=300, required=False)

    def __init__(self, *args: Any, sessions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["session"]
        assert isinstance(chooser, forms.ChoiceField)  # noqa: S101 - for the checker of types
        chooser.choices = sessions


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
    """A note, and what it is about. Nobody can be chosen whom the room may not name."""

    about = forms.ChoiceField(label=_("What it is about"), required=False)
    text = forms.CharField(label=_("Note"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    signed = forms.BooleanField(label=_("with my name"), required=False)

    def __init__(self, *args: Any, topics: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"] = forms.ChoiceField(
            label=_("What it is about"), required=False, choices=[("", _("the whole scene")), *topics]
        )


class MissingForm(forms.Form):
    """A link that is missing on the map. Names are typed; only those that the room may read are offered."""

    origin = forms.CharField(label=_("From which organisation"), max_length=120)
    target = forms.CharField(label=_("To which organisation"), max_length=120)
    relation = forms.ChoiceField(label=_("Kind of link"))
    depth = forms.ChoiceField(label=_("How deep"), required=False)
    about = forms.ChoiceField(label=_("What it is about"), required=False)
    signed = forms.BooleanField(label=_("with my name"), required=False)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        study = session.study
        words, asked = words_in(study, session.language), links_asked(study)
        links = [(r.id, words[f"relations.{r.id}.label"]) for r in asked]
        deep = dict(step for r in asked for step in steps_of(study, r, words))
        groups = [(h, options) for h, options in groups_of(session) if options[0][0].startswith(("area:", "purpose:"))]
        unknown = ("", _("not known"))
        for name, choices in (("relation", links), ("depth", [unknown, *deep.items()]), ("about", [unknown, *groups])):
            chooser = self.fields[name]
            assert isinstance(chooser, forms.ChoiceField)  # noqa: S101 - for the checker of types
            chooser.choices = choices
        if len(links) == 1:
            self.fields["relation"].initial = links[0][0]
            self.fields["relation"].widget = forms.HiddenInput()
        if not deep:
            del self.fields["depth"]
        for name in ("origin", "target"):
            self.fields[name].widget.attrs |= {"list": "organisations", "autocomplete": "off"}


class ReviewForm(forms.Form):
    """What becomes of a link that the room misses."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class RippleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A change, and what is known of it."""

    signed = forms.BooleanField(label=_("with our name"), required=False)

    class Meta:
        model = Ripple
        fields = ("what", "went", "who", "when", "domain", "evidence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].widget = forms.Textarea(attrs={"rows": 3, "maxlength": 300})
        self.fields["went"].widget = forms.RadioSelect(choices=Ripple.Went.choices)
        self.fields["who"].help_text = _("Say which kind of organisation, where its name does not matter.")
        self.fields["when"].help_text = _("In your words: last spring, after the visit.")

    def given(self, guest: Guest) -> dict[str, str]:
        """Return what was given; signed with the name that these people gave, where they want that."""
        signed = guest.name if self.cleaned_data["signed"] else ""
        return {name: str(self.cleaned_data[name]) for name in self.Meta.fields} | {"signed": signed}


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
