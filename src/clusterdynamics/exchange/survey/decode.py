"""One submission, read with the eyes of the form: names of choices back to what the study writes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.survey.form.draft import DONT_KNOW
from clusterdynamics.exchange.survey.form.model import Form, Kind, Role
from clusterdynamics.exchange.survey.submission import Submission
from clusterdynamics.i18n import _
from clusterdynamics.study.tables import LIST_SEPARATOR

__all__ = ["Decoder"]

_NOT_ANSWERED = (None, "not_answered")


class Decoder:
    """Reads the answers of one submission; what does not fit the form becomes a fault with its place."""

    def __init__(self, form: Form, submission: Submission, faults: Faults) -> None:
        self.form = form
        self.submission = submission
        self.faults = faults
        self._fields = form.fields

    def fault(self, column: str | None, message: str, remedy: str) -> None:
        """Note something that is wrong with the submission."""
        self.faults.add(message, remedy, line=self.submission.line, column=column)

    def _raw(self, name: str | None, entry: Mapping[str, str] | None) -> str:
        values = self.submission.values if entry is None else entry
        return values.get(name, "").strip() if name else ""

    def _choice(self, name: str, raw: str) -> str | None:
        values = self.form.lists[self._fields[name].list].values
        if raw not in values:
            self.fault(
                name,
                _("'{answer}' is not among the choices of '{question}'.").format(answer=raw, question=name),
                _("Import with the study that the form was made from."),
            )
            return None
        return values[raw]

    def one(self, name: str | None, entry: Mapping[str, str] | None = None) -> str | None:
        """Return the choice of a question with one answer; None where there is none."""
        raw = self._raw(name, entry)
        return self._choice(name, raw) if name and raw else None

    def many(self, name: str | None, entry: Mapping[str, str] | None = None) -> tuple[str, ...] | None:
        """Return the choices of a question with several answers, in the order of the form; None where there is none.

        The order in which somebody ticked them means nothing, and not every export keeps it.
        """
        raw = self._raw(name, entry).split()
        if not name or not raw:
            return None
        found = {self._choice(name, one) for one in raw}
        return tuple(c.value for c in self.form.lists[self._fields[name].list].choices if c.value in found)

    def words(self, name: str | None, entry: Mapping[str, str] | None = None) -> str | None:
        """Return an answer in words; None where there is none."""
        return self._raw(name, entry) or None

    def value(self, name: str, entry: Mapping[str, str] | None) -> tuple[float | None, str]:
        """Return the value on a scale and the state of the answer."""
        if entry is None:
            return _NOT_ANSWERED
        text, state = self.text(name, entry)
        if text is None:
            return None, state
        if text in {"yes", "no"}:
            return float(text == "yes"), state
        return float(text), state

    def text(self, name: str, entry: Mapping[str, str] | None = None) -> tuple[str | None, str]:
        """Return the answer as the tables hold it, and its state."""
        field = self._fields[name]
        if field.kind == Kind.MANY:
            chosen = self.many(name, entry)
            return (None, "not_answered") if chosen is None else (LIST_SEPARATOR.join(chosen), "answered")
        if field.kind == Kind.ONE:
            one = self.one(name, entry)
            if one is None:
                return _NOT_ANSWERED
            return (None, "dont_know") if one == DONT_KNOW else (one, "answered")
        raw = self._raw(name, entry)
        if not raw:
            return _NOT_ANSWERED
        if field.kind in {Kind.NUMBER, Kind.WHOLE} and not _is_number(raw):
            self.fault(name, _("'{answer}' is not a number.").format(answer=raw), _("Correct the answer."))
            return _NOT_ANSWERED
        return raw, "answered"

    def roster(self) -> tuple[str, ...]:
        """Return the organisations that were on the list when the form was made."""
        name = self.form.one(Role.ROSTER)
        listed = self._raw(name, None).split()
        actors = self.form.lists["actors"].choices if "actors" in self.form.lists else ()
        known = {c.name: c.value for c in actors if c.group == "actor"}
        if not listed:
            return tuple(known.values())
        # Who was taken off the roster since cannot be in the study's tables any more.
        return tuple(known[n] for n in listed if n in known)

    def cards(self) -> Iterable[Mapping[str, str]]:
        """Return the cards."""
        return self.entries(self.form.one(Role.PARTNER))

    def entries(self, name: str | None) -> Iterable[Mapping[str, str]]:
        """Return the entries of the repeat in which a question stands."""
        repeat = next((r for r, names in self.form.repeats.items() if name in names), None)
        return self.submission.repeats.get(repeat, ()) if repeat else ()

    def partner(self, card: Mapping[str, str]) -> str | None:
        """Return the organisation of a card."""
        raw = self._raw(self.form.one(Role.PARTNER), card)
        return self.form.lists["actors"].values.get(raw) if raw else None


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
