"""Quotes at their places: exact, moved, respelled, in parts, similar, lost; and the real QuIP quotes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.examples import skogsbygden
from clusterdynamics.loops.coding import How, anchor_claims, anchor_quotes
from clusterdynamics.loops.coding.places import find_place
from tests.build import make_study
from tests.loops.quip import read

TEXT = "Före mässan 🙂 delade vi en lastbil. Den kom i tid, alltid! Sedan litade vi på dem — “mer än någon annan”."


@pytest.mark.parametrize(
    ("quote", "how", "words"),
    [
        ("delade vi en lastbil", How.EXACT, "delade vi en lastbil"),
        ("  delade vi en lastbil ", How.MOVED, "delade vi en lastbil"),
        ("DELADE vi\nen  lastbil", How.SPELLING, "delade vi en lastbil"),
        ('dem - "mer än någon annan"', How.SPELLING, "dem — “mer än någon annan”"),
        ("delade vi en lastbil ... litade vi på dem", How.PARTS, TEXT[14:81]),
        ("[On trust] Sedan litade vi på dem", How.PARTS, "Sedan litade vi på dem"),
        ("Den kom i tid, alltid! — “mer än någon annan”.", How.PARTS, TEXT[36:-1]),
        ("Sedan litad vi på demm", How.SIMILAR, "Sedan litade vi på dem"),
    ],
)
def test_each_way_of_finding(quote: str, how: How, words: str) -> None:
    # The places are read off the text: "🙂" is one code point (two in UTF-16, four bytes).
    found = find_place(TEXT, quote)
    assert found is not None
    assert found.how is how
    assert TEXT[found.start : found.end] == words


@pytest.mark.parametrize("quote", ["", "   ", "ingenting av detta sades någonsin här", "x ... y", "[...]"])
def test_what_is_not_there_is_not_found(quote: str) -> None:
    assert find_place(TEXT, quote) is None


def test_of_equal_places_the_nearest() -> None:
    text = "yes, they came. no. yes, they came. no. yes, they came."
    assert find_place(text, "they came").start == 5
    assert find_place(text, "they came", near=27).start == 25
    assert find_place(text, "they came", near=60).start == 45
    assert find_place(text, "THEY came", near=44).start == 45


def test_an_anchor_in_a_very_long_text_is_not_compared_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clusterdynamics.loops.coding.places._MOST", 100)
    assert find_place(TEXT, "Sedan litad vi på demm") is None


def frame(*rows: tuple[str, str, int | None, int | None, str | None]) -> pl.DataFrame:
    kinds = {"id": pl.String, "story": pl.String, "start": pl.Int64, "end": pl.Int64, "quote": pl.String}
    return pl.DataFrame(rows, schema=kinds, orient="row")


def test_moves_are_reported_and_applied() -> None:
    found = anchor_quotes(
        frame(
            ("a", "s", 14, 34, "delade vi en lastbil"),
            ("b", "s", 0, 5, "Den kom i tid"),
            ("c", "s", None, None, "Den kom i tid"),
            ("d", "s", 0, 4, None),
            ("e", "s", None, None, ""),
            ("f", "s", 3, 9, "nowhere to be found at all"),
            ("g", "s", 900, 950, "Den kom i tid"),
        ),
        {"s": TEXT},
    )
    assert (found.exact, found.unquoted) == (3, 1)
    assert [(m.claim, m.before, m.after) for m in found.moves] == [("b", (0, 5), (36, 49)), ("g", (900, 950), (36, 49))]
    assert [x.claim for x in found.lost] == ["f"]
    assert found.claims["start"].to_list() == [14, 36, 36, 0, None, 3, 36]
    assert found.claims["quote"].to_list()[3] == "Före"
    assert len(found.sentences()) == 4
    assert anchor_quotes(frame(), {}).claims.height == 0


def test_a_place_outside_the_text_without_words_is_an_error_that_names_all() -> None:
    rows = [(f"c{k}", "s", 200 + k, 300, None) for k in range(24)]
    with pytest.raises(InputError) as error:
        anchor_quotes(frame(*rows, ("x", "none", None, None, "words")), {"s": TEXT})
    told = str(error.value)
    assert f"Claim c0: the place 200-300 is not in story 's' of {len(TEXT)} characters." in told
    assert "… and 5 more." in told
    assert "Claim c5" in told
    with pytest.raises(InputError, match="no story 'none'"):
        anchor_quotes(frame(("x", "none", None, None, "words")), {"s": TEXT})
    with pytest.raises(InputError, match="9-4"):
        anchor_quotes(frame(("x", "s", 9, 4, None)), {"s": TEXT})


def test_the_demo_stands_word_for_word_and_after_an_edit_is_found_again() -> None:
    study = skogsbygden.build()
    found = anchor_claims(study)
    assert found.exact == study["claims"].height
    assert found.moves == found.lost == ()
    stories = study["stories"].select("id", "text").iter_rows()
    moved = anchor_quotes(study["claims"], {i: f"Å — {text}" for i, text in stories})
    # Every text begins with four more characters.
    assert moved.exact == 0
    assert {m.after[0] - m.before[0] for m in moved.moves if m.before} == {4}
    assert {m.how for m in moved.moves} == {How.MOVED}


def test_a_study_without_claims() -> None:
    assert anchor_claims(make_study(["a"])).sentences() == ("0 quotes stand word for word where they were said to be.",)


def test_quip(shared_data: Path) -> None:
    # 853 links, of whose quotes 443 stand word for word in their statement: shared data, README, causal/quip.
    claims, texts = read(shared_data)
    found = anchor_quotes(claims, texts)
    assert claims.height == 853
    assert found.exact == 443
    assert found.exact + len(found.moves) + len(found.lost) == 853
    assert len(found.lost) <= 60
    for m in found.moves:
        assert m.text == texts[m.story][m.after[0] : m.after[1]]
        assert m.similarity >= 85
