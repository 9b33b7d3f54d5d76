"""One card for each partner that was picked: how one works with them, and what one thinks of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from clusterdynamics.study.settings import Item, Relation
from clusterdynamics_web.survey.form.answers import Answers, Given
from clusterdynamics_web.survey.form.changes import Change, SetPartner
from clusterdynamics_web.survey.form.fields import (
    NOT_SAID,
    Checks,
    Field,
    Note,
    Option,
    Radios,
    RosterEntry,
    Values,
    dont_know,
    one,
)
from clusterdynamics_web.survey.form.steps.base import BaseStep, Problems, check_choice, check_choices
from clusterdynamics_web.survey.models import State

__all__ = ["CardStep"]

_UNANSWERED = Given(state=State.NOT_ANSWERED)
_NOT_SAID = Given(state=State.DONT_KNOW)


@dataclass
class CardStep(BaseStep):
    """Depth first; area, purpose and trust only where the two do something together."""

    shows_title = False
    partner: RosterEntry = field(default_factory=lambda: RosterEntry(0, "", ""))

    @property
    def title(self) -> str:
        return self.partner.label

    # -- what is asked -------------------------------------------------------------------------------------------

    def _relation_options(self, relation: Relation) -> tuple[Option, ...]:
        if relation.scale is None:
            return (Option("1", _("Yes")), Option("0", _("No")), dont_know())
        cut = self.form.deep_from
        main = self.form.main is not None and relation.id == self.form.main.id
        scale = [(v, label) for v, label in self.form.texts.scale(relation.scale) if v > 0]
        return (*(Option(f"{v:g}", label, deep=main and v >= cut) for v, label in scale), dont_know())

    def _rating_options(self, item: Item) -> tuple[Option, ...]:
        return (*(Option(f"{v:g}", label) for v, label in self.form.texts.scale(item.scale)), dont_know())

    def _area_options(self) -> tuple[Option, ...]:
        return tuple(Option(name, self.form.texts.area(name)) for name in self.form.area_names)

    def _purpose_options(self) -> tuple[Option, ...]:
        return tuple(Option(name, self.form.texts.purpose(name)) for name in self.form.purpose_names)

    def fields(self, values: Values, answers: Answers) -> Sequence[Field]:
        return list(self._fields(values))

    def _fields(self, values: Values) -> Iterator[Field]:
        form, name = self.form, self.partner.label
        for relation in form.relations:
            # The name of the organisation is part of the legend: who hears the page hears it with the question.
            legend = _("{name}: {question}").format(name=name, question=form.texts.relation(relation))
            options = self._relation_options(relation)
            main = form.main is not None and relation.id == form.main.id
            hint = self._last_time(options) if main else ""
            yield Radios(f"tie.{relation.id}", legend, hint, options=options, big=main).chosen(values)
            if main and form.area_names and form.asks_card:
                question = form.texts.question("card.areas", _("In which areas do you work together?"))
                yield Checks("areas", question, deeper=True, options=self._area_options(), folded=True).chosen(values)
            if main and form.purpose_names and form.asks_card:
                question = form.texts.question("card.purposes", _("What is it for?"))
                yield Checks("purposes", question, deeper=True, options=self._purpose_options(), folded=True).chosen(
                    values
                )
        deeper_note = False
        for item in form.ratings:
            deeper = form.is_trust(item)
            if deeper and not deeper_note:
                deeper_note = True
                yield Note(
                    "about",
                    _("What do you think of {organisation}?").format(organisation=name),
                    _("Nobody but the study team sees this, and {organisation} never does.").format(organisation=name),
                    deeper=True,
                    heading=True,
                )
            options = self._rating_options(item)
            legend = _("{name}: {question}").format(name=name, question=form.texts.item(item))
            yield Radios(f"rate.{item.id}", legend, deeper=deeper, options=options).chosen(values)

    def _last_time(self, options: Sequence[Option]) -> str:
        """Return what they said themselves the time before, where the study shows it; nothing is ticked for them."""
        value = self.form.last_time.get(self.partner.pk)
        said = next((o.label for o in options if value is not None and o.value == f"{value:g}"), "")
        return _("Last time you said: {answer}").format(answer=said) if said else ""

    # -- what is stored ------------------------------------------------------------------------------------------

    def initial(self, answers: Answers) -> dict[str, list[str]]:
        values: dict[str, list[str]] = {}
        for relation in self.form.relations:
            given = answers.tie(relation.id, self.partner.pk)
            values[f"tie.{relation.id}"] = [_posted(given)]
            if self.form.main is not None and relation.id == self.form.main.id:
                values["areas"], values["purposes"] = list(given.areas), list(given.purposes)
        for item in self.form.ratings:
            values[f"rate.{item.id}"] = [_posted(answers.rating(item.id, self.partner.pk))]
        return values

    def parse(self, values: Values, answers: Answers) -> list[Change]:
        problems: dict[str, str] = {}
        ties: dict[str, Given] = {}
        deep = self._is_deep(values)
        for relation in self.form.relations:
            chosen = check_choice(values, f"tie.{relation.id}", self._relation_options(relation), problems)
            if chosen == "0":
                ties[relation.id] = Given(0.0, "no_tie")
                continue
            ties[relation.id] = _given(chosen) or _UNANSWERED
            if self.form.main is not None and relation.id == self.form.main.id and deep and self.form.asks_card:
                areas = check_choices(values, "areas", self._area_options(), problems)
                purposes = check_choices(values, "purposes", self._purpose_options(), problems)
                ties[relation.id] = Given(ties[relation.id].value, "", tuple(areas), tuple(purposes))
        ratings: dict[str, Given | None] = {}
        for item in self.form.ratings:
            chosen = check_choice(values, f"rate.{item.id}", self._rating_options(item), problems)
            # Trust is asked only where the two work together: what was ticked before that changed is no answer.
            ratings[item.id] = None if self.form.is_trust(item) and not deep else _given(chosen)
        if problems:
            raise Problems(problems)
        return [SetPartner(self.partner.pk, ties, ratings)]

    def _is_deep(self, values: Values) -> bool:
        main = self.form.main
        if main is None:
            return True
        chosen = one(values, f"tie.{main.id}")
        return any(o.deep and o.value == chosen for o in self._relation_options(main)) or main.scale is None

    def answered(self, answers: Answers) -> bool:
        main = self.form.main or (self.form.relations[0] if self.form.relations else None)
        return main is None or not answers.tie(main.id, self.partner.pk).is_open

    def seconds(self, answers: Answers) -> float:
        deep = sum(TRUST_SECONDS for item in self.form.ratings)
        return 8.0 + 4.0 * len(self.form.relations) + deep


#: A rating with a scale that has been read once.
TRUST_SECONDS = 4.0


def _given(chosen: str) -> Given | None:
    if chosen == NOT_SAID:
        return _NOT_SAID
    return Given(float(chosen)) if chosen else None


def _posted(given: Given) -> str:
    if given.state == State.DONT_KNOW:
        return NOT_SAID
    return "" if given.value is None else f"{given.value:g}"
