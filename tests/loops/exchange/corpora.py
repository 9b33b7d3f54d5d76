"""Random corpora for the round trips: everything that files and positions trip over."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import strategies as st

from clusterdynamics.loops.exchange import Claim, Code, Coding, Corpus, Document, Selection, Source

#: Letters, separators, signs of XML and formulas, letters beyond ASCII and beyond the first plane (two halves in
#: UTF-16), a letter with a separate accent, and every kind of line end.
NASTY = "aB7 åß\"'`,;:|&<>#%*=!./\\-_()[]€中𝒜🏭e\u0301\t"
WILD = NASTY + "\n\r\u2028\ufeff"

DATES = st.none() | st.datetimes(
    dt.datetime(1990, 1, 1), dt.datetime(2040, 1, 1), timezones=st.none() | st.just(dt.UTC)
)


def names(alphabet: str = NASTY) -> st.SearchStrategy[str]:
    """Texts without space around them, as identifiers and names are."""
    return st.text(alphabet.replace("\t", ""), min_size=1, max_size=6).map(str.strip).filter(bool)


def texts(alphabet: str) -> st.SearchStrategy[str]:
    return st.text(alphabet, max_size=12)


#: Twelve digits: a workbook keeps sixteen, where the shortest text of a number may need seventeen.
FLOATS = st.floats(-1e6, 1e6).map(lambda v: float(f"{v:.12g}"))


@st.composite
def corpora(draw: st.DrawFn, alphabet: str = WILD) -> Corpus:
    """Corpora with everything."""
    free = texts(alphabet)
    values = st.booleans() | st.integers(-(2**40), 2**40) | FLOATS | free.filter(lambda t: t.strip() == t != "")
    attributes = st.dictionaries(st.sampled_from(["size", "place", "label", "år"]), values, max_size=2)
    source_ids = draw(st.lists(names(), max_size=3, unique=True))
    document_ids = draw(st.lists(names(), max_size=3, unique=True))
    code_ids = draw(st.lists(names(), max_size=5, unique=True))
    sources = [Source(i, draw(free), draw(attributes)) for i in source_ids]
    tellers = st.none() | st.sampled_from(source_ids) if source_ids else st.none()
    documents = [Document(i, draw(free), draw(free), draw(tellers), draw(attributes)) for i in document_ids]
    codes: list[Code] = []
    for i in code_ids:  # a tree: the parent is one of those before
        above = draw(st.none() | st.sampled_from([c.id for c in codes])) if codes else None
        color = draw(st.sampled_from(["", "#a0B1c2"]))
        codes.append(Code(i, draw(names()), above, draw(free), color, draw(st.booleans())))
    selections = [
        Selection(f"s{k}", d.id, *sorted(draw(st.tuples(*[st.integers(0, len(d.text))] * 2))), draw(free))
        for k, d in enumerate(draw(st.lists(st.sampled_from(documents), max_size=4)) if documents else [])
    ]
    codings = []
    if codes and documents:
        for _k in range(draw(st.integers(0, 4))):
            code = draw(st.sampled_from(code_ids))
            place = draw(st.sampled_from([*selections, *documents]))
            where = (place.document, place.id) if isinstance(place, Selection) else (place.id, None)
            codings.append(Coding(code, *where, draw(st.sampled_from(["", "Åsa", "B 🏭"])), draw(DATES)))
    claims = [
        _claim(draw, k, code_ids, documents, tellers, free) for k in range(draw(st.integers(0, 4)) if code_ids else 0)
    ]
    order = [c.id for c in codes]
    codings.sort(key=lambda c: (document_ids.index(c.document), c.selection or "~", order.index(c.code)))
    return Corpus(
        tuple(documents), tuple(codes), tuple(selections), tuple(codings), tuple(claims), tuple(sources), draw(free)
    )


def _claim(
    draw: st.DrawFn,
    k: int,
    codes: list[str],
    documents: list[Document],
    tellers: st.SearchStrategy[str | None],
    free: st.SearchStrategy[str],
) -> Claim:
    document = draw(st.none() | st.sampled_from(documents)) if documents else None
    place: tuple[int | None, int | None] = (None, None)
    if document is not None and draw(st.booleans()):
        place = tuple(sorted(draw(st.tuples(*[st.integers(0, len(document.text))] * 2))))  # type: ignore[assignment]
    return Claim(
        f"c{k}",
        draw(st.sampled_from(codes)),
        draw(st.sampled_from(codes)),
        draw(st.sampled_from(["+", "-", "fails", ""])),
        draw(free),
        None if document is None else document.id,
        *place,
        draw(tellers),
        draw(st.sampled_from(["", "Åsa"])),
        draw(DATES),
        draw(st.sampled_from(["", "weeks", "years"])),
        draw(st.sampled_from(["", "high"])),
        draw(free),
        draw(free),
    )


def unordered(corpus: Corpus) -> Corpus:
    """The same corpus with everything in one order: formats may group what they hold."""
    return replace(
        corpus,
        documents=tuple(sorted(corpus.documents, key=lambda d: d.id)),
        codes=tuple(sorted(corpus.codes, key=lambda c: c.id)),
        selections=tuple(sorted(corpus.selections, key=lambda s: s.id)),
        codings=tuple(sorted(corpus.codings, key=repr)),
        claims=tuple(sorted(corpus.claims, key=repr)),
        sources=tuple(sorted(corpus.sources, key=lambda s: s.id)),
    )


#: "Vi träffas 🏭 oftare." and what two coders made of it; positions counted by hand, the factory is one character.
SMALL = Corpus(
    (
        Document("d1", "Vi träffas 🏭 oftare.\r\nDå litar vi på varandra.", "Intervju 1", "a", {"year": 2026}),
        Document("d2", "Inget hände.", "Intervju 2"),
    ),
    (
        Code("trust", "Trust", None, "Relying on each other", "#336699"),
        Code("meet", "Meeting often", "trust"),
    ),
    (Selection("s1", "d1", 11, 12, "the factory"), Selection("s2", "d1", 22, 34)),
    (
        Coding("meet", "d1", "s1", "Åsa", dt.datetime(2026, 3, 5, 14)),
        Coding("trust", "d1", "s1", "Bo"),
        Coding("trust", "d2"),
    ),
    (
        Claim("c1", "meet", "trust", "+", "Vi träffas 🏭 oftare.", "d1", 0, 20, coder="Åsa", delay="months"),
        Claim("c2", "meet", "trust", "fails", "Inget hände.", "d2", source="b"),
        Claim("c3", "meet", "trust", "+", "Vi träffas", "d1", source="b", certainty="high"),
    ),
    (Source("a", "Sågverket", {"size": "small", "people": 12}), Source("b", "Banken")),
    "Small",
)
