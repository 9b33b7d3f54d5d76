"""The protocol of the analyses: parameters, seeds, finding a figure."""

from __future__ import annotations

import numpy as np
import pytest

from clusterdynamics.measures.analyses import Coverage, CoverageParams, WholeNetworkParams, coverage, whole_network

from ..build import random_study


def test_a_seed_and_its_generator_are_the_same() -> None:
    study, params = random_study(8), WholeNetworkParams(replicates=20, random_networks=5)
    assert whole_network(study, params, 3) == whole_network(study, params, np.random.default_rng(3))


def test_without_parameters_the_defaults_hold() -> None:
    assert coverage(random_study(6)).params == CoverageParams()


def test_find_gives_the_one_figure_that_fits() -> None:
    found = coverage(random_study(9))
    assert found.find("coverage", wave="2024", subject="whole").wave == "2024"
    with pytest.raises(KeyError, match="0 figures called 'nothing'"):
        found.find("nothing")
    with pytest.raises(KeyError, match="2 figures called 'coverage'"):
        found.find("coverage", subject="whole")


def test_a_result_needs_a_picture_and_words() -> None:
    class Half(Coverage):
        pass

    assert Half.__abstractmethods__ == frozenset()
    from clusterdynamics.measures.protocol import Result

    with pytest.raises(TypeError, match="abstract"):
        Result(CoverageParams(), ())  # type: ignore[abstract]
