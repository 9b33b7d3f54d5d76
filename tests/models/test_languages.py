"""Every text is there in six languages, short, plain, with the same placeholders, and says how far it is checked."""

from __future__ import annotations

import re

import pytest

from clusterdynamics.i18n import LANGUAGES
from clusterdynamics.models import load_model
from clusterdynamics.models.load import _FOLDER, translations_of
from clusterdynamics.models.texts import placeholders, texts_of, with_texts
from clusterdynamics.models.translations import STATUS, read_translations, translation_file

OTHERS = [code for code in LANGUAGES if code != "en"]

#: Texts that are the same word in both languages, or hold nothing but placeholders.
SAME = {
    "sv": {"loops.B2.label", "questions.vignettes.rating.text"},
    "nb": {"questions.vignettes.rating.text"},
    "fi": {"questions.vignettes.rating.text"},
    "da": {"questions.vignettes.rating.text", "factors.innovation_platform.label"},
    "fr": {
        "economies.synergic.label",
        "dimensions.contact.label",
        "stages.collaboration.label",
        "factors.contact.label",
        "loops.L1.label",
        "questions.barriers.options.distance.label",
    },
}

#: Beginnings of words that people in a small firm do not use, or that the pages avoid.
JARGON = {
    "en": "stakeholder synerg leverag ecosystem paradigm holistic utilis implement actor ladder anonym score ranking "
    "isolate nodes token user triple",
    "sv": "intressent synerg hävstång ekosystem paradigm holist implement aktör trippel stege anonym poäng rankning",
    "nb": "interessent synerg økosystem paradigm holist implement aktør trippel stiger anonym poeng rangering",
    "da": "interessent synerg økosystem paradigm holist implement aktør tripel stiger anonym pointtal rangering",
    "fi": "sidosryhm synerg ekosysteem paradigm holist implement toimija tikap anonyym pistemäär ranking solmu",
    "fr": "partie\u00a0prenante synerg levier écosyst paradigm holist implément acteur échelle anonym score classement",
}


def texts(language: str) -> dict[str, str]:
    return texts_of(load_model("reference", language))


def test_the_model_speaks_every_language_of_the_software() -> None:
    assert load_model().languages == tuple(LANGUAGES)


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_exists(language: str) -> None:
    assert load_model("reference", language).untranslated == ()
    found = read_translations(translation_file(_FOLDER / "reference.toml", language), language)
    assert list(found.texts) == list(texts("en"))  # in the same order, for the eye of the translator


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_left_in_english(language: str) -> None:
    english = texts("en")
    assert {key for key, text in texts(language).items() if text == english[key]} == SAME[language]


@pytest.mark.parametrize("language", OTHERS)
def test_no_language_repeats_another(language: str) -> None:
    # Neighbouring languages share words, but a file that was copied would share nearly all.
    mine = texts(language)
    for other in OTHERS:
        if other != language:
            theirs = texts(other)
            same = sum(mine[key] == theirs[key] for key in mine)
            assert same < 0.25 * len(mine), (language, other, same)


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_equal(language: str) -> None:
    english = texts("en")
    assert {k: placeholders(t) for k, t in texts(language).items()} == {k: placeholders(t) for k, t in english.items()}
    assert placeholders(english["questions.champions.text"]) == {"most"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_statements_fit_on_a_phone(language: str) -> None:
    long = {k: len(t) for k, t in texts(language).items() if k.startswith("statements.") and len(t) > 120}
    assert long == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_plain_and_sentences_short(language: str) -> None:
    for key, text in texts(language).items():
        found = re.search(rf"\b(?:{JARGON[language].replace(' ', '|')})", text, re.IGNORECASE)
        assert found is None, (key, text)
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            assert len(sentence.split()) <= 24, (key, sentence)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_clean(language: str) -> None:
    for key, text in texts(language).items():
        assert text == text.strip(), key
        assert "  " not in text, key
        if key.startswith("statements."):
            assert text.endswith("."), key
        # French sets a space before these signs, the others do not.
        spaced = re.search(r"\s[?!;:]", text)
        assert (spaced is None) or language == "fr", key
        if language == "fr":
            assert not re.search(r"[^\u00a0][?!;:]", text), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_options_and_values_can_be_told_apart(language: str) -> None:
    model = load_model("reference", language)
    for question in model.questions:
        labels = [option.label for option in question.options]
        assert len(set(labels)) == len(labels), question.id
    for scale in model.scales:
        assert len(set(scale.labels.values())) == len(scale.labels), scale.id
    for section in (model.areas, model.purposes, model.stages, model.dimensions, model.factors, model.statements):
        labels = [getattr(element, "label", None) or element.text for element in section]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_says_how_far_it_is_checked(language: str) -> None:
    status = translations_of("reference", language)
    assert list(status) == list(texts("en"))
    assert all(STATUS.fullmatch(s) for s in status.values())


@pytest.mark.parametrize(
    ("status", "valid"),
    [("draft", True), ("reviewed by A. Virtanen, 2026-11", True), ("reviewed by ", False), ("fine", False)],
)
def test_what_a_status_may_be(status: str, valid: bool) -> None:
    assert bool(STATUS.fullmatch(status)) is valid


def test_a_language_nobody_translated_stays_english() -> None:
    model = load_model("reference", "xx")
    assert texts_of(model) == texts("en")
    assert len(model.untranslated) == len(texts("en"))


def test_texts_can_be_replaced_by_key() -> None:
    model = load_model()
    key = "questions.barriers.options.time.label"
    changed = with_texts(model, {key: "No time", "scales.depth.labels.0": "None"})
    assert texts_of(changed)[key] == "No time"
    assert changed.scales[0].labels["0"] == "None"
    assert texts_of(model)[key] == "Lack of time"
    assert {k for k, t in texts_of(changed).items() if t != texts("en")[k]} == {key, "scales.depth.labels.0"}
