"""From submissions of a form to the tables of the study, with every state told apart."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from clusterdynamics.exchange.actors import identifier
from clusterdynamics.exchange.errors import ExchangeError, Faults
from clusterdynamics.exchange.survey.decode import Decoder
from clusterdynamics.exchange.survey.form.draft import DONT_KNOW, NOBODY
from clusterdynamics.exchange.survey.form.model import Form, Role
from clusterdynamics.exchange.survey.people import People
from clusterdynamics.exchange.survey.regions import region_rows
from clusterdynamics.exchange.survey.submission import Submission
from clusterdynamics.exchange.survey.tables import Answers
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.study.model import Study
from clusterdynamics.study.tables import LIST_SEPARATOR

__all__ = ["Collector"]

type Row = dict[str, object]

_YES = "yes"
_ANSWERED, _NOT_ANSWERED = "answered", "not_answered"


class Collector:
    """Takes the submissions of one form and writes the rows of the tables.

    What is not chosen becomes "no tie" later, by the study's own rule: the respondent was offered the organisation
    and sent the answers in. Only what the respondent saw and left open gets a row of its own, as "not answered".
    """

    def __init__(self, study: Study, form: Form, mode: str, asked: Iterable[str] | None = None) -> None:
        self.study = study
        self.form = form
        self.mode = mode
        #: Questions that the files have a column for; what was never asked is not "not answered".
        self.asked = frozenset(form.fields) if asked is None else frozenset(asked)
        self.answers = Answers()
        self.people = People(study)
        self.warnings: list[str] = []
        self._known = {r: a for w, r, a in study["respondents"].select("wave", "id", "actor").rows() if w == form.wave}

    def add_all(self, submissions: Sequence[Submission]) -> None:
        """Take all submissions; of several by one respondent the last one counts."""
        last: dict[str, Submission] = {}
        for one in sorted(submissions, key=lambda s: (s.time or dt.datetime.min, s.line or 0)):
            person = self._respondent(one)
            if person in last:
                self.warnings.append(
                    _("{person} sent answers more than once; the last ones count.").format(person=person)
                )
            last[person] = one
        faults: dict[str, Faults] = {}
        for person, one in last.items():
            decoder = Decoder(self.form, one, faults.setdefault(one.file, Faults(one.file)))
            self._add(person, one, decoder)
        found = [f for each in faults.values() for f in each.found]
        if found:
            raise ExchangeError(found, sum(each.more for each in faults.values()))

    def _respondent(self, one: Submission) -> str:
        name = self.form.one(Role.RESPONDENT)
        code = one.values.get(name, "").strip() if name else ""
        if code:
            return identifier(code)
        return identifier(f"s-{one.uuid.removeprefix('uuid:')[:12] or one.line}")

    # -- one submission ---------------------------------------------------------------------------------------

    def _add(self, person: str, one: Submission, decode: Decoder) -> None:
        actor = self._actor(person, decode)
        consents = {f.ref: decode.one(n) for n, f in self.form.fields.items() if f.role == Role.CONSENT}
        given = {choice: answer for choice, answer in consents.items() if answer}
        if actor is None:
            return
        takes_part = given.get("take_part")
        status = "declined" if takes_part == "no" else "submitted" if one.finished else "started"
        if takes_part is None:
            self.warnings.append(
                _("{person} did not say whether to take part; the answers are left out.").format(person=person)
            )
            status = "opened"
        self.answers.respondents.append(
            {
                "id": person,
                "wave": self.form.wave,
                "actor": actor,
                "status": status,
                "mode": self.mode,
                "submitted_at": one.time if status == "submitted" else None,
            }
        )
        kept = given if takes_part == _YES else {k: v for k, v in given.items() if k == "take_part"}
        told = decode.words(self.form.one(Role.CONSENT_VERSION))
        version = identifier(told) if told else None
        for choice, answer in kept.items():
            row: Row = {"respondent": person, "choice": choice, "class": answer, "text_version": version}
            self.answers.consents.append({**row, "time": one.time})
        if takes_part != _YES:
            return
        self._offered(person, actor, decode)
        self._partners(person, actor, decode, finished=one.finished)
        self._own(person, one, decode)
        self._areas(person, decode)
        self._outside(person, decode)
        rows, warnings = region_rows(person, decode)
        self.answers.partner_regions += rows
        self.warnings += warnings
        self._champions(person, decode)
        self._stories(person, actor, decode, given.get("quote", "nobody"))

    def _actor(self, person: str, decode: Decoder) -> str | None:
        name = self.form.one(Role.OWN)
        own = decode.one(name) if name else None
        known = self._known.get(person)
        if own is not None and known is not None and own != known:
            decode.fault(
                name,
                _("{person} answers for '{own}', and was asked for '{known}'.").format(
                    person=person, own=own, known=known
                ),
                _("Correct the answer, or the table of respondents."),
            )
            return None
        if own is None and known is None:
            self.warnings.append(
                _("{person} does not say for which organisation; the answers are left out.").format(person=person)
            )
        return own or known

    def _offered(self, person: str, actor: str, decode: Decoder) -> None:
        for other in decode.roster():
            if other != actor:
                self.answers.offered.append({"wave": self.form.wave, "respondent": person, "actor": other})

    # -- partners -----------------------------------------------------------------------------------------------

    def _partners(self, person: str, actor: str, decode: Decoder, *, finished: bool) -> None:
        name = self.form.one(Role.PICK)
        if name is None:
            return
        picked = decode.many(name)
        others = [a for a in decode.roster() if a != actor]
        if picked is None:
            # Nothing was chosen, not even "nobody": that is no answer, and must not become "no tie".
            if finished:
                for other in others:
                    self._ties(person, actor, other, None, decode)
            self._wishes(person, actor, (), decode)
            return
        partners = [p for p in picked if p not in {NOBODY, actor}]
        cards: dict[str, Mapping[str, str]] = {}
        odd = 0
        for card in decode.cards():
            partner = decode.partner(card)
            if partner in partners and partner not in cards:
                cards[str(partner)] = card
            elif partner is not None and partner != NOBODY:
                odd += 1
        if odd:
            self.warnings.append(
                ngettext(
                    "{person} changed the choice after the cards; {n} card belongs to nobody chosen and is left out.",
                    "{person} changed the choice after the cards; {n} cards belong to nobody chosen and are left out.",
                    odd,
                ).format(person=person, n=odd)
            )
        for partner in partners:
            self._ties(person, actor, partner, cards.get(partner), decode)
        self._wishes(person, actor, partners, decode)

    def _ties(self, person: str, actor: str, partner: str, card: Mapping[str, str] | None, decode: Decoder) -> None:
        values: dict[str, float] = {}
        rows: list[Row] = []
        for name, found in self.form.fields.items():
            if found.role == Role.RELATION and name in self.asked:
                value, state = decode.value(name, card)
                values[name] = value or 0.0
                state = "no_tie" if value == 0 else _TIE_STATES[state]
                row: Row = {"wave": self.form.wave, "relation": found.ref, "from": actor, "to": partner}
                rows.append({**row, "value": value, "state": state, "respondent": person, "mode": self.mode})
        self.answers.ties += rows
        if card is None:
            return
        # What the link is for is asked once a card; it stands with the first relation that there is.
        order = sorted(rows, key=lambda r: ("tie", "dont_know", "not_answered", "no_tie").index(str(r["state"])))
        for column, role in (("area", Role.CARD_AREAS), ("purpose", Role.CARD_PURPOSES)):
            chosen = decode.many(self.form.one(role), card)
            if chosen and order:
                order[0][column] = list(chosen)
        for name, found in self.form.fields.items():
            if found.role == Role.RATING and name in self.asked:
                gate = found.gate
                if gate is None or values.get(gate[0], 0.0) >= gate[1]:
                    value, state = decode.value(name, card)
                    rating: Row = {"wave": self.form.wave, "item": found.ref, "from": actor, "to": partner}
                    self.answers.ratings.append({**rating, "value": value, "state": state, "respondent": person})

    def _wishes(self, person: str, actor: str, partners: Sequence[str], decode: Decoder) -> None:
        name = self.form.one(Role.WISH)
        for other in (decode.many(name) or ()) if name else ():
            if other in {NOBODY, actor}:
                continue
            row: Row = {"wave": self.form.wave, "from": actor, "to": other, "respondent": person}
            self.answers.wishes.append({**row, "kind": "more" if other in partners else "start"})

    # -- everything else ----------------------------------------------------------------------------------------

    def _own(self, person: str, one: Submission, decode: Decoder) -> None:
        for name, found in self.form.fields.items():
            if found.role != Role.ANSWER or name not in self.asked:
                continue
            value, state = decode.text(name)
            if state == _NOT_ANSWERED and not one.finished:
                continue
            row: Row = {"wave": self.form.wave, "respondent": person, "item": found.ref, "value": value, "state": state}
            self.answers.answers.append({**row, "mode": self.mode, "saved_at": one.time, "occasion": "first"})

    def _areas(self, person: str, decode: Decoder) -> None:
        for name, found in self.form.fields.items():
            if found.role == Role.AREA:
                for answer in decode.many(name) or ():
                    row: Row = {"wave": self.form.wave, "respondent": person, "area": found.ref, "answer": answer}
                    self.answers.area_answers.append(row)

    def _outside(self, person: str, decode: Decoder) -> None:
        name = self.form.one(Role.OUTSIDE)
        has = decode.one(name) if name else None
        if has is None:
            return
        row: Row = {"wave": self.form.wave, "respondent": person, "has_links": has == _YES}
        if has != _YES:
            self.answers.outside_links.append(row)
            return
        kinds, purposes = (
            (decode.many(n) or ()) if (n := self.form.one(role)) else ()
            for role in (Role.OUTSIDE_TYPES, Role.OUTSIDE_PURPOSES)
        )
        if purposes:
            row["purpose"] = LIST_SEPARATOR.join(purposes)
        self.answers.outside_links += [{**row, "partner_type": kind} for kind in kinds] or [row]

    def _champions(self, person: str, decode: Decoder) -> None:
        names = {
            role: self.form.one(role) for role in (Role.CHAMPION_ACTOR, Role.CHAMPION_PERSON, Role.CHAMPION_BECAUSE)
        }
        seen: Counter[tuple[str | None, str | None]] = Counter()
        for entry in decode.entries(names[Role.CHAMPION_ACTOR]):
            actor = decode.one(names[Role.CHAMPION_ACTOR], entry)
            named = decode.words(names[Role.CHAMPION_PERSON], entry)
            who = (None if actor == NOBODY else actor, self.people.code(named) if named else None)
            seen[who] += 1
            if who == (None, None) or seen[who] > 1:
                continue
            row: Row = {"wave": self.form.wave, "respondent": person, "actor": who[0], "person": who[1]}
            self.answers.nominations.append({**row, "reason": decode.words(names[Role.CHAMPION_BECAUSE], entry)})

    def _stories(self, person: str, actor: str, decode: Decoder, readers: str) -> None:
        for name, found in self.form.fields.items():
            text = decode.words(name) if found.role == Role.STORY else None
            if text:
                row: Row = {
                    "id": identifier(f"{person}-{self.form.wave}-{found.ref}"),
                    "wave": self.form.wave,
                    "actor": actor,
                }
                row |= {"respondent": person, "text": text, "worked": found.ref == "worked", "class": readers}
                self.answers.stories.append(row)


_TIE_STATES = {_ANSWERED: "tie", DONT_KNOW: "dont_know", _NOT_ANSWERED: "not_answered"}
