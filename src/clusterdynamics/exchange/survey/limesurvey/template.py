"""A mapping file to fill in, with everything that can be found out already in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from clusterdynamics.exchange.roster.duplicates import name_key
from clusterdynamics.exchange.survey.limesurvey.responses import Columns
from clusterdynamics.exchange.survey.limesurvey.structure import LimeQuestion
from clusterdynamics.exchange.survey.toml_text import comment, commented, one_line, quoted
from clusterdynamics.i18n import _
from clusterdynamics.study.model import Study
from clusterdynamics.study.names import fold

__all__ = ["mapping_template"]

_SEVERAL = frozenset("MP")


def mapping_template(study: Study, questions: Sequence[LimeQuestion], header: Sequence[str] = ()) -> str:
    """Return a mapping file (TOML) for a survey and a study.

    Organisations are found by their names in sub-questions and answers, statements and other questions by their
    words, relations and ratings by arrays over organisations. What is not clear stands as a comment, with the choices
    that there are.

    Parameters
    ----------
    questions
        Of the structure file; none where there is only the header.
    header
        Headers of the responses.
    """
    known = list(questions) or [LimeQuestion(code, "") for code in Columns(header).questions if code not in _META]
    codes = _organisations(study, known)
    lines = [
        *comment(
            _("Which question of the survey is which relation or question of the study."),
            _("Lines that begin with # are not read. Take the # away from those that are right, and complete them."),
        ),
        "",
        "[survey]",
        f"wave = {quoted(study.wave_ids[-1])}",
        'respondent = "token"',
        *comment(_("Question for which organisation somebody answers; leave it out where respondents.csv says it.")),
        '# organisation = ""',
        "",
        "[organisations]",
        *comment(_("Code in the survey = identifier in the study.")),
    ]
    lines += [f"{quoted(code)} = {quoted(actor)}" for code, actor in codes.items()]
    missing = [a for a in study.actor_ids if a not in codes.values()]
    lines += [f'# "" = {quoted(a)}  # {one_line(study.labels[a])}' for a in missing]
    # Keys of the file's top come before its first table; so this file is put together in two parts.
    top, body = [], []
    for question in known:
        over = sum(1 for code in question.subquestions if code in codes)
        if over and question.type in _SEVERAL:
            top += [
                *comment(_shown(question)),
                f"# pick = {quoted(question.code)}",
                f"# wishes = {quoted(question.code)}",
            ]
        elif over:
            body += _partners(study, question)
        else:
            body += _item(study, question)
    return "\n".join([*top, *([""] if top else []), *lines, *body, ""])


_META = frozenset(
    {"id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp", "ipaddr", "refurl"}
)


def _organisations(study: Study, questions: Iterable[LimeQuestion]) -> dict[str, str]:
    """Return code → actor for every sub-question or answer that bears the name of an organisation."""
    names: dict[str, str] = {}
    rows = study["actors"].select("id", "label", "short_label", "aliases").rows()
    for actor, label, short, aliases in rows:
        for name in (label, short, actor, *(aliases or ())):
            if name:
                names.setdefault(name_key(name), actor)
    found: dict[str, str] = {}
    for question in questions:
        for code, text in (*question.subquestions.items(), *question.answers.items()):
            actor = names.get(name_key(text)) if text else None
            if actor is not None:
                found.setdefault(code, actor)
    return found


def _partners(study: Study, question: LimeQuestion) -> list[str]:
    """Return the lines of an array over organisations: a relation or a rating, to be chosen by a person."""
    words = fold(question.text)
    relations = [r.id for r in study.settings.relations]
    items = [i for i in study.settings.items if i.kind == "rating"]
    match = next((i.id for i in items if fold(i.text) in words), None)
    kind, key, known = ("ratings", "item", [i.id for i in items]) if match else ("relations", "relation", relations)
    match = match or next((r.id for r in study.settings.relations if fold(r.question or r.label) in words), None)
    values = {code: n for code, n in ((c, _number(c, t)) for c, t in question.answers.items()) if n is not None}
    lines = ["", *comment(_shown(question)), f"[[{kind}]]", f"question = {quoted(question.code)}"]
    lines.append(f"{key} = {quoted(match or (known[0] if known else ''))}  # {', '.join(known)}")
    if question.answers:
        pairs = ", ".join(f"{quoted(c)} = {n}" for c, n in values.items())
        lines += [f"values = {{ {pairs} }}", *comment(_answers(question)), "# dont_know = []"]
    return lines if match else commented(lines)


def _item(study: Study, question: LimeQuestion) -> list[str]:
    """Return the lines of a question, and of each of its sub-questions, whose words the study knows."""
    by_text = {fold(i.text): i for i in study.settings.items if i.kind != "rating"}
    parts = [(question.code, question.text)]
    parts += [(f"{question.code}[{code}]", text) for code, text in question.subquestions.items()]
    lines: list[str] = []
    for code, text in parts:
        item = by_text.get(fold(text))
        if item is None:
            continue
        lines += ["", *comment(text), "[[items]]", f"question = {quoted(code)}", f"item = {quoted(item.id)}"]
        if item.options:
            found = {
                c: next((o for o in item.options if fold(o) == fold(t)), None)
                for c, t in (question.subquestions or question.answers).items()
            }
            pairs = ", ".join(f"{quoted(c)} = {quoted(o)}" for c, o in found.items() if o)
            lines += [f"values = {{ {pairs} }}", *comment(", ".join(item.options))]
        elif question.answers:
            values = {c: _number(c, t) for c, t in question.answers.items()}
            pairs = ", ".join(f"{quoted(c)} = {n}" for c, n in values.items() if n is not None)
            lines += [f"values = {{ {pairs} }}", *comment(_answers(question)), "# dont_know = []"]
    if not lines:
        lines = [
            "",
            *comment(_shown(question)),
            "# [[items]]",
            f"# question = {quoted(question.code)}",
            '# item = ""',
        ]
    return lines


def _number(code: str, text: str) -> str | None:
    """Return the number that an answer most likely stands for: in its words, else in its code.

    >>> _number("A2", "4 – often"), _number("A2", "often"), _number("N", "none")
    ('4', '2', None)
    """
    match = re.match(r"\s*(\d{1,3})\b", text) or re.fullmatch(r"[A-Za-z]*0*(\d{1,3})", code)
    return match[1] if match else None


def _shown(question: LimeQuestion) -> str:
    return f"{question.code}: {question.text}" if question.text else question.code


def _answers(question: LimeQuestion) -> str:
    return "; ".join(f"{code}: {text}" for code, text in question.answers.items())
