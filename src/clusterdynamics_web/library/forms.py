"""Forms of the library."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from clusterdynamics_web.library.fields import FIELD_NAMES, REQUIRED, texts_of
from clusterdynamics_web.library.kinds import LICENCES, ItemKind, Licence, ThirdParty
from clusterdynamics_web.library.models import Use, Version
from clusterdynamics_web.library.search.facets import model_labels
from clusterdynamics_web.regions.countries import COUNTRIES

__all__ = ["CommentsForm", "FileForm", "ItemForm", "KindForm", "PostForm", "UseForm"]

_HINTS: dict[str, Any] = {
    "title": gettext_lazy("What somebody in another country understands without knowing your cluster."),
    "summary": gettext_lazy("Up to 500 letters: who did what, and what came of it."),
    "place": gettext_lazy("Filled in from your region; change it where the item is about another one."),
    "sector": gettext_lazy("As you would say it to a colleague, for example: forest and paper."),
    "year_from": gettext_lazy("The year, for example 2025. If it took longer, give the last year, too."),
    "authors": gettext_lazy("Part several by semicolons, for example: Anna Berg; Region Värmland."),
    "keywords": gettext_lazy("Words that people would search for, with commas between them."),
    "stage": gettext_lazy("In which stage the cluster was, by your own reading."),
    "purpose": gettext_lazy("What the collaboration was for, if it is about one."),
}
_FIRST_YEAR = 1980


def _choices(labels: dict[str, str]) -> list[tuple[str, str]]:
    return [("", _("not said")), *labels.items()]


class KindForm(forms.Form):
    """What somebody wants to share."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you want to share?"), choices=ItemKind.choices, widget=forms.RadioSelect
    )


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no argument
    """A draft. It is saved as far as it is filled in; what is required is asked for when it is sent in."""

    use_required_attribute = False

    class Meta:
        model = Version
        fields = (
            *("title", "summary", "country", "place", "sector", "year_from", "year_to", "authors"),
            *("licence_text", "licence_images", "licence_data", "third_party", "third_party_note", "public"),
            *("stage", "purpose", "keywords", "language"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version: Version = self.instance
        spoken = get_language() or "en"
        self.fields["summary"].widget = forms.Textarea(attrs={"rows": 4, "maxlength": 500})
        self.fields["country"] = forms.ChoiceField(choices=_choices(dict(COUNTRIES)))
        labels = model_labels(spoken)
        for name in ("stage", "purpose"):
            self.fields[name] = forms.ChoiceField(choices=_choices(labels[name]))
        self.fields["language"] = forms.ChoiceField(choices=settings.LANGUAGES)
        for name in ("year_from", "year_to"):
            last = timezone.localdate().year + 1
            self.fields[name] = forms.IntegerField(min_value=_FIRST_YEAR, max_value=last)
        self._licences()
        self.fields["public"] = forms.TypedChoiceField(
            label=_("Who may read it?"),
            choices=[("yes", _("Everybody")), ("no", _("Only people of the network, who log in"))],
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
        )
        self.initial["public"] = "yes" if version.public else "no"
        for name, text in texts_of(version.kind).items():
            self.fields[f"text_{name}"] = forms.CharField(
                label=str(text.label), max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
            )
            self.initial[f"text_{name}"] = version.texts.get(name, "")
        whys = REQUIRED[version.kind]
        self._must = {self._field_of(name) for name in whys} - {"kind"}
        for name, field in self.fields.items():
            plain = name.removeprefix("text_")
            field.label = (
                field.label if name == "public" or name.startswith(("licence", "third")) else FIELD_NAMES[plain]
            )
            hint = _HINTS.get(plain, "") or (
                texts_of(version.kind)[plain].hint if name.startswith("text_") else field.help_text
            )
            why = _("Asked for {why}.").format(why=whys[plain]) if plain in whys and name in self._must else ""
            field.help_text = " ".join(filter(None, (str(hint), why)))
            field.required = name in self._must

    @staticmethod
    def _field_of(name: str) -> str:
        from clusterdynamics_web.library.fields import TEXTS

        return f"text_{name}" if name in TEXTS else name

    def _licences(self) -> None:
        plain = [(x.value, f"{x.label}: {LICENCES[x].plain}") for x in Licence]
        self.fields["licence_text"] = forms.ChoiceField(
            label=_("Licence of the text"), choices=plain, widget=forms.RadioSelect
        )
        same = [("", _("the same as for the text")), *Licence.choices]
        for name, label in (
            ("licence_images", _("Licence of the pictures")),
            ("licence_data", _("Licence of the data")),
        ):
            self.fields[name] = forms.ChoiceField(label=label, choices=same)
            if getattr(self.instance, name) == self.instance.licence_text:
                self.initial[name] = ""
        self.fields["third_party"] = forms.ChoiceField(
            label=_("Are pictures or texts of others in it?"),
            choices=ThirdParty.choices,
            widget=forms.RadioSelect,
            help_text=_("A photograph from the web belongs to somebody. Asked as soon as there is a file."),
        )
        self.fields["third_party_note"].label = _("Whose they are, and how they allowed it")

    def full_clean(self) -> None:
        # A draft may be saved with holes; the marks "(required)" stay on the page.
        for field in self.fields.values():
            field.required = False
        super().full_clean()
        for name, field in self.fields.items():
            field.required = name in self._must

    def values(self) -> dict[str, Any]:
        """Return what is saved of the draft."""
        given = dict(self.cleaned_data)
        texts = {n.removeprefix("text_"): given.pop(n) for n in list(given) if n.startswith("text_")}
        if given.get("public") in ("", None):
            given["public"] = self.instance.public
        for name in ("language", "licence_text"):
            given[name] = given[name] or getattr(self.instance, name)
        for name in ("licence_images", "licence_data"):
            given[name] = given[name] or given["licence_text"]
        return given | {"texts": {name: text for name, text in texts.items() if text.strip()}}

    def _post_clean(self) -> None:
        """Leave the row alone: it is changed by the operation."""

    # -- parts of the page ----------------------------------------------------------------------------------------

    def asked(self) -> list[Any]:
        """Return the fields that are required, and what belongs right beside them."""
        told = ("text_done", "text_got_back", "text_did_not_work", "text_differently")
        order = ("title", "summary", *told, "country", "place", "sector")
        names = [n for n in (*order, "year_from", "year_to", "authors") if n in self.fields]
        beside = {"place", "year_to"} if "year_from" in self._must else {"place", "text_differently"}
        return [self[n] for n in names if n in self._must or n in beside]

    def terms(self) -> list[Any]:
        """Return the fields about licences and readers."""
        return [self[n] for n in self.fields if n.startswith(("licence", "third")) or n == "public"]

    def further(self) -> list[Any]:
        """Return what can be left out."""
        shown = {f.name for f in (*self.asked(), *self.terms())}
        return [self[n] for n in self.fields if n not in shown]


class FileForm(forms.Form):
    """A file, and what it shows where it is a picture."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, PPTX, DOCX, ODP, PNG, JPEG or CSV. It is looked through before it is taken."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.pptx,.docx,.odp,.png,.jpg,.jpeg,.csv"}),
    )
    alt = forms.CharField(
        label=gettext_lazy("If it is a picture: what it shows, for those who do not see it"),
        max_length=300,
        required=False,
    )


class CommentsForm(forms.Form):
    """What a curator asks for: one comment for each field that needs one."""

    use_required_attribute = False

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        for name in names:
            self.fields[f"at_{name}"] = forms.CharField(
                label=_("What should change: {field}").format(field=FIELD_NAMES[name]),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def comments(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(f"at_{name}", "") for name in self.names}


class PostForm(forms.Form):
    """A question or an answer."""

    text = forms.CharField(label=gettext_lazy("Your text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class UseForm(forms.Form):
    """What builds on an item."""

    by = forms.ChoiceField(label=gettext_lazy("What builds on it?"), choices=Use.By.choices)
    title = forms.CharField(
        label=gettext_lazy("Its name"), max_length=200, help_text=gettext_lazy("Everybody who reads the item sees it.")
    )
    region = forms.ChoiceField(label=gettext_lazy("Your region"))

    def __init__(self, *args: Any, regions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions  # type: ignore[attr-defined]
