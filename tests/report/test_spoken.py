"""A report in another language than that of the assessment says the model's words in the reader's language."""

from __future__ import annotations

import pytest

from clusterdynamics.assessment import assess
from clusterdynamics.examples import skogsbygden
from clusterdynamics.i18n import use_language
from clusterdynamics.models import load_model
from clusterdynamics.report.spoken import spoken


@pytest.fixture(scope="module")
def demo():
    """The example cluster, read in English."""
    return assess(skogsbygden.build(), seed=1, replicates=5, analyses=["stage", "loops", "depth"])


@pytest.mark.parametrize("language", ["sv", "fr"])
def test_stages_statements_and_factors_are_those_of_the_model_in_that_language(demo, language):
    with use_language(language):
        said = spoken(demo)
    model = load_model("reference", language)
    assert {s.id: s.label for s in said.stage.stages} == {s.id: s.label for s in model.stages}
    texts = {s.id: s.text for s in model.statements}
    assert {k: v for k, v in said.stage.labels.items() if k in texts} == texts
    assert {h.text for h in said.stage.holds_back} <= set(texts.values())
    assert said.stage.estimates is demo.stage.estimates
    assert said.snapshot == demo.snapshot


def test_in_the_language_it_was_computed_in_nothing_changes(demo):
    with use_language("en"):
        said = spoken(demo)
    assert all(said.results[name] is result for name, result in demo.results.items())


def test_what_the_study_calls_its_own_stays(demo):
    with use_language("fr"):
        said = spoken(demo)
    study = demo.study
    names = set(study.labels.values()) | {study.wave_label(w) for w in study.wave_ids}
    for name, result in demo.results.items():
        labels = getattr(result, "labels", {})
        kept = {key: text for key, text in labels.items() if text in names}
        assert {key: said.results[name].labels[key] for key in kept} == kept
