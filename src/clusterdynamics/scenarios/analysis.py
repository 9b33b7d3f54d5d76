"""The analysis ``scenarios``: a fan of futures with its assumptions, what policies and shocks do, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.measures.protocol import analysis
from clusterdynamics.scenarios.result import Scenarios, ScenariosParams

if TYPE_CHECKING:
    import numpy as np

    from clusterdynamics.study.model import Study

__all__ = ["scenarios"]


@analysis(ScenariosParams, Scenarios, by_request=True)
def scenarios(study: Study, params: ScenariosParams, rng: np.random.Generator) -> Scenarios:
    """Explore scenarios of the cluster (method, section 6).

    The cluster model is fitted to the waves, run from the first wave into the future under every scenario with all
    its constants uncertain, and its runs are compared pair by pair. It explores; it does not forecast.
    """
    # The kernels are loaded only where somebody asks for scenarios.
    from clusterdynamics.scenarios.exploration import explore

    return explore(study, params, rng)
