"""One story that worked, and one that did not, each with who may read it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from clusterdynamics_web.survey.form.answers import Answers
from clusterdynamics_web.survey.form.changes import Change, SetStory
from clusterdynamics_web.survey.form.fields import Field, Option, Radios, Values, Words, one
from clusterdynamics_web.survey.form.steps.base import BaseStep, Problems, check_choice
from clusterdynamics_web.survey.form.words import AUDIENCES, clean

__all__ = ["StoriesStep"]

LONGEST = 4000
_KINDS = (("worked", True), ("failed", False))


class StoriesStep(BaseStep):
    """In the teller's own words."""

    @property
    def title(self) -> str:
        return _("Your stories")

    def _audiences(self) -> tuple[Option, ...]:
        return tuple(Option(value, str(label)) for value, label in AUDIENCES.items())

    def initial(self, answers: Answers) -> dict[str, list[str]]:
        values: dict[str, list[str]] = {}
        for name, worked in _KINDS:
            story = answers.stories.get(worked)
            values[f"story.{name}"] = [story.text if story else ""]
            # Nobody reads it unless they say so.
            values[f"readers.{name}"] = [(story.visibility if story else "") or "nobody"]
        return values

    def fields(self, values: Values, answers: Answers) -> Sequence[Field]:
        texts = self.form.texts
        fallbacks = {
            "worked": _("Tell us about a time when working together went well. What led to what?"),
            "failed": _("Tell us about a time when it did not go well. What was missing?"),
        }
        readers = {
            "worked": _("Who may read the story that went well?"),
            "failed": _("Who may read the story that did not?"),
        }
        fields: list[Field] = []
        for name, _worked in _KINDS:
            legend = texts.question(f"story.{name}", fallbacks[name])
            hint = _("A few sentences are enough. Leave it empty if none comes to mind.")
            fields.append(
                Words(f"story.{name}", legend, hint, value=one(values, f"story.{name}"), rows=6, longest=LONGEST)
            )
            fields.append(Radios(f"readers.{name}", readers[name], options=self._audiences()).chosen(values))
        return fields

    def parse(self, values: Values, answers: Answers) -> list[Change]:
        problems: dict[str, str] = {}
        changes: list[Change] = []
        for name, worked in _KINDS:
            readers = check_choice(values, f"readers.{name}", self._audiences(), problems) or "nobody"
            changes.append(SetStory(worked, clean(one(values, f"story.{name}"), LONGEST), readers))
        if problems:
            raise Problems(problems)
        return changes

    def seconds(self, answers: Answers) -> float:
        return 120.0
