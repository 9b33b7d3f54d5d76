"""Is this a Scottish model? One study cannot say; several clusters together can."""

from __future__ import annotations

import numpy as np
import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures.analyses import ModelTestParams, model_test, pooled_model_test
from clusterdynamics.models import load_model
from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import Item, Region

from ...build import make_study

MODEL = load_model()
PAIRS = [(v, s) for v in MODEL.vignettes for s in v.statements]
ITEMS = (
    *(Item(id=s.id, text=s.text) for s in MODEL.statements),
    *(Item(id=f"vignette.{v.id}.{s}", text=s) for v, s in PAIRS),
)
NUMBER = {s.id: MODEL.stage(s.stage).number for s in MODEL.statements}


def a_cluster(
    seed: int, *, n: int = 40, country: str = "SE", level: float = 0.0, shift: float = 0.0, vignettes: bool = False
) -> Study:
    """A cluster whose organisations agree the less, the later the stage; `shift` moves how s2.2 is understood."""
    rng = np.random.default_rng(seed)
    ids = [f"o{i:02d}" for i in range(n)]
    people = [
        {
            "id": f"r-{a}",
            "wave": "2024",
            "actor": a,
            "status": "submitted",
            "language": "sv" if country == "SE" else "fi",
        }
        for a in ids
    ]
    rows = []
    for a in ids:
        ability = rng.normal() + level
        for s in MODEL.statements:
            eta = 3.5 * ability + 1.6 * (3 - NUMBER[s.id]) + (shift if s.id == "s2.2" else 0.0)
            agrees = rng.random() < 1 / (1 + np.exp(-eta))
            value = int(rng.integers(4, 6)) if agrees else int(rng.integers(1, 4))
            if not vignettes:
                value = 4 if agrees else 2
            value = 6 - value if s.reversed else value
            rows.append({"wave": "2024", "respondent": f"r-{a}", "item": s.id, "value": str(value)})
        if vignettes:
            # Everybody rates the first cluster 2 and the second 4.
            rows += [
                {
                    "wave": "2024",
                    "respondent": f"r-{a}",
                    "item": f"vignette.{v.id}.{s}",
                    "value": "2" if k == 0 else "4",
                }
                for k, v in enumerate(sorted(MODEL.vignettes, key=lambda v: MODEL.stage(v.stage).number))
                for s in v.statements
            ]
    return make_study(
        ids,
        relations=(),
        items=ITEMS,
        region=Region(nuts=f"{country}33"),
        tables={"respondents": people, "answers": rows},
    )


def test_one_study_cannot_say_and_says_why() -> None:
    found = model_test(skogsbygden.build())
    said = found.sentences()
    assert said[0] == "Whether the model fits clusters elsewhere cannot be said yet: there is 1 cluster."
    assert "this needs 20 clusters; so far: 1" in said[1]
    assert "this needs the answers of 250 people" in said[2]
    assert "two groups of at least 200 people in 3 clusters each; so far: 0" in said[3]
    assert said[5].endswith("This was not asked.")
    assert {found.answer(q) for q in ("guttman.in_order", "mokken.scale", "functioning.country")} == {"cannot_say"}
    assert found.answer("vignettes.order") == "not_asked"
    assert all(e.value is None for e in found.estimates)


def test_statements_that_were_not_asked() -> None:
    found = model_test(make_study(["a", "b"]))
    assert found.sentences() == ("The statements about the cluster were not asked, so the model cannot be tested.",)
    found.chart()


@pytest.fixture(scope="module")
def clusters() -> list[Study]:
    """24 clusters of 40, half of them in Finland, where s2.2 is understood as something easier."""
    return [
        a_cluster(k, country="SE" if k % 2 else "FI", level=(k - 12) / 8, shift=0.0 if k % 2 else 2.0)
        for k in range(24)
    ]


def test_many_clusters_can_say(clusters: list[Study]) -> None:
    found = pooled_model_test(clusters, ModelTestParams(100), 1)
    assert (found.clusters, found.respondents) == (24, 960)
    order = found.find("guttman.in_order")
    assert order.n == 24
    assert order.value is not None
    assert order.value > 0.9
    assert found.find("guttman.scalability").value > 0.9
    # Answers come from one ability (slope 3.5), so they form a scale (.3 and more).
    scale = found.find("mokken.scale")
    assert scale.n == 960
    assert 0.3 < scale.low < scale.value < scale.high < 1
    answers = {(a.kind, a.statement): a.answer for a in found.alike}
    assert answers["country", "s2.2"] == answers["language", "s2.2"] == "differs"
    assert sum(a.answer == "differs" for a in found.alike if a.kind == "country") <= 2
    # FI and SE both have 480: the first by name is the reference.
    assert found.find("functioning.country", subject="s2.2@SE").high < 0
    said = found.sentences()
    assert said[0].startswith("Of 24 clusters ")
    assert any("scale (H =" in s for s in said)
    assert any(s.startswith("SE beside FI: ") and "Differently: “" in s for s in said)
    found.chart()


def test_hidden_figures_are_not_told(clusters: list[Study]) -> None:
    found = pooled_model_test(clusters[:8], ModelTestParams(10), 1)
    assert found.answer("guttman.in_order") == "cannot_say"
    rest = found.with_estimates(e for e in found.estimates if not e.name.startswith("functioning"))
    assert rest.alike == ()
    assert not any("beside" in s for s in rest.sentences())


def test_the_order_of_the_studies_does_not_matter(clusters: list[Study]) -> None:
    one, other = (pooled_model_test(c, ModelTestParams(10), 1) for c in (clusters[:7], clusters[6::-1]))
    for a in one.estimates:
        b = other.find(a.name, subject=a.subject)
        assert a.value == pytest.approx(b.value) if a.value is not None else b.value is None


def test_answers_without_an_ability_form_no_scale() -> None:
    rng = np.random.default_rng(3)
    ids = [f"o{i:03d}" for i in range(260)]
    people = [{"id": f"r-{a}", "wave": "2024", "actor": a, "status": "submitted"} for a in ids]
    rows = [
        {"wave": "2024", "respondent": f"r-{a}", "item": s.id, "value": str(rng.integers(1, 6))}
        for a in ids
        for s in MODEL.statements
    ]
    found = model_test(
        make_study(ids, relations=(), items=ITEMS, tables={"respondents": people, "answers": rows}),
        ModelTestParams(10),
    )
    scale = found.find("mokken.scale")
    assert scale.low < 0 < scale.high
    assert any("do not form one scale" in s for s in found.sentences())


def test_vignettes_by_hand() -> None:
    study = a_cluster(5, n=20, vignettes=True)
    found = model_test(study, ModelTestParams(10))
    assert found.find("vignettes.order").value == 1
    # First vignette 2, second 4: own answers 1 … 5 have the ranks 1 … 5.
    own = [int(v) for i, v in study["answers"].select("item", "value").iter_rows() if i == "s3.1"]
    assert found.find("vignettes.rank", subject="s3.1").value == pytest.approx(np.mean(own))
    assert found.find("vignettes.highest", subject="s3.1").value == pytest.approx(np.mean(np.array(own) >= 4))
    assert found.find("vignettes.lowest", subject="s3.1").value == pytest.approx(np.mean(np.array(own) == 1))
    assert "100% of the ratings put the invented clusters in the order that is meant." in found.sentences()
    few = model_test(a_cluster(5, n=11, vignettes=True), ModelTestParams(10))
    assert few.find("vignettes.order").reason == "too_few_actors"


def test_studies_of_different_models_are_not_pooled(clusters: list[Study], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="at least one"):
        pooled_model_test([])
    models = iter([MODEL, MODEL, MODEL.model_copy(update={"id": "other"})])
    monkeypatch.setattr("clusterdynamics.measures.pooled.model_of", lambda _study: next(models))
    with pytest.raises(InputError, match="other"):
        pooled_model_test(clusters[:2])
