"""What an organisation does, would join, could offer; and its working links outside the region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusterdynamics_web.survey.form.answers import Answers
from clusterdynamics_web.survey.form.changes import Change, Outside, SetAreas, SetOutside
from clusterdynamics_web.survey.form.fields import Checks, Field, Note, Option, Radios, Values, Words, one
from clusterdynamics_web.survey.form.steps.base import BaseStep, Problems, check_choice, check_choices
from clusterdynamics_web.survey.form.words import PARTNER_TYPES, clean

__all__ = ["AreasStep", "OutsideStep"]

_NOT_FOR_US = "not_for_us"
_ANSWERS = ("doing", "would_join", "could_offer", _NOT_FOR_US)


@dataclass
class AreasStep(BaseStep):
    """Some cooperation areas on one page."""

    names: tuple[str, ...] = ()
    part: int = 1
    parts: int = 1

    @property
    def title(self) -> str:
        if self.parts == 1:
            return _("Areas in which to work together")
        return _("Areas in which to work together ({part} of {parts})").format(part=self.part, parts=self.parts)

    def _options(self) -> tuple[Option, ...]:
        texts = self.form.texts
        return tuple(Option(a, texts.option("areas", a)) for a in _ANSWERS)

    def initial(self, answers: Answers) -> dict[str, list[str]]:
        return {f"area.{n}": [a for a in _ANSWERS if a in answers.areas.get(n, ())] for n in self.names}

    def fields(self, values: Values, answers: Answers) -> Sequence[Field]:
        question = self.form.texts.question("areas", _("For each area, what is true of you?"))
        fields: list[Field] = [Note("intro", "", paragraphs=(question,))]
        fields += [
            Checks(f"area.{n}", self.form.texts.area(n), options=self._options(), excludes=_NOT_FOR_US).chosen(values)
            for n in self.names
        ]
        return fields

    def parse(self, values: Values, answers: Answers) -> list[Change]:
        problems: dict[str, str] = {}
        found = {}
        for name in self.names:
            chosen = check_choices(values, f"area.{name}", self._options(), problems)
            if _NOT_FOR_US in chosen and len(chosen) > 1:
                problems[f"area.{name}"] = _(
                    "You have ticked that this is not for you, and something else. Please take back one or the other."
                )
            found[name] = frozenset(chosen)
        if problems:
            raise Problems(problems)
        return [SetAreas(found)]

    def seconds(self, answers: Answers) -> float:
        return 7.0 * len(self.names)

    def answered(self, answers: Answers) -> bool:
        return all(answers.areas.get(n) for n in self.names)


class OutsideStep(BaseStep):
    """Working links outside the region: whether, with whom by kind, where, what for."""

    shows_title = False
    moves = True

    @property
    def title(self) -> str:
        return _("Outside the region")

    def _yes_no(self) -> tuple[Option, ...]:
        texts = self.form.texts
        return (Option("yes", texts.option("outside", "yes"), deep=True), Option("no", texts.option("outside", "no")))

    def _types(self) -> tuple[Option, ...]:
        return tuple(Option(name, str(label)) for name, label in PARTNER_TYPES.items())

    def _purposes(self) -> tuple[Option, ...]:
        return tuple(Option(name, self.form.texts.purpose(name)) for name in self.form.purpose_names)

    def initial(self, answers: Answers) -> dict[str, list[str]]:
        if not answers.outside:
            return {}
        has = any(link.has_links for link in answers.outside)
        values = {"outside": ["yes" if has else "no"], "types": []}
        for link in answers.outside:
            name = link.partner_type
            if name in PARTNER_TYPES and name not in values["types"]:
                values["types"].append(name)
                values[f"where.{name}"] = [link.region]
                values[f"for.{name}"] = link.purpose.split("|") if link.purpose else []
        return values

    def fields(self, values: Values, answers: Answers) -> Sequence[Field]:
        texts = self.form.texts
        question = texts.question("outside", _("Do you work with organisations outside the region?"))
        fields: list[Field] = [Radios("outside", question, options=self._yes_no(), big=True).chosen(values)]
        kinds = texts.question("outside.types", _("What kind of organisations are they?"))
        fields.append(Checks("types", kinds, options=self._types(), deeper=True).chosen(values))
        for name in values.get("types", ()):
            if name not in PARTNER_TYPES:
                continue
            label = str(PARTNER_TYPES[name])
            where = _("{kind}: where are they?").format(kind=label)
            fields.append(
                Words(
                    f"where.{name}",
                    where,
                    _("Country or region"),
                    value=one(values, f"where.{name}"),
                    longest=120,
                    deeper=True,
                )
            )
            if self.form.purpose_names:
                what = texts.question("outside.purposes", _("What do you work on with them?"))
                legend = _("{name}: {question}").format(name=label, question=what)
                fields.append(Checks(f"for.{name}", legend, options=self._purposes(), deeper=True).chosen(values))
        return fields

    def parse(self, values: Values, answers: Answers) -> list[Change]:
        problems: dict[str, str] = {}
        given = check_choice(values, "outside", self._yes_no(), problems)
        links = []
        if given == "yes":
            for name in check_choices(values, "types", self._types(), problems):
                purposes = check_choices(values, f"for.{name}", self._purposes(), problems)
                links.append(Outside(name, clean(one(values, f"where.{name}"), 120), tuple(purposes)))
        if problems:
            raise Problems(problems)
        return [SetOutside({"yes": True, "no": False}.get(given), tuple(links))]

    def asks_more(self, before: Values, after: Answers) -> bool:
        """Say whether kinds were ticked about which nothing could be said yet: the page is shown once more."""
        kinds = {link.partner_type for link in after.outside if link.has_links}
        return bool(kinds - {n.split(".", 1)[1] for n in before if n.startswith("where.")} - {""})

    def answered(self, answers: Answers) -> bool:
        return bool(answers.outside)
