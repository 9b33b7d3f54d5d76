"""Real files of other programs, with counts that are known from elsewhere."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import networkx as nx
import pytest

from clusterdynamics.loops.exchange import Corpus, read_corpus, write_corpus


def test_a_project_of_qualitative_coding(shared_data: Path, tmp_path: Path) -> None:
    """262 codes, 2 texts, 158 selections, 205 codings: README of the shared data, and grep in project.qde."""
    import xmlschema

    corpus = read_corpus(shared_data / "refi" / "demo.qdpx")
    counts = [len(x) for x in (corpus.documents, corpus.codes, corpus.selections, corpus.codings, corpus.claims)]
    assert counts == [2, 262, 158, 205, 0]
    assert {c.coder for c in corpus.codings} == {"cp"}
    # The first selection is called line:6; its text is the sixth line (from 1: the file was looked at) and its end.
    first = corpus.selections[0]
    text = corpus.documents[0].text
    assert first.label == "line:6"
    assert text[first.start : first.end] == text.splitlines(keepends=True)[6]
    # As the first elements of the codebook stand in each other: rq1_definition > competencies > programming.
    label = {c.id: c.label for c in corpus.codes}
    assert [(c.label, label.get(c.parent or "")) for c in corpus.codes[:3]] == [
        ("rq1_definition", None),
        ("competencies", "rq1_definition"),
        ("programming", "competencies"),
    ]

    out = tmp_path / "again.qdpx"
    assert write_corpus(corpus, out) == ()
    assert read_corpus(out) == corpus
    schema = xmlschema.XMLSchema(shared_data / "refi" / "REFI-QDA-Project.xsd")
    with zipfile.ZipFile(out) as archive:
        schema.validate(io.BytesIO(archive.read("project.qde")))


@pytest.fixture(scope="module")
def quip(shared_data: Path) -> Corpus:
    return read_corpus(shared_data / "causal" / "quip" / "example-file.xlsx")


def test_a_causal_map_workbook(quip: Corpus) -> None:
    """853 links, 130 factors, 240 bundles, 19 sources, 855 statements: README of the shared data."""
    counts = [len(x) for x in (quip.claims, quip.codes, quip.bundles, quip.sources, quip.documents)]
    assert counts == [853, 130, 240, 19, 855]
    text = {d.id: d.text for d in quip.documents}
    assert sum(c.quote in text[c.document or ""] for c in quip.claims) == 443
    # Row 2 of the sheet links: factor 17 to factor 16 in statement 5, told by MNX-1; looked up in the file by hand.
    labels = {c.id: c.label for c in quip.codes}
    first = quip.claims[0]
    assert (labels[first.cause], labels[first.effect]) == ("~Livestock health; Disease", "~Livestock health; Death")
    assert quip.teller(first) == "MNX-1"
    assert any("posneg" in note for note in quip.notes)
    assert next(s for s in quip.sources if s.id == "MNX-1").attributes["Household size (residents > 6months)"] == 6


@pytest.mark.parametrize("name", ["a.qdpx", "a.xlsx"])
def test_a_causal_map_keeps_everything(quip: Corpus, tmp_path: Path, name: str) -> None:
    write_corpus(quip, tmp_path / name)
    assert read_corpus(tmp_path / name) == quip


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.graphml"])
def test_a_causal_map_keeps_its_bundles(quip: Corpus, tmp_path: Path, name: str) -> None:
    write_corpus(quip, tmp_path / name)
    back = read_corpus(tmp_path / name)

    def bundles(corpus: Corpus) -> dict[tuple[str, str], int]:
        label = {c.id: c.label for c in corpus.codes}
        return {(label[a], label[b]): n for (a, b), n in corpus.bundles.items()}

    assert bundles(back) == bundles(quip)


@pytest.mark.parametrize(("name", "loops"), [("armsRace", 3), ("bassDiffusion", 2), ("predatorPrey", 5)])
def test_loops_of_stella_models(shared_data: Path, name: str, loops: int) -> None:
    """The loops that Stella found (beside the model, with signs) are the loops of the claims.

    The README counts 3, 2, 3; the file of predatorPrey itself lists 5 (R1, R2, B1, B2, B3).
    """
    folder = shared_data / "causal" / "ltm"
    corpus = read_corpus(folder / f"{name}.stmx")
    label = {c.id: c.label.lower() for c in corpus.codes}
    graph = nx.DiGraph((label[c.cause], label[c.effect]) for c in corpus.claims)
    found = {frozenset(zip(cycle, cycle[1:] + cycle[:1], strict=True)) for cycle in nx.simple_cycles(graph)}
    told = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["feedback"]["feedbackLoops"]
    expected = {frozenset((x["from"].lower(), x["to"].lower()) for x in loop["links"]) for loop in told}
    assert len(expected) == loops
    assert expected == found
    # The signs of flows are those of Stella; the others are not claimed to be known.
    signs = {(x["from"].lower(), x["to"].lower()): x["polarity"] for loop in told for x in loop["links"]}
    known = {(label[c.cause], label[c.effect]): c.polarity for c in corpus.claims if c.polarity}
    assert known
    assert all(signs.get(pair, sign) == sign for pair, sign in known.items())


@pytest.mark.parametrize("name", ["SIR.xmile", "SIR.stmx", "SIR_legacy.stmx", "SIR_reciprocal-dt.xmile"])
def test_one_model_in_four_spellings(shared_data: Path, name: str) -> None:
    """Written out from the equations in SIR.xmile: 2 flows at both ends (4), succumbing from 4, recovering from 2."""
    corpus = read_corpus(shared_data / "causal" / "xmile" / "SIR" / name)
    assert {(c.cause, c.effect, c.polarity) for c in corpus.claims} == {
        ("succumbing", "susceptible", "-"),
        ("succumbing", "infectious", "+"),
        ("recovering", "infectious", "-"),
        ("recovering", "recovered", "+"),
        ("susceptible", "succumbing", ""),
        ("infectious", "succumbing", ""),
        ("total_population", "succumbing", ""),
        ("contact_infectivity", "succumbing", ""),
        ("infectious", "recovering", ""),
        ("duration", "recovering", ""),
    }
