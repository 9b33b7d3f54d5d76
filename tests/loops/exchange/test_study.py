"""Stories into a study and out of it: nothing invented, nothing dropped without a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings

import clusterdynamics as cd
from clusterdynamics.examples import skogsbygden
from clusterdynamics.exchange import ExchangeError
from clusterdynamics.loops.exchange import (
    Claim,
    Code,
    Coding,
    Corpus,
    Document,
    Selection,
    Source,
    corpus_from_study,
    corpus_to_tables,
    read_corpus,
    stories_into_study,
    tables_to_corpus,
    write_corpus,
)
from clusterdynamics.study.model import Study
from clusterdynamics.study.package import check_study, write_study
from clusterdynamics.study.settings import StudySettings
from clusterdynamics.study.write.canonical import canonical

from ...cli.conftest import Outcome
from ...cli.conftest import cd as run_fixture
from .corpora import SMALL, corpora

run = run_fixture

TABLES = ("stories", "claims", "themes", "codings")


@pytest.fixture(scope="module")
def demo() -> Study:
    return canonical(skogsbygden.build())


@pytest.mark.parametrize("name", ["a.qdpx", "a.xlsx"])
def test_the_demo_goes_out_and_comes_back(demo: Study, tmp_path: Path, name: str) -> None:
    """The tables of the demo cluster are the same after a foreign file; respondents and waves too."""
    corpus = corpus_from_study(demo)
    write_corpus(corpus, tmp_path / name)
    bare = Study(demo.settings, {n: f for n, f in demo.tables.items() if n not in TABLES}, files=demo.files)
    report = stories_into_study(read_corpus(tmp_path / name), bare)
    back = canonical(report.study)
    for table in TABLES:
        assert back[table].equals(demo[table]), table
    assert back["actors"].equals(demo["actors"])
    # And once more into the study that has them: the same rows count once.
    again = stories_into_study(read_corpus(tmp_path / name), demo)
    assert canonical(again.study)["claims"].equals(demo["claims"])


def test_one_wave(demo: Study) -> None:
    wave = demo["stories"]["wave"][0]
    told = demo["stories"].filter(pl.col("wave") == wave)
    corpus = corpus_from_study(demo, wave)
    assert {d.id for d in corpus.documents} == set(told["id"].to_list())
    assert len(corpus.claims) == demo["claims"].filter(pl.col("story").is_in(told["id"].to_list())).height
    with pytest.raises(ExchangeError, match="There is no wave '1789'"):
        corpus_from_study(demo, "1789")


@given(corpora())
@settings(max_examples=60)
def test_any_corpus_makes_a_usable_study(tmp_path_factory: pytest.TempPathFactory, corpus: Corpus) -> None:
    named = replace(corpus, title=corpus.title.strip() or "x")
    report = stories_into_study(named)
    path = tmp_path_factory.getbasetemp() / "any.zip"
    write_study(report.study, path, overwrite=True)
    study, problems = check_study(path)
    assert study is not None, [str(p) for p in problems]
    told = sum(c.polarity != "" for c in corpus.claims)
    lost = {c.id for c in corpus.claims if c.polarity and _text(corpus, c) == ""}
    assert study["claims"].height == told - len(lost)


def _text(corpus: Corpus, claim: Claim) -> str | None:
    return next((d.text.strip() for d in corpus.documents if d.id == claim.document), None)


def test_quotes_stand_in_their_story() -> None:
    text = "We meet\n every  week. So we trust."
    codes = (Code("a", "Meeting"), Code("b", "Trust"))
    quotes = ["every  week", "meet every week.", "We never meet", ""]
    claims = tuple(Claim(f"c{k}", "a", "b", "+", q, "d") for k, q in enumerate(quotes))
    placed = (Claim("p1", "a", "b", "-", "So we trust", "d", 21, 34), Claim("p2", "a", "b", "-", "", "d", 3, 3))
    found = corpus_to_tables(Corpus((Document("d", text),), codes, claims=(*claims, *placed)), "1")
    rows = found.tables["claims"].select("start", "end", "quote").rows()
    assert rows == [
        (9, 20, "every  week"),
        (3, 21, "meet\n every  week."),
        (None, None, None),
        (None, None, None),
        (22, 33, "So we trust"),
        (None, None, None),
    ]
    assert "Quotes that do not stand in their story word for word are left out (1); the claims stay." in found.notes
    assert "Passages without a character are left out (1)." in found.notes


def test_names_that_no_study_can_hold() -> None:
    corpus = Corpus(
        (Document("my story", "Told."), Document("=1+1", "Told too.", attributes={"worked": True, "class": "network"})),
        (Code("a b", "Meeting; often"), Code("a,b", "Meeting often"), Code("x" * 70, "…" * 70), Code("\x00", " -")),
        codings=(Coding("a b", "my story", coder="Åsa Ek"), Coding("a b", "my story", coder="Åsa Ek")),
    )
    found = corpus_to_tables(corpus, "1")
    assert found.tables["stories"]["id"].to_list() == ["my-story", "1+1"]
    assert found.tables["stories"]["class"].to_list() == ["nobody", "network"]
    assert found.tables["stories"]["worked"].to_list() == [None, True]
    ids = found.tables["themes"]["id"].to_list()
    assert ids[:2] == ["Meeting-often", "Meeting-often-2"]
    assert len(set(ids)) == 4
    assert found.tables["codings"]["coder"].to_list() == ["Åsa-Ek"]
    assert "The same code at the same place by the same coder counts once (1)." in found.notes


def test_claims_without_a_text_make_stories_of_their_quotes() -> None:
    corpus = Corpus(
        (Document("told-1", "There already."), Document("empty", " ")),
        (Code("a", "Meeting"), Code("b", "Trust")),
        (Selection("s", "told-1", 0, 5),),
        claims=(
            Claim("c1", "a", "b", "+", "We meet.", source="x"),
            Claim("c2", "b", "a", "-", "", source="x"),
            Claim("c3", "a", "b", "", source="y"),
            Claim("c4", "a", "b", "+", document="empty"),
        ),
        sources=(Source("x", "Mill", {"size": 3}), Source("y")),
    )
    found = corpus_to_tables(corpus, "1")
    assert found.tables["stories"].select("id", "actor", "text").rows() == [
        ("told-1", None, "There already."),
        ("told-1-", "x", "We meet.\nTrust → Meeting"),
        ("told-2", "y", "Meeting → Trust"),
    ]
    assert found.tables["claims"].select("id", "story", "quote").rows() == [
        ("c1", "told-1-", "We meet."),
        ("c2", "told-1-", None),
    ]
    told = " ".join(found.notes)
    for part in (
        "without sign are left out (1)",
        "Texts without a character are left out",
        "without a code are left out (1)",
        "stories made of their quotes (3)",
        "has no column for are left out (1)",
    ):
        assert part in told


def test_unknown_tellers_are_faults_all_at_once(demo: Study) -> None:
    told = replace(SMALL, codes=(), claims=(), codings=())  # the demo has a theme trust of its own
    with pytest.raises(ExchangeError) as caught:
        stories_into_study(told, demo, name="small.qdpx")
    assert [f.message for f in caught.value.faults] == [
        "The source 'a' is neither an organisation nor a respondent of the study.",
        "The source 'b' is neither an organisation nor a respondent of the study.",
    ]
    report = stories_into_study(told, demo, add_sources=True)
    assert report.study.labels["a"] == "Sågverket"
    assert any("2 sources became organisations" in note for note in report.notes)


def test_a_respondent_tells_for_an_organisation(demo: Study) -> None:
    wave = demo.wave_ids[-1]
    row = demo["respondents"].filter(pl.col("wave") == wave).row(0, named=True)
    corpus = Corpus((Document("new", "Told.", source=row["id"]),), sources=(Source(row["id"]),))
    told = stories_into_study(corpus, demo).study["stories"].filter(pl.col("id") == "new").row(0, named=True)
    assert (told["wave"], told["actor"], told["respondent"]) == (wave, row["actor"], row["id"])


def test_other_content_under_a_known_name_is_a_fault(demo: Study) -> None:
    story = demo["stories"]["id"][0]
    corpus = Corpus((Document(story, "Something else.", attributes={"wave": "1066"}),))
    with pytest.raises(ExchangeError) as caught:
        stories_into_study(corpus, demo)
    messages = [f.message for f in caught.value.faults]
    assert messages == [
        "There is no wave '1066'.",
        f"'{story}' is in the table stories of the study already, with other content.",
    ]


def test_empty_tables() -> None:
    study = Study(StudySettings(title="Empty"))
    corpus = tables_to_corpus(study.tables)
    assert corpus == Corpus()
    found = corpus_to_tables(corpus, "1")
    assert all(frame.is_empty() for frame in found.tables.values())


# -- the command line -------------------------------------------------------------------------------------------


def test_import_export_template(run: Callable[..., Outcome], tmp_path: Path) -> None:
    template, study, out = tmp_path / "claims.csv", tmp_path / "study", tmp_path / "out.qdpx"
    assert run("stories", "template", template).code == 0
    assert run("stories", "template", template).code == 1
    done = run("stories", "import", template, "--out", study)
    assert done.code == 0, done.err
    assert "0 texts, 2 codes, 0 codings, 1 claim" in done.out
    assert run("validate", study).code == 0
    done = run("stories", "export", study, "--out", out)
    assert done.code == 0
    assert "give it only to those who may read them" in done.out
    assert len(read_corpus(out).claims) == 1
    assert run("stories", "export", study, "--format", "kumu", "--quiet").out == ""
    assert (tmp_path / "study-stories.xlsx").exists()


def test_nothing_is_replaced_without_a_word(run: Callable[..., Outcome], tmp_path: Path) -> None:
    write_corpus(SMALL, tmp_path / "a.qdpx")
    study = tmp_path / "study"
    assert run("stories", "import", tmp_path / "a.qdpx", "--out", study, "--wave", "2026").code == 0
    again = run("stories", "import", tmp_path / "a.qdpx", "--out", study)
    assert (again.code, "--overwrite" in again.err) == (1, True)
    assert run("stories", "import", tmp_path / "a.qdpx", "--out", study, "--overwrite").code == 0
    assert cd.read_study(study)["stories"].height == 2  # the same stories, once
    assert cd.read_study(study).wave_ids == ("2026",)
    assert run("stories", "export", study).code == 1
    assert run("stories", "export", study, "--out", tmp_path / "a.qdpx").code == 1
    bad = run("stories", "import", tmp_path / "nothing.qdpx", "--out", study, "--overwrite")
    assert (bad.code, "There is no file" in bad.err) == (1, True)


def test_sources_of_the_same_name_stay_apart_on_the_map(tmp_path: Path) -> None:
    sources = (Source("77", "7"), Source("7", ""), Source("x", " 7 "), Source("y", "Mill"), Source("z", "MILL"))
    report = stories_into_study(Corpus(sources=sources, title="x"))
    labels = report.study["actors"]["label"].to_list()
    assert sorted(labels) == ["7", "7 (2)", "7 (3)", "MILL (2)", "Mill"]
    write_study(report.study, tmp_path / "s")
    study, problems = check_study(tmp_path / "s")
    assert study is not None, [str(p) for p in problems]
