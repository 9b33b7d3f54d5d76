"""The analysis ``scenarios``: by request only, in words, in the report, at the command line, and for whom."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from clusterdynamics.assessment import assess
from clusterdynamics.cli.app import app
from clusterdynamics.examples import skogsbygden
from clusterdynamics.report import write_report
from clusterdynamics.report.sections import Context
from clusterdynamics.report.sections.scenarios import scenarios_section
from clusterdynamics.scenarios.analysis import scenarios
from clusterdynamics.scenarios.engine.inputs import Change
from clusterdynamics.scenarios.explore import Outcome, Plan, Scenario, shipped_plan
from clusterdynamics.scenarios.result import ScenariosParams
from tests.build import make_study

FEW = ScenariosParams(replicates=300)


@pytest.fixture(scope="module")
def reading():
    return assess(skogsbygden.build(), seed=1, analyses=["scenarios"], params={"scenarios": FEW})


def test_it_runs_by_request_only():
    assert scenarios.by_request


def test_the_warning_stands_first(reading):
    said = reading.scenarios.sentences()
    assert said[0].startswith("A scenario explores and does not forecast")
    assert any(s.startswith("Downturn, beside “Nothing done”: “Trust” ends better in") for s in said)
    assert any("was learned about" in s for s in said)
    text = " ".join(said)
    assert "{" not in text
    for word in ("forecast that", "best scenario", "rank", "will be"):
        assert word not in text


def test_no_scenario_is_put_in_an_order_of_merit(reading):
    assert list(reading.scenarios.against) == [s.id for s in shipped_plan().scenarios]


def test_figures_hold_together(reading):
    found = reading.scenarios
    for s in shipped_plan().scenarios:
        for o in found.outcomes:
            subject = f"{s.id}|{o}"
            better, worse = (found.value_of(f"scenario.{x}", subject=subject) for x in ("better", "worse"))
            assert 0 <= better + worse <= 1
            e = found.find("scenario.difference", subject=subject)
            assert e.low <= e.value <= e.high
    assert found.value_of("scenario.broken") == 0
    for band in found.bands:
        assert all(a <= b <= c <= d <= e for a, b, c, d, e in zip(
            band.low, band.quarter, band.middle, band.three_quarters, band.high, strict=True))  # fmt: skip
        assert band.times[-1] == pytest.approx(6)
        assert band.times[0] <= -2


def test_loops_share_the_whole_behaviour(reading):
    found = reading.scenarios
    totals = [sum(b.share[k] for b in found.loops) for k in range(len(found.loops[0].times))]
    assert totals == pytest.approx([1.0] * len(totals))
    assert {"L1", "L2", "L3", "B1", "B4", "B6"} <= {b.loop for b in found.loops}


def test_a_scenario_of_ones_own():
    plan = Plan(
        (Scenario("calm", "Calm waters", (Change("project_rate", "multiply", 1.5, 0.0),)),),
        (Outcome("joint_projects"),),
        years=3.0,
    )
    params = ScenariosParams(replicates=200, plan=plan, calibrate=False, sensitivity=False)
    found = scenarios(make_study(["a"], []), params, 1)
    assert found.value_of("scenario.better", subject="calm|joint_projects") == 1
    assert found.called("scenario:calm") == "Calm waters"
    assert not found.calibrated
    assert any("not fitted to a wave" in s for s in found.sentences())
    assert not [e for e in found.estimates if e.name in {"scenario.learned", "scenario.sensitivity"}]


def test_the_section_shows_fans_comparisons_tornados_and_loops(reading):
    section = scenarios_section(Context(reading))
    titles = [getattr(b, "title", "") for b in section.blocks]
    assert section.answer.startswith("A scenario explores")
    for part in ("Trust: a fan of futures", "Trust: what scenarios change", "Which loop carries the cluster when"):
        assert part in titles
    assert any("moves it most" in t for t in titles)
    captions = [b.table.caption for b in section.blocks if getattr(b, "table", None) is not None]
    assert any("variance" in c for c in captions)
    assert any("waves taught" in c for c in captions)
    assert scenarios_section(Context(replace(reading, results={}))) is None


def test_what_is_hidden_takes_its_pictures_with_it(reading):
    found = reading.scenarios
    bare = found.with_estimates(e for e in found.estimates if not e.subject.endswith("|trust"))
    assert "trust" not in {b.outcome for b in bare.bands} | {d.outcome for d in bare.depends}
    nothing = found.with_estimates(())
    assert (nothing.bands, nothing.swings, nothing.loops, nothing.boxes) == ((), (), (), ())
    assert nothing.sentences()[-1] == "There is nothing to show here."
    nothing.chart()


@pytest.fixture(scope="module")
def short():
    """One scenario and one outcome: few pictures, which take longest."""
    plan = replace(shipped_plan(), scenarios=shipped_plan().scenarios[:1], outcomes=shipped_plan().outcomes[:1])
    params = replace(FEW, plan=plan, sensitivity=False)
    return assess(skogsbygden.build(), seed=1, analyses=["scenarios"], params={"scenarios": params})


@pytest.mark.parametrize("audience", ["study", "public"])
def test_in_the_report(short, tmp_path, audience):
    write_report(short, tmp_path / "report.html", audience=audience, language="en")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "What could happen, and what would help?" in text
    assert "explores and does not forecast" in text


def test_the_command(tmp_path):
    folder = tmp_path / "study"
    from clusterdynamics.study.package import write_study

    write_study(skogsbygden.build(), folder)
    plan = tmp_path / "plan.toml"
    outcomes = 'outcomes = [{ variable = "trust" }]'
    change = 'changes = [{ variable = "downturn", value = 1 }]'
    text = f'{outcomes}\n[[scenarios]]\nid = "bad"\n{change}\n'
    plan.write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    args = ["scenarios", str(folder), "--runs", "200", "--plan", str(plan), "--no-sensitivity"]
    run = CliRunner().invoke(app, [*args, "--losses", "--out", str(out)])
    assert run.exit_code == 0, run.output
    assert "A scenario explores and does not forecast" in run.output
    assert "Runs that end better / worse" in run.output
    assert "Pair by pair, for the study team" in run.output
    assert {p.name for p in out.iterdir()} >= {
        "scenarios.html", "scenarios.json", "scenarios.csv", "cluster-model.xmile", "losses.csv",
    }  # fmt: skip
    assert (out / "losses.csv").read_text(encoding="utf-8").startswith("loss,outcome,runs")
    printed = CliRunner().invoke(app, [*args, "--no-fit", "--json"])
    assert json.loads(printed.output)
    plan.write_text(text.replace("downturn", "weather"), encoding="utf-8")
    wrong = CliRunner().invoke(app, args)
    assert "plan.toml, bad: the model has no variable weather" in str(wrong.exception)


@pytest.mark.verify
@pytest.mark.alone
def test_ten_thousand_runs_in_ten_seconds():
    """Ten scenarios, sensitivity, fit, loops: at most 10 s of processor time, so that one idle core is enough."""
    from time import process_time

    from clusterdynamics import compute

    study = skogsbygden.build()
    scenarios(study, FEW, 1)  # compiled, and loaded
    with compute.using(workers=0, backend="threading"):
        start = process_time()
        scenarios(study, ScenariosParams(replicates=10_000), 1)
    assert process_time() - start < 10
