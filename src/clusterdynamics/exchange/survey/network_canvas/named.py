"""From interviews to the tables of a study: who is who, who named whom, and with which answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from clusterdynamics.exchange.actors import identifier
from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.roster.duplicates import name_key
from clusterdynamics.exchange.survey.mapping import BaseMapping, ItemPart, MappingPart, Partners, RelationPart, as_text
from clusterdynamics.exchange.survey.network_canvas.interviews import EGO, Alter, Interview
from clusterdynamics.exchange.survey.tables import Answers, frame_of
from clusterdynamics.exchange.survey.toml_text import comment, commented, quoted
from clusterdynamics.i18n import _
from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import Relation, StudySettings
from clusterdynamics.study.tables import LIST_SEPARATOR

__all__ = ["NAMED", "CanvasMapping", "CanvasSurvey", "Naming", "canvas_template", "new_study"]

#: Stands for a variable where being named at all is the answer.
NAMED = "*named*"
CASE = "networkCanvasCaseID"
#: Variables that say for which organisation a respondent answers, in the order in which they are looked for.
_OWN = ("organisation", "organization", "company", "firm", "name", "label", CASE)
type Row = dict[str, object]


class CanvasSurvey(MappingPart):
    """Who is who.

    Attributes
    ----------
    respondent, organisation
        Variables of the ego: its code, and the organisation it answers for.
    name
        Variable of the alters that names the organisation.
    types
        Types of nodes that are organisations; none: all.
    roster
        True where respondents chose from a list of all organisations, so that not to name one is an answer.
    """

    wave: str = ""
    respondent: str = CASE
    organisation: str = "organisation"
    name: str = "name"
    types: tuple[str, ...] = ()
    roster: bool = False


class CanvasMapping(BaseMapping):
    """The mapping of Network Canvas; `question` is a variable of the protocol."""

    survey: CanvasSurvey = CanvasSurvey()

    @property
    def wave(self) -> str:
        """The wave; empty: the latest of the study."""
        return self.survey.wave


def new_study(interviews: Sequence[Interview], source: str) -> tuple[Study, CanvasMapping]:
    """Return a study of everybody in the interviews with the relation ``named``, and the mapping that reads it."""
    own = next((v for v in _OWN if any(i.values.get(v) for i in interviews)), CASE)
    name = next((v for v in ("name", "label") if any(a.values.get(v) for i in interviews for a in i.alters)), "name")
    labels: dict[str, str] = {}
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for label in [
        *(i.values.get(own, "") for i in interviews),
        *(a.values.get(name, "") for i in interviews for a in i.alters),
    ]:
        key = name_key(label) if label else ""
        if key and key not in labels:
            labels[key] = label
            base = re.sub(r"[\W_]+", "-", key).strip("-")[:50] or "organisation"
            own_id, n = base, 1
            while own_id in taken:
                n += 1
                own_id = f"{base}-{n}"
            taken.add(own_id)
            ids[key] = own_id
    relation = Relation(id="named", label=_("Named in an interview"))
    settings = StudySettings(title=_("Interviews with Network Canvas"), relations=(relation,))
    actors = frame_of("actors", [{"id": ids[k], "label": label} for k, label in labels.items()])
    survey = CanvasSurvey(organisation=own, name=name)
    mapping = CanvasMapping(survey=survey, relations=(RelationPart(question=NAMED, relation="named"),))
    return Study(settings, {"actors": actors}, source=source), mapping


class Naming:
    """Takes interviews and writes the rows of the tables."""

    def __init__(self, study: Study, mapping: CanvasMapping, wave: str, mode: str) -> None:
        self.study = study
        self.mapping = mapping
        self.wave = wave
        self.mode = mode
        self.answers = Answers()
        self.warnings: list[str] = []
        self._faults: dict[str, Faults] = {}
        self._present = study.present(wave) if wave in study.wave_ids else ()
        self._known: dict[str, str] = {}
        rows = study["actors"].select("id", "label", "short_label", "aliases").rows()
        for actor, label, short, aliases in rows:
            for name in (label, actor, short, *(aliases or ())):
                if name:
                    self._known.setdefault(name_key(name), actor)
        self._asked = {r: a for w, r, a in study["respondents"].select("wave", "id", "actor").rows() if w == wave}

    def take(self, interviews: Sequence[Interview]) -> None:
        """Take all interviews.

        Raises
        ------
        ExchangeError
            With every answer that has no value, and every variable that no interview has.
        """
        self._check_variables(interviews)
        unknown: Counter[str] = Counter()
        for one in interviews:
            self._take(one, unknown)
        for faults in self._faults.values():
            faults.check()
        if unknown:
            names = ", ".join(f"{name} ({n})" for name, n in unknown.most_common(20))
            self.warnings.append(
                _(
                    "Named, but not on the roster, so left out: {names}. Add them to actors.csv and import again."
                ).format(names=names)
            )

    def _fault(self, file: str) -> Faults:
        return self._faults.setdefault(file, Faults(file))

    def _check_variables(self, interviews: Sequence[Interview]) -> None:
        about_ego = {v for i in interviews for v in i.values}
        about_alters = {v for i in interviews for a in i.alters for v in a.values}
        wanted = [(p.question, about_alters) for p in (*self.mapping.relations, *self.mapping.ratings)]
        wanted += [(p.question, about_ego) for p in self.mapping.items]
        faults = self._fault(interviews[0].file)
        for name, known in wanted:
            if name != NAMED and name not in known and not any(k.startswith(f"{name}_") for k in known):
                shown = ", ".join(sorted(k for k in known if not k.startswith("networkCanvas"))[:30])
                faults.add(
                    _("No interview has a variable '{name}'.").format(name=name),
                    _("Correct the mapping. There are: {known}.").format(known=shown or _("none")),
                )
        faults.check()

    def _take(self, one: Interview, unknown: Counter[str]) -> None:
        survey = self.mapping.survey
        code = one.values.get(survey.respondent, "")
        person = identifier(code) if code else identifier(f"n-{one.uuid[:12]}")
        own = one.values.get(survey.organisation, "")
        actor = self._known.get(name_key(own)) if own else self._asked.get(person)
        if actor is None:
            self.warnings.append(
                _(
                    "Interview {person}: the organisation '{own}' is not in the study; the interview is left out."
                ).format(person=person, own=own)
            )
            return
        if any(r["id"] == person for r in self.answers.respondents):
            self.warnings.append(_("There are two interviews with {person}; the first is read.").format(person=person))
            return
        row: Row = {"id": person, "wave": self.wave, "actor": actor, "mode": self.mode}
        status = "submitted" if one.done else "started"
        self.answers.respondents.append({**row, "status": status, "submitted_at": one.finished})
        named: dict[str, Alter] = {}
        for alter in one.alters:
            if survey.types and alter.type not in survey.types:
                continue
            label = alter.values.get(survey.name, "")
            other = self._known.get(name_key(label)) if label else None
            if other is None:
                unknown[label or _("(no name)")] += 1
            elif other != actor:
                named.setdefault(other, alter)
        shown = [a for a in self._present if a != actor] if survey.roster else list(named)
        self.answers.offered += [{"wave": self.wave, "respondent": person, "actor": a} for a in shown]
        for other, alter in named.items():
            self._link(person, actor, other, alter)
        for item in self.mapping.items:
            self._item(person, one, item)

    def _link(self, person: str, actor: str, other: str, alter: Alter) -> None:
        base: Row = {"wave": self.wave, "from": actor, "to": other, "respondent": person}
        for part in self.mapping.relations:
            value, state = (1.0, "answered") if part.question == NAMED else self._value(alter, part)
            state = {"answered": "tie" if value else "no_tie"}.get(state, state)
            self.answers.ties.append(
                {**base, "relation": part.relation, "value": value, "state": state, "mode": self.mode}
            )
        for rating in self.mapping.ratings:
            value, state = self._value(alter, rating)
            # An empty variable may not have been shown in this interview.
            if state != "not_answered":
                self.answers.ratings.append({**base, "item": rating.item, "value": value, "state": state})

    def _value(self, alter: Alter, part: Partners) -> tuple[float | None, str]:
        cell = alter.values.get(part.question, "")
        if not cell:
            return None, "not_answered"
        if cell in part.dont_know:
            return None, "dont_know"
        if cell in part.values:
            return part.values[cell], "answered"
        plain = {"true": "1", "false": "0"}.get(cell.lower(), cell)
        if not part.values and re.fullmatch(r"-?\d{1,6}(\.\d{1,4})?", plain):
            return float(plain), "answered"
        self._fault(alter.file).add(
            _("The answer '{answer}' means nothing in the mapping.").format(answer=cell),
            _("Give the answer a value in the mapping."),
            line=alter.line,
            column=part.question,
        )
        return None, "not_answered"

    def _item(self, person: str, one: Interview, part: ItemPart) -> None:
        cell = one.values.get(part.question, "")
        # A question with several answers is exported as one column of true and false for each.
        prefix = f"{part.question}_"
        ticked = [k.removeprefix(prefix) for k, v in one.values.items() if k.startswith(prefix) and v.lower() == "true"]
        value: str | None = None
        if cell and cell in part.dont_know:
            state = "dont_know"
        elif ticked or cell:
            state = "answered"
            value = LIST_SEPARATOR.join(as_text(part.values.get(c, c)) for c in (ticked or [cell]))
        elif one.done:
            state = "not_answered"
        else:
            return
        row: Row = {"wave": self.wave, "respondent": person, "item": part.item, "value": value, "state": state}
        self.answers.answers.append({**row, "mode": self.mode, "saved_at": one.finished, "occasion": "first"})


def canvas_template(study: Study, interviews: Sequence[Interview]) -> str:
    """Return a mapping file (TOML) with the variables that the interviews have, and some of their answers."""
    about_ego = _samples([i.values for i in interviews])
    about_alters = _samples([a.values for i in interviews for a in i.alters])
    types = sorted({a.type for i in interviews for a in i.alters if a.type})
    own = next((v for v in _OWN if v in about_ego), CASE)
    relations = ", ".join(r.id for r in study.settings.relations)
    ratings = ", ".join(i.id for i in study.settings.items if i.kind == "rating")
    told = _("What is said about those who are named. Relations: {known}. Ratings: {ratings}.")
    lines = [
        *comment(
            _("Which variable of the interviews is which relation or question of the study."),
            _("Lines that begin with # are not read. Take the # away from those that are right, and complete them."),
        ),
        "",
        "[survey]",
        f"wave = {quoted(study.wave_ids[-1])}",
        f"respondent = {quoted(CASE)}",
        f"organisation = {quoted(own)}",
        'name = "name"',
        f"types = [{', '.join(quoted(t) for t in types)}]",
        *comment(
            _("true where respondents chose from a list of all organisations: not to name one is then an answer.")
        ),
        "roster = false",
        "",
        *comment(
            told.format(known=relations, ratings=ratings),
            _("Being named at all is the variable {name}.").format(name=NAMED),
        ),
    ]
    for variable, answers in about_alters.items():
        lines += ["", *comment(f"{variable}: {answers}"), *_part("relations", "relation", variable)]
    lines += ["", *comment(_("What respondents say about themselves."))]
    for variable, answers in about_ego.items():
        lines += ["", *comment(f"{variable}: {answers}"), *_part("items", "item", variable)]
    return "\n".join([*lines, ""])


def _part(kind: str, key: str, variable: str) -> list[str]:
    return commented([f"[[{kind}]]", f"question = {quoted(variable)}", f'{key} = ""', "values = {}"])


def _samples(records: Sequence[object]) -> dict[str, str]:
    found: dict[str, dict[str, None]] = {}
    for record in records:
        for name, value in dict(record).items():  # type: ignore[call-overload]
            if name not in {EGO, "networkCanvasUUID", "networkCanvasSessionID", "nodeID", "APP_VERSION", "COMMIT_HASH"}:
                found.setdefault(name, {})[value[:40]] = None
    return {k: "; ".join(list(v)[:6]) for k, v in found.items()}
