"""A search as a page asks for it: words, facets, a page of results, and help where there are none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.core.paginator import Page, Paginator

from clusterdynamics.study.names import fold
from clusterdynamics_web.library.models import File, Version
from clusterdynamics_web.library.search.facets import FACETS, Facet, count, those
from clusterdynamics_web.library.search.query import Row, matching
from clusterdynamics_web.library.search.why import Piece, passage, pieces
from clusterdynamics_web.library.search.words import MOST_WORDS, folded, words_of

__all__ = ["PAGE", "Found", "Hit", "Near", "find"]

#: Results on a page.
PAGE = 20
#: Least likeness (0 to 100) of a word to the name of a facet's value.
_LIKE = 70.0


@dataclass(frozen=True)
class Hit:
    """A result, and why it is one.

    Attributes
    ----------
    where
        Names of the parts in which the words stand: title, keywords, summary, text, file.
    passage
        The words around them, where they stand neither in title nor in summary.
    file
        Name of the file that the passage is from.
    """

    version: Version
    title: list[Piece]
    summary: list[Piece]
    where: tuple[str, ...] = ()
    passage: list[Piece] = field(default_factory=list)
    file: str = ""


@dataclass(frozen=True)
class Near:
    """A way out of an empty result: what to search for instead, and how many that finds."""

    words: str
    facets: Mapping[str, str]
    label: str
    count: int
    #: "facet": a value like the word typed; "less": without a choice; "fewer": without a word.
    how: str


@dataclass(frozen=True)
class Found:
    """What a search found."""

    query: str
    words: tuple[str, ...]
    chosen: Mapping[str, str]
    total: int
    page: Page[Row]
    hits: list[Hit]
    facets: list[Facet]
    near: list[Near]


def find(query: str, chosen: Mapping[str, str], *, everything: bool, page: str | int | None = 1) -> Found:
    """Search.

    Parameters
    ----------
    query
        As somebody typed it.
    chosen
        Facet → value.
    everything
        Also what is for the network only.
    """
    words = tuple(dict.fromkeys(words_of(query)))[:MOST_WORDS]
    wanted = {name: value for name, value in chosen.items() if name in FACETS and value}
    rows = matching(words, everything=everything)
    left = those(rows, wanted)
    shown = Paginator(left, PAGE).get_page(page)
    facets = count(rows, wanted)
    near = [] if left else _near(words, wanted, rows, everything=everything)
    return Found(query, words, wanted, len(left), shown, _hits(list(shown), words), facets, near)


def _hits(rows: Sequence[Row], words: Sequence[str]) -> list[Hit]:
    found = Version.objects.select_related("item__region").in_bulk([row[0] for row in rows])
    hits = {pk: _hit(version, words) for pk, version in found.items()}
    # Files are long: only those of what shows the words nowhere else are read.
    unseen = {pk: missing for pk, (hit, missing) in hits.items() if missing}
    files: dict[int, list[File]] = {}
    for file in File.objects.filter(version__in=unseen).only("version", "name", "alt", "text").order_by("pk"):
        files.setdefault(file.version_id, []).append(file)
    told = {pk: _in_files(hits[pk][0], missing, files.get(pk, ())) for pk, missing in unseen.items()}
    return [told.get(row[0], hits[row[0]][0]) for row in rows if row[0] in hits]


def _hit(version: Version, words: Sequence[str]) -> tuple[Hit, list[str]]:
    """Return a result as far as its version tells why it is one, and the words that can only be in its files."""
    title, summary = pieces(version.title, words), pieces(version.lead, words)
    if not words:
        return Hit(version, title, summary), []
    head = {name: f" {folded(getattr(version, name))}" for name in ("title", "keywords", "summary")}
    where = [name for name, text in head.items() if any(f" {word}" in text for word in words)]
    seen = "".join(head.values())
    missing = [word for word in words if f" {word}" not in seen]
    shown: list[Piece] = []
    if missing:
        shown = passage("\n".join([*version.texts.values(), version.sector, version.place, version.authors]), missing)
        if shown:
            where.append("text")
            missing = []
    return Hit(version, title, summary, tuple(where), shown), missing


def _in_files(hit: Hit, words: Sequence[str], files: Iterable[File]) -> Hit:
    for file in files:
        shown = passage(f"{file.name}\n{file.alt}\n{file.text}", words)
        if shown:
            return replace(hit, where=(*hit.where, "file"), passage=shown, file=file.name)
    return hit


def _near(words: Sequence[str], chosen: Mapping[str, str], rows: Sequence[Row], *, everything: bool) -> list[Near]:
    """Return what lies near an empty result: without one choice, without one word, and facets named like a word."""
    ways: list[Near] = []
    query = " ".join(words)
    for name in chosen:
        others = {n: v for n, v in chosen.items() if n != name}
        number = len(those(rows, others))
        if number:
            ways.append(Near(query, others, str(FACETS[name]), number, "less"))
    if len(words) > 1 and not rows:
        for word in words:
            rest = [w for w in words if w != word]
            number = len(those(matching(rest, everything=everything), chosen))
            if number:
                ways.append(Near(" ".join(rest), chosen, word, number, "fewer"))
    ways += _alike(words, everything=everything)
    return sorted(ways, key=lambda way: (way.how != "facet", -way.count))[:8]


def _alike(words: Sequence[str], *, everything: bool) -> list[Near]:
    from rapidfuzz import fuzz

    found = []
    for facet in count(matching((), everything=everything), {}):
        for value in facet.values:
            labels = words_of(value.label)
            if any(fuzz.ratio(word, label) >= _LIKE for word in words for label in labels if len(label) > 2) or any(
                fold(value.label).startswith(word[:4]) for word in words if len(word) > 4
            ):
                found.append(Near("", {facet.name: value.value}, f"{facet.label}: {value.label}", value.count, "facet"))
    return found
