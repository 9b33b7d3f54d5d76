"""What holds of every analysis: architecture, rule 3."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import altair as alt
import pytest

from clusterdynamics import compute
from clusterdynamics.assessment import ANALYSES, _defaults
from clusterdynamics.examples import skogsbygden
from clusterdynamics.i18n import language
from clusterdynamics.measures.protocol import Analysis, Result
from clusterdynamics.saom.analysis import TieChoicesParams
from clusterdynamics.study.model import Study

from .build import make_study

CORNERS = {
    "no organisations": make_study([], []),
    "one organisation": make_study(["a"], []),
    "no ties": make_study(["a", "b", "c", "d"], []),
    "no relations": make_study(["a", "b", "c"], [], relations=()),
    "disconnected": make_study(
        [{"id": x, "type": "firm" if x < "c" else "public"} for x in "abcdef"],
        [("2024", r, i, j, 4) for r in ("depth", "advice") for i, j in ("ab", "ba", "cd", "ef")],
    ),
    "nobody answered": make_study(["a", "b", "c"], [], answered={}),
    "nobody asked": make_study(["a", "b", "c"], [], answered={}, asked={"2024": []}),
    "everybody linked": make_study(
        list("abcd"), [("2024", "depth", i, j, 5) for i in "abcd" for j in "abcd" if i != j]
    ),
    "two waves, nobody stayed": make_study(
        [{"id": "a", "left": "2026"}, {"id": "b", "left": "2026"}, {"id": "c", "joined": "2026"}],
        [("2024", "depth", "a", "b", 3)],
        waves=("2024", "2026"),
    ),
}


#: Figures that are themselves drawn: shares of redraws, results of a random search, estimates from simulations. So
#: are those that end in ``.random``, ``.chance`` and ``.detectable`` (reports that are drawn again), and
#: all of scenarios.
RANDOM = {"community", "modularity", "communities", "stage.order", "choice", "choice.rate"}


@cache
def full() -> Study:
    """A study in which every analysis has something to say."""
    return skogsbygden.build()


def run(analysis: Analysis[Any, Any], study: Study, seed: int = 5) -> Result:
    """Few redraws and few simulations: what holds of every analysis holds of any number of them."""
    params = _defaults(analysis.params, 60)
    if isinstance(params, TieChoicesParams):
        params = replace(params, simulations=200)
    result: Result = analysis(study, params, seed)
    return result


@cache
def known(analysis: Analysis[Any, Any]) -> Result:
    """The result for the full study, computed once for all tests that only look at it."""
    return run(analysis, full())


every = pytest.mark.parametrize("analysis", ANALYSES.values(), ids=ANALYSES.keys())


@pytest.mark.verify
@every
def test_same_seed_same_result_on_any_number_of_workers(
    analysis: Analysis[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    study, first = full(), known(analysis)
    monkeypatch.setattr(compute, "WORTHWHILE", 0.0)
    assert run(analysis, study) == first
    for workers, backend in ((4, "threading"), (2, "loky")):
        with compute.using(workers=workers, backend=backend):
            assert run(analysis, study) == first


@every
def test_the_order_of_the_tables_does_not_matter(analysis: Analysis[Any, Any]) -> None:
    study = full()
    shuffled = replace(
        study,
        tables={name: table if name == "waves" else table.reverse() for name, table in study.tables.items()},
    )
    assert run(analysis, shuffled) == known(analysis)


@every
@pytest.mark.parametrize("corner", CORNERS.values(), ids=CORNERS.keys())
def test_corners(analysis: Analysis[Any, Any], corner: Study) -> None:
    result = run(analysis, corner)
    assert all(sentence.strip() for sentence in result.sentences())
    assert json.loads(json.dumps(result.to_dict(), allow_nan=False)) == result.to_dict()
    result.chart()


@every
def test_written_and_read_back(analysis: Analysis[Any, Any]) -> None:
    result = known(analysis)
    text = json.dumps(result.to_dict(), allow_nan=False)
    assert type(result).from_dict(json.loads(text)) == result


@every
def test_frame_chart_and_words(analysis: Analysis[Any, Any]) -> None:
    result = known(analysis)
    frame = result.to_frame()
    assert frame.height == len(result.estimates) > 0
    assert isinstance(result.chart(), alt.TopLevelMixin)
    assert result.explain() == " ".join(result.sentences())
    assert language() == "en"


@every
def test_every_figure_has_a_value_or_a_reason_and_bounds_hold_together(analysis: Analysis[Any, Any]) -> None:
    for e in known(analysis).estimates:
        assert (e.value is None) == (e.reason is not None), e
        assert (e.low is None) == (e.high is None), e
        assert e.why == "" or "{" not in e.why
        if e.low is not None and e.high is not None:
            assert e.low <= e.high, e
            assert e.interval != "none"


@every
def test_every_name_is_given_once_for_its_place(analysis: Analysis[Any, Any]) -> None:
    estimates = known(analysis).estimates
    places = [(e.wave, e.network, e.subject, e.name) for e in estimates]
    assert len(set(places)) == len(places)


@every
def test_another_seed_changes_bounds_and_never_values_of_what_is_not_random(analysis: Analysis[Any, Any]) -> None:
    first, second = known(analysis), run(analysis, full(), 2)
    for a, b in zip(first.estimates, second.estimates, strict=True):
        drawn = a.name.endswith((".random", ".chance", ".detectable")) or a.name.startswith("scenario.")
        if not drawn and a.name not in RANDOM:
            assert a.value == b.value, a.name
