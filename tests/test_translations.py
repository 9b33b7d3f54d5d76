"""Reports speak six languages: every text of theirs is translated, and holds the same names in braces."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from clusterdynamics.i18n import LANGUAGES, LOCALE_DIR, use_language
from clusterdynamics.report import questions

#: Whose texts reach a report: everything but file formats and the command line, which speak English.
NOT_IN_REPORTS = ("src/clusterdynamics/exchange/", "src/clusterdynamics/cli/")
_FIELD = re.compile(r"\{[^{}]*\}")


def catalogue(code: str) -> Catalog:
    with Path(LOCALE_DIR, code, "LC_MESSAGES", "clusterdynamics.po").open("rb") as file:
        return read_po(file, locale=code)


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_every_text_of_reports_is_translated(code: str) -> None:
    missing, wrong = [], []
    for message in catalogue(code):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if not ids[0]:
            continue
        if not all(strings):
            if any(not place.startswith(NOT_IN_REPORTS) for place, _line in message.locations):
                missing.append(ids[0])
            continue
        allowed = {tuple(sorted(_FIELD.findall(text))) for text in ids}
        wrong += [text for text in strings if tuple(sorted(_FIELD.findall(text))) not in allowed]
        wrong += [text for text in strings if message.fuzzy or (ids[0][-1] == " ") != (text[-1] == " ")]
    assert not missing, f"{len(missing)} texts: {missing[:20]}"
    assert not wrong


def test_no_two_languages_ask_alike() -> None:
    asked = set()
    for code in LANGUAGES:
        with use_language(code):
            asked.add(tuple(questions().values()))
    assert len(asked) == len(LANGUAGES)
