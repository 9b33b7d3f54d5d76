"""The reference model holds what the method says, and says on what each part rests."""

from __future__ import annotations

import networkx as nx
import pytest

from clusterdynamics.models import ReferenceModel, check_model, load_model
from clusterdynamics.models.draft import LISTS
from clusterdynamics.study.settings import Gates


@pytest.fixture(scope="module")
def model() -> ReferenceModel:
    return load_model()


def test_the_file_has_no_problems() -> None:
    model, problems = check_model("reference")
    assert model is not None
    assert problems == ()


def test_it_is_loaded_once_for_each_language() -> None:
    assert load_model("reference", "sv") is load_model("reference", "sv")
    assert load_model("reference", "sv").language == "sv"


# Expected numbers: counted by hand in the description of the model.
@pytest.mark.parametrize(
    ("section", "count"),
    [
        ("economies", 3),
        ("dimensions", 8),
        ("stages", 5),
        ("statements", 24),
        ("factors", 32),
        ("loops", 11),
        ("areas", 14),
        ("purposes", 7),
        ("evidence", 11),
        ("vignettes", 2),
        ("blocks", 9),
        ("scales", 6),
        ("relations", 2),
        # Every pair of neighbours in the eleven chains, and the two links that lead into a loop, each once.
        ("links", 48),
    ],
)
def test_how_many_there_are(model: ReferenceModel, section: str, count: int) -> None:
    assert len(getattr(model, section)) == count


def test_stages_economies_and_driving_loops(model: ReferenceModel) -> None:
    # The table of section 1 of the method.
    assert [(s.number, s.id, s.economies, s.dimension, s.loop) for s in model.stages] == [
        (1, "collection", ("additive",), "contact", "L1"),
        (2, "cooperation", ("additive", "combinatorial"), "cooperation", "L2"),
        (3, "trust", ("combinatorial",), "trust", "L3"),
        (4, "collaboration", ("combinatorial", "synergic"), "purpose", "L4"),
        (5, "distinctiveness", ("synergic",), "knowledge", "L5"),
    ]


def test_statements_of_a_stage(model: ReferenceModel) -> None:
    assert [s.id for s in model.statements_of(3, core=True)] == ["s3.1", "s3.2", "s3.3"]
    assert [s.id for s in model.statements_of("trust", core=False)] == ["s3.4", "s3.5"]
    assert len(model.statements_of(3)) == 5


def test_only_these_are_documented(model: ReferenceModel) -> None:
    documented = {
        element.id
        for section in LISTS
        for element in getattr(model, section)
        if getattr(element, "basis", None) == "documented"
    }
    # Public: the three economies, the loop of distinctiveness generation and its variables; nothing else.
    assert documented == {
        *("additive", "combinatorial", "synergic", "L5"),
        *("critical_knowledge_sharing", "innovation_platform", "competitive_innovation", "firm_performance"),
        *("overall_performance", "competitive_threat", "motivation_to_innovate", "relevant_research"),
    }
    for section in LISTS:
        for element in getattr(model, section):
            if getattr(element, "basis", "") == "documented":
                assert element.source == "smith-brown-2009", element.id
                assert "our" in element.note, element.id


def test_the_links_hold_22_circuits_of_which_14_are_named(model: ReferenceModel) -> None:
    graph = nx.DiGraph([(link.cause, link.effect) for link in model.links])
    circuits = {frozenset(zip(c, [*c[1:], c[0]], strict=True)) for c in nx.simple_cycles(graph)}
    # 22 is the number that the description of the model states; networkx counts them independently.
    assert len(circuits) == 22
    named = {frozenset(circuit.links) for loop in model.loops for circuit in loop.circuits}
    # One each; L3, L4 and B3 are told as two.
    assert len(named) == 11 + 3
    assert named <= circuits


def test_named_loops_use_every_link_and_no_other(model: ReferenceModel) -> None:
    used = {step for loop in model.loops for step in loop.links}
    assert used == {(link.cause, link.effect) for link in model.links}


@pytest.mark.parametrize(
    ("name", "polarity"),
    [(f"L{n}", "reinforcing") for n in range(1, 6)]
    + [(f"B{n}", "mixed" if n == 3 else "balancing") for n in range(1, 7)],
)
def test_polarity_is_the_product_of_the_signs(model: ReferenceModel, name: str, polarity: str) -> None:
    loop = model.loop(name)
    assert loop.polarity == polarity
    for circuit in loop.circuits:
        graph = nx.DiGraph()
        graph.add_edges_from((a, b, {"sign": model.sign(a, b)}) for a, b in circuit.links)
        minus = sum(data["sign"] < 0 for _, _, data in graph.edges(data=True))
        assert circuit.polarity == ("reinforcing" if minus % 2 == 0 else "balancing")


def test_large_companies_are_barrier_and_driver(model: ReferenceModel) -> None:
    assert [(c.id, c.polarity) for c in model.loop("B3").circuits] == [
        ("barrier", "balancing"),
        ("driver", "reinforcing"),
    ]


def test_what_leads_into_a_loop_stands_last(model: ReferenceModel) -> None:
    assert model.loop("B5").links[-1] == ("outside_links", "novelty")
    assert model.loop("L5").feeds == (("openness", "critical_knowledge_sharing"),)


def test_thresholds_are_those_of_the_method(model: ReferenceModel) -> None:
    t = model.thresholds
    assert (t.contact, t.cooperation, t.deep) == (1, 2, 4)
    assert (t.trust_tie, t.trust_items) == (3, 2)
    assert (t.agreement, t.agreement_among) == ((4, 5), (1, 5))
    assert (t.core_weight, t.tau, t.between, t.redraws, t.non_response_sd) == (0.5, 0.5, (0.4, 0.6), 2000, 0.5)


def test_gates_are_those_of_a_study_that_says_nothing(model: ReferenceModel) -> None:
    assert model.gates == Gates()


def test_sensitivity_of_the_areas(model: ReferenceModel) -> None:
    # Fourteen areas: four of 1, four of 2, two each of 3, 4 and 5.
    assert [a.sensitivity for a in model.areas] == [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 4, 5, 5]


def test_which_evidence_is_set_beside_random_graphs(model: ReferenceModel) -> None:
    assert [e.id for e in model.evidence if e.compared_with == "random_graphs"] == ["n1.2", "n5.1"]
    assert [e.id for e in model.evidence] == [
        *("n1.1", "n1.2", "n2.1", "n2.2", "n3.1", "n3.2", "n3.3", "n4.1", "n4.2", "n5.1", "n5.2")
    ]


@pytest.mark.parametrize(
    ("share", "says"),
    [(1, "supports"), (0.6, "supports"), (0.59, "cannot_say"), (0.3, "contradicts"), (0, "contradicts")],
)
def test_what_evidence_says(model: ReferenceModel, share: float, says: str) -> None:
    rule = next(e for e in model.evidence if e.id == "n3.1")  # supports from .6, contradicts down to .3
    assert rule.says(share) == says


def test_participants_see_no_suggestion_from_trust_or_wishes(model: ReferenceModel) -> None:
    # Rule PV-19: own answers, and offers and interests of organisations that may be found.
    assert {w.id for w in model.weights if w.audience == "study"} == {"common_trusted_partners", "wish"}


def test_vignettes_are_four_sentences_of_stage_2_and_4(model: ReferenceModel) -> None:
    assert [model.stage(v.stage).number for v in model.vignettes] == [2, 4]
    for language in model.languages:
        for vignette in load_model("reference", language).vignettes:
            assert vignette.text.count(".") == 4, (language, vignette.id)
            assert vignette.statements == ("s2.2", "s3.1", "s3.2", "s4.1", "s5.1")


def test_the_afternoon_uses_statements_areas_and_stories(model: ReferenceModel) -> None:
    block = model.block("afternoon")
    assert block.stands_alone
    assert block.parts == ("statements", "areas", "stories")


def test_dependence_is_asked_the_other_way_round(model: ReferenceModel) -> None:
    assert [q.id for q in model.questions if q.reversed] == ["large.dependence"]


def test_every_factor_but_one_has_evidence(model: ReferenceModel) -> None:
    # Nothing that is asked says how rivals elsewhere see the cluster.
    assert [f.id for f in model.factors if not f.evidence] == ["competitive_threat"]


@pytest.mark.parametrize("find", ["stage", "factor", "loop", "block", "question"])
def test_names_that_do_not_exist(model: ReferenceModel, find: str) -> None:
    with pytest.raises(KeyError):
        getattr(model, find)("nothing")


def test_numbers_and_links_that_do_not_exist(model: ReferenceModel) -> None:
    with pytest.raises(KeyError):
        model.stage(6)
    with pytest.raises(KeyError):
        model.sign("trust", "contact")
    assert model.factor("trust").code == "TRUST"
    assert model.question("pick").part == "pick"
