"""The analysis ``tie_choices``: on the demo cluster, with too little to go on, in report and command."""

from __future__ import annotations

import numpy as np
import pytest
from typer.testing import CliRunner

from clusterdynamics import assessment
from clusterdynamics.assessment import Assessment, assess
from clusterdynamics.cli.app import app
from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures import qap_correlation
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.identity import compared, succession
from clusterdynamics.report.build import build_report
from clusterdynamics.saom import as_group
from clusterdynamics.saom.analysis import TieChoices, TieChoicesParams, tie_choices

from ..build import ADVICE, make_study, random_study

FEW = TieChoicesParams(networks=("cooperation", "advice"), permutations=200, simulations=500)


@pytest.fixture(scope="module")
def reading() -> Assessment:
    study = skogsbygden.build()
    return assess(study, seed=1, analyses=("change", "tie_choices"), params={"tie_choices": FEW}, replicates=50)


def test_it_runs_by_request_only(monkeypatch: pytest.MonkeyPatch) -> None:
    some = {name: assessment.ANALYSES[name] for name in ("coverage", "tie_choices")}
    monkeypatch.setattr(assessment, "ANALYSES", some)
    assert list(assess(random_study(8), replicates=2).results) == ["coverage"]


def test_pattern_and_model_of_the_demo_cluster(reading: Assessment) -> None:
    found = reading.tie_choices
    assert {e.network for e in found.estimates} == {"cooperation", "advice"}
    r = found.find("persistence", network="cooperation")
    assert r.low < 0.2 < r.value
    recip = found.find("choice", network="advice", subject="recip")
    assert recip.low < recip.value < recip.high
    assert "does not show what brought it about" in found.explain()
    assert found.chart().to_dict()


def test_persistence_is_the_correlation_of_pairs_observed_both_times(reading: Assessment) -> None:
    study = reading.study
    first, second = compared(study, "advice", succession(study, *study.wave_ids))
    stay = sorted(set(first.nodes) & set(second.nodes))
    a, b = first.subset(stay), second.subset(stay)
    both = a.observed & b.observed
    by_hand = np.corrcoef(a.ties[both], b.ties[both])[0, 1]
    found = reading.tie_choices.find("persistence", network="advice")
    assert found.value == pytest.approx(by_hand, abs=1e-12)
    direct = qap_correlation(
        np.where(a.observed, a.ties, np.nan), np.where(b.observed, b.ties, np.nan), permutations=5, seed=1
    )
    assert found.value == pytest.approx(direct.correlation, abs=1e-12)


def test_few_organisations_get_a_reason_and_one_wave_a_sentence() -> None:
    small = tie_choices(random_study(12), FEW, 1)
    assert {e.reason for e in small.estimates if e.name == "choice"} == {Reason.TOO_FEW_ACTORS}
    assert "no model of the steps. We cannot say, because" in small.explain()
    alone = tie_choices(make_study(["a", "b"], relations=(ADVICE,)), TieChoicesParams(), 1)
    assert alone.explain() == "There is one wave so far; choices of partners show from the second wave on."


def test_the_report_tells_it_to_the_study_team_only(reading: Assessment) -> None:
    def told(audience: str) -> str:
        section = next((s for s in build_report(reading, audience=audience).sections if s.id == "change"), None)
        return "" if section is None else " ".join(b.alt for b in section.blocks)

    assert "odds ratio" in told("study")
    assert "odds ratio" not in told("board")
    assert "odds ratio" not in told("public")


def test_the_command_leaves_the_model_out_on_request(tmp_path) -> None:
    skogsbygden_folder = tmp_path / "study"
    from clusterdynamics.study.package import write_study

    write_study(skogsbygden.build(), skogsbygden_folder)
    done = CliRunner().invoke(app, ["change", str(skogsbygden_folder), "--no-model", "--replicates", "20"])
    assert done.exit_code == 0, done.output
    assert "choice of partners" not in done.output


def test_undirected_networks_of_a_study_join_both_reports() -> None:
    waves = skogsbygden.build().waves("cooperation")
    group = as_group(waves)
    assert group.directed == {"network": False}
    place = {a: i for i, a in enumerate(group.names)}
    first = waves[0]
    for i, a in enumerate(first.nodes):
        for j, b in enumerate(first.nodes):
            if i != j:
                told = (first.ties[i, j] and first.observed[i, j]) or (first.ties[j, i] and first.observed[j, i])
                seen = first.observed[i, j] or first.observed[j, i]
                value = group.networks["network"][0][place[a], place[b]]
                assert (value == float(told)) if seen else np.isnan(value)


def test_the_likeness_of_waves_is_told_beside_chance() -> None:
    def told(value: float) -> str:
        facts = {"n": 20, "coverage": 1.0, "wave": "1→2", "network": "advice", "method": "saom/analysis"}
        e = Estimate("persistence", value, -0.1, 0.1, Interval.PERMUTATION, **facts)
        return TieChoices(TieChoicesParams(), (e,), {"advice": "advice"}, ()).explain()

    assert told(0.4) == "Advice, 1 → 2: links are where they were before more often than by chance (r = 0.40)."
    assert told(-0.4) == "Advice, 1 → 2: links are where they were before less often than by chance (r = −0.40)."
    assert "cannot be told from chance" in told(0.05)
