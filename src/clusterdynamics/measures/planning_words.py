"""A plan in words: what a study of this size will be able to say, and what not."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from clusterdynamics.charts.numbers import number, percent, whole
from clusterdynamics.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from clusterdynamics.measures.planning import Plan

__all__ = ["GATES", "plan_sentences"]

#: Gate → what it opens.
GATES: Mapping[str, str] = MappingProxyType(
    {
        "stage": N_("at which stage the cluster is"),
        "in_degree": N_("how often an organisation is named"),
        "density": N_("how closely the network is knit"),
        "blocks": N_("how closely kinds of organisations are linked"),
        "pairs": N_("whether both sides report the same"),
        "components": N_("whether the network falls into parts"),
        "distance": N_("how many steps lie between organisations"),
        "centralisation": N_("how far the network leans on a few"),
        "transitivity": N_("whether partners of partners are partners"),
        "brokerage": N_("who links organisations that are not linked themselves"),
        "core_periphery": N_("what is core and what is periphery"),
        "communities": N_("which close groups there are"),
        "social_relations": N_("whether trust lies in those who give it, in those who get it, or in the pair"),
        "change": N_("which links changed, after a second study"),
        "actor_models": N_("what went along with changing links (actor-oriented models), after a second study"),
        "re_asking": N_("how exact the answers are, if some are asked twice"),
        "mokken": N_("whether the statements form one scale"),
    }
)
#: From which chance on a gate opens surely, or rather than not; under which it stays shut.
_SURE, _LIKELY, _HARDLY = 0.95, 0.5, 0.05


def plan_sentences(plan: Plan) -> tuple[str, ...]:
    """Return the plan in plain sentences, in the active language."""
    low, expected, high = plan.answering
    size = {"n": whole(plan.organisations), "share": percent(plan.response)}
    said = [
        ngettext(
            "{n} organisation at {share}: about {expected} will answer ({low} to {high}).",
            "{n} organisations at {share}: about {expected} will answer ({low} to {high}).",
            plan.organisations,
        ).format(expected=number(expected, 0), low=whole(low), high=whole(high), **size)
    ]
    sure = [g for g, chance in plan.gates.items() if chance >= _SURE]
    likely = [g for g, chance in plan.gates.items() if _LIKELY <= chance < _SURE]
    unlikely = [g for g, chance in plan.gates.items() if _HARDLY <= chance < _LIKELY]
    never = [g for g, chance in plan.gates.items() if chance < _HARDLY]
    if sure:
        said.append(_("You will be able to say: {what}.").format(what=_list(sure)))
    if likely:
        said.append(_("You will probably be able to say: {what}.").format(what=_list(likely, plan.gates)))
    if unlikely:
        said.append(_("You will probably not be able to say: {what}.").format(what=_list(unlikely, plan.gates)))
    if never:
        said.append(_("You will not be able to say: {what}.").format(what=_list(never)))
    said.append(
        _(
            "Whether the stages hold for clusters elsewhere, and whether statements are understood alike in other "
            "countries, needs several clusters together."
        )
    )
    return (*said, *_stage(plan), *_network(plan))


def _list(gates: list[str], chances: Mapping[str, float] | None = None) -> str:
    """Return what gates open, those of equal chance together."""
    if chances is None:
        return "; ".join(_(GATES[g]) for g in gates)
    by_chance: dict[str, list[str]] = {}
    for gate in gates:
        by_chance.setdefault(percent(chances[gate]), []).append(gate)
    return "; ".join(
        _("with a chance of {chance} {what}").format(chance=chance, what=", ".join(_(GATES[g]) for g in mine))
        for chance, mine in by_chance.items()
    )


def _points(share: float) -> str:
    return number(100 * share, 0 if share >= 0.02 else 1)


def _stage(plan: Plan) -> list[str]:
    if plan.stage_width is None or plan.right_clear is None or plan.right_unclear is None:
        return []
    like = plan.assumptions
    said = [
        _("The fulfilment of a stage will be known to about ±{points} percentage points.").format(
            points=_points(plan.stage_width / 2)
        ),
        _(
            "In a clear cluster (every stage {clear} points from the threshold) the reading lands on the right stage "
            "in {right} of 100 simulated studies; in an unclear one ({unclear} points) in {vague} of 100."
        ).format(
            clear=_points(like.clear),
            right=number(100 * plan.right_clear, 0),
            unclear=_points(like.unclear),
            vague=number(100 * plan.right_unclear, 0),
        ),
    ]
    if plan.detectable is not None:
        said.append(
            _(
                "If {twice} organisations are asked twice, a change of a stage by {points} percentage points or more "
                "between two such studies is more than misreporting."
            ).format(twice=whole(plan.asked_twice), points=_points(plan.detectable))
        )
    return said


def _network(plan: Plan) -> list[str]:
    if plan.density is None:
        return []
    low, expected, high = plan.pairs
    said = []
    if plan.density_width is not None and plan.gates["density"] >= _HARDLY:
        said.append(
            _(
                "In a network in which {density} of the pairs are linked, that share will be known to about ±{points} "
                "percentage points."
            ).format(density=percent(plan.density), points=_points(plan.density_width / 2))
        )
    said.append(
        _("In about {pairs} pairs both sides will answer ({low} to {high}).").format(
            pairs=number(expected, 0), low=whole(low), high=whole(high)
        )
    )
    if plan.gates["centralisation"] < _SURE:
        said.append(
            _(
                "Parts, steps, close groups and who stands between others need nearly everybody: plan who calls those "
                "who do not answer."
            )
        )
    return said
