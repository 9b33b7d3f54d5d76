"""Questions that are not about a partner: statements, blocks, invented clusters, and the same again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusterdynamics.study.settings import Item
from clusterdynamics_web.survey.form.answers import Answers
from clusterdynamics_web.survey.form.changes import Change, SetItems
from clusterdynamics_web.survey.form.fields import (
    NOT_SAID,
    Checks,
    Field,
    Note,
    Option,
    Radios,
    Values,
    Words,
    dont_know,
    one,
)
from clusterdynamics_web.survey.form.steps.base import BaseStep, Problems, check_choice, check_choices
from clusterdynamics_web.survey.form.words import clean
from clusterdynamics_web.survey.models import State

__all__ = ["ItemsStep", "is_multiple"]

#: Choices of which several can hold; of every other choice one.
_MULTIPLE = frozenset({"barriers", "between.regions", "between.areas", "between.barriers"})
#: Between several answers, as the study package has it.
_BAR = "|"
LONGEST = 2000


def is_multiple(item: Item) -> bool:
    """Say whether several answers can hold at once."""
    return item.kind == "choice" and item.id in _MULTIPLE


@dataclass
class ItemsStep(BaseStep):
    """Some items on one page."""

    heading: str = ""
    items: tuple[Item, ...] = ()
    #: Words to read before the first question.
    intro: tuple[str, ...] = ()
    occasion: str = ""

    @property
    def title(self) -> str:
        return self.heading

    def initial(self, answers: Answers) -> dict[str, list[str]]:
        values: dict[str, list[str]] = {}
        for item in self.items:
            value, state = answers.items.get(item.id, ("", ""))
            if state == State.DONT_KNOW:
                values[item.id] = [NOT_SAID]
            elif value:
                values[item.id] = value.split(_BAR) if is_multiple(item) else [value]
        return values

    def fields(self, values: Values, answers: Answers) -> Sequence[Field]:
        return list(self._fields(values))

    def _fields(self, values: Values) -> Iterator[Field]:
        if self.intro:
            yield Note("intro", "", paragraphs=self.intro)
        for item in self.items:
            text = self.form.texts.item(item)
            if item.kind == "text" or (item.kind == "choice" and not item.options):
                yield Words(item.id, text, value=one(values, item.id), rows=3, longest=LONGEST)
            elif is_multiple(item):
                yield Checks(
                    item.id, text, options=self._options(item), big=len(self.items) == 1, excludes=NOT_SAID
                ).chosen(values)
            elif item.kind == "choice" or self.form.texts.scale(item.scale):
                yield Radios(item.id, text, options=self._options(item)).chosen(values)
            else:
                yield Words(item.id, text, _("A number."), value=one(values, item.id), longest=20)

    def _options(self, item: Item) -> tuple[Option, ...]:
        if item.kind == "choice":
            own = tuple(Option(o, self.form.texts.option(item.id, o)) for o in item.options)
        else:
            own = tuple(Option(f"{v:g}", label) for v, label in self.form.texts.scale(item.scale))
        return (*own, dont_know())

    def parse(self, values: Values, answers: Answers) -> list[Change]:
        problems: dict[str, str] = {}
        found = {item.id: self._answer(item, values, problems) for item in self.items}
        if problems:
            raise Problems(problems)
        return [SetItems(found, self.occasion)]

    def _answer(self, item: Item, values: Values, problems: dict[str, str]) -> tuple[str, str] | None:
        if item.kind == "text" or (item.kind == "choice" and not item.options):
            text = clean(one(values, item.id), LONGEST)
            return (text, "") if text else None
        if is_multiple(item):
            chosen = check_choices(values, item.id, self._options(item), problems)
            if NOT_SAID in chosen and len(chosen) > 1:
                problems[item.id] = _(
                    "You have chosen answers, and that you do not know. Please take back one or the other."
                )
            if chosen == [NOT_SAID]:
                return "", State.DONT_KNOW
            return (_BAR.join(chosen), "") if chosen else None
        if item.kind == "choice" or self.form.texts.scale(item.scale):
            given = check_choice(values, item.id, self._options(item), problems)
            if given == NOT_SAID:
                return "", State.DONT_KNOW
            return (given, "") if given else None
        return self._number(item, one(values, item.id), problems)

    def _number(self, item: Item, given: str, problems: dict[str, str]) -> tuple[str, str] | None:
        if not given:
            return None
        try:
            number = float(given.replace(",", "."))
        except ValueError:
            number = float("nan")
        if not abs(number) < 1e15:
            problems[item.id] = _("Please write a number, for example 12.")
            return None
        return f"{number:g}", ""

    def seconds(self, answers: Answers) -> float:
        reading = 0.3 * sum(len(text.split()) for text in self.intro)
        return reading + sum(25.0 if i.kind == "text" else 7.0 for i in self.items)

    def answered(self, answers: Answers) -> bool:
        asked = [i for i in self.items if i.kind != "text"]
        return all(i.id in answers.items for i in asked) if asked else self.key in answers.saved
