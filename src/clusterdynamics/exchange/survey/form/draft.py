"""A form while it is written: rows in order, lists of choices, names that are given once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from clusterdynamics.exchange.survey.form import wording
from clusterdynamics.exchange.survey.form.model import NO_TEXTS, Choice, ChoiceList, Field, Kind, Role, Row, Texts
from clusterdynamics.exchange.survey.form.names import DONT_KNOW, NOBODY, Names, choice_name
from clusterdynamics.exchange.survey.form.texts import Speaker
from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import Relation, Scale

__all__ = ["DONT_KNOW", "NOBODY", "Draft", "scale_values"]

#: A scale with more values, or with values between whole numbers, is asked for as a number.
_MOST_VALUES = 11


class Draft:
    """Takes questions one after the other."""

    def __init__(self, study: Study, wave: str, languages: Sequence[str]) -> None:
        self.study = study
        self.wave = wave
        self.speaker = Speaker(study, languages)
        self.names = Names()
        self.list_names = Names()
        self.rows: list[Row] = []
        self.notes: list[str] = []
        #: Names of the questions that others refer to.
        self.consent = "consent_take_part"
        self.own = ""
        self._lists: dict[str, ChoiceList] = {}
        self._open: list[str] = []
        self._add_fixed_lists()

    # -- what the study has ---------------------------------------------------------------------------------

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """Organisations that are part of the wave."""
        return self.study.present(self.wave)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Relations that are asked about in the wave."""
        return tuple(r for r in self.study.settings.relations if not r.waves or self.wave in r.waves)

    @property
    def actor_choices(self) -> tuple[Choice, ...]:
        """Organisations as choices, without the answer that it is none of them."""
        return tuple(c for c in self._lists["actors"].choices if c.group == "actor") if self.actors else ()

    # -- lists ------------------------------------------------------------------------------------------------

    def add_list(self, name: str, choices: Sequence[tuple[str, Texts]], group: str = "") -> str:
        """Add a list of pairs of value and label, and return its name."""
        made = [Choice(choice_name(value), value, label, group) for value, label in choices]
        self._lists[name] = ChoiceList(name, tuple(made))
        return name

    def has_list(self, name: str) -> bool:
        """Return whether there is a list of this name."""
        return name in self._lists

    def extend(self, name: str, choice: Choice) -> None:
        """Add one more choice at the end of a list."""
        old = self._lists[name]
        self._lists[name] = ChoiceList(name, (*old.choices, choice))

    def _add_fixed_lists(self) -> None:
        say = self.speaker.say
        self.add_list("yes_no", [(k, say(v)) for k, v in wording.YES_NO.items()])
        self.add_list("audiences", [(k, say(v)) for k, v in wording.AUDIENCES.items()])
        dont_know = Choice(DONT_KNOW, DONT_KNOW, say(wording.DONT_KNOW))
        self.add_list("yes_no_dont_know", [(k, say(v)) for k, v in wording.YES_NO.items()])
        self.extend("yes_no_dont_know", dont_know)
        for scale in self.study.settings.scales:
            values = scale_values(scale)
            if values is not None:
                name = self.list_names.give(f"scale_{scale.id}")
                self._scale_lists[scale.id] = name
                for listed, shown in ((name, values), (f"{name}_tie", [v for v in values if float(v) != 0])):
                    self._lists[listed] = ChoiceList(listed, tuple(Choice(v, v, self._level(scale, v)) for v in shown))
                    self.extend(listed, dont_know)
        if self.actors:
            labels_of = self.study.labels
            order = sorted(self.actors, key=lambda a: (labels_of[a].casefold(), a))
            self.add_list("actors", [(a, self.speaker.same(labels_of[a])) for a in order], group="actor")
            self.extend("actors", Choice(NOBODY, NOBODY, say(wording.NOBODY), "none"))

    @cached_property
    def _scale_lists(self) -> dict[str, str]:
        return {}

    def _level(self, scale: Scale, value: str) -> Texts:
        label = scale.labels.get(value)
        if label is None:
            return self.speaker.same(value)
        texts = self.speaker.of(label, f"scales.{scale.id}.labels.{value}")
        # The number in front: people say it on the telephone.
        return {code: f"{value} – {text}" for code, text in texts.items()}

    def scale_list(self, scale: Scale | None, *, tie: bool = False) -> str | None:
        """Return the list of the values of a scale; None where it is asked for as a number.

        Parameters
        ----------
        tie
            Without 0, which is not to choose the organisation at all.
        """
        name = self._scale_lists.get(scale.id) if scale is not None else None
        return name if name is None or not tie else f"{name}_tie"

    def used_lists(self) -> Mapping[str, ChoiceList]:
        """Return the lists that a question uses, in the order of their use."""
        used = dict.fromkeys(r.field.list for r in self.rows if r.field is not None and r.field.list)
        return {name: self._lists[name] for name in used}

    # -- rows -------------------------------------------------------------------------------------------------

    def plain(self, kind: str, name: str) -> None:
        """Add a row that the collecting program fills in itself."""
        self.rows.append(Row(kind, self.names.give(name)))

    def calculated(self, wanted: str, expression: str, role: Role) -> str:
        """Add a value that the form works out."""
        name = self.names.give(wanted)
        self.rows.append(Row("calculate", name, calculation=expression, field=Field(Kind.CALCULATED, role)))
        return name

    def note(self, wanted: str, label: Texts, relevant: str = "") -> None:
        """Add a text without a question."""
        self.rows.append(Row("note", self.names.give(wanted), label, relevant=relevant))

    def ask(
        self,
        wanted: str,
        kind: Kind,
        label: Texts,
        role: Role,
        ref: str = "",
        *,
        choices: str = "",
        hint: Texts = NO_TEXTS,
        required: str = "",
        relevant: str = "",
        gate: tuple[str, float] | None = None,
        constraint: str = "",
        message: Texts = NO_TEXTS,
        choice_filter: str = "",
        appearance: str = "",
    ) -> str:
        """Add a question and return its name."""
        name = self.names.give(wanted)
        if gate is not None:
            relevant = f"${{{gate[0]}}} >= {gate[1]:g}"
        self.rows.append(
            Row(
                f"{kind} {choices}".strip(),
                name,
                label,
                hint,
                required,
                relevant,
                constraint,
                message,
                choice_filter=choice_filter,
                appearance=appearance,
                field=Field(kind, role, ref, choices, gate),
            )
        )
        return name

    def ask_scaled(
        self,
        wanted: str,
        label: Texts,
        role: Role,
        ref: str,
        scale: Scale | None,
        gate: tuple[str, float] | None = None,
    ) -> str:
        """Add a question whose answers are the values of a scale, or a number."""
        listed = self.scale_list(scale, tie=role in {Role.RELATION, Role.REGION_DEPTH})
        if listed is not None:
            return self.ask(wanted, Kind.ONE, label, role, ref, choices=listed, gate=gate)
        if scale is None:
            return self.ask(wanted, Kind.NUMBER, label, role, ref, gate=gate)
        message = self.speaker.say(wording.RANGE, low=f"{scale.low:g}", high=f"{scale.high:g}")
        bounds = f". >= {scale.low:g} and . <= {scale.high:g}"
        return self.ask(
            wanted, Kind.NUMBER, label, role, ref, hint=message, gate=gate, constraint=bounds, message=message
        )

    def begin(
        self, wanted: str, label: Texts, *, relevant: str = "", repeat_count: str = "", paged: bool = True
    ) -> str:
        """Begin a group, or a repeat where a count is given."""
        name = self.names.give(wanted)
        kind = "repeat" if repeat_count else "group"
        appearance = "field-list" if paged and kind == "group" else ""
        self.rows.append(
            Row(f"begin_{kind}", name, label, relevant=relevant, repeat_count=repeat_count, appearance=appearance)
        )
        self._open.append(kind)
        return name

    def end(self) -> None:
        """End the group or repeat that was begun last; a group in which nothing was asked is taken back."""
        if self.rows[-1].type == "begin_group":
            self.rows.pop()
            self._open.pop()
            return
        self.rows.append(Row(f"end_{self._open.pop()}", ""))


def scale_values(scale: Scale) -> list[str] | None:
    """Return the values of a scale as texts, lowest first; None where there are too many to list."""
    if scale.labels and all(_is_number(v) for v in scale.labels):
        values = sorted(scale.labels, key=float)
        if all(scale.low <= float(v) <= scale.high for v in values):
            return values
    if float(scale.low).is_integer() and float(scale.high).is_integer() and scale.high - scale.low < _MOST_VALUES:
        return [str(v) for v in range(int(scale.low), int(scale.high) + 1)]
    return None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii()
