"""What the pages show of stories: filters, a text with its marks, the code book, panels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.loops.coding import sentence_spans
from clusterdynamics_web.stories.access import Told
from clusterdynamics_web.stories.models import READERS, Claim, Coding
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.words import model_in
from clusterdynamics_web.survey.models import Story

__all__ = ["FILTERS", "Piece", "Sentence", "factors_of", "filtered", "marked", "outside", "rows_of"]

#: Parameters of the list's address.
FILTERS = ("wave", "readers", "theme", "coded", "kind")


def filtered(stories: Iterable[Told], wanted: Mapping[str, str]) -> list[Told]:
    """Return the stories that match; a filter that says nothing lets everything through."""
    found = list(stories)
    if wave := wanted.get("wave"):
        found = [t for t in found if t.story.wave is not None and t.story.wave.code == wave]
    if readers := wanted.get("readers"):
        found = [t for t in found if (t.story.visibility or "nobody") == readers]
    if theme := wanted.get("theme"):
        with_it = set(Coding.objects.filter(theme__code=theme).values_list("story", flat=True))
        found = [t for t in found if t.story.pk in with_it]
    if wanted.get("coded") in {"yes", "no"}:
        coded = _coded(t.story for t in found)
        found = [t for t in found if (t.story.pk in coded) == (wanted["coded"] == "yes")]
    if wanted.get("kind") in {"worked", "failed"}:
        found = [t for t in found if t.story.worked is (wanted["kind"] == "worked")]
    return found


def _coded(stories: Iterable[Story]) -> set[int]:
    keys = [s.pk for s in stories]
    return {
        *Coding.objects.filter(story__in=keys).values_list("story", flat=True),
        *Claim.objects.filter(story__in=keys).values_list("story", flat=True),
    }


def rows_of(stories: list[Told]) -> list[dict[str, Any]]:
    """Return what the list says of each story."""
    keys = [t.story.pk for t in stories]
    claims = Counter(Claim.objects.filter(story__in=keys).values_list("story", flat=True))
    themes: dict[int, list[str]] = {}
    for story, label in Coding.objects.filter(story__in=keys).values_list("story", "theme__label"):
        if label not in themes.setdefault(story, []):
            themes[story].append(label)
    return [
        {
            "told": t,
            "readers": READERS[t.story.visibility or "nobody"],
            "themes": themes.get(t.story.pk, []),
            "claims": claims[t.story.pk],
            "chosen": bool(t.chosen),
            "waits": t.telling is not None and t.telling.read_at is None,
        }
        for t in stories
    ]


@dataclass(frozen=True)
class Piece:
    """Some characters of a story, and the names of what is marked there."""

    text: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence with its number, its place, and its pieces."""

    number: int
    start: int
    end: int
    pieces: tuple[Piece, ...]


def marked(text: str, marks: Iterable[tuple[int, int, str]]) -> list[Sentence]:
    """Return a text in sentences, cut wherever a mark begins or ends.

    Parameters
    ----------
    marks
        First character, character after the last, name; they may overlap.
    """
    known = list(marks)
    cuts = {place for start, end, _name in known for place in (start, end)}
    found = []
    before = 0
    for number, (_start, end) in enumerate(sentence_spans(text), 1):
        start, before = before, end  # marks that stand alone belong to the sentence after them
        places = sorted({start, end, *(c for c in cuts if start < c < end)})
        pieces = tuple(
            Piece(text[a:b], tuple(dict.fromkeys(name for s, e, name in known if s < b and a < e)))
            for a, b in pairwise(places)
        )
        found.append(Sentence(number, start, end, pieces))
    return found


def factors_of(study: Study) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Return what a claim can join, as groups of a choice: factors of the model, and themes of the code book."""
    language = get_language() or "en"
    model = [(f.id, f.label) for f in model_in(study, language).factors]
    known = {code for code, _label in model}
    themes = [(t.code, t.label) for t in study.themes.all() if t.code not in known]
    groups: list[tuple[Any, list[tuple[str, str]]]] = [(_("Factors of the model"), sorted(model, key=lambda p: p[1]))]
    return [*groups, (_("Own factors: themes of the code book"), themes)] if themes else groups


def outside(story: Story) -> str:
    """Return in plain words who may read a chosen story outside, as far as its teller agreed."""
    if story.visibility in {"network", "public"}:
        return ""
    telling = getattr(story, "telling", None)
    if telling is not None and telling.wish in {"network", "public"} and telling.read_at is None:
        return _("It cannot be shown outside yet: nobody of the team has noted that they read it.")
    return _("It cannot be shown outside: its teller has not agreed to that.")
