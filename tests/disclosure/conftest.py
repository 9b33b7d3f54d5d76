from __future__ import annotations

import pytest

from clusterdynamics.assessment import Assessment, assess
from clusterdynamics.disclosure import Audience, Disclosed, decide
from clusterdynamics.examples import skogsbygden
from clusterdynamics.study.model import Study


@pytest.fixture(scope="session")
def demo() -> Study:
    return skogsbygden.build()


@pytest.fixture(scope="session")
def demo_assessment(demo: Study) -> Assessment:
    # Few replicates: disclosure does not depend on the width of intervals.
    return assess(demo, seed=1, replicates=20)


@pytest.fixture(scope="session")
def demo_disclosed(demo: Study, demo_assessment: Assessment) -> dict[str, Disclosed]:
    """What each audience may see of the demo cluster."""
    return {a.value: decide(demo_assessment, demo, a) for a in Audience if a is not Audience.CLUSTER_MANAGER}
