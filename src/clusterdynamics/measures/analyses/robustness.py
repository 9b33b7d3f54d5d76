"""Robustness: how far cooperation falls apart when a kind of organisation, or some of the large companies, stop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.charts.numbers import percent
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.measures.analyses.common import Figures, Symmetrise, cut_names, dots, labels_of, simple
from clusterdynamics.measures.estimate import Estimate, Interval
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.robustness import apart_left_out, apart_without, removals

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["Robustness", "RobustnessParams", "robustness", "warning"]

FloatArray = NDArray[np.float64]
#: So many large companies go at once, besides all of them.
_SOME = (1, 2, 3)


def warning() -> str:
    """Return the sentence that stands with every figure of this kind."""
    return _("This explores links that were reported; it does not forecast: those who stay may find other partners.")


@dataclass(frozen=True)
class RobustnessParams(Params):
    """What can be chosen.

    Attributes
    ----------
    network
        Relation or level to look at; the first one where the study has none of this name.
    symmetrise
        How the two reports of a pair become one where both sides describe the same relation.
    draws
        Sets of organisations that are tried at most, of each size.
    """

    network: str = "cooperation"
    symmetrise: Symmetrise = "either"
    draws: int = 50


@dataclass(frozen=True)
class Robustness(Result):
    """What the network is without some organisations, beside what chance would take.

    It is about the latest wave, or the one before where too few answered in that one (and so on); the waves passed
    over have the reason why there is no figure.

    Figures, all of them the share of pairs without a way to each other: ``robust.now`` (as it is), and for subjects
    ``type=t`` (all organisations of a kind go), ``large=all`` and ``large=n`` (n of the large companies go; the mean
    over the choices) ``robust.without``, ``robust.chance`` (as many organisations go, drawn out of all) and
    ``robust.worst`` (subjects ``large=n``: the choice that breaks most, which is for the study team).
    """

    name: ClassVar[str] = "robustness"

    params: RobustnessParams
    labels: dict[str, str]

    def chart(self) -> alt.TopLevelMixin:
        """Return what is left without each group, beside as many drawn at random; the line is as it is now."""
        from clusterdynamics.charts import interval_dots

        groups = {
            "robust.now": _("without them"),
            "robust.without": _("without them"),
            "robust.chance": _("without as many drawn at random"),
        }
        shown = [replace(e, wave=groups[e.name]) for e in self.estimates if e.name in groups and e.value is not None]
        now = self._now()
        return interval_dots(
            dots(shown, {}, lambda e: self.called(e.subject)),
            x_title=_("pairs of those left that have no way to each other"),
            as_percent=True,
            reference=now.value if now is not None else None,
        )

    def called(self, subject: str) -> str:
        """Return who drops out, in words."""
        column, _equals, value = subject.partition("=")
        if column == "type":
            return _("all of the kind “{kind}”").format(kind=self.labels.get(subject, value))
        if value == "all":
            return _("all large companies")
        if column == "large":
            return ngettext("{n} large company", "{n} large companies", int(value)).format(n=value)
        return _("as it is")

    def _now(self) -> Estimate | None:
        """Return how it is now, in the wave that is told; where none is, in the newest."""
        found = [e for e in self.estimates if e.name == "robust.now"]
        return next((e for e in found if e.value is not None), found[0] if found else None)

    def sentences(self) -> tuple[str, ...]:
        """Return what is there now, what is left without each group, and what this does not say."""
        now = self._now()
        if now is None:
            return (_("There are no links to look at."),)
        if now.value is None:
            return (_("What holds if some drop out: {why}").format(why=now.why),)
        network = self.labels.get(now.network or "", now.network or "")
        said = [
            _("In {wave} {share} of the pairs have no way to each other ({network}).").format(
                wave=self._wave(now), share=percent(now.value), network=network
            )
        ]
        chance = {e.subject: e.value for e in self.estimates if e.name == "robust.chance"}
        for e in self.estimates:
            if e.name != "robust.without" or e.value is None:
                continue
            words = {"who": self.called(e.subject), "share": percent(e.value)}
            beside = chance.get(e.subject)
            if beside is None:
                said.append(_("Without {who} it is {share} of the pairs left.").format(**words))
            else:
                text = _("Without {who} it is {share} of the pairs left; without as many drawn at random {chance}.")
                said.append(text.format(chance=percent(beside), **words))
        closed = [e for e in self.estimates if e.name == "robust.now" and e.value is None]
        said += [f"{self._wave(e)}: {e.why}" for e in closed]
        return (*said, warning())

    def _wave(self, e: Estimate) -> str:
        return self.labels.get(f"wave:{e.wave}", e.wave or "")


@analysis(RobustnessParams, Robustness)
def robustness(study: Study, params: RobustnessParams, rng: np.random.Generator) -> Robustness:
    """Take organisations out of the network: all of a kind, or some of the large companies.

    It is done in the latest wave in which enough answered.
    What is left is told by the share of pairs without a way to each other (Borgatti 2006, F), beside what it is when
    as many organisations go that are drawn at random (Albert, Jeong and Barabási 2000).
    """
    names = cut_names(study)
    name = params.network if params.network in names else next(iter(names), None)
    labels = labels_of(study)
    if name is None:
        return Robustness(params, (), labels)
    estimates: list[Estimate] = []
    for wave in reversed([n.wave for n in study.waves(name)]):
        network = simple(study.network(name, wave), params.symmetrise)
        found = _of_wave(study, network, params, rng)
        estimates += found
        if found[0].value is not None:
            break  # an older wave is asked only where the newer one has too few answers
    labels |= {f"type={kind}": label for kind, label in study.settings.types.items()}
    return Robustness(params, tuple(estimates), labels)


def _of_wave(study: Study, network: Network, params: RobustnessParams, rng: np.random.Generator) -> list[Estimate]:
    """Return the figures of a wave; only why there are none, where too few answered."""
    figures = Figures(study, network)
    now = figures.give(
        "robust.now",
        partial(apart_without, network),
        gate="components",
        bounds=partial(_range, network),
        interval=Interval.LEAVE_OUT,
    )
    if now.value is None:
        return [now]
    groups = _groups(study, network)
    drawn: dict[int, FloatArray] = {}

    def chance(size: int, subject: str) -> Estimate:
        """Return what is left when as many organisations go, drawn out of all: the mean, and 95 % of the draws."""
        if size not in drawn:
            drawn[size] = removals(network, network.nodes, size, params.draws, rng)
        low, high = (float(x) for x in np.quantile(drawn[size], (0.025, 0.975)))
        return figures.give(
            "robust.chance",
            float(drawn[size].mean()),
            gate="components",
            n=network.n - size,
            subject=subject,
            bounds=(low, high),
            interval=Interval.DRAWN,
        )

    estimates = [now]
    large = groups.get("large=all", ())
    for subject, gone in groups.items():
        estimates += [
            figures.give(
                "robust.without",
                apart_without(network, gone),
                gate="components",
                n=network.n - len(gone),
                subject=subject,
                bounds=partial(_range, network, gone),
                interval=Interval.LEAVE_OUT,
            ),
            chance(len(gone), subject),
        ]
    for size in (s for s in _SOME if s < len(large)):
        subject = f"large={size}"
        found = removals(network, large, size, params.draws, rng)
        give = partial(figures.give, gate="components", n=network.n - size, subject=subject)
        estimates += [
            give("robust.without", float(found.mean())),
            chance(size, subject),
            give("robust.worst", float(found.max())),
        ]
    return estimates


def _groups(study: Study, network: Network) -> dict[str, tuple[str, ...]]:
    """Return the groups that can go: kinds, and the large companies; at least three organisations stay."""
    kinds = study.attribute("type", network.nodes)
    found = {
        f"type={kind}": tuple(a for a, k in zip(network.nodes, kinds, strict=True) if k == kind)
        for kind in sorted({k for k in kinds if k})
    }
    anchors = {a for a, flag in study["actors"].select("id", "is_anchor").iter_rows() if flag}
    found["large=all"] = tuple(a for a in network.nodes if a in anchors)
    return {subject: gone for subject, gone in found.items() if gone and network.n - len(gone) >= 3}


def _range(network: Network, gone: tuple[str, ...] = ()) -> tuple[float | None, float | None]:
    """Return the lowest and highest of the figure when each organisation that stays is left out in turn."""
    values = apart_left_out(network, gone)
    good = values[np.isfinite(values)]
    return (float(good.min()), float(good.max())) if good.size else (None, None)
