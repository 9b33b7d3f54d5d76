"""The form on paper."""

from __future__ import annotations

import contextlib
import os
import re
import zlib
from pathlib import Path

import pytest

from clusterdynamics_web.interviews.paper import CARDS, paper_html, paper_pdf
from tests.web.fieldwork.conftest import Field

pytestmark = pytest.mark.django_db


def test_it_asks_what_the_web_asks_in_the_same_words(field: Field) -> None:
    page = paper_html(field.study, field.wave, "en")
    for item in field.study.parsed.items:
        if item.kind == "statement":
            assert item.text in page, item.id
    for code in "ABCDEFGHIJ":
        assert f'<span class="code">{code}</span> Organisation {code}' in page
    assert page.count('class="card"') == CARDS
    relation = field.study.parsed.relations[0]
    assert page.count(relation.question) == CARDS


def test_it_speaks_the_language_asked_for(field: Field) -> None:
    page = paper_html(field.study, field.wave, "sv")
    assert '<html lang="sv">' in page
    assert field.study.parsed.items[0].text not in page


def test_the_pdf_is_tagged_and_fetches_nothing(field: Field) -> None:
    made = paper_pdf(field.study, field.wave, "en")
    assert made.startswith(b"%PDF-")
    if folder := os.environ.get("CD_PICTURES"):
        (Path(folder) / "form.pdf").write_bytes(made)
    assert "/StructTreeRoot" in _objects(made)
    assert "/Lang (en)" in _objects(made)


def _objects(pdf: bytes) -> str:
    """Return the objects of a PDF that stand in its compressed streams."""
    texts = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        with contextlib.suppress(zlib.error):  # a font, say
            texts.append(zlib.decompress(stream).decode("latin-1"))
    return "\n".join(texts)
