"""Cells of a list of organisations, made into what the study wants, or refused with what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

from clusterdynamics.exchange.roster.words import key
from clusterdynamics.exchange.text import MISSING
from clusterdynamics.i18n import _
from clusterdynamics.study.names import fold

__all__ = ["CLEANERS", "CellError", "clean_text", "domain_of", "is_blank", "size_class"]

_MOST_NAME = 200
_MAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@([^\s@<>,;:\"()\[\]\\]+)")
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_YES = frozenset({"yes", "y", "true", "1", "x", "ja", "j", "kylla", "k", "oui", "o", "vrai", "sant", "sand", "tosi"})
_NO = frozenset({"no", "n", "false", "0", "nej", "nei", "ei", "e", "non", "faux", "falskt", "falsk", "epatosi"})
_SIZES = {
    "micro": {"micro", "mikro", "mikroforetag", "mikrobedrift", "mikroyritys", "tpe"},
    "small": {"small", "litet", "liten", "lille", "lite", "sma", "pieni", "petit", "petite", "pe", "s"},
    "medium": {
        "medium", "medelstort", "medelstor", "mellomstor", "mellemstor", "medium sized", "keskisuuri", "moyen",
        "moyenne", "me", "m",
    },
    "large": {"large", "big", "stort", "stor", "suuri", "grand", "grande", "ge", "l"},
}  # fmt: skip
#: Upper bounds of the size classes by number of people (Commission Recommendation 2003/361/EC, annex, article 2).
_HEADCOUNT = (("micro", 10), ("small", 50), ("medium", 250))
_LANGUAGES = {
    "en": {"english", "engelska", "engelsk", "englanti", "anglais"},
    "sv": {"swedish", "svenska", "svensk", "ruotsi", "suedois", "se"},
    "nb": {"norwegian", "norska", "norsk", "norja", "norvegien", "bokmal", "norsk bokmal", "no"},
    "fi": {"finnish", "finska", "finsk", "suomi", "finnois"},
    "fr": {"french", "franska", "fransk", "ranska", "francais"},
    "da": {"danish", "danska", "dansk", "tanska", "danois", "dk"},
}


class CellError(ValueError):
    """A cell that does not fit its column; carries what is wrong and what to write.

    Attributes
    ----------
    value
        What can be kept of it, or None.
    """

    def __init__(self, message: str, remedy: str, value: object = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.value = value


def clean_text(text: str) -> str:
    r"""Return a text in composed form (NFC), with single spaces and without invisible signs.

    >>> clean_text("  Sand\u00advik\u00a0 AB ")
    'Sandvik AB'
    """
    composed = unicodedata.normalize("NFC", text)
    visible = (" " if unicodedata.category(c) in {"Cc", "Zs", "Zl", "Zp"} else c for c in composed)
    return " ".join("".join(c for c in visible if unicodedata.category(c) not in {"Cf", "Cs", "Co", "Cn"}).split())


def _name(cell: str) -> str:
    text = clean_text(cell)
    if len(text) > _MOST_NAME:
        message = _("The name has {n} characters; at most {limit} are kept.").format(n=len(text), limit=_MOST_NAME)
        raise CellError(message, _("Shorten it."), text[:_MOST_NAME])
    return text


def _identifier(cell: str) -> str:
    text = clean_text(cell)
    if len(text) > 64 or re.search(r"[\s|,;]", text):
        raise CellError(
            _("'{cell}' cannot be an identifier.").format(cell=text),
            _("Use at most 64 characters without spaces, commas, semicolons and bars; one is made meanwhile."),
        )
    return text


def _aliases(cell: str) -> tuple[str, ...]:
    parts = (clean_text(p) for p in re.split(r"[|;\n]", cell))
    return tuple(dict.fromkeys(p for p in parts if p))


def _yes_or_no(cell: str) -> bool:
    word = key(cell)
    if word in _YES or cell.strip() in {"✓", "✔"}:
        return True
    if word in _NO:
        return False
    raise CellError(_("'{cell}' is neither yes nor no.").format(cell=cell), _("Write yes or no."))


def size_class(cell: str) -> str:
    """Return the size class that a word, a number of people or a range of numbers stands for.

    The classes are those of the European Union by number of people: below 10 micro, below 50 small, below 250
    medium, else large. The size in a range is that of its upper end: "10-49" is small, "250+" is large.

    Raises
    ------
    CellError
        It is none of these.
    """
    word = key(cell)
    for name, words in _SIZES.items():
        if word in words:
            return name
    numbers = [int(re.sub(r"\D", "", n)) for n in re.findall(r"\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d{1,9}", cell)]
    letters = re.sub(r"[^a-z]", "", fold(cell))
    if not numbers or len(numbers) > 2 or len(letters) > 20:
        raise CellError(
            _("'{cell}' is no size.").format(cell=cell),
            _("Write the number of people, or micro, small, medium or large."),
        )
    most = max(numbers)
    if re.match(r"\s*(<|fewer|less|under|farre|faerre|mindre|moins|alle)", fold(cell)):
        most -= 1
    if re.match(r"\s*(>|more|over|mer|fler|plus|yli)", fold(cell)):
        most += 1
    return next((name for name, limit in _HEADCOUNT if most < limit), "large")


def _nuts(cell: str) -> str:
    code = re.sub(r"\s", "", cell).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9A-Z]{0,3}", code):
        raise CellError(
            _("'{cell}' is no NUTS code.").format(cell=cell),
            _("Write two letters for the country and up to three signs, for example SE311."),
        )
    return code


def _degrees(most: float) -> Callable[[str], float]:
    def clean(cell: str) -> float:
        text = cell.replace(",", ".").replace("°", "").replace("−", "-").strip()
        if not re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,15})?", text) or abs(float(text)) > most:
            raise CellError(
                _("'{cell}' is no position.").format(cell=cell),
                _("Write degrees from −{most} to {most}, for example 59.38.").format(most=f"{most:g}"),
            )
        return float(text)

    return clean


def domain_of(address: str) -> str | None:
    """Return the domain of a web site or e-mail address in its international form; None where it is none.

    >>> domain_of("https://www.Sandvik.example/om-oss"), domain_of("anna@mail.örn.example"), domain_of("ring först")
    ('sandvik.example', 'mail.xn--rn-eka.example', None)
    """
    text = address.strip().lower().rpartition("@")[2]
    text = re.sub(r"^[a-z][a-z0-9+.-]*://", "", text)
    host = re.split(r"[/?#:\s]", text, maxsplit=1)[0].strip(".").removeprefix("www.")
    try:
        plain = host.encode("idna").decode("ascii") if host else ""
    except UnicodeError:
        return None
    return plain if _HOST.fullmatch(plain) else None


def _domain(cell: str) -> str:
    found = domain_of(cell)
    if found is None:
        raise CellError(_("'{cell}' is no web address.").format(cell=cell), _("Write it as company.example."))
    return found


def _mail(cell: str) -> str:
    text = clean_text(cell)
    found = [m for m in _MAIL.finditer(re.sub(r"(?i)mailto:", "", text)) if domain_of(m[1])]
    if not found:
        raise CellError(_("'{cell}' is no e-mail address.").format(cell=cell), _("Write it as name@company.example."))
    # What stands before the @ may matter in its case; what stands after it does not.
    address = found[0][0].strip(".").rpartition("@")
    clean = f"{address[0]}@{address[2].lower()}"
    if len(found) > 1:
        raise CellError(
            _("There are {n} e-mail addresses; the first is taken.").format(n=len(found)),
            _("Write one person in each row."),
            clean,
        )
    return clean


def _language(cell: str) -> str:
    word = key(cell)
    for code, words in _LANGUAGES.items():
        if word == code or word in words or (word[:2] == code and re.fullmatch(r"[a-z]{2} [a-z]{2}", word)):
            return code
    if re.fullmatch(r"[a-z]{2,3}", word):
        return word
    raise CellError(_("'{cell}' is no language that we know.").format(cell=cell), _("Write its code, for example sv."))


#: Field → what makes a value of a cell that is not empty.
CLEANERS: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {
        "label": _name,
        "short_label": _name,
        "id": _identifier,
        "aliases": _aliases,
        "type": clean_text,
        "size_class": size_class,
        "is_anchor": _yes_or_no,
        "nuts": _nuts,
        "lat": _degrees(90),
        "lon": _degrees(180),
        "domain": _domain,
        "company_id": clean_text,
        "contact_name": _name,
        "contact_first_name": _name,
        "contact_last_name": _name,
        "contact_email": _mail,
        "contact_role": _name,
        "contact_phone": clean_text,
        "language": _language,
    }
)


def is_blank(cell: str) -> bool:
    """Return whether a cell says nothing: empty, or one of the signs that people write for that.

    ``NA`` and the like count in every column; an organisation called "None" has to be written otherwise.
    """
    text = cell.strip().lower()
    return not text or text in MISSING
