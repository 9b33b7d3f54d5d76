"""A form as the settings of a study: scales, relations and questions, and what of it a study cannot hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from clusterdynamics.exchange.actors import identifier
from clusterdynamics.exchange.survey.files import SurveyFile
from clusterdynamics.exchange.survey.form.names import ANOTHER
from clusterdynamics.exchange.survey.known import known_texts
from clusterdynamics.exchange.survey.protocol import SurveyReport
from clusterdynamics.exchange.survey.tables import frame_of
from clusterdynamics.exchange.survey.xlsform_sheets import FormChoice, FormSheets, Question, read_form_sheets
from clusterdynamics.i18n import LANGUAGES, _, ngettext
from clusterdynamics.study.model import Study
from clusterdynamics.study.names import fold
from clusterdynamics.study.settings import BetweenRegions, Item, Relation, Scale, StudySettings

__all__ = ["read_form"]

#: Choices that mean "don't know" in many forms, by name or by label (folded).
_DONT_KNOW = frozenset(
    {
        "dont_know", "don_t_know", "dk", "dnk", "refused", "no_answer", "prefer_not_to_say", "na", "don't know",
        "i don't know", "i don't know, or prefer not to say", "vet ej", "vet inte", "vet ikke", "ved ikke", "en tieda",
        "ne sait pas", "je ne sais pas", "prefer not to say",
    }
)  # fmt: skip
_YES_NO = ({"yes", "no"}, {"1", "0"}, {"true", "false"}, {"y", "n"}, {"oui", "non"}, {"ja", "nej"}, {"ja", "nei"})
_SILENT = frozenset(
    {
        "note", "calculate", "start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber",
        "username", "email", "audit", "hidden", "acknowledge", "trigger", "start-geopoint", "background-audio",
    }
)  # fmt: skip
#: Questions of our own form that every study asks; they are no items.
_OURS = re.compile(
    r"consent_\w+|respondent|own|pick|wishes|outside(_types|_purposes)?|other_region\w*|champion\w*|story_\w+"
)
#: A NUTS code: two letters of the country, up to three signs.
_NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")


def read_form(file: SurveyFile) -> SurveyReport:
    """Read an XLSForm as the settings of a new study.

    The list behind the repeat becomes the roster. In the repeat, a question whose label names the partner, a yes/no
    question and the first question on a scale become relations; the other scales become ratings. Outside, questions
    on a scale become statements. A question whose words are those of the reference model becomes that question, with
    its scale, levels and block.

    Returns
    -------
    A study without answers. `warnings` say what was left out, and why.

    Raises
    ------
    ExchangeError
        With everything that is wrong with the workbook.
    """
    form = read_form_sheets(file)
    reading = _Reading(form)
    reading.read()
    settings = StudySettings(
        title=form.title.replace("$ {", "${") or _("Imported study"),
        languages=reading.languages(),
        kind="full" if reading.relations else "afternoon",
        scales=tuple(reading.scales.values()),
        relations=tuple(reading.relations),
        items=tuple(reading.items),
        between_regions=reading.between_regions(),
    )
    tables = {
        "actors": frame_of("actors", [{"id": identifier(c.name), "label": c.label} for c in reading.roster]),
        "areas": reading.areas,
        "purposes": reading.purposes,
    }
    study = Study(settings, {k: v for k, v in tables.items() if v.height}, source=file.name)
    return SurveyReport(study, tuple(reading.notes), tuple(dict.fromkeys(reading.warnings)))


class _Reading:
    def __init__(self, form: FormSheets) -> None:
        self.form = form
        self.known = known_texts()
        self.notes: list[str] = []
        self.warnings: list[str] = []
        self.scales: dict[str, Scale] = {}
        self.relations: list[Relation] = []
        self.items: list[Item] = []
        self.areas = frame_of("areas", [])
        self.purposes = frame_of("purposes", [])
        names = {q.name for q in form.questions}
        self.ours = {"wave", "roster", "consent_take_part"} <= names
        self.pick, self.repeat = self._pick()
        self.roster: tuple[FormChoice, ...] = ()

    def languages(self) -> tuple[str, ...]:
        """Return codes of the languages, the one that was read first."""
        order = sorted(self.form.languages, key=lambda name: name != self.form.language)
        codes = []
        for name in order:
            match = re.search(r"\(([a-z]{2,3})\)\s*$", name)
            codes.append(match[1] if match else next((c for c, n in LANGUAGES.items() if n == name), ""))
        return tuple(c for c in codes if c) or ("en",)

    def between_regions(self) -> BetweenRegions | None:
        """Return the block on other regions, if it is a form of ours that asks about them."""
        asked = {q.name: q for q in self.form.questions if self.ours and q.name.startswith("other_region")}
        if "other_regions_n" not in asked:
            return None
        which = asked.get("other_region")
        listed = [c for c in self.form.lists[which.list] if c.name != ANOTHER] if which is not None else []
        return BetweenRegions(regions={c.name if _NUTS.fullmatch(c.name) else c.label: c.label for c in listed})

    def _pick(self) -> tuple[Question | None, str]:
        """Return the question whose choices a repeat goes through, and that repeat."""
        picks = {q.name: q for q in self.form.questions if q.type == "select_multiple" and not q.repeat}
        for repeat, count in self.form.repeats.items():
            for name in re.findall(r"\$\{\s*([^}\s]+)\s*\}", count):
                if name in picks:
                    return picks[name], repeat
        return None, ""

    def read(self) -> None:
        if self.pick is not None:
            listed = [c for c in self.form.lists[self.pick.list] if c.kind != "none" and not _says_nothing(c)]
            # Filtered lists may hold a choice several times.
            self.roster = tuple({identifier(c.name): c for c in reversed(listed)}.values())[::-1]
            n = len(self.roster)
            self.notes.append(
                ngettext(
                    "The list '{list}' is the roster: {n} organisation.",
                    "The list '{list}' is the roster: {n} organisations.",
                    n,
                ).format(list=self.pick.list, n=n)
            )
        else:
            self.warnings.append(
                _("No repeat goes through the choices of a question, so there is no roster and no relation.")
            )
        for question in self.form.questions:
            self._question(question)
        logic = sum(1 for q in self.form.questions if {"relevant", "constraint", "calculation"} & set(q.cells))
        if logic and not self.ours:
            self.warnings.append(
                _("Conditions, checks and calculations are left out: a study says what is asked, not in which case.")
            )
        if len(self.form.languages) > 1:
            self.notes.append(
                _("Texts are kept in {language}; the others come from the reference model where it has them.").format(
                    language=self.form.language
                )
            )

    def _left_out(self, question: Question, why: str) -> None:
        self.warnings.append(
            _("Line {line}, '{name}' is left out: {why}").format(line=question.line, name=question.name, why=why)
        )

    def _question(self, question: Question) -> None:
        if question.type in _SILENT or (self.ours and _OURS.fullmatch(question.name)):
            return
        if self.pick is not None and question.list == self.pick.list:
            if question is not self.pick and not self.ours:
                self._left_out(question, _("it asks for organisations once more; the study asks for wishes by itself."))
            return
        choices = self.form.lists.get(question.list, ())
        if question.repeat and question.repeat == self.repeat:
            self._card(question, choices)
        elif question.repeat:
            self._left_out(question, _("it stands in a repeat that is not about the organisations that were chosen."))
        elif self._is_area(question, choices):
            self._add_area(question)
        else:
            self._item(question, choices)

    # -- in the repeat ----------------------------------------------------------------------------------------

    def _card(self, question: Question, choices: Sequence[FormChoice]) -> None:
        label = _bare(question.label)
        if question.type == "select_multiple":
            self._what_for(question, choices)
        elif question.type in {"integer", "decimal", "range"} or (question.type == "select_one" and choices):
            yes_no = {c.name.lower() for c in choices if not _says_nothing(c)} in _YES_NO
            scale = None if yes_no else self._scale(question, choices)
            if scale is None and not yes_no:
                self._left_out(question, _("its answers are neither yes and no nor numbers."))
                return
            known = self.known.relation(label)
            named = question.label.lstrip().startswith("${")
            if known is not None or yes_no or named or not any(r.scale for r in self.relations):
                base = known or Relation(id=self._free(question.name), label=label or question.name, question=label)
                if base.id in {r.id for r in self.relations}:
                    self._left_out(question, _("it is asked twice."))
                    return
                self.relations.append(base.model_copy(update={"scale": scale, "question": label or base.question}))
            else:
                self._add_item(question, label, "rating", scale)
        else:
            self._left_out(question, _("a card holds answers on a scale, yes or no, areas and purposes."))

    def _what_for(self, question: Question, choices: Sequence[FormChoice]) -> None:
        words = fold(f"{question.name} {question.list}")
        rows: list[dict[str, object]] = [
            {"id": self.known.id_of(c.label, identifier(c.name)), "label": c.label} for c in choices
        ]
        if "purpose" in words or self.known.are_purposes(c.label for c in choices):
            self.purposes = frame_of("purposes", rows)
        elif "area" in words or self.known.are_areas(c.label for c in choices):
            self.areas = frame_of("areas", [{**r, "sensitivity": self.known.sensitivity(str(r["id"]))} for r in rows])
        else:
            self._left_out(question, _("of several answers a card holds areas and purposes only."))

    # -- outside ------------------------------------------------------------------------------------------------

    def _is_area(self, question: Question, choices: Sequence[FormChoice]) -> bool:
        return question.type == "select_multiple" and {"doing", "would_join"} <= {c.name for c in choices}

    def _add_area(self, question: Question) -> None:
        own = self.known.id_of(question.label, identifier(question.name.removeprefix("area_")))
        if own not in self.areas["id"].to_list():
            row: dict[str, object] = {"id": own, "label": question.label, "sensitivity": self.known.sensitivity(own)}
            self.areas = pl.concat([self.areas, frame_of("areas", [row])])

    def _item(self, question: Question, choices: Sequence[FormChoice]) -> None:
        label = _bare(question.label)
        if question.type in {"integer", "decimal", "range"}:
            self._add_item(question, label, "number", None)
        elif question.type == "text":
            self._add_item(question, label, "text", None)
        elif question.type == "select_one" and (scale := self._scale(question, choices)) is not None:
            self._add_item(question, label, "statement", scale)
        elif question.type in {"select_one", "select_multiple"} and choices:
            options = tuple(c.label for c in choices if not _says_nothing(c))
            self._add_item(question, label, "choice", None, options)
        else:
            self._left_out(question, _("a study has no answers of the type '{type}'.").format(type=question.type))

    def _add_item(
        self, question: Question, label: str, kind: str, scale: str | None, options: tuple[str, ...] = ()
    ) -> None:
        known = self.known.item(label)
        if known is not None and known.id in {i.id for i in self.items}:
            self._left_out(question, _("it is asked twice."))
            return
        if known is not None:
            self.items.append(known.model_copy(update={"text": label, "scale": scale or known.scale}))
            if known.scale is not None and scale is None:
                self.scales.setdefault(known.scale, self.known.scales[known.scale])
            return
        if question.type == "select_one" and kind == "choice":
            self.warnings.append(
                _("Line {line}, '{name}' allows one answer; a study lets people choose several.").format(
                    line=question.line, name=question.name
                )
            )
        item = {"id": self._free(question.name), "text": label or question.name, "kind": kind, "scale": scale}
        self.items.append(Item.model_validate({**item, "options": options}))

    def _free(self, name: str) -> str:
        """Return a name as an identifier that nothing else in the study has."""
        taken = {i.id for i in self.items} | {n for r in self.relations for n in (r.id, *r.levels)}
        base = identifier(name)[:60]
        own, n = base, 1
        while own in taken:
            n += 1
            own = f"{base}-{n}"
        return own

    def _scale(self, question: Question, choices: Sequence[FormChoice]) -> str | None:
        """Return the scale of a question, added where it is new; None where its choices are no numbers."""
        if not choices:
            return None
        labels = {c.name: re.sub(r"^-?[\d.]+\s*[–-]\s*", "", c.label) for c in choices if not _says_nothing(c)}
        if len(labels) < 2 or not all(re.fullmatch(r"-?\d{1,6}(\.\d{1,3})?", name) for name in labels):
            return None
        known = self.known.scale(labels)
        if known is not None:
            self.scales.setdefault(known.id, known)
            return known.id
        own = identifier(re.sub(r"^scale_|_tie$", "", question.list))
        numbers = [float(v) for v in labels]
        told = {v: text for v, text in labels.items() if text != v}
        scale = Scale(id=own, low=min(numbers), high=max(numbers), labels=told)
        if own in self.scales and question.list.endswith("_tie"):
            return own
        self.scales.setdefault(own, scale)
        return own


def _says_nothing(choice: FormChoice) -> bool:
    return choice.name.lower() in _DONT_KNOW or fold(choice.label) in _DONT_KNOW


def _bare(label: str) -> str:
    """Return a label without the reference to the partner in front, and with its own signs back.

    >>> _bare("${partner_name}: How do you work with them?")
    'How do you work with them?'
    """
    return re.sub(r"^\$\{[^}]*\}\s*:?\s*", "", label).replace("$ {", "${").strip()
