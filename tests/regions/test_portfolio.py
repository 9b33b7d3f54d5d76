"""Several clusters: side by side without an order of merit, change with and without, combined models, likeness."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from clusterdynamics.assessment import assess
from clusterdynamics.errors import InputError
from clusterdynamics.measures.estimate import Estimate, Interval
from clusterdynamics.regions.portfolio import FIGURES, Portfolio, alike, combine, difference_in_differences, profile
from clusterdynamics.report.comparing import compare
from clusterdynamics.report.comparison import comparison_report, write_comparison
from clusterdynamics.study.model import Study
from tests.build import make_study, random_study


def _named(study: Study, cluster: str, title: str = "A test") -> Study:
    return replace(study, settings=study.settings.model_copy(update={"cluster": cluster, "title": title}))


def _clusters(n: int, size: int = 14, density: float = 0.3) -> dict[str, Study]:
    return {f"Cluster {k}": _named(random_study(size + k, seed=k, density=density), f"Cluster {k}") for k in range(n)}


@pytest.fixture(scope="module")
def readings():
    # Two of the analyses are enough to see what becomes of figures; the command runs all of them.
    chosen = ("coverage", "whole_network")
    assert set(chosen) <= set(FIGURES)
    return {name: assess(s, seed=1, replicates=20, analyses=chosen) for name, s in _clusters(5, 10).items()}


# -- the portfolio --------------------------------------------------------------------------------------------------


def test_names_in_alphabetical_order_and_by_title_where_clusters_are_alike() -> None:
    a, b = random_study(6), random_study(7)
    assert list(Portfolio.of(_named(a, "Paper"), _named(b, "Forest")).studies) == ["Forest", "Paper"]
    both = Portfolio.of(_named(a, "Paper", "North"), _named(b, "Paper", "South"))
    assert list(both.studies) == ["North", "South"]
    with pytest.raises(InputError, match="Two studies are called 'Same'"):
        Portfolio.of(_named(a, "Paper", "Same"), _named(b, "Paper", "Same"))
    with pytest.raises(InputError, match="at least two"):
        Portfolio.of(a)


def test_another_model_cannot_be_set_beside() -> None:
    text = 'id = "ours"\ntitle = "Ours"\ndescription = "Ours"\nextends = "reference"\n'
    ours = make_study(["a"], [], model="ours.toml")
    ours = replace(_named(ours, "Ours"), files={"ours.toml": text.encode()})
    with pytest.raises(InputError, match="not asked by the same model"):
        Portfolio.of(_named(random_study(6), "Theirs"), ours)


# -- side by side ---------------------------------------------------------------------------------------------------


def _result(value: float, low: float, high: float):
    from types import SimpleNamespace

    old = Estimate("density", 0.9, 0.8, 0.95, Interval.REDRAWS, wave="2024", network="cooperation")
    new = Estimate("density", value, low, high, Interval.REDRAWS, wave="2026", network="cooperation")
    part = Estimate("density", 0.5, wave="2026", network="cooperation", subject="type:firm")
    return {"whole_network": SimpleNamespace(estimates=(old, new, part))}


@pytest.mark.parametrize(("second", "apart"), [((0.4, 0.35, 0.5), True), ((0.25, 0.2, 0.35), False)])
def test_bounds_that_do_not_meet_are_told_apart(second: tuple[float, float, float], apart: bool) -> None:
    found = profile({"B": _result(*second), "A": _result(0.2, 0.1, 0.3)}, {"density": "Density"})
    assert found.clusters == ("A", "B")
    (row,) = found.rows
    assert row.apart is apart
    assert [e.value for e in row.estimates.values() if e] == [0.2, second[0]]  # the latest wave, no groups
    words = " ".join(found.sentences())
    assert ("differ by more than their bounds in: Density" in words) is apart
    assert "no order of merit" in words
    assert found.to_frame().height == 2
    found.chart("density")
    with pytest.raises(KeyError):
        found.chart("weather")


def test_a_figure_that_one_cluster_lacks_is_told_as_not_asked() -> None:
    found = profile({"A": _result(0.2, 0.1, 0.3), "B": {}}, {})
    assert found.rows[0].apart is None
    assert found.to_frame()["why"].to_list() == ["", "not asked"]


def test_the_report_and_its_files(readings, tmp_path) -> None:
    found = compare(readings, seed=1, replicates=20)
    report = comparison_report(found)
    assert [s.id for s in report.sections] == ["profile", "understanding", "likeness"]
    write_comparison(found, tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {"compare.html", "compare.json", "compare.csv"}
    page = (tmp_path / "compare.html").read_text()
    assert "Clusters side by side" in page
    assert "alphabetical order" in page
    assert "Are the questions understood alike?" in page


def test_others_than_the_teams_see_five_clusters_or_none(readings, tmp_path) -> None:
    four = dict(list(readings.items())[:4])
    with pytest.raises(InputError, match="from five clusters on; here are 4"):
        compare(four, audience="network")
    found = compare(readings, audience="public", seed=1, replicates=20)
    density = [r for r in found.profile.rows if r.name == "density" and r.network == "cooperation"]
    mine = readings["Cluster 0"].whole_network.find("density", network="cooperation", wave="2026", subject="whole")
    (shown,) = [e for r in density for c, e in r.estimates.items() if c == "Cluster 0"]
    assert shown is not None
    assert shown.value in (None, round(mine.value, 2))  # as its own public report tells it
    write_comparison(found, tmp_path)


def test_a_cluster_that_is_not_there(readings) -> None:
    with pytest.raises(InputError, match="no cluster called Nowhere"):
        compare(readings, given=["Nowhere"])
    found = compare(readings, given=["Cluster 1"], label="Programme", replicates=20)
    assert all(d.p is None for d in found.differences.values())
    assert "and this needs 5 of each" in found.differences["density|cooperation"].sentences()[0]
    assert [s.id for s in comparison_report(found).sections][-1] == "difference"


def test_models_of_the_steps_are_combined_over_clusters(tmp_path) -> None:
    from dataclasses import replace as changed
    from types import MappingProxyType

    from clusterdynamics.saom.analysis import TieChoices, TieChoicesParams

    def choices(value: float, se: float) -> TieChoices:
        e = Estimate(
            "choice", value, value - 1.959964 * se, value + 1.959964 * se, Interval.MODEL, subject="recip",
            wave="2024→2026", network="advice",
        )  # fmt: skip
        return TieChoices(TieChoicesParams(), (e,), {}, ())

    two = {name: assess(s, replicates=0, analyses=("coverage",)) for name, s in _clusters(3).items()}
    results = {"Cluster 0": choices(1, 0.5), "Cluster 1": choices(3, 1), "Cluster 2": choices(5, 1)}
    given = {n: changed(a, results=MappingProxyType({**a.results, "tie_choices": results[n]})) for n, a in two.items()}
    found = compare(given, replicates=0)
    assert found.combined["advice", "recip"].spread == pytest.approx(2)  # as below, by hand
    assert [s.id for s in comparison_report(found).sections][-1] == "models"
    write_comparison(found, tmp_path)
    assert '"effect": "recip"' in (tmp_path / "compare.json").read_text()


# -- difference in differences --------------------------------------------------------------------------------------

BEFORE = dict.fromkeys("abcdefghij", 0.0)
AFTER = dict(zip("abcdefghij", [3, 4, 5, 6, 7, 1, 2, 2, 3, 4], strict=True))


def test_p_is_that_of_all_ways_to_deal_the_label_out() -> None:
    found = difference_in_differences(BEFORE, AFTER, "abcde")
    assert found.estimate.value == pytest.approx(5 - 2.4)
    values = np.array(list(AFTER.values()), dtype=float)
    # Every order of the ten clusters is too many; every choice of five, written as a mask, is 252.
    masks = {tuple(sorted(p[:5])) for p in permutations(range(10), 5)}
    each = [values[list(m)].mean() - np.delete(values, list(m)).mean() for m in masks]
    assert found.p == pytest.approx(np.mean(np.abs(each) >= 2.6 - 1e-9))
    assert found.exact
    assert found.estimate.low < 2.6 < found.estimate.high
    # Welch's interval: variances 2.5 and 1.3 over five each, t with 7.3 degrees of freedom.
    assert found.estimate.high - 2.6 == pytest.approx(2.3455 * np.sqrt(2.5 / 5 + 1.3 / 5), abs=0.01)
    assert "not drawn by lot" in found.sentences()[1]


@pytest.mark.parametrize("given", ["abcd", "abcdef"])
def test_refused_below_five_and_five(given: str) -> None:
    found = difference_in_differences(BEFORE, AFTER, given)
    assert found.estimate.value is None
    assert found.estimate.reason == "too_few_clusters"
    assert found.p is None


def test_clusters_with_one_wave_do_not_count() -> None:
    found = difference_in_differences(BEFORE | {"a": None}, AFTER | {"j": float("nan")}, "abcde")
    assert set(found.with_) == set("bcde")
    assert set(found.without) == set("fghi")
    assert found.p is None


def test_many_clusters_are_sampled_and_p_is_never_zero() -> None:
    rng = np.random.default_rng(1)
    names = [f"c{k}" for k in range(40)]
    before = {n: float(rng.normal()) for n in names}
    after = {n: before[n] + (50 if k < 20 else 0) + float(rng.normal()) for k, n in enumerate(names)}
    found = difference_in_differences(before, after, names[:20], draws=500, seed=3)
    assert not found.exact
    assert found.p == 1 / 501
    assert difference_in_differences(before, after, names[:20], draws=500, seed=3).p == found.p


def test_the_label_alone_gives_small_p_as_often_as_it_should() -> None:
    rng = np.random.default_rng(5)
    small = 0
    for _k in range(400):
        y = dict(zip("abcdefghij", rng.normal(size=10), strict=True))
        small += (difference_in_differences(BEFORE, y, "abcde").p or 1) <= 0.05
    assert small / 400 < 0.05 + 3 * np.sqrt(0.05 * 0.95 / 400)


# -- combined models ------------------------------------------------------------------------------------------------


def test_estimates_of_several_clusters_by_hand() -> None:
    # v = 4, 1, 1; fixed mean (4·1 + 3 + 5)/6 = 2; Q = 4·1 + 1 + 9 = 14; τ² = (14 − 2)/(6 − 18/6) = 4.
    found = combine([1, 3, 5, np.nan], [0.5, 1, 1, 1])
    assert found.q == pytest.approx(14)
    assert found.spread == pytest.approx(2)
    w = np.array([1 / 4.25, 1 / 5, 1 / 5])
    assert found.mean == pytest.approx((w * [1, 3, 5]).sum() / w.sum())
    assert found.error == pytest.approx(1 / np.sqrt(w.sum()))
    assert found.p == pytest.approx(np.exp(-7))  # χ² with two degrees of freedom
    assert found.clusters == 3


def test_alike_estimates_have_no_spread_and_none_has_no_answer() -> None:
    assert combine([1, 1, 1], [0.5, 1, 2]).spread == 0
    assert combine([], []).clusters == 0
    assert np.isnan(combine([np.nan], [1]).mean)
    assert combine([2], [1]).mean == 2


@pytest.mark.verify
def test_equal_to_statsmodels() -> None:
    meta = pytest.importorskip("statsmodels.stats.meta_analysis")
    rng = np.random.default_rng(2)
    theta, s = rng.normal(0.5, 0.4, 12), rng.uniform(0.1, 0.5, 12)
    other = meta.combine_effects(theta, s**2, method_re="dl")
    found = combine(theta, s)
    assert found.mean == pytest.approx(other.mean_effect_re, abs=1e-10)
    assert found.error == pytest.approx(other.sd_eff_w_re, abs=1e-10)
    assert found.spread**2 == pytest.approx(other.tau2, abs=1e-10)


# -- likeness -------------------------------------------------------------------------------------------------------


def _mix(cluster: str, firms: int, research: int) -> Study:
    actors = [{"id": f"f{k}", "type": "firm"} for k in range(firms)]
    actors += [{"id": f"r{k}", "type": "research"} for k in range(research)]
    return _named(make_study(actors, []), cluster)


def test_the_one_that_is_built_most_alike() -> None:
    portfolio = Portfolio.of(_mix("A", 20, 5), _mix("B", 22, 5), _mix("C", 5, 40), _mix("D", 200, 2))
    found = alike(portfolio, "A")
    assert found[0].cluster == "B"
    assert found[0].distance < 0.3
    assert next(x for x in found if x.cluster == "C").differs["research"] == pytest.approx(40 / 45 - 0.2)
    with pytest.raises(InputError, match="no cluster called 'E'"):
        alike(portfolio, "E")
    same = Portfolio.of(_mix("A", 5, 5), _mix("B", 5, 5))
    assert alike(same, "A")[0].distance == 0
