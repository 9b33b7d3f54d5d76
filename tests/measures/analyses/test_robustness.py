"""What holds if some drop out: by hand on two groups and a bridge, who may see it, and the demo cluster."""

from __future__ import annotations

import pytest

from clusterdynamics.assessment import assess
from clusterdynamics.disclosure import decide
from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures.analyses import RobustnessParams, robustness
from clusterdynamics.measures.analyses.robustness import warning
from clusterdynamics.measures.key_players import fragmentation
from clusterdynamics.study.settings import Gates

from ...build import make_study

W = "2024"


def _bridged(firms: int = 5, bridges: int = 1):
    """Two rings of firms; only large research bodies stand between them."""
    left, right = [f"a{i}" for i in range(firms)], [f"b{i}" for i in range(firms)]
    between = [f"x{i}" for i in range(bridges)]
    actors = [{"id": i, "type": "firm"} for i in (*left, *right)]
    actors += [{"id": x, "type": "research", "is_anchor": True} for x in between]
    pairs = [(side[i], side[(i + 1) % firms]) for side in (left, right) for i in range(firms)]
    pairs += [(x, end) for x in between for end in ("a0", "b0")]
    ties = [(W, "depth", a, b, 3) for i, j in pairs for a, b in ((i, j), (j, i))]
    return make_study(actors, ties, gates=Gates(components=0.5), types={"firm": "Firms", "research": "Research"})


def test_two_groups_and_a_bridge() -> None:
    found = robustness(_bridged(), RobustnessParams(), 1)
    where = {"wave": W, "network": "cooperation"}
    assert found.find("robust.now", subject="whole", **where).value == 0
    # Without the bridge two rings of five: 5·4 + 5·4 of 10·9 ordered pairs have a way.
    for subject in ("type=research", "large=all"):
        e = found.find("robust.without", subject=subject, **where)
        assert (e.value, e.n) == (pytest.approx(1 - 40 / 90), 10)
        assert e.low is not None
        assert e.high is not None
        assert e.low <= e.value <= e.high
        # Any one of eleven, all tried: the bridge; one of the two that it stands on, which leaves 4 and 6 (4·3 + 6·5
        # of 90); or one of eight others, whose ring becomes a path in which all are still reached.
        chance = found.find("robust.chance", subject=subject, **where)
        assert chance.value == pytest.approx(((1 - 40 / 90) + 2 * (1 - 42 / 90)) / 11)
    # Without firms one is left, and nobody to pair it with: it is not told.
    assert not [e for e in found.estimates if e.subject == "type=firm"]
    said = found.sentences()
    assert said[0] == "In 2024 0% of the pairs have no way to each other (cooperation)."
    assert said[1].startswith("Without all of the kind “Research” it is 56% of the pairs left;")
    assert said[-1] == warning()
    assert "all of the kind" in str(found.chart().to_dict())


def test_some_of_the_large_companies() -> None:
    found = robustness(_bridged(bridges=2), RobustnessParams(), 1)
    # One bridge may go, whichever it is: the other one holds.
    assert found.find("robust.without", subject="large=1").value == 0
    assert found.find("robust.worst", subject="large=1").value == 0
    assert found.find("robust.without", subject="large=all").value == pytest.approx(1 - 40 / 90)
    assert not [e for e in found.estimates if e.subject == "large=2"]  # that is all of them


def test_few_organisations_are_not_taken_out_for_others() -> None:
    for bridges, seen in ((3, ("study",)), (4, ("study", "board")), (5, ("study", "board", "network", "public"))):
        study = _bridged(firms=8, bridges=bridges)
        reading = assess(study, seed=1, replicates=5, analyses=("robustness",))
        for audience in ("study", "board", "network", "public"):
            told = [e for e in decide(reading, study, audience) if e.value is not None]
            subjects = {e.subject for e in told if e.name == "robust.without"}
            assert ("type=research" in subjects) == (audience in seen), (bridges, audience)
            assert ("large=all" in subjects) == (audience in seen), (bridges, audience)
            # What breaks most is one choice of named companies.
            assert any(e.name == "robust.worst" for e in told) == (audience == "study")


def test_nothing_to_look_at() -> None:
    assert robustness(make_study(["a", "b"], relations=()), RobustnessParams(), 1).sentences() == (
        "There are no links to look at.",
    )
    closed = robustness(
        make_study([f"o{i}" for i in range(8)], [(W, "depth", "o0", "o1", 3)], answered={W: ["o0"]}),
        RobustnessParams(),
        1,
    )
    assert closed.sentences()[0].startswith("What holds if some drop out: ")
    assert [e.name for e in closed.estimates] == ["robust.now"]


def test_an_older_wave_stands_in_where_too_few_answered() -> None:
    study = skogsbygden.build()
    found = robustness(study, RobustnessParams(draws=40), 1)
    # 76 % answered in 2026 and 83 % in 2024; the gate is at 80 %.
    assert [(e.wave, e.value is None) for e in found.estimates if e.name == "robust.now"] == [
        ("2026", True),
        ("2024", False),
    ]
    # By another way: fragmentation of the network itself, without the firms.
    network = study.network("cooperation", "2024").symmetrise("either")
    firms = [a for a, kind in zip(network.nodes, study.attribute("type", network.nodes), strict=True) if kind == "firm"]
    assert found.find("robust.now", wave="2024").value == pytest.approx(fragmentation(network))
    assert found.find("robust.without", subject="type=firm").value == pytest.approx(fragmentation(network, firms))
    assert "Autumn 2026: We cannot say, because 76% answered and this needs 80%." in found.sentences()
