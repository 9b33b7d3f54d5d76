"""Do both sides say the same? Confirmed and one-sided ties, and how far two reports of a pair differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from clusterdynamics.charts.numbers import number, percent
from clusterdynamics.charts.words import capital
from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.common import ANY, Figures, cut_names, dots, labels_of
from clusterdynamics.measures.estimate import Estimate, Interval
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.redraws import bounds, pair_ratio, redraw_pair_ratio

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["Confirmations", "ConfirmationsParams", "confirmations"]


@dataclass(frozen=True)
class ConfirmationsParams(Params):
    """What can be chosen: the number of redraws of respondents."""

    replicates: int = 2000


@dataclass(frozen=True)
class Confirmations(Result):
    """Confirmed and one-sided ties of every relation that both sides describe, wave by wave."""

    name: ClassVar[str] = "confirmation"

    params: ConfirmationsParams
    labels: dict[str, str]

    def chart(self) -> alt.TopLevelMixin:
        """Return the share of confirmed ties with its bounds."""
        from clusterdynamics.charts import interval_dots

        shown = [e for e in self.estimates if e.name == "confirmed.share"]
        return interval_dots(
            dots(shown, self.labels),
            x_title=_("links that both sides report, of those that at least one reports"),
            as_percent=True,
            domain=(0, 1),
        )

    def sentences(self) -> tuple[str, ...]:
        """Return the share of confirmed ties of each network and wave, in words."""
        if not self.estimates:
            return (_("No relation was asked of both sides, so links cannot be confirmed."),)
        said = []
        for e in self.estimates:
            what = self.labels.get(e.network or "", e.network or "")
            wave = self.labels[f"wave:{e.wave}"]
            if e.name == "confirmed.share":
                if e.value is None:
                    said.append(_("{network}, {wave}: {why}").format(network=capital(what), wave=wave, why=e.why))
                else:
                    both = self.find("confirmed", wave=e.wave, network=e.network).value
                    one = self.find("one_sided", wave=e.wave, network=e.network).value
                    if both is None or one is None:
                        text = _("In {wave} both sides report {share} of the links ({network}).")
                        said.append(text.format(wave=wave, share=percent(e.value), network=what))
                        continue
                    said.append(
                        _(
                            "In {wave} both sides report {both:.0f} of {all:.0f} links ({network}, {share}); "
                            "{one:.0f} are reported by one side only."
                        ).format(wave=wave, both=both, all=both + one, one=one, network=what, share=percent(e.value))
                    )
            elif e.name == "mismatch.mean" and e.value is not None:
                said.append(
                    _("In {wave} the two reports of a pair differ by {steps} on average ({network}).").format(
                        wave=wave, steps=number(e.value), network=what
                    )
                )
        return tuple(said)


@analysis(ConfirmationsParams, Confirmations)
def confirmations(study: Study, params: ConfirmationsParams, rng: np.random.Generator) -> Confirmations:
    """Compare the two reports of every pair in which both sides answered.

    Confirmed share = pairs with a tie in both reports / pairs with a tie in at least one. Only pairs of which
    both answered, at least as many as the gate asks for, and never reconstructed (method, section 3).
    """
    estimates: list[Estimate] = []
    for name in cut_names(study):
        if study.settings.relation(name)[0].directed:
            continue
        for network in study.waves(name):
            estimates += _confirmed(study, network.dichotomise(ANY, name) if network.valued else network, params, rng)
    for relation in study.settings.relations:
        if relation.directed:
            continue
        for network in study.waves(relation.id):
            if network.valued:
                estimates.append(_mismatch(study, network, params, rng))
    return Confirmations(params, tuple(estimates), labels_of(study))


def _confirmed(study: Study, network: Network, params: ConfirmationsParams, rng: np.random.Generator) -> list[Estimate]:
    both = network.observed & network.observed.T
    ties = network.ties & both
    mutual, either = (ties & ties.T).astype(np.float64), (ties | ties.T).astype(np.float64)
    pairs = int(both.sum()) // 2
    figures = Figures(study, network)
    confirmed, any_tie = float(mutual.sum() / 2), float(either.sum() / 2)
    return [
        figures.give("confirmed", confirmed, pairs=pairs),
        figures.give("one_sided", any_tie - confirmed, pairs=pairs),
        figures.give(
            "confirmed.share",
            pair_ratio(mutual, either),
            pairs=pairs,
            bounds=lambda: bounds(
                redraw_pair_ratio(mutual, either, network.answered, params.replicates, rng, _("Confirmed links"))
            ),
            interval=Interval.REDRAWS,
        ),
    ]


def _mismatch(study: Study, network: Network, params: ConfirmationsParams, rng: np.random.Generator) -> Estimate:
    """Give the mean |d_ij − d_ji| over pairs in which both answered and at least one names the other."""
    both = network.observed & network.observed.T
    judged = both & (network.ties | network.ties.T)
    values = np.nan_to_num(network.values)
    gap, weight = np.where(judged, np.abs(values - values.T), 0.0), judged.astype(np.float64)
    return Figures(study, network).give(
        "mismatch.mean",
        pair_ratio(gap, weight),
        pairs=int(both.sum()) // 2,
        n=int(judged.sum()) // 2,
        bounds=lambda: bounds(
            redraw_pair_ratio(gap, weight, network.answered, params.replicates, rng, _("Differences"))
        ),
        interval=Interval.REDRAWS,
    )
