"""Responses of LimeSurvey: one row for each respondent, a column for each question or sub-question."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from clusterdynamics.exchange.actors import identifier
from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.survey.mapping import ORGANISATION, Mapping, Partners, as_text
from clusterdynamics.exchange.survey.people import People
from clusterdynamics.exchange.survey.submission import parse_time
from clusterdynamics.exchange.survey.tables import Answers
from clusterdynamics.exchange.survey.tabular import Record, SurveyTable
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.study.model import Study
from clusterdynamics.study.tables import LIST_SEPARATOR

__all__ = ["Columns", "Responses"]

#: A survey with anonymous answers writes this day instead of the real one.
_NO_DAY = dt.date(1980, 1, 1)
_TICKED = frozenset({"y", "yes", "1", "ja", "oui", "kyllä"})
type Row = dict[str, object]


class Columns:
    """Finds columns by the codes of questions, however the export writes them.

    ``Q1[SQ001]`` is the usual way; ``Q1_SQ001`` and ``Q1.SQ001.`` come from exports for statistics programs, and
    ``Q1[SQ001]. Text`` from exports with codes and texts.
    """

    def __init__(self, header: Sequence[str]) -> None:
        self._by_code: dict[tuple[str, ...], str] = {}
        for title in header:
            for code in _codes(title):
                self._by_code.setdefault(code, title)
        self.questions = tuple(dict.fromkeys(code[0] for code in self._by_code))

    def find(self, question: str, part: str = "") -> str | None:
        """Return the column of a question or of one of its sub-questions; None where there is none."""
        match = re.fullmatch(r"([^\[\]]+)\[([^\[\]]+)\]", question)
        if match and not part:
            question, part = match[1], match[2]
        return self._by_code.get((question, part) if part else (question,))

    def has(self, question: str) -> bool:
        """Return whether the export has the question, or one of its sub-questions."""
        return self.find(question) is not None or question in self.questions


def _codes(title: str) -> list[tuple[str, ...]]:
    """Return what a header may mean.

    >>> _codes("Q1[SQ001]. How often?"), _codes("Q1_SQ001")
    ([('Q1', 'SQ001')], [('Q1_SQ001',), ('Q1', 'SQ001')])
    """
    match = re.match(r"([^\s\[\].]+)((?:\[[^\[\]]*\])*)", title)
    if match is None:
        return [(title,)]
    inner = re.findall(r"\[([^\[\]]*)\]", match[2])
    found: list[tuple[str, ...]] = [(match[1], *inner)]
    if not inner:
        statistics = re.fullmatch(r"([^\s\[\].]+)\.([^\s\[\].]+)\.?", title)
        if statistics:
            found.insert(0, (statistics[1], statistics[2]))
        before, stroke, after = match[1].rpartition("_")
        if stroke and before and after:
            found.append((before, after))
    return found


@dataclass
class Responses:
    """Takes the rows of one export."""

    study: Study
    mapping: Mapping
    wave: str
    mode: str
    table: SurveyTable

    def __post_init__(self) -> None:
        self.columns = Columns(self.table.header)
        self.faults = Faults(self.table.file)
        self.answers = Answers()
        self.people = People(self.study)
        self.warnings: list[str] = []
        #: Respondents that ticked nothing where partners are chosen.
        self.blank = 0
        self._actors = {
            r: a for w, r, a in self.study["respondents"].select("wave", "id", "actor").rows() if w == self.wave
        }
        self._text_items = {i.id for i in self.study.settings.items if i.kind in {"text", "choice"}}

    def take(self) -> None:
        """Take all rows.

        Raises
        ------
        ExchangeError
            With every question of the mapping that the export does not have, and every answer without a value.
        """
        self._check_columns()
        self.faults.check()
        last: dict[str, Record] = {}
        for record in self.table.records():
            person = self._respondent(record)
            if person in last:
                self.warnings.append(_("{person} answered more than once; the last row counts.").format(person=person))
            last[person] = record
        for person, record in last.items():
            self._take(person, record)
        self.faults.check()
        if self.blank:
            self.warnings.append(
                ngettext(
                    "{n} respondent ticked no organisation; that counts as not answered, not as no link.",
                    "{n} respondents ticked no organisation; that counts as not answered, not as no link.",
                    self.blank,
                ).format(n=self.blank)
            )
        if not self.mapping.consents:
            self.warnings.append(
                _("The mapping names no question about consent, so nobody's name or words may be shown.")
            )

    def _check_columns(self) -> None:
        m = self.mapping
        plain = [m.pick, m.nobody, m.wishes, m.survey.organisation]
        if m.outside is not None:
            plain += [m.outside.question, m.outside.kinds_question, m.outside.purpose]
        plain += [p.question for several in (m.items, m.areas, m.consents, m.stories) for p in several]
        plain += [c for n in m.nominations for c in (n.organisation, n.person, n.reason)]
        for question in dict.fromkeys(q for q in plain if q):
            if not self.columns.has(question) and self.columns.find(question) is None:
                self._unknown(question)
        for partners in (*m.relations, *m.ratings):
            if not any(self._partner_column(partners.question, code) for code in m.organisations):
                self._unknown(partners.question)

    def _unknown(self, question: str) -> None:
        self.faults.add(
            _("The mapping names the question '{name}', which the export does not have.").format(name=question),
            _("Correct the code in the mapping, or export all questions with their codes as headings."),
        )

    def _partner_column(self, question: str, code: str) -> str | None:
        if ORGANISATION in question:
            return self.columns.find(question.replace(ORGANISATION, code))
        return self.columns.find(question, code)

    def _cell(self, record: Record, question: str, part: str = "") -> str:
        column = self.columns.find(question, part) if question else None
        return record.cells.get(column, "") if column else ""

    def _respondent(self, record: Record) -> str:
        code = record.cells.get(self.mapping.survey.respondent, "") or record.cells.get("id", "")
        return identifier(code) if code else f"row-{record.line}"

    # -- one row ----------------------------------------------------------------------------------------------

    def _take(self, person: str, record: Record) -> None:
        m = self.mapping
        own = self._cell(record, m.survey.organisation)
        actor = m.organisations.get(own) if own else self._actors.get(person)
        if own and actor is None:
            self._bad(record, m.survey.organisation, own, _("Give the organisation a code under [organisations]."))
            return
        if actor is None:
            self.warnings.append(
                _("{person} does not say for which organisation; the answers are left out.").format(person=person)
            )
            return
        consents = {}
        for part in m.consents:
            cell = self._cell(record, part.question)
            if cell and cell not in part.values:
                self._bad(record, part.question, cell, _("Give the answer a value in the mapping."))
            elif cell:
                consents[part.choice] = part.values[cell]
        sent = record.cells.get("submitdate", "")
        time = parse_time(sent)
        status = "submitted" if sent else "started" if record.cells.get("lastpage", "0") not in {"", "0"} else "opened"
        if consents.get("take_part") == "no":
            status = "declined"
        language = record.cells.get("startlanguage")
        if time is not None and time.date() == _NO_DAY:
            time = None
        row: Row = {"id": person, "wave": self.wave, "actor": actor, "status": status, "mode": self.mode}
        self.answers.respondents.append(
            {**row, "language": language, "submitted_at": time if status == "submitted" else None}
        )
        kept = consents if status != "declined" else {"take_part": "no"}
        self.answers.consents += [
            {"respondent": person, "choice": choice, "class": answer, "time": time} for choice, answer in kept.items()
        ]
        if status in {"declined", "opened"}:
            return
        self._partners(person, actor, record, finished=status == "submitted")
        self._items(person, record, finished=status == "submitted", language=language, time=time)
        self._rest(person, actor, record, consents.get("quote", "nobody"))

    def _bad(self, record: Record, question: str, cell: str, remedy: str) -> None:
        self.faults.add(
            _("The answer '{answer}' means nothing in the mapping.").format(answer=cell),
            remedy,
            line=record.line,
            column=question,
        )

    def _value(self, record: Record, question: str, cell: str, part: Partners) -> tuple[float | None, str] | None:
        if not cell:
            return None, "not_answered"
        if cell in part.dont_know:
            return None, "dont_know"
        if cell in part.values:
            return part.values[cell], "answered"
        if not part.values:
            if re.fullmatch(r"-?\d{1,6}(\.\d{1,4})?", cell):
                return float(cell), "answered"
            if cell.lower() in {*_TICKED, "n", "no"}:
                return float(cell.lower() in _TICKED), "answered"
        self._bad(record, question, cell, _("Give the answer a value in the mapping."))
        return None

    def _partners(self, person: str, actor: str, record: Record, *, finished: bool) -> None:
        m = self.mapping
        others = {code: a for code, a in m.organisations.items() if a != actor}
        shown = {
            code: a
            for code, a in others.items()
            if any(self._partner_column(q, code) for q in (m.pick, *(r.question for r in m.relations)) if q)
        }
        self.answers.offered += [
            {"wave": self.wave, "respondent": person, "actor": a} for a in dict.fromkeys(shown.values())
        ]
        picked = {c for c in shown if self._cell(record, m.pick, c).lower() in _TICKED} if m.pick else set(shown)
        if m.pick and not picked and self._cell(record, m.nobody).lower() not in _TICKED:
            # Nothing is ticked, not even "none of them": that is no answer, and must not become "no link".
            self.blank += 1
            states = [(a, r.relation) for a in shown.values() for r in m.relations] if finished else []
            self.answers.ties += [
                {
                    "wave": self.wave,
                    "relation": r,
                    "from": actor,
                    "to": a,
                    "state": "not_answered",
                    "respondent": person,
                }
                for a, r in states
            ]
        for code in [c for c in shown if c in picked]:
            base: Row = {"wave": self.wave, "from": actor, "to": shown[code], "respondent": person}
            for relation in m.relations:
                column = self._partner_column(relation.question, code)
                found = self._value(record, column, record.cells.get(column, ""), relation) if column else None
                if found is None or (found[1] == "not_answered" and not finished):
                    continue
                state = {"answered": "tie" if found[0] else "no_tie"}.get(found[1], found[1])
                row = {**base, "relation": relation.relation, "value": found[0], "state": state, "mode": self.mode}
                self.answers.ties.append(row)
            for rating in m.ratings:
                column = self._partner_column(rating.question, code)
                cell = record.cells.get(column, "") if column else ""
                # An empty cell may not have been shown: trust is asked only of those one cooperates with.
                found = self._value(record, column or "", cell, rating) if cell else None
                if found is not None:
                    self.answers.ratings.append({**base, "item": rating.item, "value": found[0], "state": found[1]})
        wished = [a for code, a in others.items() if m.wishes and self._cell(record, m.wishes, code).lower() in _TICKED]
        chosen = (
            {shown[c] for c in picked}
            if m.pick
            else {str(t["to"]) for t in self.answers.ties if t["respondent"] == person and t["value"]}
        )
        self.answers.wishes += [
            {
                "wave": self.wave,
                "from": actor,
                "to": a,
                "kind": "more" if a in chosen else "start",
                "respondent": person,
            }
            for a in dict.fromkeys(wished)
        ]

    def _items(
        self, person: str, record: Record, *, finished: bool, language: str | None, time: dt.datetime | None
    ) -> None:
        for part in self.mapping.items:
            cell = self._cell(record, part.question)
            ticked = [
                as_text(value)
                for code, value in part.values.items()
                if self._cell(record, part.question, code).lower() in _TICKED
            ]
            value: str | None = None
            if ticked:
                value, state = LIST_SEPARATOR.join(ticked), "answered"
            elif not cell:
                state = "not_answered"
            elif cell in part.dont_know:
                state = "dont_know"
            elif cell in part.values:
                value, state = as_text(part.values[cell]), "answered"
            elif part.values and part.item not in self._text_items:
                self._bad(record, part.question, cell, _("Give the answer a value in the mapping."))
                continue
            else:
                value, state = cell, "answered"
            if state == "not_answered" and not finished:
                continue
            row: Row = {"wave": self.wave, "respondent": person, "item": part.item, "value": value, "state": state}
            row |= {"mode": self.mode, "language": language, "saved_at": time, "occasion": "first"}
            self.answers.answers.append(row)

    def _rest(self, person: str, actor: str, record: Record, readers: str) -> None:
        m = self.mapping
        for area in m.areas:
            cell = self._cell(record, area.question)
            found = {area.answers[cell]} if cell in area.answers else set()
            found |= {a for c, a in area.answers.items() if self._cell(record, area.question, c).lower() in _TICKED}
            if cell and not found:
                self._bad(record, area.question, cell, _("Give the answer a meaning in the mapping."))
            if "not_for_us" in found and len(found) > 1:
                self.warnings.append(
                    _("{person} ticked 'not for us' and something else for '{area}'; the refusal is left out.").format(
                        person=person, area=area.area
                    )
                )
                found.discard("not_for_us")
            self.answers.area_answers += [
                {"wave": self.wave, "respondent": person, "area": area.area, "answer": a} for a in sorted(found)
            ]
        for place, story in enumerate(m.stories, start=1):
            text = self._cell(record, story.question)
            if text:
                row: Row = {"id": identifier(f"{person}-{self.wave}-{place}"), "wave": self.wave, "actor": actor}
                row |= {"respondent": person, "text": text, "worked": story.worked, "class": readers}
                self.answers.stories.append(row)
        self._outside(person, record)
        seen: set[tuple[str | None, str | None]] = set()
        for part in m.nominations:
            code, named = self._cell(record, part.organisation), self._cell(record, part.person)
            if code and code not in m.organisations:
                self._bad(record, part.organisation, code, _("Give the organisation a code under [organisations]."))
                continue
            who = (m.organisations.get(code) if code else None, self.people.code(named) if named else None)
            if who == (None, None) or who in seen:
                continue
            seen.add(who)
            row = {"wave": self.wave, "respondent": person, "actor": who[0], "person": who[1]}
            self.answers.nominations.append({**row, "reason": self._cell(record, part.reason) or None})

    def _outside(self, person: str, record: Record) -> None:
        part = self.mapping.outside
        cell = self._cell(record, part.question).lower() if part is not None else ""
        if part is None or not cell:
            return
        has = cell in _TICKED
        if not has and cell not in {"n", "no", "0"}:
            self._bad(record, part.question, cell, _("It must be answered with yes or no."))
            return
        kinds = [k for c, k in part.kinds.items() if self._cell(record, part.kinds_question, c).lower() in _TICKED]
        row: Row = {"wave": self.wave, "respondent": person, "has_links": has}
        if not has:
            self.answers.outside_links.append(row)
            return
        row["purpose"] = self._cell(record, part.purpose) or None
        self.answers.outside_links += [{**row, "partner_type": k} for k in dict.fromkeys(kinds)] or [row]

    def count(self) -> str:
        """Return how many rows there are, in words."""
        n = len(self.answers.respondents)
        return ngettext("{n} response for wave {wave}.", "{n} responses for wave {wave}.", n).format(
            n=n, wave=self.wave
        )
