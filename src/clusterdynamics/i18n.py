"""Translation of every text a person sees, with gettext.

The active language is a context variable, so that two threads of a server can answer in two languages.
Use ``_`` where a text is shown and ``N_`` where it is only declared (in a table, say) and shown later.
"""

from __future__ import annotations

import gettext as _gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

__all__ = ["LANGUAGES", "N_", "_", "is_own_word", "language", "ngettext", "use_language"]

#: Languages the software speaks: code and the language's own name.
LANGUAGES: dict[str, str] = {
    "en": "English",
    "sv": "Svenska",
    "nb": "Norsk bokmål",
    "fi": "Suomi",
    "fr": "Français",
    "da": "Dansk",
}

DOMAIN = "clusterdynamics"
LOCALE_DIR = Path(__file__).with_name("locale")

_WORD = re.compile(r"[^\W\d_]+")

_current: ContextVar[str] = ContextVar("clusterdynamics_language", default="en")


@lru_cache(maxsize=32)
def _translations(code: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, LOCALE_DIR, languages=[code], fallback=True)


@lru_cache(maxsize=1)
def _own_words() -> frozenset[str]:
    """Return every word of the software's own texts, in all languages, without regard to case."""
    words: set[str] = set()
    for code in LANGUAGES:
        if code == "en":
            continue
        found = LOCALE_DIR / code / "LC_MESSAGES" / f"{DOMAIN}.mo"
        if found.exists():
            with found.open("rb") as file:
                catalogue = _gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
            for key, text in catalogue.items():
                said = key[0] if isinstance(key, tuple) else key
                words.update(_WORD.findall(f"{said} {text}".casefold()))
    return frozenset(words)


def is_own_word(text: str) -> bool:
    """Say whether `text` is a single word that the software itself uses, in any of its languages."""
    return text.strip().casefold() in _own_words()


def language() -> str:
    """Return the code of the active language, for example ``"sv"``."""
    return _current.get()


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Speak `code` inside the block; an unknown code falls back to English, text by text."""
    token = _current.set(code)
    try:
        yield
    finally:
        _current.reset(token)


def _(message: str) -> str:
    """Return `message` in the active language."""
    return _translations(_current.get()).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of the message that fits the number `n`, in the active language."""
    return _translations(_current.get()).ngettext(singular, plural, n)


def N_(message: str) -> str:
    """Mark `message` for translation and return it unchanged."""
    return message
