"""Forms of stories: telling one, describing one, the code book, claims, panels, taking stories out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.stories.access import Told
from clusterdynamics_web.stories.models import READERS, Claim, Polarity, Telling, Theme
from clusterdynamics_web.stories.operations.telling import LONGEST, PARTS
from clusterdynamics_web.studies.models import Actor, Study

__all__ = ["ClaimForm", "DescribeForm", "DoorForm", "ExportForm", "InterviewForm", "PanelForm", "TellForm", "ThemeForm"]

_WORKED = {"yes": True, "no": False, "": None}


def _text(rows: int, longest: int = LONGEST) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": longest})


class _Worked(forms.ChoiceField):
    """Whether a story is about something that worked."""

    def __init__(self, **kwargs: Any) -> None:
        choices = (("yes", _("It worked")), ("no", _("It did not work")), ("", _("Some of both")))
        super().__init__(choices=choices, widget=forms.RadioSelect, required=False, initial="", **kwargs)

    def clean(self, value: Any) -> bool | None:
        return _WORKED[super().clean(value)]


class TellForm(forms.Form):
    """One story, in the order in which people tell it; only the first field must be filled."""

    changed = forms.CharField(
        label=_("What changed?"),
        help_text=_("Think of something that is different now in working together. A few sentences are enough."),
        widget=_text(5),
        max_length=LONGEST,
    )
    because = forms.CharField(label=_("Because of what?"), widget=_text(3), max_length=LONGEST, required=False)
    result = forms.CharField(label=_("What came of it?"), widget=_text(3), max_length=LONGEST, required=False)
    failed = forms.CharField(label=_("What did not work?"), widget=_text(3), max_length=LONGEST, required=False)
    worked = _Worked(label=_("All in all"))
    before = forms.CharField(label=_("How was it before?"), widget=_text(2), max_length=LONGEST, required=False)
    helped = forms.CharField(
        label=_("What did the cluster organisation do for it?"), widget=_text(2), max_length=LONGEST, required=False
    )
    matters = forms.CharField(label=_("Why does it matter?"), widget=_text(2), max_length=LONGEST, required=False)
    period = forms.CharField(label=_("When was that?"), max_length=120, required=False)
    title = forms.CharField(label=_("A title for it"), max_length=120, required=False)
    teller_name = forms.CharField(
        label=_("Your name"),
        help_text=_("Leave it empty if you do not want the study team to know who told it."),
        max_length=120,
        required=False,
    )
    teller_role = forms.CharField(label=_("Your role and organisation"), max_length=160, required=False)
    wish = forms.ChoiceField(
        label=_("Who may read your story?"),
        help_text=_("The study team reads it first. You can change this later."),
        choices=list(READERS.items()),
        widget=forms.RadioSelect,
        initial="nobody",
    )
    named = forms.BooleanField(label=_("My name may stand beside it"), required=False)

    #: Folded away: whoever has a minute only need not see them.
    FOLDED = ("before", "helped", "matters", "period")

    def parts(self) -> list[tuple[bool, list[forms.BoundField]]]:
        """Return the fields as the page shows them: plain ones, those that are folded (True), and the rest."""
        names = list(self.fields)
        start, end = names.index(self.FOLDED[0]), names.index(self.FOLDED[-1]) + 1
        cut = ((False, names[:start]), (True, names[start:end]), (False, names[end:]))
        return [(folded, [self[name] for name in part]) for folded, part in cut]

    def unfolded(self) -> bool:
        """Say whether a folded field holds something, or something is wrong with it."""
        return any(self[name].value() or self[name].errors for name in self.FOLDED)

    @classmethod
    def of(cls, telling: Telling, data: Any = None) -> TellForm:
        """Return the form with what was told."""
        names = (*PARTS, "period", "teller_name", "teller_role", "wish", "named")
        initial = {name: getattr(telling, name) for name in names}
        worked = {v: k for k, v in _WORKED.items()}[telling.story.worked]
        return cls(data, initial={**initial, "title": telling.story.title, "worked": worked})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("named") and not given.get("teller_name"):
            self.add_error("teller_name", _("Write your name, or take away the tick that it may be shown."))
        return given


class InterviewForm(TellForm):
    """The same in an interview: who tells is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("teller_name", "teller_role", "named"):
            del self.fields[name]
        self.fields["wish"].label = _("Who may read the story? Read this out.")
        self.fields["wish"].help_text = _("It holds as far as they agreed to be quoted, too.")


class DoorForm(forms.Form):
    """A new story link."""

    label = forms.CharField(
        label=_("What you call it"), help_text=_("For example: the spring meeting."), max_length=120, required=False
    )
    kind = forms.ChoiceField(
        label=_("Whom it is for"),
        choices=(
            ("open", _("everybody who has the address or scans the code")),
            ("personal", _("one person, for one story")),
        ),
        widget=forms.RadioSelect,
        initial="open",
    )


class DescribeForm(forms.Form):
    """What the team knows of a story that was told elsewhere."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    worked = _Worked(label=_("All in all"))
    actor = forms.ModelChoiceField(
        Actor.objects.none(),
        label=_("Organisation of the teller"),
        help_text=_("Where you name one, what its people chose holds beside what the teller chose."),
        required=False,
        empty_label=_("not known"),
    )

    def __init__(self, *args: Any, told: Told, **kwargs: Any) -> None:
        story = told.story
        worked = {v: k for k, v in _WORKED.items()}[story.worked]
        kwargs["initial"] = {"title": story.title, "worked": worked, "actor": story.actor_id}
        super().__init__(*args, **kwargs)
        self.fields["actor"].queryset = story.study.actors.filter(opted_out=None)  # type: ignore[attr-defined]
        if story.respondent_id is not None:
            del self.fields["actor"]


class ThemeForm(forms.Form):
    """An entry of the code book."""

    label = forms.CharField(label=_("Name"), max_length=120)
    definition = forms.CharField(label=_("When to use it"), widget=_text(2, 1000), max_length=1000, required=False)
    parent = forms.ModelChoiceField(
        Theme.objects.none(), label=_("Belongs under"), required=False, empty_label=_("stands by itself")
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = study.themes.all()  # type: ignore[attr-defined]


class ClaimForm(forms.Form):
    """What leads to what."""

    cause = forms.ChoiceField(label=_("This …"))
    polarity = forms.ChoiceField(label=_("… does this:"), choices=Polarity.choices, widget=forms.RadioSelect)
    effect = forms.ChoiceField(label=_("… to this"))
    delay = forms.ChoiceField(label=_("How soon"), choices=[("", _("not said")), *Claim.Delay.choices], required=False)
    certainty = forms.ChoiceField(
        label=_("How sure the teller is"), choices=[("", _("not said")), *Claim.Certainty.choices], required=False
    )
    time = forms.CharField(label=_("When the change happened"), max_length=200, required=False)
    counter_evidence = forms.CharField(
        label=_("What speaks against it"), widget=_text(2, 1000), max_length=1000, required=False
    )

    def __init__(self, *args: Any, factors: Sequence[tuple[Any, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("cause", "effect"):
            self.fields[name].choices = [("", "–"), *factors]  # type: ignore[attr-defined]


class PanelForm(forms.Form):
    """A new panel."""

    title = forms.CharField(
        label=_("Title"), help_text=_("For example: what changed in working together, 2026."), max_length=160
    )
    members = forms.CharField(
        label=_("Who sits on it"),
        help_text=_("One name on each line. The names are for the record of the study team only."),
        widget=_text(4),
        max_length=2000,
    )
    candidates = forms.MultipleChoiceField(
        label=_("Stories before the panel"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, stories: Sequence[Told], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_code = {t.story.code: t.story for t in stories}
        self.fields["candidates"].choices = [(t.story.code, t.title) for t in stories]  # type: ignore[attr-defined]


class ExportForm(forms.Form):
    """Stories and how they are coded, for another program."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=(
            ("qdpx", _("REFI-QDA project (.qdpx): NVivo, ATLAS.ti, MAXQDA, QualCoder and others")),
            ("csv", _("Table of the claims (.csv)")),
        ),
        widget=forms.RadioSelect,
        initial="qdpx",
    )
    reason = forms.CharField(
        label=_("What you need it for"), help_text=_("It stands in the log of the study."), max_length=200
    )
