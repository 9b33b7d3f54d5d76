"""Who links kinds of organisations: brokerage roles after Gould and Fernandez, as a pattern."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from clusterdynamics.charts.numbers import number
from clusterdynamics.charts.words import capital
from clusterdynamics.i18n import N_, _
from clusterdynamics.measures.analyses.common import Figures, Symmetrise, cut_networks, dots, labels_of
from clusterdynamics.measures.analyses.mixing import NO_GROUP
from clusterdynamics.measures.brokers import ROLES as MEASURED
from clusterdynamics.measures.brokers import Brokerage
from clusterdynamics.measures.brokers import brokerage as roles_of
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.measures.protocol import Params, Result, analysis

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.study.model import Study

__all__ = ["ROLES", "BrokerageRoles", "BrokerageRolesParams", "brokerage_roles"]

#: Role → what it means, for people.
ROLES = {
    "coordinator": N_("links organisations of its own kind"),
    "itinerant": N_("links two organisations of the same other kind"),
    "gatekeeper": N_("brings others in to its own kind"),
    "representative": N_("takes its own kind out to others"),
    "liaison": N_("links two different other kinds"),
}


#: From how many standard deviations on a role is called more, or less, frequent than by chance.
_FAR = 1.96


@dataclass(frozen=True)
class BrokerageRolesParams(Params):
    """What can be chosen.

    Attributes
    ----------
    attribute
        Column of the actors table that makes the groups.
    networks
        Relations or levels to look at; all where empty.
    symmetrise
        How the two reports of a pair become one where both sides describe the same relation.
    """

    attribute: str = "type"
    networks: tuple[str, ...] = ()
    symmetrise: Symmetrise = "either"


@dataclass(frozen=True)
class BrokerageRoles(Result):
    """How often each organisation stands between two others, by role; the subject is the organisation.

    The subject ``whole`` holds the sum over all organisations, beside it the sum expected in random networks of the
    same density (``.expected``), its standard deviation (``.sd``) and how many of these it lies above what is
    expected (``.z``); ``brokers`` is the number of organisations that stand between kinds.
    """

    name: ClassVar[str] = "brokerage"

    params: BrokerageRolesParams
    labels: dict[str, str]

    def chart(self) -> alt.TopLevelMixin:
        """Return the number of times each role is filled."""
        from clusterdynamics.charts import interval_dots

        roles = {f"brokerage.{r}": _(text) for r, text in ROLES.items()}
        shown = [e for e in self.estimates if e.subject == "whole" and e.name in roles]

        def row(e: Estimate) -> str:
            if len({e.network for e in shown}) == 1:
                return roles[e.name]
            return f"{self.labels.get(e.network or '', e.network or '')}: {roles[e.name]}"

        return interval_dots(
            dots(shown, self.labels, row), x_title=_("times an organisation stands between two others")
        )

    def sentences(self) -> tuple[str, ...]:
        """Return, for each network and wave, how many organisations stand between kinds."""
        if not self.estimates:
            return (_("The kinds of organisations are not given, so links between them cannot be told."),)
        said = []
        for e in self.estimates:
            if e.name != "brokers" or e.subject != "whole":
                continue
            what = self.labels.get(e.network or "", e.network or "")
            wave = self.labels[f"wave:{e.wave}"]
            if e.value is None:
                said.append(_("{network}, {wave}: {why}").format(network=capital(what), wave=wave, why=e.why))
            else:
                said.append(
                    _(
                        "In {wave} {n} of {all} organisations link others of different kinds "
                        "that are not linked themselves ({network})."
                    ).format(wave=wave, n=number(e.value, 0), all=e.n, network=what)
                )
            said += self._beside_chance(e, what, wave)
        return tuple(said) or (_("There is nothing to tell yet."),)

    def _beside_chance(self, brokers: Estimate, what: str, wave: str) -> list[str]:
        """Return which roles are filled more, and less, often than by chance."""
        z = {
            e.name.split(".")[1]: e.value
            for e in self.estimates
            if e.name.endswith(".z") and (e.wave, e.network) == (brokers.wave, brokers.network) and e.value is not None
        }
        said = []
        more = [_(ROLES[r]) for r in ROLES if z.get(r, 0.0) >= _FAR]
        less = [_(ROLES[r]) for r in ROLES if z.get(r, 0.0) <= -_FAR]
        if more:
            said.append(
                _("In {wave} more often than by chance an organisation {roles} ({network}).").format(
                    wave=wave, roles="; ".join(more), network=what
                )
            )
        if less:
            said.append(
                _("In {wave} less often than by chance an organisation {roles} ({network}).").format(
                    wave=wave, roles="; ".join(less), network=what
                )
            )
        return said


@analysis(BrokerageRolesParams, BrokerageRoles)
def brokerage_roles(study: Study, params: BrokerageRolesParams, rng: np.random.Generator) -> BrokerageRoles:
    """Count the brokerage roles of Gould & Fernandez (1989) for each organisation. Nothing here is random."""
    estimates: list[Estimate] = []
    for network in cut_networks(study, params.symmetrise, params.networks):
        kinds = np.array([k or NO_GROUP for k in study.attribute(params.attribute, network.nodes)], dtype=np.str_)
        if len(set(kinds.tolist())) < 2:
            continue
        figures = Figures(study, network)
        if figures.closed("brokerage") is not None:
            estimates.append(figures.give("brokers", float("nan"), gate="brokerage"))
            continue
        found = roles_of(network, kinds.tolist())
        between = np.zeros(network.n)
        estimates += _beside_chance(figures, found)
        for role in ROLES:
            counts = np.asarray(getattr(found, role), dtype=np.float64)
            if role != "coordinator":
                between += counts
            estimates.append(figures.give(f"brokerage.{role}", float(counts.sum()), gate="brokerage"))
            estimates += [
                figures.give(f"brokerage.{role}", float(counts[i]), gate="brokerage", subject=actor)
                for i, actor in enumerate(network.nodes)
            ]
        estimates.append(figures.give("brokers", float((between > 0).sum()), gate="brokerage"))
    return BrokerageRoles(params, tuple(estimates), labels_of(study) | dict(study.labels))


def _beside_chance(figures: Figures, found: Brokerage) -> list[Estimate]:
    """Give, for each role, what random networks of the same density hold in all, and how far off the sum is."""
    # Without direction a → b → c comes with c → b → a: the mean holds, the published spread does not.
    arrows = figures.network.directed
    spread = "" if arrows else _("the spread by chance is known only for links with a direction")
    estimates = []
    for k, role in enumerate(MEASURED):
        if role not in ROLES:
            continue
        unknown = float("nan")
        for ending, value, why in (
            ("expected", found.network_expected[k], ""),
            ("sd", found.network_sd[k] if arrows else unknown, spread),
            ("z", found.network_z[k] if arrows else unknown, spread),
        ):
            # Where the role cannot vary (no such triple, or no link) there is none to judge.
            estimates.append(figures.give(f"brokerage.{role}.{ending}", float(value), gate="brokerage", why=why))
    return estimates
