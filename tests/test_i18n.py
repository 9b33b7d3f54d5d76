"""Translation: fallback to English, the language of a context, plural forms."""

from __future__ import annotations

import contextvars

from clusterdynamics.i18n import LANGUAGES, N_, _, is_own_word, language, ngettext, use_language


def test_english_where_nothing_is_translated() -> None:
    with use_language("xx"):
        assert _("a text that nobody translates") == "a text that nobody translates"
        assert ngettext("{n} thing", "{n} things", 1) == "{n} thing"
        assert ngettext("{n} thing", "{n} things", 2) == "{n} things"


def test_the_language_holds_inside_the_block_only() -> None:
    assert language() == "en"
    with use_language("sv"):
        assert language() == "sv"
        with use_language("fi"):
            assert language() == "fi"
        assert language() == "sv"
    assert language() == "en"


def test_the_language_belongs_to_the_context() -> None:
    with use_language("sv"):
        elsewhere = contextvars.Context().run(language)
    assert elsewhere == "en"


def test_marking_changes_nothing() -> None:
    assert N_("text") == "text"


def test_six_languages_from_the_start() -> None:
    assert list(LANGUAGES) == ["en", "sv", "nb", "fi", "fr", "da"]


def test_words_of_the_softwares_own_texts() -> None:
    assert all(map(is_own_word, ("Regionen", "region", "Organisationer", "alue")))
    assert not any(map(is_own_word, ("Granådal", "Regionen i norr", "", "F17")))
