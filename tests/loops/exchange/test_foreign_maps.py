"""Maps as other programs draw them: what is understood, and what is said about the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from clusterdynamics.exchange.sheets import write_sheets
from clusterdynamics.loops.exchange import Corpus, read_corpus


def read(folder: Path, name: str, content: str | bytes) -> Corpus:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_corpus(path)


def claims(corpus: Corpus) -> list[tuple[str, str, str]]:
    return [(c.cause, c.effect, c.polarity) for c in corpus.claims]


def test_a_causal_loop_diagram_in_xmile(tmp_path: Path) -> None:
    """Variables without equations; the arrows alone say what depends on what. Names are compared without case."""
    corpus = read(
        tmp_path,
        "a.xmile",
        """<xmile xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0" xmlns:isee="http://iseesystems.com/XMILE">
        <header><name> Loops </name></header>
        <model><variables><aux name="Mutual trust"/><aux name="meeting\\noften"/></variables>
        <views><view>
          <connector polarity="+"><from>Meeting_often</from><to>mutual trust</to></connector>
          <connector isee:polarity="-"><from>mutual_trust</from><to>"meeting often"</to></connector>
          <connector><from>nothing</from><to>mutual trust</to></connector>
          <connector><from><alias uid="3"/></from><to>mutual trust</to></connector>
        </view></views></model></xmile>""",
    )
    assert claims(corpus) == [("meeting_often", "mutual_trust", "+"), ("mutual_trust", "meeting_often", "-")]
    assert [c.label for c in corpus.codes] == ["Mutual trust", "meeting often"]
    assert corpus.title == "Loops"
    told = " ".join(corpus.notes)
    assert "Arrows that are drawn" in told
    assert "no variables of the model: nothing." in told


def test_modules_and_equations_of_xmile(tmp_path: Path) -> None:
    """The stock's equation is its start; 1e3, MAX and TIME are no variables; a module has variables of its own."""
    corpus = read(
        tmp_path,
        "a.stmx",
        """<xmile><model><variables>
        <stock name="Trust"><eqn>start</eqn><inflow>gain</inflow><outflow>loss</outflow></stock>
        <flow name="gain"><eqn>MAX(1e3 * "the weather" {per loss}, TIME) + Trust + Trust</eqn></flow>
        <flow name="loss"><element subscript="a"><eqn>Firm.size</eqn></element></flow>
        <aux name="the weather"/><aux name="start"/><module name="Firm"/>
        </variables></model>
        <model name="Firm"><variables><aux name="size"><eqn>people</eqn></aux><aux name="people"/></variables></model>
        </xmile>""",
    )
    assert claims(corpus) == [
        ("gain", "trust", "+"),
        ("loss", "trust", "-"),
        ("the_weather", "gain", ""),
        ("trust", "gain", ""),
        ("firm.size", "loss", ""),
        ("firm.people", "firm.size", ""),
    ]


def test_a_workbook_without_factors_and_sources(tmp_path: Path) -> None:
    rows = [
        ["from", "to", "strength", "source_id", "certainty"],
        ["meet", "trust", 1, "a", "high"],
        ["trust", "gossip", -0.5, "b", 0.7],
        ["meet", "gossip", 0, None, None],
        ["gossip", "meet", "fails", "a", None],
    ]
    corpus = read(tmp_path, "a.xlsx", write_sheets({"Links": rows}))
    assert claims(corpus) == [
        ("meet", "trust", "+"),
        ("trust", "gossip", "-"),
        ("meet", "gossip", ""),
        ("gossip", "meet", "fails"),
    ]
    assert [s.id for s in corpus.sources] == ["a", "b"]
    assert [c.certainty for c in corpus.claims] == ["high", "", "", ""]


def test_factors_named_by_their_labels(tmp_path: Path) -> None:
    sheets = {
        "factors": [["label", "factor_memo"], ["Trust", "Relations"], ["Meeting", None]],
        "links": [["from_label", "to_label", "sign"], ["Meeting", "Trust", "positive"]],
    }
    corpus = read(tmp_path, "a.xlsx", write_sheets(sheets))
    assert claims(corpus) == [("Meeting", "Trust", "+")]
    assert corpus.codes[0].definition == "Relations"


def test_a_blueprint_of_kumu(tmp_path: Path) -> None:
    corpus = read(
        tmp_path,
        "a.json",
        """{"elements": [{"label": "Trust", "type": "factor"}, {"label": "Meeting", "description": "Often"}],
        "connections": [{"from": "meeting", "to": "Trust", "type": "+", "direction": "directed"},
        {"from": "Trust", "to": "Meeting", "type": "Opposite"}, {"from": "Trust", "to": "Meeting", "type": "feeds"},
        {"from": "Trust", "to": "Meeting", "direction": "undirected", "type": "-"},
        {"from": "Trust", "to": "Meeting", "strength": 0}]}""",
    )
    assert claims(corpus) == [
        ("Meeting", "Trust", "+"),
        ("Trust", "Meeting", "-"),
        ("Trust", "Meeting", ""),
        ("Trust", "Meeting", "-"),
        ("Meeting", "Trust", "-"),
    ]
    assert corpus.codes[1].definition == "Often"
    told = " ".join(corpus.notes)
    for part in ("do not say + or -", "without direction are claims in both", "value 0, or missing"):
        assert part in told


def test_graphml_with_signs_in_an_attribute_or_in_the_weight(tmp_path: Path) -> None:
    corpus = read(
        tmp_path,
        "a.graphml",
        """<graphml><key id="p" for="edge" attr.name="polarity" attr.type="string"/>
        <key id="w" for="edge" attr.name="weight" attr.type="double"/><graph edgedefault="directed">
        <node id="a"/><node id="b"/><edge source="a" target="b"><data key="p">negative</data></edge>
        <edge source="b" target="a"><data key="w">-2</data></edge></graph></graphml>""",
    )
    assert claims(corpus) == [("a", "b", "-"), ("b", "a", "-")]


def test_a_table_with_other_columns_and_two_spellings(tmp_path: Path) -> None:
    corpus = read(tmp_path, "a.csv", "Cause,Effect,Mood\nTrust,Meeting  often,good\nmeeting often,Trust,bad\n")
    told = " ".join(corpus.notes)
    assert "Columns that have no place here are left out: Mood." in told
    assert "'Meeting  often' and 'meeting often' may be the same factor; they are kept apart." in told
    assert "separated by a comma" in told


@pytest.mark.parametrize("name", ["kumu", "graphml", "csv", "qdpx"])
def test_no_claims_at_all(tmp_path: Path, name: str) -> None:
    from clusterdynamics.loops.exchange import Code, corpus_format, write_corpus

    path = tmp_path / f"a{corpus_format(name).suffixes[0]}"
    write_corpus(Corpus(codes=(Code("a", "A"),)), path, name)
    assert read_corpus(path, name).claims == ()
