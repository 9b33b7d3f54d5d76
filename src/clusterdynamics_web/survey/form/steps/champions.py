"""Who brings energy to the cluster. The name of a person is kept apart from the answers; here stands a code."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from clusterdynamics_web.survey.form.answers import Answers
from clusterdynamics_web.survey.form.changes import Change, Nominated, SetNominations
from clusterdynamics_web.survey.form.fields import Field, Note, Option, Select, Values, Words, one
from clusterdynamics_web.survey.form.steps.base import BaseStep, Problems
from clusterdynamics_web.survey.form.words import clean

__all__ = ["ChampionsStep"]


class ChampionsStep(BaseStep):
    """Up to five people or organisations, each with a reason. One free row more than there are names."""

    @property
    def title(self) -> str:
        return _("Who brings energy")

    @property
    def most(self) -> int:
        return self.form.texts.most("champions")

    def initial(self, answers: Answers) -> dict[str, list[str]]:
        values: dict[str, list[str]] = {}
        for k, n in enumerate(answers.nominations[: self.most], start=1):
            values[f"who.{k}"] = [str(n.actor_id or "")]
            values[f"person.{k}"] = [answers.people.get(n.person, "")]
            values[f"because.{k}"] = [n.reason]
        return values

    def _rows(self, values: Values) -> int:
        filled = [k for k in range(1, self.most + 1) if any(one(values, f"{n}.{k}") for n in _PARTS)]
        return min(self.most, max(filled, default=0) + 1)

    def fields(self, values: Values, answers: Answers) -> Sequence[Field]:
        texts = self.form.texts
        question = texts.question("champions", _("Who brings energy to this cluster?"))
        private = _("Names of people are read by the study lead only, and told to others only if those people agree.")
        because = texts.question("champions.because", _("Because …"))
        fields: list[Field] = [Note("intro", "", paragraphs=(question, private))]
        for k in range(1, self._rows(values) + 1):
            who = one(values, f"who.{k}")
            if self.form.roster:
                fields.append(
                    Select(
                        f"who.{k}",
                        _("{number}. Organisation").format(number=k),
                        groups=self._groups(who),
                        empty=_("None, or not on the list"),
                    )
                )
            person, reason = one(values, f"person.{k}"), one(values, f"because.{k}")
            fields.append(
                Words(f"person.{k}", _("{number}. Person, if you like").format(number=k), value=person, longest=120)
            )
            fields.append(Words(f"because.{k}", f"{k}. {because}", value=reason, rows=2, longest=500))
        return fields

    def _groups(self, who: str) -> tuple[tuple[str, tuple[Option, ...]], ...]:
        found: dict[str, list[Option]] = {}
        for e in self.form.roster:
            found.setdefault(e.kind, []).append(Option(str(e.pk), e.label, checked=who == str(e.pk)))
        return tuple((kind, tuple(options)) for kind, options in found.items())

    def parse(self, values: Values, answers: Answers) -> list[Change]:
        problems: dict[str, str] = {}
        known = {str(e.pk): e.pk for e in self.form.roster}
        named: dict[tuple[int | None, str], Nominated] = {}
        for k in range(1, self.most + 1):
            who, person = one(values, f"who.{k}"), " ".join(clean(one(values, f"person.{k}"), 120).split())
            reason = clean(one(values, f"because.{k}"), 500)
            if who and who not in known:
                problems[f"who.{k}"] = _("Please choose from the list.")
            elif reason and not who and not person:
                problems[f"person.{k}"] = _("Please say who it is: an organisation, a person, or both.")
            elif who or person:
                actor = known.get(who)
                named.setdefault((actor, person.casefold()), Nominated(actor, person, reason))
        if problems:
            raise Problems(problems)
        return [SetNominations(tuple(named.values()))]


_PARTS = ("who", "person", "because")
