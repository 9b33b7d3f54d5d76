"""The analysis ``tie_choices``: what went along with the choice of partners between two waves.

For each network and each two consecutive waves: how much of the first wave's pattern is in the second's beside
shuffled organisations (QAP), and an actor-oriented model of the steps between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import polars as pl

from clusterdynamics.charts.numbers import number
from clusterdynamics.charts.words import capital
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.common import cut_names, labels_of, simple
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.identity import compared, succession
from clusterdynamics.measures.permutation import qap_correlation
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.saom.checks import LEAST_ACTORS, LEAST_CHANGES_PER_EFFECT
from clusterdynamics.saom.effects import as_effect
from clusterdynamics.saom.estimate import Control
from clusterdynamics.saom.fit import fit
from clusterdynamics.saom.words import choice_sentence, effect_words, not_a_cause

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["TieChoices", "TieChoicesParams", "tie_choices"]


@dataclass(frozen=True)
class TieChoicesParams(Params):
    """What can be chosen.

    Attributes
    ----------
    networks
        Relations or levels to model; all where empty.
    permutations
        Of the organisations, for the pattern of both waves.
    simulations
        Of the model's last phase.
    """

    networks: tuple[str, ...] = ()
    permutations: int = 2000
    simulations: int = 2000


@dataclass(frozen=True)
class TieChoices(Result):
    """The pattern of both waves beside chance, and the model of the steps between them.

    ``persistence`` is the correlation of the two waves over pairs (bounds: organisations shuffled), ``choice`` the
    parameter of an effect in log odds (subject: its short name), with 95 % bounds.
    """

    name: ClassVar[str] = "tie_choices"

    params: TieChoicesParams
    labels: dict[str, str]
    warnings: tuple[str, ...]

    def chart(self) -> alt.TopLevelMixin:
        """Return the effects as dots with their bounds, by network."""
        from clusterdynamics.charts import interval_dots

        rows = [
            {
                "label": self._name(e),
                "value": e.value,
                "low": e.low,
                "high": e.high,
            }
            for e in self.estimates
            if e.name == "choice" and e.value is not None
        ]
        schema: Any = {"label": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64}
        return interval_dots(pl.DataFrame(rows, schema=schema), x_title=_("log odds, with 95 % bounds"), reference=0.0)

    def _name(self, e: Estimate) -> str:
        """Return the network and an effect in words."""
        network = self.labels.get(e.network or "", e.network or "")
        return f"{network}: {effect_words(as_effect(e.subject))}"

    def sentences(self) -> tuple[str, ...]:
        """Return what went along with the choices, in words, and what cannot be said."""
        if not self.estimates:
            return (_("There is one wave so far; choices of partners show from the second wave on."),)
        said: list[str] = []
        for e in self.estimates:
            what = capital(self.labels.get(e.network or "", e.network or ""))
            where = f"{what}, {(e.wave or '').replace('→', ' → ')}"
            if e.name == "persistence" and e.value is not None and e.low is not None and e.high is not None:
                if e.value > e.high:
                    text = _("{where}: links are where they were before more often than by chance (r = {r}).")
                elif e.value < e.low:
                    text = _("{where}: links are where they were before less often than by chance (r = {r}).")
                else:
                    text = _("{where}: where links are now cannot be told from chance by where they were (r = {r}).")
                said.append(text.format(where=where, r=number(e.value, 2)))
            elif e.name == "choice" and e.value is None:
                said.append(_("{where}: no model of the steps. {why}").format(where=where, why=e.why))
            elif e.name == "choice" and e.value is not None and e.low is not None and e.high is not None:
                effect = as_effect(e.subject)
                if effect.name != "density" and not e.low <= 0 <= e.high:
                    said.append(f"{where}: {choice_sentence(effect, e.value, e.low, e.high)}")
        if any(e.name == "choice" and e.value is not None for e in self.estimates):
            said.append(not_a_cause())
        return (*said, *self.warnings)


@analysis(TieChoicesParams, TieChoices, by_request=True)
def tie_choices(study: Study, params: TieChoicesParams, rng: np.random.Generator) -> TieChoices:
    """Compare the pattern of consecutive waves with chance, and model the steps between them.

    The model holds density, reciprocity or its like, common partners, and the same type of organisation, as many of
    them as there are ten changes for (method, section 3). Organisations that come or go do so half-way between the
    waves; what was not answered is missing, and the estimates rest on what was observed both times.
    """
    estimates: list[Estimate] = []
    warnings: list[str] = []
    labels = labels_of(study)
    for first, second in pairwise(study.wave_ids):
        between = succession(study, first, second)
        for name in params.networks or cut_names(study):
            seed = int(rng.integers(1 << 31))
            found = compared(study, name, between)
            if found is not None:
                pair = (simple(found[0]), simple(found[1]))
                estimates += _persistence(pair, name, params, seed)
                estimates += _model(study, pair, name, params, seed, warnings, labels)
    return TieChoices(params, tuple(estimates), labels, tuple(dict.fromkeys(warnings)))


def _facts(first: Network, second: Network, name: str) -> dict[str, Any]:
    both = set(first.nodes) & set(second.nodes)
    twice = {a for a, k in zip(first.nodes, first.answered, strict=True) if k} & {
        a for a, k in zip(second.nodes, second.answered, strict=True) if k
    }
    return {
        "n": len(both),
        "coverage": len(twice & both) / len(both) if both else None,
        "wave": f"{first.wave}→{second.wave}",
        "network": name,
        "method": "saom/analysis",
    }


def _persistence(pair: tuple[Network, Network], name: str, params: TieChoicesParams, seed: int) -> list[Estimate]:
    first, second = pair
    facts = _facts(first, second, name)
    stay = sorted(set(first.nodes) & set(second.nodes))
    a, b = (np.where(w.observed, w.ties.astype(np.float64), np.nan) for w in (first.subset(stay), second.subset(stay)))
    seen = np.isfinite(a) & np.isfinite(b)
    if seen.sum() < 3 or np.ptp(a[seen]) == 0 or np.ptp(b[seen]) == 0:
        return [Estimate("persistence", None, reason=Reason.NONE_TO_JUDGE, **facts)]
    found = qap_correlation(a, b, permutations=params.permutations, directed=first.directed, seed=seed)
    low, high = (float(q) for q in np.nanquantile(found.distribution, [0.025, 0.975]))
    return [Estimate("persistence", found.correlation, low, high, Interval.PERMUTATION, **facts)]


def _model(
    study: Study,
    pair: tuple[Network, Network],
    name: str,
    params: TieChoicesParams,
    seed: int,
    warnings: list[str],
    labels: dict[str, str],
) -> list[Estimate]:
    first, second = pair
    facts = _facts(first, second, name)
    needed = study.settings.gates.change
    if facts["n"] < LEAST_ACTORS:
        details = {"n": facts["n"], "gate": LEAST_ACTORS}
        return [Estimate("choice", None, reason=Reason.TOO_FEW_ACTORS, details=details, **facts)]
    if facts["coverage"] is not None and facts["coverage"] < needed:
        details = {"coverage": facts["coverage"], "gate": needed}
        return [Estimate("choice", None, reason=Reason.COVERAGE, details=details, **facts)]
    changes = _changes(first, second)
    wanted = ["recip", "gwespFF"] if first.directed else ["transTriads"]
    kinds = dict(study["actors"].select("id", "type").iter_rows()) if "type" in study["actors"].columns else {}
    everyone = sorted(set(first.nodes) | set(second.nodes))
    codes = {k: i for i, k in enumerate(sorted({str(kinds.get(a)) for a in everyone}))}
    values = np.array([codes[str(kinds.get(a))] for a in everyone], dtype=np.float64)
    if len(codes) > 1:
        wanted.append("sameX:type")
    allowed = changes // LEAST_CHANGES_PER_EFFECT - 1
    if allowed < 1:
        details = {"n": changes, "gate": 2 * LEAST_CHANGES_PER_EFFECT}
        return [Estimate("choice", None, reason=Reason.TOO_FEW_CHANGES, details=details, **facts)]
    effects = wanted[:allowed]
    covariates = {"type": values} if "sameX:type" in effects else None
    try:
        fitted = fit(
            list(pair),
            effects,
            directed=first.directed,
            covariates=covariates,
            seed=seed,
            control=Control(simulations=params.simulations),
        )
    except InputError as problem:
        return [Estimate("choice", None, reason=Reason.UNDEFINED, details={"why": str(problem)}, **facts)]
    if not fitted.converged:
        details = {"why": _("the estimation did not converge")}
        return [Estimate("choice", None, reason=Reason.UNDEFINED, details=details, **facts)]
    what = labels.get(name, name)
    warnings += [f"{capital(what)}: {text}" for text in fitted.warnings]
    found = []
    for row in fitted.to_frame().iter_rows(named=True):
        if row["odds_ratio"] is None:
            found.append(
                Estimate(
                    "choice.rate",
                    row["estimate"],
                    row["low"],
                    row["high"],
                    Interval.MODEL,
                    subject=row["name"],
                    **facts,
                )
            )
        else:
            subject = row["name"].replace(" ", ":")
            found.append(
                Estimate("choice", row["estimate"], row["low"], row["high"], Interval.MODEL, subject=subject, **facts)
            )
    return found


def _changes(first: Network, second: Network) -> int:
    stay = sorted(set(first.nodes) & set(second.nodes))
    one, two = first.subset(stay), second.subset(stay)
    moved = (one.ties != two.ties) & one.observed & two.observed
    return int(moved.sum()) // (1 if first.directed else 2)
