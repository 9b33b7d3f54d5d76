"""BibTeX."""

from __future__ import annotations

from clusterdynamics.study.names import fold
from clusterdynamics_web.library.exports.citation import address_of, year_of
from clusterdynamics_web.library.kinds import ItemKind
from clusterdynamics_web.library.models import Version

__all__ = ["bibtex"]

_TYPES = {ItemKind.REPORT: "techreport", ItemKind.CASE_STUDY: "techreport"}
_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def bibtex(version: Version) -> str:
    """Return an entry of BibTeX for a version; letters beyond ASCII stay as they are (biber, UTF-8)."""
    authors = version.author_names or [version.region.name]
    fields = {
        # Braces around each: an organisation is no person with a first name.
        "author": " and ".join(f"{{{_safe(name)}}}" for name in authors),
        "title": f"{{{_safe(version.title)}}}",
        "year": year_of(version),
        "institution": _safe(version.region.name),
        "type": version.kind.replace("_", " "),
        "edition": str(version.number),
        "language": version.language,
        "url": address_of(version),
    }
    word = "".join(c for c in fold(authors[0]).split()[-1] if c.isascii() and c.isalnum()) or "item"
    kind = _TYPES.get(ItemKind(version.kind), "misc")
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{word}{year_of(version)}-{version.item.key}-{version.number},\n{lines}\n}}\n"


def _safe(text: str) -> str:
    return "".join(_SIGNS.get(c, c) for c in " ".join(text.split()))
