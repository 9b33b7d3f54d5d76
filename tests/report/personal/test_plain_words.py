"""FB-06: what participants read is easy to read, in every language, and holds no word of ours that they do not know.

The measure is LIX (Björnsson 1968): words a sentence, plus the share of words of more than six letters. Below 30 are
books for children, below 40 is light fiction. French and above all Finnish words are longer, so that the same text
measures higher there.
"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

import clusterdynamics
from clusterdynamics.i18n import LANGUAGES, _, use_language
from clusterdynamics.report.personal import glossary

#: Greatest LIX of all texts together, and of words in one sentence.
LIX = {"en": 30, "sv": 35, "nb": 35, "da": 35, "fr": 40, "fi": 55}
LONGEST = 30
#: Never on a page of participants (product specification, section 6, and FB-06).
BANNED = re.compile(
    r"\b(betweenness|centralit\w+|density|dichotom\w+|redraw\w*|quantile|percentile|respondent\w*|anonymous|scores?|"
    r"ranking|weak actor|isolates?|influencer|tokens?|users?|ego|alter|ona|actor|node|matrix)\b",
    re.IGNORECASE,
)
_CALL = re.compile(r"""_\(\s*("(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*)\s*\)""")
_TRANSLATE = re.compile(
    r'{% translate "([^"]+)"|_\("([^"]+)"\)|{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}', re.DOTALL
)
WEB = Path(clusterdynamics.__file__).parents[1] / "clusterdynamics_web" / "feedback" / "templates" / "feedback"


def _texts() -> list[str]:
    """Return every text of a personal report that does not come from the study."""
    found = []
    folder = resources.files("clusterdynamics.report.personal")
    for file in folder.iterdir():
        # What is told to those who write sheets, and not to readers, is an error or stands in another file.
        if file.name.endswith(".py") and file.name not in {"sheets.py", "build.py"}:
            calls = _CALL.findall(file.read_text(encoding="utf-8"))
            found += ["".join(re.findall(r'"((?:[^"\\]|\\.)*)"', call)) for call in calls]
    template = resources.files("clusterdynamics.report") / "templates" / "personal.html"
    found += re.findall(r'_\("([^"]+)"\)', template.read_text(encoding="utf-8"))
    assert len(found) > 60
    return found


def _sentences(texts: list[str]) -> list[list[str]]:
    parts = [s for text in texts for s in re.split(r"(?<=[.!?:;])\s+", re.sub(r"\{\w+\}", "7", text))]
    return [words for s in parts if (words := re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d+", s))]


def _lix(sentences: list[list[str]]) -> float:
    words = [w for s in sentences for w in s]
    return len(words) / len(sentences) + 100 * sum(len(w) > 6 for w in words) / len(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_easy_to_read(language):
    with use_language(language):
        told = [_(text) for text in _texts()] + [t.meaning for t in glossary()]
        sentences = _sentences(told)
        assert _lix(sentences) <= LIX[language], _lix(sentences)
        longest = max(sentences, key=len)
        assert len(longest) <= LONGEST, " ".join(longest)


def test_a_hard_text_is_told_from_an_easy_one():
    hard = (
        "Betweenness centralisation characterises dichotomised multiplex collaboration configurations organisationally."
    )
    assert _lix(_sentences([hard])) > 100
    assert _lix(_sentences(["You see how we work. It is for you."])) < 10


def test_no_word_that_only_we_know():
    pages = [
        "".join(groups)
        for name in ("report.html", "object.html", "words.html", "not_yet.html")
        for groups in _TRANSLATE.findall((WEB / name).read_text(encoding="utf-8"))
    ]
    assert len(pages) > 40
    texts = [*_texts(), *pages, *(t.meaning for t in glossary())]
    assert [t for t in texts if BANNED.search(t)] == []
    sentences = _sentences([p for p in pages if "{" not in p])
    assert _lix(sentences) <= LIX["en"], _lix(sentences)
    assert max(len(s) for s in sentences) <= LONGEST


def test_what_the_words_mean_is_said_in_one_line():
    for term in glossary():
        assert len(term.meaning) <= 110, term.word
