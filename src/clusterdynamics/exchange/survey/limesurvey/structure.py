"""What a LimeSurvey structure file (``.lss``) says: questions, sub-questions, answers, with their texts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.survey.files import SurveyFile
from clusterdynamics.exchange.xmltree import local, parse_xml
from clusterdynamics.i18n import _

__all__ = ["LimeQuestion", "read_structure"]

_MOST = 20_000


@dataclass
class LimeQuestion:
    """One question.

    Attributes
    ----------
    code
        As it stands in the header of the responses.
    type
        LimeSurvey's letter: F and H arrays, M and P several answers, L and ! lists, Y yes or no, S, T and U text, …
    subquestions, answers
        Code → text.
    """

    code: str
    type: str
    text: str = ""
    subquestions: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)


def read_structure(file: SurveyFile) -> list[LimeQuestion]:
    """Return the questions of a survey in their order.

    Texts stand beside the questions in files of LimeSurvey 3, and in tables of their own (``question_l10ns``,
    ``answer_l10ns``) from version 4 on; both are read, in the first language of the survey.

    Raises
    ------
    ExchangeError
        It is no structure file.
    """
    root = parse_xml(file.data, file.name)
    faults = Faults(file.name)
    kinds = [e.text for e in root if local(e) == "LimeSurveyDocType"]
    if kinds != ["Survey"]:
        raise faults.error(
            _("The file is no structure of a LimeSurvey survey."), _("Export it as 'Survey structure (.lss)'.")
        )
    tables = {local(e): list(_rows(e)) for e in root}
    if sum(len(rows) for rows in tables.values()) > _MOST:
        raise faults.error(_("The survey is larger than {n} rows.").format(n=_MOST), _("Send a smaller survey."))
    language = next((str(lang.text) for e in root if local(e) == "languages" for lang in e), "")
    texts = _texts(tables.get("question_l10ns", []), "qid", "question", language)
    answer_texts = _texts(tables.get("answer_l10ns", []), "aid", "answer", language)
    questions: dict[str, LimeQuestion] = {}
    subs: list[dict[str, str]] = list(tables.get("subquestions", []))
    for row in tables.get("questions", []):
        if row.get("parent_qid", "0") not in {"", "0"}:
            subs.append(row)
        elif row.get("language", language) == language:
            text = texts.get(row.get("qid", ""), _words(row.get("question", "")))
            questions.setdefault(row.get("qid", ""), LimeQuestion(row.get("title", ""), row.get("type", ""), text))
    for row in subs:
        parent = questions.get(row.get("parent_qid", ""))
        if parent is not None and row.get("language", language) == language:
            text = texts.get(row.get("qid", ""), _words(row.get("question", "")))
            parent.subquestions.setdefault(row.get("title", ""), text)
    for row in tables.get("answers", []):
        parent = questions.get(row.get("qid", ""))
        if parent is not None and row.get("language", language) == language:
            text = answer_texts.get(row.get("aid", ""), _words(row.get("answer", "")))
            parent.answers.setdefault(row.get("code", ""), text)
    return [q for q in questions.values() if q.code]


def _rows(table: Element) -> Iterator[dict[str, str]]:
    for rows in table:
        if local(rows) == "rows":
            for row in rows:
                yield {local(cell): (cell.text or "").strip() for cell in row}


def _texts(rows: list[dict[str, str]], key: str, column: str, language: str) -> dict[str, str]:
    return {r.get(key, ""): _words(r.get(column, "")) for r in rows if r.get("language") == language}


def _words(text: str) -> str:
    """Return a text without the tags that editors put into it.

    >>> _words("<p>North &amp; South<br />Ltd</p>")
    'North & South Ltd'
    """
    return " ".join(html.unescape(re.sub(r"<[^<>]{0,500}>", " ", text[:5_000])).split())
