"""What is said when data or effects do not fit: in plain words, and everything at once."""

from __future__ import annotations

import re

import numpy as np
import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.saom.building import make_problem
from clusterdynamics.saom.data import as_group
from clusterdynamics.saom.effects import Effect, X, XRecip, as_effect, creation
from clusterdynamics.saom.simulate import simulate
from clusterdynamics.study.network import Network

A = np.array([[0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 0], [0, 1, 0, 0]], dtype=float)
B = A.T.copy()
SYMMETRIC = np.maximum(A, B)


def fails(*words: str) -> object:
    """An InputError whose text has all these words, in any order."""
    return pytest.raises(InputError, match="".join(f"(?=[\\s\\S]*{re.escape(w)})" for w in words))


def test_unknown_effects_are_named_with_the_nearest() -> None:
    with fails("called transtrip", "Did you mean transTrip?", "gwespFF"):
        as_effect("transtrip")
    with fails("called qqqqqq") as caught:
        as_effect("qqqqqq")
    assert "Did you mean" not in str(caught.value)
    with fails("not on making"):
        as_effect(Effect("recip", kind="making"))  # type: ignore[arg-type]


def test_effects_are_read_from_text() -> None:
    assert as_effect(" simX : size ") == Effect("simX", "size")
    assert as_effect("recip") == Effect("recip")
    assert X("w") == Effect("X", "w")
    assert XRecip("w") == Effect("XRecip", "w")
    assert creation("recip").label == "recip (creation)"


@pytest.mark.parametrize(
    ("waves", "words"),
    [
        ({}, ["no network"]),
        ([A], ["at least two waves", "1"]),
        ([A, B[:3]], ["Wave 2 of network", "square", "(3, 4)"]),
        ([A, B[:3, :3]], ["3 organisations", "another wave 4"]),
        ([A, 2 * B], ["Wave 2 of network", "the tie from 1 to 3 is 2.0", "from which value on"]),
        ([A, -B], ["is -1.0"]),
        ({"a": [A, B], "b": [A, B, A]}, ["same number of waves", "[2, 3]"]),
        ([A, Network.from_matrix(A)], ["all as networks"]),
    ],
)
def test_networks_that_are_none(waves: object, words: list[str]) -> None:
    with fails(*words):
        as_group(waves)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"covariates": {"size": [1, 2, 3]}}, ["size", "4 organisations", "(3,)"]),
        ({"covariates": {"size": [1, 1, 1, 1]}}, ["size is the same for everybody"]),
        ({"covariates": {"size": [np.nan] * 4}}, ["size is the same for everybody"]),
        ({"behaviours": {"z": [1, 2, 3, 4]}}, ["z needs", "2 waves"]),
        ({"behaviours": {"z": np.arange(8).reshape(4, 2) / 2}}, ["z must be whole numbers"]),
        ({"dyadic": {"far": np.ones((3, 3))}}, ["far must be an array (4, 4)"]),
        ({"structural": {"other": []}}, ["other, which is not a network"]),
        ({"structural": {"network": [np.zeros((3, 3))] * 2}}, ["Structural ties of network", "(4, 4)"]),
        ({"composition": [[1, 2]]}, ["composition needs", "4 organisations"]),
        ({"composition": [[2, 1]] * 4}, ["composition needs"]),
        ({"directed": False}, ["undirected", "not symmetric"]),
    ],
)
def test_data_that_do_not_fit(given: dict, words: list[str]) -> None:
    with fails(*words):
        as_group([A, B], **given)


def test_all_faults_of_the_data_are_told_at_once() -> None:
    with fails("the tie from 1 to 3 is 2.0", "size needs", "far must be", "composition needs", "undirected") as caught:
        as_group(
            [A, 2 * B],
            directed=False,
            covariates={"size": [1, 2]},
            dyadic={"far": np.ones(4)},
            composition=[[1, 2]],
        )
    assert len(str(caught.value).splitlines()) == 5


@pytest.mark.parametrize(
    ("effects", "words"),
    [
        (["simX:size"], ["simX size needs what it is about", "there are: weight"]),
        (["simX"], ["simX needs what it is about", "simX:…"]),
        (["X:size"], ["X size needs", "there are: none"]),
        (["crprod"], ["crprod needs", "none"]),
        (["transTriads"], ["transTriads is for undirected networks"]),
        ([Effect("recip", on="money")], ["recip: money is not among network"]),
        (["quad"], ["quad", "is not among –"]),
        (["recip", "recip"], ["recip is there twice"]),
    ],
)
def test_effects_that_do_not_fit(effects: list, words: list[str]) -> None:
    group = as_group([A, B], covariates={"weight": [1, 2, 3, 4]})
    with fails(*words):
        make_problem([group], effects)


def test_all_faults_of_the_effects_are_told_at_once() -> None:
    with fails("simX size", "transTriads", "recip is there twice") as caught:
        make_problem([as_group([A, B])], ["recip", "recip", "simX:size", "transTriads"])
    assert len(str(caught.value).splitlines()) == 3


def test_models_that_cannot_be() -> None:
    behaviour = {"z": [[1, 2], [2, 3], [3, 1], [1, 1]]}
    plain, symmetric = as_group([A, B]), as_group([SYMMETRIC, SYMMETRIC])
    with fails("recip is for directed"):
        make_problem([symmetric], ["recip"])
    with fails("At most two networks"):
        make_problem([as_group({k: [A, B] for k in "abc"})], [])
    with fails("Every group needs the same"):
        make_problem([plain, as_group({"b": [A, B]})], [])
    with fails("one network alone"):
        make_problem([as_group([A, B], behaviours=behaviour)], [], conditional=True)
    with fails("come and go"):
        make_problem([as_group([A, B], composition=[[1.5, 9]] * 4)], [], conditional=True)
    with fails("quad (creation)", "evaluation only"):
        make_problem([as_group([A, B], behaviours=behaviour)], [creation("quad")])


def test_parameters_without_an_end() -> None:
    """Ten thousand billion decisions cannot be simulated."""
    problem = make_problem([as_group([A, B])], ["recip"])
    with fails("more than a million times", "other values"):
        simulate(problem, np.array([1e13, 0.0, 0.0]), 1, seed=1, run=lambda f, calls: [f(*c) for c in calls])


def test_networks_of_a_study_with_organisations_that_are_new_or_gone() -> None:
    """Who is in the second wave only has no ties before; the ties of one who has gone are carried on."""
    first = Network.from_matrix([[0, 1, 1], [1, 0, 0], [0, 1, 0]], ["a", "b", "c"])
    second = Network.from_matrix([[0, 1, 1], [1, 0, 0], [0, 1, 0]], ["b", "c", "d"])
    group = as_group([first, second])
    assert group.names == ("a", "b", "c", "d")
    assert group.spells.tolist() == [[-np.inf, 1.5], [-np.inf, np.inf], [-np.inf, np.inf], [1.5, np.inf]]
    one, two = group.networks["network"]
    assert one[3].tolist() == one[:, 3].tolist() == [0, 0, 0, 0]
    assert two[0].tolist() == [0, 1, 1, 0]
    assert two[:, 0].tolist() == [0, 1, 0, 0]
    zeros = as_group([first, second], absent="zeros").networks["network"]
    assert zeros[1][0].tolist() == [0, 0, 0, 0]
    missing = as_group([first, second], absent="missing").networks["network"]
    assert np.isnan(missing[1][0, 1:]).all()
    problem = make_problem([group], ["recip"])
    assert problem.target()[0] == problem.data[0].distance(0)
