"""Choosing from the roster: whom one has contact with, and with whom one would like to do more, or start."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from clusterdynamics.measures.burden import expected_choices
from clusterdynamics_web.survey.form.answers import Answers
from clusterdynamics_web.survey.form.changes import Change, SetPicks, SetWishes
from clusterdynamics_web.survey.form.fields import Field, RosterField, Tick, Values, Words, one
from clusterdynamics_web.survey.form.steps.base import BaseStep, Problems
from clusterdynamics_web.survey.form.words import clean

__all__ = ["PickStep", "WishesStep"]

#: About as long as a card takes.
CARD_SECONDS = 28.0
#: Names that are not on the list; more are not asked for.
WRITE_INS = 10


class RosterStep(BaseStep):
    """Native check boxes in one list."""

    shows_title = False

    def _keys(self, values: Values, name: str, problems: dict[str, str]) -> list[int]:
        known = {e.pk for e in self.form.roster}
        given = {v.strip() for v in values.get(name, ())} - {""}
        # Somebody who has left the list since the page was shown is no mistake of the person who answers.
        keys = {int(v) for v in given if v.isdecimal() and len(v) < 15}
        if len(keys) != len(given):
            problems[name] = _("Please choose from the list.")
        return [e.pk for e in self.form.roster if e.pk in keys & known]

    def _roster(self, name: str, legend: str, hint: str, values: Values) -> RosterField:
        chosen = frozenset(int(v) for v in values.get(name, ()) if v.isdecimal() and len(v) < 15)
        query = one(values, f"{name}-search")
        return RosterField(name, legend, hint, entries=self.form.roster, chosen_keys=chosen, query=query[:100])


class PickStep(RosterStep):
    """Whom one has contact with. Unchosen is "no contact" once the answers are sent in."""

    @property
    def title(self) -> str:
        return _("Whom you work with")

    def initial(self, answers: Answers) -> dict[str, list[str]]:
        values = {"partners": [str(pk) for pk in answers.picks], "others": ["\n".join(answers.write_ins)]}
        if answers.works_with_nobody:
            values["nobody"] = ["yes"]
        return values

    def fields(self, values: Values, answers: Answers) -> Sequence[Field]:
        legend = self.form.texts.question("pick", _("Which of these organisations do you have contact with?"))
        return [
            self._roster(
                "partners", legend, _("Choose all. On the next pages you say how you work with each."), values
            ),
            Tick("nobody", _("I do not work with anyone on this list"), checked=bool(values.get("nobody"))),
            Words(
                "others",
                _("Is somebody missing from the list?"),
                _("One name a line. You are not asked about them; the study team sees who should be asked next time."),
                value="\n".join(values.get("others", ())),
                rows=2,
                longest=2000,
            ),
        ]

    def parse(self, values: Values, answers: Answers) -> list[Change]:
        problems: dict[str, str] = {}
        picked = self._keys(values, "partners", problems)
        nobody = bool(values.get("nobody"))
        if nobody and picked:
            problems["nobody"] = _("You have chosen organisations above, too. Please take back one or the other.")
        lines = [clean(line, 200) for line in "\n".join(values.get("others", ())).splitlines()]
        names = tuple(dict.fromkeys(line for line in lines if line))
        if len(names) > WRITE_INS:
            problems["others"] = _("Please name no more than {most}.").format(most=WRITE_INS)
        if problems:
            raise Problems(problems)
        offered = tuple(e.code for e in self.form.roster)
        relations = tuple(r.id for r in self.form.relations)
        return [SetPicks(tuple(picked), offered, relations, nobody, names)]

    def answered(self, answers: Answers) -> bool:
        return bool(answers.picks) or answers.works_with_nobody

    def incomplete(self, answers: Answers) -> dict[str, str]:
        if self.answered(answers):
            return {}
        sentence = _("Please choose at least one organisation, or say that you do not work with anyone on this list.")
        return {"partners": sentence}

    def seconds(self, answers: Answers) -> float:
        picking = 20 + 0.6 * len(self.form.roster)
        # Before anybody is picked, the cards to come count as many as people usually fill in.
        expected = 0.0 if self.answered(answers) else expected_choices(len(self.form.roster) + 1)
        return picking + expected * CARD_SECONDS


class WishesStep(RosterStep):
    """The second pick. Partners one has already: do more; the others: start."""

    @property
    def title(self) -> str:
        return _("With whom to do more, or start")

    def initial(self, answers: Answers) -> dict[str, list[str]]:
        return {"wishes": [str(pk) for pk in answers.wishes]}

    def fields(self, values: Values, answers: Answers) -> Sequence[Field]:
        legend = self.form.texts.question("wishes", _("With whom would you like to do more, or start?"))
        hint = _("Choose any, or nobody. Only the study team sees whom you choose.")
        return [self._roster("wishes", legend, hint, values)]

    def parse(self, values: Values, answers: Answers) -> list[Change]:
        problems: dict[str, str] = {}
        wished = self._keys(values, "wishes", problems)
        if problems:
            raise Problems(problems)
        return [SetWishes(tuple(wished))]

    def seconds(self, answers: Answers) -> float:
        return 20 + 0.3 * len(self.form.roster)
