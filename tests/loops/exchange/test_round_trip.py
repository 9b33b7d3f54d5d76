"""What is written reads back as it was, as far as the format can hold it; and what it cannot hold is told."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.exchange import ExchangeError
from clusterdynamics.loops.exchange import (
    CORPUS_FORMATS,
    Claim,
    Code,
    Corpus,
    Document,
    Selection,
    corpus_format,
    losses,
    read_corpus,
    remaining,
    write_corpus,
)

from .corpora import NASTY, SMALL, corpora, unordered

WRITTEN = [f for f in CORPUS_FORMATS if f.write is not None]


def there_and_back(corpus: Corpus, folder: Path, name: str, suffix: str = "") -> Corpus:
    form = corpus_format(name)
    path = folder / f"file{suffix or form.suffixes[0]}"
    write_corpus(corpus, path, name)
    assert form.write is not None
    assert path.read_bytes() == form.write(corpus, path.suffix)  # the same corpus gives the same bytes
    return read_corpus(path, name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpora")


@given(corpora())
def test_a_project_holds_everything(folder: Path, corpus: Corpus) -> None:
    assert unordered(there_and_back(corpus, folder, "qdpx")) == unordered(corpus)


def in_cells(corpus: Corpus) -> Corpus:
    """A workbook has no cell that holds nothing but white space, and no text of no length."""

    def cell(text: str) -> str:
        return text if text.strip() else ""

    return replace(
        corpus,
        title=cell(corpus.title),
        documents=tuple(replace(d, text=cell(d.text), title=cell(d.title)) for d in corpus.documents),
        codes=tuple(replace(c, definition=cell(c.definition)) for c in corpus.codes),
        selections=tuple(replace(s, label=cell(s.label)) for s in corpus.selections),
        sources=tuple(replace(s, label=cell(s.label)) for s in corpus.sources),
        claims=tuple(
            replace(c, quote=cell(c.quote), counter_evidence=cell(c.counter_evidence), time=cell(c.time))
            for c in corpus.claims
        ),
    )


@given(corpora(NASTY + "\n\r"))
def test_a_workbook_holds_everything_but_space(folder: Path, corpus: Corpus) -> None:
    texts = {d.id: d.text for d in corpus.documents if d.text.strip()}
    placed = replace(  # passages of white space have no text to stand in
        corpus,
        selections=tuple(s for s in corpus.selections if s.document in texts),
        codings=tuple(c for c in corpus.codings if c.selection is None or c.document in texts),
        claims=tuple(c if c.document in texts else replace(c, start=None, end=None) for c in corpus.claims),
    )
    expected = in_cells(placed)
    assert unordered(there_and_back(placed, folder, "causal-map")) == unordered(expected)


@given(corpora(NASTY + "\n\r"))
def test_a_table_of_claims_holds_the_claims(folder: Path, corpus: Corpus) -> None:
    def cell(text: str) -> str:
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()

    kept = remaining(corpus, corpus_format("csv").holds)
    claims = tuple(
        replace(c, quote=cell(c.quote), counter_evidence=cell(c.counter_evidence), time=cell(c.time))
        for c in kept.claims
    )
    back = there_and_back(corpus, folder, "csv")
    assert unordered(back) == unordered(replace(kept, claims=claims))


@pytest.mark.parametrize("suffix", [".json", ".xlsx"])
@given(corpus=corpora(NASTY))
@settings(max_examples=60)
def test_kumu_holds_the_map(folder: Path, suffix: str, corpus: Corpus) -> None:
    kept = remaining(corpus, corpus_format("kumu").holds_in(suffix))
    assert unordered(there_and_back(corpus, folder, "kumu", suffix)) == unordered(kept)


@given(corpora())
def test_graphml_holds_how_many_claims_there_are(folder: Path, corpus: Corpus) -> None:
    kept = remaining(corpus, corpus_format("graphml").holds)
    back = there_and_back(corpus, folder, "graphml")
    signs = [sorted((c.cause, c.effect, c.polarity) for c in one.claims) for one in (kept, back)]
    assert signs[0] == signs[1]
    assert replace(unordered(back), claims=()) == replace(unordered(kept), claims=())


@given(corpora())
def test_a_codebook_holds_the_codes(folder: Path, corpus: Corpus) -> None:
    back = there_and_back(corpus, folder, "qdc")
    assert [(c.label, c.definition, c.color, c.codable) for c in back.codes] == [
        (c.label, c.definition, c.color, c.codable) for c in _in_tree_order(corpus)
    ]


def _in_tree_order(corpus: Corpus) -> list[Code]:
    below: dict[str | None, list[Code]] = {}
    for code in corpus.codes:
        below.setdefault(code.parent, []).append(code)

    def walk(parent: str | None) -> list[Code]:
        return [c for code in below.get(parent, []) for c in (code, *walk(code.id))]

    return walk(None)


@pytest.mark.parametrize("form", WRITTEN, ids=lambda f: f.name)
def test_every_format_finds_its_own_files(form: object, folder: Path) -> None:
    for suffix in form.suffixes:  # type: ignore[attr-defined]
        path = folder / f"own{suffix}"
        write_corpus(SMALL, path, form.name)  # type: ignore[attr-defined]
        assert read_corpus(path) == read_corpus(path, form.name), suffix  # type: ignore[attr-defined]


def test_what_is_lost_is_told(tmp_path: Path) -> None:
    told = write_corpus(SMALL, tmp_path / "a.csv")
    assert "Texts, and the passages coded in them, are not in the file." in told
    assert "Identifiers of codes are not in the file, only their names." in told
    assert losses(SMALL, corpus_format("qdpx").holds) == ()
    assert write_corpus(SMALL, tmp_path / "a.xlsx") == ()
    assert write_corpus(Corpus(), tmp_path / "b.csv") == ()  # nothing to lose


def test_without_a_text_a_claim_keeps_its_teller() -> None:
    kept = remaining(SMALL, corpus_format("csv").holds)
    assert [c.source for c in kept.claims] == ["a", "b", "b"]  # c1 was told in d1, which is a's


def test_passages_count_characters_not_bytes(tmp_path: Path) -> None:
    # The factory is character 11: two units in UTF-16 and four bytes in UTF-8 would give 11 to 13 or 12 to 16.
    back = there_and_back(SMALL, tmp_path, "qdpx")
    place = back.selections[0]
    assert back.documents[0].text[place.start : place.end] == "🏭"


def test_a_code_named_like_another_keeps_apart(tmp_path: Path) -> None:
    corpus = Corpus(
        codes=(Code("1", "Trust"), Code("2", "trust"), Code("3", "trust [2]")),
        claims=(Claim("c1", "1", "2", "+"), Claim("c2", "2", "3", "-")),
    )
    assert there_and_back(corpus, tmp_path, "kumu", ".json") == corpus
    back = there_and_back(corpus, tmp_path, "csv")
    assert len({c.label for c in back.codes}) == 3


@pytest.mark.parametrize(
    ("corpus", "part"),
    [
        (Corpus(codes=(Code("a", "A", "a"),)), "Codes stand under themselves: A ← A."),
        (Corpus(codes=(Code("a", "A"), Code("a", "B"))), "'a' is listed twice."),
        (Corpus(codes=(Code("a", " "),)), "A code has no name."),
        (Corpus(documents=(Document("d", "x", source="s"),)), "names 's'"),
        (Corpus(claims=(Claim("c", "x", "y"),)), "The claim 'c' names 'x'"),
        (
            Corpus(documents=(Document("d", "abc"),), selections=(Selection("s", "d", 1, 4),)),
            "The passage 1 to 4 lies outside 'd', which has 3 characters.",
        ),
        (
            Corpus(documents=(Document("d", "abc"),), selections=(Selection("s", "d", 2, 1),)),
            "The passage 2 to 1 ends before it starts.",
        ),
        (Corpus(documents=(Document("d", "half \ud83c"),)), "Character 6 is half a character"),
        (Corpus(codes=(Code("a", "bell \x07"),)), "control character"),
        (Corpus(codes=(Code("a", "A"),), claims=(Claim("c", "a", "a", "maybe"),)), "'maybe' is no sign"),
        (Corpus(codes=(Code("a", "A"),), claims=(Claim("c", "a", "a", start=1),)), "place of claim 'c' is incomplete"),
    ],
)
def test_a_corpus_that_does_not_hold_together_is_not_written(tmp_path: Path, corpus: Corpus, part: str) -> None:
    with pytest.raises(ExchangeError, match=re.escape(part)):
        write_corpus(corpus, tmp_path / "a.qdpx")
    assert list(tmp_path.iterdir()) == []


@given(st.integers(1, 60))
def test_deep_codebooks_are_no_recursion(folder: Path, depth: int) -> None:
    codes = tuple(Code(f"c{k}", f"Code {k}", f"c{k - 1}" if k else None) for k in range(depth))
    assert there_and_back(Corpus(codes=codes), folder, "qdpx").codes == codes


def test_formats_that_are_only_read_say_so(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="read only"):
        write_corpus(SMALL, tmp_path / "a.qda", "qualcoder")
    with pytest.raises(ExchangeError, match="belongs to no format"):
        write_corpus(SMALL, tmp_path / "a.xyz")
    with pytest.raises(ExchangeError, match="There is no format 'nvivo'"):
        write_corpus(SMALL, tmp_path / "a.xyz", "nvivo")


def test_written_projects_are_valid(shared_data: Path, folder: Path) -> None:
    """Against the schema of the standard; corpora are drawn anew, the schema is read once."""
    import zipfile

    import xmlschema

    schema = xmlschema.XMLSchema(shared_data / "refi" / "REFI-QDA-Project.xsd")
    path = folder / "valid.qdpx"

    @given(corpora())
    @settings(max_examples=40)
    def check(corpus: Corpus) -> None:
        write_corpus(corpus, path)
        with zipfile.ZipFile(path) as archive:
            schema.validate(io.BytesIO(archive.read("project.qde")))

    check()
