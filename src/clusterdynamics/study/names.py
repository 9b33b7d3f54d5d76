"""Comparing names as people do: without case, accents and legal form; and finding the nearest one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

__all__ = ["company_key", "fold", "nearest"]

#: Letters that Unicode does not decompose into a base letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "å": "a", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i", "ħ": "h"}
)

#: Legal forms as they stand in company names of the countries the software is used in, and some more.
_LEGAL_FORMS = frozenset(
    {
        "ab",
        "publ",
        "hb",
        "kb",
        "ek",
        "ideell",
        "as",
        "asa",
        "ans",
        "da",
        "ba",
        "sa",
        "aps",
        "is",
        "ivs",
        "amba",
        "oy",
        "oyj",
        "ky",
        "tmi",
        "ltd",
        "limited",
        "plc",
        "llp",
        "llc",
        "inc",
        "corp",
        "co",
        "company",
        "corporation",
        "gmbh",
        "ag",
        "kg",
        "ug",
        "ev",
        "sas",
        "sarl",
        "sarlu",
        "snc",
        "eurl",
        "sca",
        "scop",
        "gie",
        "bv",
        "nv",
        "vof",
        "cv",
        "srl",
        "spa",
        "sl",
        "slu",
        "kft",
        "zrt",
        "nyrt",
        "bt",
        "rt",
        "sro",
        "doo",
        "zoo",
        "ou",
        "uab",
        "sia",
    }  # folded
)


def fold(text: str) -> str:
    """Return `text` without case, accents and doubled spaces, for comparison only.

    >>> fold("  Ångström  Łódź ")
    'angstrom lodz'
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)
    return " ".join(bare.split())


def company_key(label: str) -> str:
    """Return what two spellings of one company's name have in common: no case, accents, signs, legal form.

    >>> company_key("AB Sandvik (publ)") == company_key("SANDVIK")
    True
    """
    # "A/S", "S.A." and "Sp. z o.o." become one word before the signs fall away.
    joined = re.sub(r"\b(\w)[./](?=\w\b)", r"\1", fold(label))
    words = re.findall(r"\w+", joined)
    kept = [w for w in words if w not in _LEGAL_FORMS]
    return " ".join(kept or words)


def nearest(value: str, known: Iterable[str], least: float = 60.0) -> str | None:
    """Return the name in `known` that is most like `value`, or None where none is like it.

    Parameters
    ----------
    least
        Least similarity, 0 to 100 (normalised indel similarity of the folded names).
    """
    from rapidfuzz import fuzz, process

    names: Sequence[str] = known if isinstance(known, list | tuple) else list(known)
    found = process.extractOne(value, names, scorer=fuzz.ratio, processor=fold, score_cutoff=least)
    return None if found is None else str(found[0])
