"""Organisations of a partner region: whom one works with, chosen from the names that it shared, and how closely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusterdynamics_web.survey.form.answers import Answers
from clusterdynamics_web.survey.form.changes import Change, SetPartnerDepths, SetPartners
from clusterdynamics_web.survey.form.fields import (
    NOT_SAID,
    Field,
    Note,
    Option,
    Radios,
    RosterEntry,
    RosterField,
    Tick,
    Values,
    dont_know,
    one,
)
from clusterdynamics_web.survey.form.steps.base import BaseStep, Problems, check_choice

__all__ = ["PartnerDepthsStep", "PartnersStep"]


@dataclass
class PartnersStep(BaseStep):
    """Whom one works with in the partner region; nobody has to be said outright."""

    group: str = ""
    region: str = ""
    names: tuple[RosterEntry, ...] = ()

    moves = True

    @property
    def title(self) -> str:
        return _("Partners in {region}").format(region=self.region)

    def initial(self, answers: Answers) -> dict[str, list[str]]:
        rows = answers.partner_ties(self.group)
        values = {"partners": [str(pk) for pk in rows if pk is not None]}
        if None in rows:
            values["nobody"] = ["yes"]
        return values

    def fields(self, values: Values, answers: Answers) -> Sequence[Field]:
        chosen = frozenset(int(v) for v in values.get("partners", ()) if v.isdecimal() and len(v) < 15)
        legend = _("Which of these organisations in {region} do you work with?").format(region=self.region)
        told = _(
            "The two regions agreed to look at this together. {region} sees numbers for all of you together, never "
            "who works with whom."
        ).format(region=self.region)
        return [
            Note("about", "", paragraphs=(told,)),
            RosterField(
                "partners", legend, entries=self.names, chosen_keys=chosen, query=one(values, "partners-search")[:100]
            ),
            Tick("nobody", _("We work with nobody on this list"), checked=bool(values.get("nobody"))),
        ]

    def parse(self, values: Values, answers: Answers) -> list[Change]:
        problems: dict[str, str] = {}
        given = {v.strip() for v in values.get("partners", ())} - {""}
        # A name that was taken back since the page was shown is no mistake of the person who answers.
        keys = {int(v) for v in given if v.isdecimal() and len(v) < 15}
        if len(keys) != len(given):
            problems["partners"] = _("Please choose from the list.")
        picked = tuple(e.pk for e in self.names if e.pk in keys)
        nobody = bool(values.get("nobody"))
        if nobody and picked:
            problems["nobody"] = _("You have chosen organisations above, too. Please take back one or the other.")
        if problems:
            raise Problems(problems)
        return [SetPartners(self.group, picked, nobody)]

    def answered(self, answers: Answers) -> bool:
        return bool(answers.partner_ties(self.group))

    def seconds(self, answers: Answers) -> float:
        return 20 + 0.6 * len(self.names)


@dataclass
class PartnerDepthsStep(BaseStep):
    """How closely one works with each of those that were chosen."""

    group: str = ""
    region: str = ""
    chosen: tuple[RosterEntry, ...] = ()

    @property
    def title(self) -> str:
        return _("How you work with partners in {region}").format(region=self.region)

    def depths(self) -> tuple[Option, ...]:
        """Return how closely one can work with somebody, from the least."""
        scaled = self.form.texts.scale(self.form.main.scale) if self.form.main else []
        return (*(Option(f"{value:g}", label) for value, label in scaled if value > 0), dont_know())

    def initial(self, answers: Answers) -> dict[str, list[str]]:
        found = {}
        for pk, given in answers.partner_ties(self.group).items():
            value = f"{given.value:g}" if given.value is not None else NOT_SAID if given.state == "dont_know" else ""
            found[f"depth.{pk}"] = [value]
        return found

    def fields(self, values: Values, answers: Answers) -> Sequence[Field]:
        return [Radios(f"depth.{e.pk}", e.label, options=self.depths()).chosen(values) for e in self.chosen]

    def parse(self, values: Values, answers: Answers) -> list[Change]:
        problems: dict[str, str] = {}
        said = {e.pk: check_choice(values, f"depth.{e.pk}", self.depths(), problems) for e in self.chosen}
        if problems:
            raise Problems(problems)
        return [
            SetPartnerDepths(
                self.group,
                {pk: None if v in {"", NOT_SAID} else float(v) for pk, v in said.items()},
                frozenset(pk for pk, v in said.items() if v == NOT_SAID),
            )
        ]

    def answered(self, answers: Answers) -> bool:
        return not any(given.is_open for pk, given in answers.partner_ties(self.group).items() if pk is not None)

    def seconds(self, answers: Answers) -> float:
        return 8.0 * len(self.chosen)
