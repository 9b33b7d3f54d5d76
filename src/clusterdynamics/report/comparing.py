"""Several assessments side by side: what may be seen of each, and what follows from all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from clusterdynamics.disclosure import Audience
from clusterdynamics.disclosure.differencing import may_benchmark
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.common import labels_of
from clusterdynamics.measures.analyses.model_test import ModelTest, ModelTestParams, pooled_model_test
from clusterdynamics.regions.portfolio import (
    FIGURES,
    Combined,
    DifferenceInDifferences,
    Likeness,
    Portfolio,
    Profile,
    alike,
    combine,
    difference_in_differences,
    profile,
)
from clusterdynamics.report.audience import for_audience
from clusterdynamics.report.words import measure

if TYPE_CHECKING:
    from clusterdynamics.assessment import Assessment
    from clusterdynamics.measures.estimate import Estimate
    from clusterdynamics.measures.protocol import Result

__all__ = ["Comparison", "compare"]

#: Figures whose change is compared with and without: figure and network.
_COMPARED = (("density", "contact"), ("density", "cooperation"), ("density", "deep"))


@dataclass(frozen=True, eq=False)
class Comparison:
    """Several clusters side by side.

    Attributes
    ----------
    assessments
        Cluster → what the audience may see of its assessment.
    profile
        Figures side by side.
    model
        Whether the questions are understood alike, and the answers used alike.
    likeness
        Cluster → the others, the one built most alike first.
    differences
        Figure → change with and without what was named; empty where nothing was.
    combined
        Network and effect → what went along with the choice of partners in all clusters whose steps were modelled
        (analysis ``tie_choices``); empty where none were.
    label
        What was named: a programme, say.
    audience
        Who reads it.
    """

    assessments: Mapping[str, Assessment]
    profile: Profile
    model: ModelTest
    likeness: Mapping[str, tuple[Likeness, ...]]
    differences: Mapping[str, DifferenceInDifferences]
    combined: Mapping[tuple[str, str], Combined]
    label: str
    audience: str

    @property
    def snapshot(self) -> str:
        """Fingerprint of all studies together."""
        parts = "\n".join(f"{name}\t{a.snapshot}" for name, a in self.assessments.items())
        return sha256(parts.encode()).hexdigest()


def compare(
    assessments: Mapping[str, Assessment],
    *,
    audience: str = "study",
    given: Collection[str] = (),
    label: str = "",
    seed: int = 0,
    replicates: int = 2000,
) -> Comparison:
    """Set several assessments side by side.

    Parameters
    ----------
    assessments
        Cluster → assessment, made by the same analyses.
    audience
        Who reads it: each cluster shows what its own disclosure rules allow, and nothing wider than the study team may
        see fewer than five clusters side by side.
    given
        Clusters in which something was done, for the comparison of two waves.
    label
        What that was.
    seed, replicates
        Of what is drawn.

    Raises
    ------
    InputError
        There are fewer than two, they were asked differently, too few for the audience, or a cluster of `given` is none
        of them.
    """
    portfolio = Portfolio({name: a.study for name, a in assessments.items()})
    unknown = sorted(set(given) - set(portfolio.studies))
    if unknown:
        raise InputError(
            _("There is no cluster called {names}. There are: {known}.").format(
                names=", ".join(unknown), known=", ".join(portfolio.studies)
            )
        )
    if Audience(audience) is not Audience.STUDY and not may_benchmark(len(portfolio)):
        raise InputError(
            _(
                "Clusters are shown side by side to others than the study teams from five clusters on; here are {n}."
            ).format(n=len(portfolio))
        )
    shown = {name: for_audience(assessments[name], audience) for name in portfolio.studies}
    called = {name: measure(name).label for names in FIGURES.values() for name in names}
    labels: dict[str, str] = {}
    for name, study in portfolio:
        labels |= {k: v for k, v in labels_of(study).items() if not k.startswith("wave:")}
        stage = assessments[name].results.get("stage")
        labels |= getattr(stage, "labels", {}) if stage is not None else {}
    results = {name: a.results for name, a in shown.items()}
    model = pooled_model_test(list(portfolio.studies.values()), ModelTestParams(replicates=replicates), seed)
    differences = {
        f"{figure}|{network}": difference_in_differences(*_waves(shown, figure, network), given, seed=seed)
        for figure, network in _COMPARED
        if given
    }
    return Comparison(
        MappingProxyType(shown),
        profile(results, called, labels),
        model,
        MappingProxyType({name: alike(portfolio, name) for name in portfolio.studies}),
        MappingProxyType(differences),
        MappingProxyType(_combined(results)),
        label,
        audience,
    )


def _combined(results: Mapping[str, Mapping[str, Result]]) -> dict[tuple[str, str], Combined]:
    """Return each effect of the models of the steps between waves, combined over clusters; two of them at least."""
    found: dict[tuple[str, str], dict[str, Estimate]] = {}
    for cluster, mine in results.items():
        choices = mine.get("tie_choices")
        for e in () if choices is None else choices.estimates:
            if e.name == "choice" and e.value is not None and e.low is not None and e.high is not None:
                found.setdefault((e.network or "", e.subject), {})[cluster] = e  # of the latest two waves
    combined = {}
    for key, several in found.items():
        if len(several) > 1:
            values = [e.value for e in several.values()]
            # 95 % bounds lie 1.96 standard errors away on either side.
            errors = [((e.high or 0.0) - (e.low or 0.0)) / (2 * 1.959964) for e in several.values()]
            combined[key] = combine(np.array(values, dtype=np.float64), np.array(errors, dtype=np.float64))
    return combined


def _waves(
    assessments: Mapping[str, Assessment], figure: str, network: str
) -> tuple[dict[str, float | None], dict[str, float | None]]:
    """Return cluster → the figure in its first and in its last wave; clusters with one wave are left out."""
    before: dict[str, float | None] = {}
    after: dict[str, float | None] = {}
    for name, a in assessments.items():
        waves = a.study.wave_ids
        result = a.results.get("whole_network")
        if len(waves) > 1 and result is not None:
            before[name] = result.value_of(figure, wave=waves[0], network=network, subject="whole")
            after[name] = result.value_of(figure, wave=waves[-1], network=network, subject="whole")
    return before, after
