"""Do organisations trust each other? Who is trusted, both ways, and where the ratings come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.common import dots
from clusterdynamics.measures.analyses.trust_figures import Wave
from clusterdynamics.measures.analyses.trust_words import part_label, said_of
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.study.model import Study

__all__ = ["Trust", "TrustParams", "trust"]

_SHARES = ("trust.share", "trust.mutual", "trust.returned")


@dataclass(frozen=True)
class TrustParams(Params):
    """What can be chosen: the number of redraws of respondents."""

    replicates: int = 2000


@dataclass(frozen=True)
class Trust(Result):
    """Trust in each wave: how much there is, both ways, by kind of organisation, and where ratings come from."""

    name: ClassVar[str] = "trust"

    params: TrustParams
    labels: dict[str, str]

    def chart(self) -> alt.TopLevelMixin:
        """Return the shares of trusted partners, of trust both ways, and of trust that is returned."""
        from clusterdynamics.charts import interval_dots

        words = {
            "trust.share": _("trusted partners"),
            "trust.mutual": _("trust both ways"),
            "trust.returned": _("trust that is returned"),
        }
        shown = [e for name in _SHARES for e in self.estimates if e.name == name]
        return interval_dots(
            dots(shown, self.labels, lambda e: words[e.name]),
            x_title=_("share of the ratings, or of the pairs that rated each other"),
            as_percent=True,
            domain=(0, 1),
        )

    def chart_parts(self) -> alt.TopLevelMixin:
        """Return how much of the differences between ratings comes from rater, partner, pair and chance."""
        from clusterdynamics.charts import interval_dots

        shown = [e for e in self.estimates if e.name.startswith("trust.part.")]
        return interval_dots(
            dots(shown, self.labels, lambda e: part_label(e.name)),
            x_title=_("share of the differences between ratings"),
            as_percent=True,
            domain=(0, 1),
        )

    def sentences(self) -> tuple[str, ...]:
        """Return what was found, wave by wave; names nobody."""
        if not self.estimates:
            return (_("The study has no wave, so nothing can be said about trust."),)
        said: list[str] = []
        for wave in dict.fromkeys(e.wave for e in self.estimates):
            here: dict[str, Estimate] = {e.name: e for e in self.estimates if (e.wave, e.subject) == (wave, "whole")}
            said += said_of(here, self.labels[f"wave:{wave}"])
        return tuple(said)


@analysis(TrustParams, Trust)
def trust(study: Study, params: TrustParams, rng: np.random.Generator) -> Trust:
    """Read the trust ratings of every wave (method, section 4, "Trust").

    A rating is the mean of the trust items that an organisation answered about a partner; a partner is trusted where
    it reaches the model's threshold. Figures, one of each for a wave:

    ``trust.share``, ``trust.mean``
        Ratings that are trust ties, of all ratings; their mean. ``trust.by_depth`` (subject ``depth:<level>``): the
        mean by the depth that the rater reports, among those that cooperate. ``trust.block`` (``type:g→h``): the
        mean by kind of organisation, with the numbers of raters and rated in its details.
    ``trust.mutual``, ``trust.returned``
        Cooperating pairs in which both trust each other (evidence n3.2), and trusted partners that trust in return
        (n3.3), only where both have rated each other, at least as many pairs as the gate asks for.
    ``trust.mismatch.mean``, ``trust.mismatch`` (``i–j``)
        How far the two ratings of a pair differ; behind the same gate.
    ``trust.part.generosity``, ``.reputation``, ``.pair``, ``.chance``
        Shares of the variance of a rating by the social relations model, with 95 % of draws around the estimates;
        ``trust.reciprocity.generalised`` and ``.dyadic``; ``trust.generosity`` and ``trust.reputation`` of each
        organisation; ``trust.pair`` (``i→j``) where the 80 % interval excludes 0, and ``trust.pairs_apart``, their
        number. Only with as many raters of as many partners as the model asks for.
    ``trust.alpha``, ``trust.omega``
        Reliability of the mean of the items, with redraws of raters.

    Everything but the model's figures carries redraws of respondents. Figures of pairs and organisations are for the
    study team only.
    """
    model = model_of(study)
    estimates: list[Estimate] = []
    for wave in study.wave_ids:
        one = Wave(study, wave, model, params.replicates)
        estimates += one.over_pairs(rng)
        estimates += one.relations(rng)
        estimates += one.reliabilities(rng)
    labels = {f"wave:{w}": study.wave_label(w) for w in study.wave_ids} | dict(study.labels) | study.settings.types
    return Trust(params, tuple(estimates), labels)
