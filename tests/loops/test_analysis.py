"""The analysis on the demo cluster, for the study team and for others; the section of the report; the command."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from clusterdynamics.assessment import Assessment, assess
from clusterdynamics.cli.app import app
from clusterdynamics.disclosure import claims_for, stories_for
from clusterdynamics.examples import skogsbygden
from clusterdynamics.loops.analysis import loops, quotes_behind
from clusterdynamics.loops.picture import drawn_loops, loop_picture
from clusterdynamics.loops.result import Loops, LoopsParams
from clusterdynamics.loops.states import LinkStatus, LoopState
from clusterdynamics.report.audience import for_audience
from clusterdynamics.report.build import build_report
from clusterdynamics.report.sections import Context
from clusterdynamics.report.sections.loops import loops_section
from clusterdynamics.study.package import write_study
from tests.build import make_study


@cache
def reading() -> Assessment:
    return assess(skogsbygden.build(), seed=1, replicates=100, analyses=["loops"])


def found() -> Loops:
    result: Loops = reading().loops
    return result


def test_states_that_are_planted_in_the_demo() -> None:
    # tests/examples/test_skogsbygden_stories.py counts the same by its own means.
    states = {name: found().state_of(name) for name in ("L1", "L2", "L3", "L4", "L5", "B1", "B4")}
    assert states == {
        "L1": LoopState.RUNNING,
        "L2": LoopState.RUNNING,
        "L3": LoopState.BROKEN,
        "L4": LoopState.WEAK,
        "L5": LoopState.NOT_TOLD,
        "B1": LoopState.WEAK,
        "B4": LoopState.RUNNING,
    }
    assert found().loop("L3.main").broken == (("trust", "openness"),)
    assert found().link(("trust", "openness")).fails == 3
    best = found().mends[0]
    assert (best.cause, best.effect, best.closes) == ("trust", "openness", ("L3.main",))
    with pytest.raises(KeyError):
        found().loop("L9")
    with pytest.raises(KeyError):
        found().link(("trust", "dependence"))


def test_each_loop_is_one_step_from_its_quotes() -> None:
    texts = dict(skogsbygden.build()["stories"].select("id", "text").iter_rows())
    for f in found().loops:
        quotes = found().quotes_of(f.id)
        assert bool(quotes) == any(found().link(p).claims for p in f.links)
        assert all(q.text in texts[q.story] for q in quotes)
    said = [q.text for q in found().quotes_of("L3.main") if q.polarity == "fails"]
    assert "I trusted them, and still I did not tell them." in said
    assert len(said) == 3
    assert quotes_behind(skogsbygden.build(), found()) == found().quotes


def test_figures() -> None:
    assert found().value_of("map.tellers", subject="whole") == 12
    assert found().value_of("loop.weakest", subject="L2") == 2
    e = found().find("loop.weakest", subject="L2")
    assert e.low is not None
    assert e.low <= 2 <= e.high
    assert found().value_of("loop.whole", subject="L2") == 2
    assert found().value_of("mend.closes", subject="trust→openness") == 1
    assert found().find("loop.state", subject="L5").n == 0


def test_a_mapping_also_the_other_way_round() -> None:
    study = skogsbygden.build()
    renamed = study["claims"].with_columns(
        pl.col("cause", "effect").replace({"trust": "mistrust"}),
    )
    other = type(study)(study.settings, dict(study.tables) | {"claims": renamed}, files=study.files)
    lost = loops(other, LoopsParams(replicates=0))
    assert lost.state_of("L3") is LoopState.WEAK
    assert lost.unmatched == ("mistrust",)
    assert [s.model_factor for s in lost.suggestions] == ["trust"]
    back = loops(other, LoopsParams(mapping={"mistrust": "trust"}, replicates=0))
    assert back.state_of("L3") is LoopState.BROKEN
    turned = loops(other, LoopsParams(mapping={"mistrust": "~trust"}, replicates=0))
    # Every claim with trust at one end now says the other sign.
    assert turned.link(("commitments_kept", "trust")).against == 2
    assert turned.link(("commitments_kept", "trust")).tellers == 0


def test_one_wave_only() -> None:
    first = loops(skogsbygden.build(), LoopsParams(waves=("2024",), replicates=0))
    assert {e.wave for e in first.estimates} == {first.wave}
    assert first.state_of("L2") is LoopState.WEAK


def test_no_story_and_no_claim() -> None:
    assert loops(make_study(["a"])).sentences() == (
        "No story was told, so nothing is known about the loops of the cluster.",
    )
    told = make_study(["a"], tables={"stories": [{"id": "s", "wave": "2024", "text": "One."}]})
    result = loops(told)
    assert result.sentences() == (
        "No story was coded with causal claims, so nothing is known about the loops of the cluster.",
    )
    assert loops_section(Context(assess(told, analyses=["loops"]))) is None


@pytest.mark.parametrize("audience", ["participants", "network", "public"])
def test_others_see_no_counts_of_few_and_only_quotes_they_may_read(audience: str) -> None:
    study = skogsbygden.build()
    shown: Loops = for_audience(reading(), audience).loops
    assert shown.quotes == ()
    assert shown.suggestions == ()
    assert all(k.tellers is None and k.claims == () for k in shown.links)
    assert {e.name for e in shown.estimates} == {"loop.state"}
    assert all(e.n == 0 for e in shown.estimates)
    assert "overload" in found().labels
    assert "overload" not in shown.labels
    assert {k for k in shown.labels if k.startswith("loop:O")} <= {f"loop:{f.id}" for f in shown.loops}
    # Nobody tells of L5, one organisation of B1: both look the same from outside.
    assert {shown.loop(name).state for name in ("L5", "B1", "B6")} == {LoopState.NOT_SHOWN}
    # Eight organisations speak of the trust loop, counted from the tables: enough for all these readers (k_outside 5).
    on = set(found().loop("L3.main").links)
    told = study["claims"].join(study["stories"].select("actor", story="id"), on="story")
    homes = {a for c, e, a in told.select("cause", "effect", "actor").iter_rows() if (c, e) in on}
    assert len(homes) == 8
    assert shown.loop("L3.main").state is LoopState.BROKEN
    statuses = {k.status for k in shown.links}
    assert LinkStatus.FEW not in statuses
    allowed = set(stories_for(study, audience)["id"])
    assert set(claims_for(study, audience)["story"]) <= allowed
    report = build_report(reading(), audience=audience)
    section = next(s for s in report.sections if s.id == "loops")
    quoted = [
        row for b in section.blocks if b.kind == "table" and "words behind" in b.table.caption for row in b.table.rows
    ]
    assert quoted
    readable = dict(study["claims"].select("quote", "story").iter_rows())
    assert all(readable[row[2]] in allowed for row in quoted)
    hidden = set(study["claims"].filter(~pl.col("story").is_in(list(allowed)))["quote"])
    text = repr(section)
    assert not [q for q in hidden if q in text]


def test_the_team_reads_all_of_it() -> None:
    assert claims_for(skogsbygden.build(), "study").height == skogsbygden.build()["claims"].height
    section = loops_section(Context(reading()))
    assert section is not None
    captions = [b.table.caption for b in section.blocks if b.kind == "table"]
    assert "L3.main Trust: the words behind it" in captions
    assert "All figures on loops" in captions
    assert section.answer.startswith("Running, as the stories tell it: Contact; Easy cooperation")


def test_the_picture_has_the_loops_that_are_told() -> None:
    drawn = drawn_loops(found())
    assert len(drawn) == 9
    assert {f.id for f in drawn} >= {"L1", "L2", "L3.main", "B4"}
    assert all(f.state is not LoopState.NOT_TOLD for f in drawn)
    lit = loop_picture(found(), highlight="L5")
    assert "L5" in {r.id for r in lit.rings}
    silent = loops(make_study(["a"]))
    assert [f.id for f in drawn_loops(silent)] == [f.id for f in silent.loops[:5]]


def test_the_command(tmp_path: Path) -> None:
    study = write_study(skogsbygden.build(), tmp_path / "s")
    runner = CliRunner()
    mapping = tmp_path / "m.csv"
    mapping.write_text("factor,model_factor\ntrust,trust\n", encoding="utf-8")
    options = ["loops", str(tmp_path / "s"), "--replicates", "20", "--mapping", str(mapping)]
    done = runner.invoke(app, [*options, "--out", str(tmp_path / "o"), "--highlight", "L3"])
    assert done.exit_code == 0, done.output
    assert "broken from “Trust” to “Openness”" in " ".join(done.output.split())
    names = {p.name for p in (tmp_path / "o").iterdir()}
    assert names == {"loops.svg", "loops.json", "links.csv", "quotes.csv", "figures.csv"}
    data = json.loads((tmp_path / "o" / "loops.json").read_text(encoding="utf-8"))
    assert Loops.from_dict(data["result"]).state_of("L3") is LoopState.BROKEN
    assert data["picture"]["highlight"] == "L3.main"
    printed = runner.invoke(app, [*options, "--json"])
    assert json.loads(printed.output)["loops"][0]["id"] == "L1"
    for wrong, words in (
        (["--highlight", "L99"], "There is no loop L99"),
        (["--mapping", str(tmp_path / "none.csv")], "cannot be read"),
        (["--mapping", str(tmp_path / "s" / "actors.csv")], "needs the columns factor and model_factor"),
    ):
        failed = runner.invoke(app, ["loops", str(tmp_path / "s"), "--replicates", "0", *wrong])
        assert failed.exit_code != 0
        assert words in str(failed.exception)
    del study


def test_words_for_running_other_loops_contested_links_and_more_than_can_be_looked_at() -> None:
    pairs = [("trust", "p"), ("p", "trust"), ("trust", "q"), ("q", "r"), ("r", "trust")]
    rows = [(t, c, e, "+") for t in "ab" for c, e in pairs] + [("c", "p", "trust", "-")]
    stories = [{"id": t, "wave": "2024", "actor": t, "text": "Words."} for t in "abc"]
    told = [
        {"id": f"c{k:02d}", "story": t, "cause": c, "effect": e, "polarity": p} for k, (t, c, e, p) in enumerate(rows)
    ]
    study = make_study(["a", "b", "c"], tables={"stories": stories, "claims": told})
    said = loops(study, LoopsParams(replicates=10)).sentences()
    assert "The stories speak of 2 other loops that have no name. 2 of these run." in said
    assert "1 link is told with both signs." in said
    assert "3 factors of the stories are not in the model." in said
    more = loops(study, LoopsParams(replicates=0, most=1)).sentences()
    assert any(s.endswith("There are more that were not looked at.") for s in more)
    assert loops(study, LoopsParams(replicates=0)).find("loop.weakest", subject="L1").low is None
