"""Numbers as statistical offices write them: decimal commas, thousands separators, footnotes, missing, secret."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.i18n import _, ngettext

__all__ = ["MISSING", "SECRET", "Cell", "Column", "read_column", "split_flags"]

#: What stands for "no figure".
MISSING = frozenset({"", ":", ".", "..", "...", "-", "–", "—", "x", "/", "na", "n/a", "nan", "null", "none", "n.a."})
#: Flags that say "known, but kept secret".
SECRET = frozenset({"c"})
_SPACES = "\u00a0\u202f\u2009\u2007 '’"
_NUMBER = re.compile(r"[+\-−]?(?:\d[\d.,\u00a0\u202f\u2009\u2007 '’]*\d|\d|[.,]\d+)")
_GROUPED = re.compile(r"\d{1,3}([.,\u00a0\u202f\u2009\u2007 '’]\d{3})+")
_FOOTNOTES = re.compile(
    r"(?:\s*(?:[A-Za-z]{1,3}(?![A-Za-z\d])|\([^()]{1,12}\)|\[[^\[\]]{1,12}\]|\d\)|[*†‡¹²³⁴⁵⁶⁷⁸⁹]+)\s*)+"
)


@dataclass(frozen=True)
class Cell:
    """A cell as it was written: row of the file, text, and flags that stand apart from it."""

    line: int
    text: str
    flags: str = ""
    column: str = ""


@dataclass(frozen=True)
class Column:
    """What a column of cells says.

    Attributes
    ----------
    values
        Numbers; None where there is none.
    flags
        Flags and footnotes, sorted; ``c`` for what is kept secret.
    notes
        What was repaired, in sentences.
    """

    values: tuple[float | None, ...]
    flags: tuple[str, ...]
    notes: tuple[str, ...]


def split_flags(text: str) -> tuple[str, str]:
    """Return (number or sign of missing, flags) of a cell such as ``"1 234 p"``, ``": c"`` or ``"12,5 (b)"``."""
    # "1 234 1)" is 1234 with the footnote 1: brackets keep it from the number.
    plain = re.sub(r"(?<=\s)(\d)\)", r"[\1]", text.strip().strip(_SPACES).strip())
    if plain.lower() in MISSING:
        return "", ""
    number = _NUMBER.match(plain)
    rest = plain[number.end() :] if number else plain.lstrip(":.-–—").strip()
    if not rest.strip():
        return (number[0], "") if number else ("", "")
    if not _FOOTNOTES.fullmatch(rest):
        raise ValueError(text)
    flags = "".join(sorted(set(re.sub(r"[\s()\[\]]", "", rest))))
    if number is None and plain[0] not in ":.-–—(" and flags.lower() not in SECRET:
        raise ValueError(text)
    return (number[0] if number else ""), flags


def read_column(cells: Sequence[Cell], faults: Faults, decimal: str | None = None) -> Column:
    """Return the numbers of cells that are written in one way, and say what was repaired.

    Which sign is the decimal one follows from all cells together: ``1.234,5`` says the comma, ``0.5`` the point,
    ``1,23`` the comma. Where only figures like ``1,234`` stand there, it cannot be known and is asked.

    Parameters
    ----------
    cells
        The cells; rows and columns for messages.
    faults
        Takes what cannot be read.
    decimal
        ``"."`` or ``","`` where it is known.
    """
    texts: list[str] = []
    flags: list[str] = []
    for cell in cells:
        try:
            number, found = split_flags(cell.text)
        except ValueError:
            faults.add(
                _("'{value}' is no number.").format(value=cell.text.strip()),
                _("Write a number; leave the cell empty, or write ':', where there is none."),
                line=cell.line,
                column=cell.column or None,
            )
            number, found = "", ""
        texts.append(number)
        flags.append("".join(sorted(set(found) | set(cell.flags.replace(" ", "")))))
    sign = decimal or _decimal_sign(cells, texts, faults)
    if sign is None:  # already told, and no figure can be trusted
        return Column((None,) * len(texts), tuple(flags), ())
    values = [_value(cell, text, sign, faults) for cell, text in zip(cells, texts, strict=True)]
    return Column(tuple(values), tuple(flags), tuple(_notes(texts, sign, cells)))


def _decimal_sign(cells: Sequence[Cell], texts: Sequence[str], faults: Faults) -> str | None:
    """Return the decimal sign that the cells give away; None where they contradict one another."""
    votes: dict[str, list[Cell]] = {".": [], ",": []}
    unclear: list[Cell] = []
    for cell, text in zip(cells, texts, strict=True):
        points, commas = text.count("."), text.count(",")
        if points and commas:
            votes["." if text.rfind(".") > text.rfind(",") else ","].append(cell)
        elif points + commas == 1:
            sign = "." if points else ","
            before, after = (part.lstrip("+-−") for part in text.split(sign))
            if len(after) != 3 or before in ("", "0") or len(before) > 3 or any(s in before for s in _SPACES):
                votes[sign].append(cell)
            else:
                unclear.append(cell)
        elif points + commas > 1:
            votes["," if points else "."].append(cell)  # several of one kind stand between thousands
    if votes["."] and votes[","]:
        fewer = min(votes, key=lambda s: len(votes[s]))
        first, other = votes[fewer][0], votes["," if fewer == "." else "."][0]
        faults.add(
            _("'{value}' has another decimal sign than '{other}' in line {line}.").format(
                value=first.text.strip(), other=other.text.strip(), line=other.line
            ),
            _("Write all figures alike."),
            line=first.line,
            column=first.column or None,
        )
        return None
    if votes[","]:
        return ","
    if unclear and not votes["."]:
        first = unclear[0]
        faults.add(
            _("'{value}' can be {small} or {large}, and no other figure says which.").format(
                value=first.text.strip(),
                small=re.sub("[.,]", ".", first.text.strip()),
                large=re.sub("[.,]", "", first.text.strip()),
            ),
            _("Say which sign is the decimal one (--decimal . or --decimal ,)."),
            line=first.line,
            column=first.column or None,
        )
    return "."


def _value(cell: Cell, text: str, sign: str, faults: Faults) -> float | None:
    if not text:
        return None
    whole, _sign, part = text.lstrip("+-−").partition(sign)
    thousands = [s for s in (*_SPACES, ".", ",") if s != sign and s in whole]
    grouped = not thousands or (len(set(thousands)) == 1 and _GROUPED.fullmatch(whole))
    if not grouped or not re.fullmatch(r"\d*", part):
        faults.add(
            _("'{value}' is written in a way that cannot be read.").format(value=cell.text.strip()),
            _("Write it without separators of thousands, or with one after every three digits."),
            line=cell.line,
            column=cell.column or None,
        )
        return None
    digits = re.sub(r"\D", "", whole)
    number = float(f"{digits or '0'}.{part or '0'}")
    return -number if text[0] in "-−" else number


def _notes(texts: Sequence[str], sign: str, cells: Sequence[Cell]) -> list[str]:
    notes = []
    commas = sum("," in t for t in texts) if sign == "," else 0
    if commas:
        notes.append(
            ngettext(
                "{n} figure has a decimal comma; it was read as one.",
                "{n} figures have a decimal comma; it was read as one.",
                commas,
            ).format(n=commas)
        )
    other = "," if sign == "." else "."
    grouped = sum(any(s in t for s in (*_SPACES, other)) for t in texts)
    if grouped:
        notes.append(
            ngettext(
                "{n} figure has a separator of thousands, which was taken out.",
                "{n} figures have a separator of thousands, which was taken out.",
                grouped,
            ).format(n=grouped)
        )
    footnotes = sum(bool(t) and c.text.strip() != t for t, c in zip(texts, cells, strict=True))
    if footnotes:
        notes.append(
            ngettext(
                "{n} figure has a footnote; it was kept as a flag.",
                "{n} figures have footnotes; they were kept as flags.",
                footnotes,
            ).format(n=footnotes)
        )
    return notes
