"""Partners in other regions: which regions, and for each what is found only there and what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusterdynamics.study.names import fold
from clusterdynamics_web.survey.form.answers import Answers
from clusterdynamics_web.survey.form.changes import Change, SetRegion, SetRegions
from clusterdynamics_web.survey.form.fields import (
    NOT_SAID,
    Checks,
    Field,
    Note,
    Option,
    Radios,
    Tick,
    Values,
    Words,
    dont_know,
    one,
)
from clusterdynamics_web.survey.form.steps.base import BaseStep, Problems, check_choice, check_choices
from clusterdynamics_web.survey.form.words import ACTOR_TYPES, clean, type_label

__all__ = ["RegionStep", "RegionsStep"]

#: More regions are not asked for: each has a page of its own.
MOST = 8
LONGEST = 1000


class RegionsStep(BaseStep):
    """Which other regions; none has to be said outright."""

    moves = True

    @property
    def title(self) -> str:
        return _("Partners in other regions")

    def _options(self) -> tuple[Option, ...]:
        return tuple(Option(value, label) for value, label in self.form.regions.items())

    def initial(self, answers: Answers) -> dict[str, list[str]]:
        named = [row.region for row in answers.regions if row.has_partners]
        values = {
            "regions": [name for name in named if name in self.form.regions],
            "others": ["\n".join(name for name in named if name not in self.form.regions)],
        }
        if answers.regions and not named:
            values["none"] = ["yes"]
        return values

    def fields(self, values: Values, answers: Answers) -> Sequence[Field]:
        question = self.form.texts.question("between.regions", _("Which other regions do you work with?"))
        fields: list[Field] = []
        if self.form.regions:
            fields.append(Checks("regions", question, options=self._options()).chosen(values))
            legend, hint = _("Other regions, not on the list"), _("One region a line.")
        else:
            legend, hint = question, _("One region a line: its name, and the country where it helps.")
        fields += [
            Words("others", legend, hint, value="\n".join(values.get("others", ())), rows=3, longest=1000),
            Tick("none", _("We work with nobody in other regions"), checked=bool(values.get("none"))),
        ]
        return fields

    def parse(self, values: Values, answers: Answers) -> list[Change]:
        problems: dict[str, str] = {}
        named = check_choices(values, "regions", self._options(), problems)
        # What somebody writes and what stands on the list is one region, however it is spelt.
        known = {fold(word): value for value, label in self.form.regions.items() for word in (value, label)}
        for line in "\n".join(values.get("others", ())).splitlines():
            name = " ".join(clean(line, 200).split())
            if name:
                named.append(known.get(fold(name), name))
        kept = {fold(name): name for name in reversed(named)}
        unique = tuple(name for name in dict.fromkeys(named) if kept[fold(name)] == name)
        none = bool(values.get("none"))
        if none and unique:
            problems["none"] = _("You have named regions above, too. Please take back one or the other.")
        if len(unique) > MOST:
            problems["others"] = _("Please name no more than {most}.").format(most=MOST)
        if problems:
            raise Problems(problems)
        return [SetRegions(False if none else (True if unique else None), unique)]

    def answered(self, answers: Answers) -> bool:
        return bool(answers.regions)

    def seconds(self, answers: Answers) -> float:
        return 25.0


@dataclass
class RegionStep(BaseStep):
    """One other region. `row` is the key of its row, and 0 on a form to print."""

    row: int = 0
    name: str = ""

    @property
    def label(self) -> str:
        return self.form.regions.get(self.name, self.name)

    @property
    def title(self) -> str:
        return self.label

    def _depths(self) -> tuple[Option, ...]:
        scaled = self.form.texts.scale("depth") or (
            self.form.texts.scale(self.form.main.scale) if self.form.main else []
        )
        return (*(Option(f"{value:g}", label) for value, label in scaled if value > 0), dont_know())

    def _areas(self) -> tuple[Option, ...]:
        return tuple(Option(name, self.form.texts.area(name)) for name in self.form.area_names)

    def _barriers(self) -> tuple[Option, ...]:
        options = self.form.texts.options("between.barriers")
        return tuple(Option(name, label) for name, label in options.items())

    def _doors(self) -> tuple[Option, ...]:
        types = self.form.settings.types or dict.fromkeys(ACTOR_TYPES, "")
        order = [*(name for name in ACTOR_TYPES if name in types), *sorted(set(types) - set(ACTOR_TYPES))]
        return (*(Option(name, type_label(name, types[name])) for name in order), dont_know())

    def initial(self, answers: Answers) -> dict[str, list[str]]:
        row = next((r for r in answers.regions if r.pk == self.row), None)
        if row is None:
            return {}
        saved = self.key in answers.saved
        return {
            "depth": [f"{row.depth:g}" if row.depth is not None else NOT_SAID if saved else ""],
            "areas": list(row.areas),
            "gets": [row.gets],
            "barriers": list(row.barriers),
            "door": [row.door or (NOT_SAID if saved else "")],
            "door_name": [row.door_name],
        }

    def fields(self, values: Values, answers: Answers) -> Sequence[Field]:
        ask = self.form.texts.question
        depth = ask("between.depth", _("How do you work with partners there?"))
        legend = _("{name}: {question}").format(name=self.label, question=depth) if self.label else depth
        fields: list[Field] = [Radios("depth", legend, options=self._depths(), big=True).chosen(values)]
        if self.form.area_names:
            question = ask("between.areas", _("In which areas do you get something there that you cannot get here?"))
            fields.append(Checks("areas", question, options=self._areas(), folded=True).chosen(values))
        gets = ask("between.gets", _("What do you get there that you cannot get here?"))
        fields.append(Words("gets", gets, value=one(values, "gets"), rows=3, longest=LONGEST))
        barriers = ask("between.barriers", _("What stands in the way of working more with that region?"))
        fields.append(Checks("barriers", barriers, options=self._barriers()).chosen(values))
        door = ask("between.door", _("What kind of organisation should open the door?"))
        fields.append(Radios("door", door, options=self._doors()).chosen(values))
        who = ask("between.door_name", _("Is there somebody who should do it? Name them only if they agree."))
        fields.append(Words("door_name", who, value=one(values, "door_name"), longest=200))
        fields.append(Note("who", "", paragraphs=(_("What you write here is read by the study team only."),)))
        return fields

    def parse(self, values: Values, answers: Answers) -> list[Change]:
        problems: dict[str, str] = {}
        depth = check_choice(values, "depth", self._depths(), problems)
        door = check_choice(values, "door", self._doors(), problems)
        change = SetRegion(
            self.row,
            None if depth in {"", NOT_SAID} else float(depth),
            tuple(check_choices(values, "areas", self._areas(), problems)),
            clean(one(values, "gets"), LONGEST),
            tuple(check_choices(values, "barriers", self._barriers(), problems)),
            "" if door == NOT_SAID else door,
            clean(one(values, "door_name"), 200),
        )
        if problems:
            raise Problems(problems)
        return [change]

    def seconds(self, answers: Answers) -> float:
        return 45.0
