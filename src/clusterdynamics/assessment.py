"""The main job: a study in, everything that can be said about it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from clusterdynamics import compute
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.indicators.analysis import hard_figures
from clusterdynamics.loops.analysis import loops as _loops
from clusterdynamics.measures import analyses as _measures
from clusterdynamics.measures.protocol import Analysis, Params, Result
from clusterdynamics.regions.analysis import regions as _regions
from clusterdynamics.regions.between import between_regions as _between_regions
from clusterdynamics.saom.analysis import tie_choices
from clusterdynamics.scenarios.analysis import scenarios as _scenarios

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["ANALYSES", "Assessment", "assess"]

#: Every analysis by name, in the order in which a report tells them.
ANALYSES: Mapping[str, Analysis[Any, Any]] = MappingProxyType(
    {
        a.name: a
        for a in (
            _measures.coverage,
            _measures.stage_reading,
            _measures.stage_evidence,
            _loops,
            _measures.depth_profile,
            _measures.barriers,
            _measures.whole_network,
            _measures.confirmations,
            _measures.trust,
            _measures.mixing,
            _regions,
            _measures.brokerage_roles,
            _measures.champions,
            _measures.large_companies,
            _measures.gatekeepers,
            _between_regions,
            _measures.easy_cooperation,
            _measures.actor_measures,
            _measures.change,
            _measures.depth_change,
            _measures.network_change,
            tie_choices,
            _measures.re_asking,
            _measures.back_test,
            _measures.downturn,
            _measures.robustness,
            _scenarios,
            hard_figures,
            _measures.model_test,
        )
    }
)


@dataclass(frozen=True, eq=False)
class Assessment:
    """What was found in a study.

    Each analysis is an attribute: ``reading.whole_network``, ``reading.change``, …

    Attributes
    ----------
    study
        The study it is about.
    snapshot
        Fingerprint of the study: the same study has the same, and every figure cites it.
    seed
        Where all chance comes from; the same study, seed and version give the same figures.
    results
        Analysis → result, in the order in which they are told.
    """

    study: Study
    snapshot: str
    seed: int
    results: Mapping[str, Result]

    def __getattr__(self, name: str) -> Any:
        results = self.__dict__.get("results", {})
        if name in results:
            return results[name]
        raise AttributeError(name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.results]

    def sentences(self) -> Iterator[tuple[str, str]]:
        """Yield (analysis, sentence) for everything there is to say, in plain words."""
        for name, result in self.results.items():
            for sentence in result.sentences():
                yield name, sentence

    def explain(self) -> str:
        """Return everything there is to say, in plain words, one sentence a line."""
        return "\n".join(sentence for _name, sentence in self.sentences())

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the study as plain data, for JSON: ``from_dict`` reads it back without loss."""
        results = {name: result.to_dict() for name, result in self.results.items()}
        return {"snapshot": self.snapshot, "seed": self.seed, "results": results}

    @classmethod
    def from_dict(cls, study: Study, data: Mapping[str, Any]) -> Assessment:
        """Return the assessment that ``to_dict`` wrote down.

        Parameters
        ----------
        study
            The study that it is about.
        data
            What ``to_dict`` returned.

        Raises
        ------
        InputError
            It is about another study, or another version of the software wrote it.
        """
        from clusterdynamics.study.package import fingerprint

        if data.get("snapshot") != fingerprint(study):
            raise InputError(_("These results are about another study, or the study has changed since. Analyse it."))
        try:
            results = {name: ANALYSES[name].result.from_dict(found) for name, found in data["results"].items()}
        except (KeyError, ValueError) as error:
            raise InputError(
                _("These results were written by another version of the software. Analyse the study again.")
            ) from error
        return cls(study, data["snapshot"], data["seed"], MappingProxyType(results))


def assess(
    study: Study,
    *,
    seed: int = 0,
    replicates: int = 2000,
    analyses: Sequence[str] = (),
    params: Mapping[str, Params] | None = None,
) -> Assessment:
    """Analyse a study.

    Where it runs, how progress is shown and how it can be stopped is said by ``compute.using``.

    Parameters
    ----------
    study
        What to analyse.
    seed
        Where all chance comes from. Every analysis draws from its own stream, so that choosing fewer of them,
        or adding one, changes nothing in the others.
    replicates
        Redraws, permutations and the like, where `params` does not say otherwise.
    analyses
        Names of the analyses to run; where empty, all but those that run by request only (``tie_choices`` and
        ``scenarios``).
    params
        Analysis → its parameters.

    Raises
    ------
    InputError
        An analysis is unknown, or the number of replicates is negative.
    Cancelled
        The person asked to stop; nothing is kept.
    """
    from clusterdynamics.study.package import fingerprint

    unknown = sorted({*analyses, *(params or {})} - set(ANALYSES))
    if unknown:
        raise InputError(
            _("There is no analysis called {names}. There are: {known}.").format(
                names=", ".join(unknown), known=", ".join(ANALYSES)
            )
        )
    if replicates < 0:
        raise InputError(_("The number of replicates cannot be negative: {n}.").format(n=replicates))
    chosen = [name for name in ANALYSES if name in analyses or (not analyses and not ANALYSES[name].by_request)]
    results: dict[str, Result] = {}
    progress = compute.current().progress
    for k, name in enumerate(chosen):
        analysis = ANALYSES[name]
        given = (params or {}).get(name) or _defaults(analysis.params, replicates)
        stream = np.random.default_rng(np.random.SeedSequence([seed, crc32(name.encode())]))
        results[name] = analysis(study, given, stream)
        progress(_("Analyses"), k + 1, len(chosen))
    return Assessment(study, fingerprint(study), seed, MappingProxyType(results))


def _defaults(params: type[Params], replicates: int) -> Params:
    """Return the default parameters, with the number of replicates set where there is one."""
    known = {f.name for f in fields(params)}
    return params(**{k: replicates for k in ("replicates", "permutations") if k in known})
