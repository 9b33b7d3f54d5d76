"""Before the first question: what this is, who will see what, and what one agrees to."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from clusterdynamics_web.survey.form.answers import Answers
from clusterdynamics_web.survey.form.changes import Change, SetConsents
from clusterdynamics_web.survey.form.fields import Field, Option, Radios, Tick, Values
from clusterdynamics_web.survey.form.steps.base import BaseStep, Problems, check_choice
from clusterdynamics_web.survey.form.words import AUDIENCES

__all__ = ["CHOICES", "ConsentStep"]

#: Choices that are ticked or not, and what a tick stands for: a class of readers, or yes.
CHOICES = {"own_ties": "participants", "findable": "yes", "recontact": "yes"}
#: What is kept where nothing is ticked.
_NOT = {"participants": "nobody", "yes": "no"}
#: Choices of who may read.
READERS = ("name", "quote")


class ConsentStep(BaseStep):
    """Each choice is one of its own; nothing is ticked beforehand, and what is not ticked is a no."""

    moves = True

    @property
    def title(self) -> str:
        return _("Before you start")

    def initial(self, answers: Answers) -> dict[str, list[str]]:
        given = answers.consents
        values = {name: [given.get(name, "nobody")] for name in READERS}
        if given.get("take_part") == "yes":
            values["take_part"] = ["yes"]
        for choice in CHOICES:
            if given.get(choice) in {"yes", "participants", "network", "public"}:
                values[choice] = ["yes"]
        return values

    def fields(self, values: Values, answers: Answers) -> Sequence[Field]:
        network = self.form.has_network

        def tick(name: str, legend: str, hint: str = "") -> Tick:
            return Tick(name, legend, hint, checked=bool(values.get(name)), required=name == "take_part")

        fields: list[Field] = [
            tick("take_part", _("I take part, for {organisation}").format(organisation=self.form.own_label)),
            Radios(
                "name",
                _("Who may read the name of your organisation among those that took part?"),
                _("A name only: never beside a link or a figure, unless you say so below."),
                options=self._audiences(),
            ).chosen(values),
        ]
        if network:
            fields.append(
                tick(
                    "own_ties",
                    _("Those who take part may see the links that we report"),
                    _("A link is drawn only where the other side has said so, too."),
                )
            )
        if self.form.has_areas:
            fields.append(
                tick(
                    "findable",
                    _("Organisations with a matching interest may be told that we offer or want something"),
                    _("Without it you are no part of suggestions to others."),
                )
            )
        if self.form.has_stories:
            fields.append(
                Radios(
                    "quote",
                    _("Who may read my words, without my name?"),
                    _("For each story you can still choose a smaller circle."),
                    options=self._audiences(),
                ).chosen(values)
            )
        fields.append(tick("recontact", _("You may ask me again next time")))
        return fields

    def _audiences(self) -> tuple[Option, ...]:
        return tuple(Option(value, str(label)) for value, label in AUDIENCES.items())

    def parse(self, values: Values, answers: Answers) -> list[Change]:
        problems: dict[str, str] = {}
        readers = {name: check_choice(values, name, self._audiences(), problems) or "nobody" for name in READERS}
        if not values.get("take_part"):
            problems["take_part"] = _(
                "Please tick that you take part, or tell us below that you would rather not. Both are fine."
            )
        if problems:
            raise Problems(problems)
        asked = {f.name for f in self.fields({}, answers)}
        choices = {"take_part": "yes"} | {name: value for name, value in readers.items() if name in asked}
        choices |= {c: yes if values.get(c) else _NOT[yes] for c, yes in CHOICES.items() if c in asked}
        return [SetConsents(choices)]

    def answered(self, answers: Answers) -> bool:
        return answers.consents.get("take_part") == "yes"

    def seconds(self, answers: Answers) -> float:
        return 60.0
