"""Which rule holds for which figure. A figure that is not named here is shown to nobody.

Who adds an analysis adds a line for each of its figures; a test walks through all analyses.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clusterdynamics.disclosure.treatment import Rule, Treatment
from clusterdynamics.disclosure.verdict import UndeclaredFigure
from clusterdynamics.i18n import _

__all__ = ["RULES", "rule_for"]


_SHARE = (0.0, 1.0)
_WHOLE = Rule(Treatment.WHOLE)
_ROUGH = Rule(Treatment.WHOLE, digits=1)  # depends on the links of the one organisation that has most
_TIES = Rule(Treatment.WHOLE, extremes=_SHARE)
_OF_ORGANISATIONS = Rule(Treatment.WHOLE, extremes=_SHARE, of_organisations=True)
_ACTOR = Rule(Treatment.ACTOR)
_CHANGE = Rule(Treatment.CHANGE)
_CONFIRMED = Rule(Treatment.CONFIRMED)

#: Measures that are compared between two waves → decimals outside the study team, and the values that say "none" or
#: "all".
_COMPARED: Mapping[str, tuple[int, tuple[float, ...]]] = MappingProxyType(
    {
        "density": (2, _SHARE),
        "value.mean": (2, (0.0,)),
        **{f"reciprocity.{kind}": (2, _SHARE) for kind in ("edgewise", "non_null", "all_dyads")},
        "transitivity.weak": (2, ()),
        "transitivity.global": (2, ()),
        "components": (0, ()),
        "largest_component": (2, _SHARE),
        "distance.mean": (2, ()),
        "reach.2": (2, ()),
        **{f"centralisation.{kind}": (1, ()) for kind in ("in_degree", "out_degree", "degree", "betweenness")},
        "core_periphery.fit": (2, ()),
    }
)


def _measures_of_change() -> dict[str, Rule]:
    """Return the rules of measures before and now, and of what is detectable: all go with the change itself."""
    rules: dict[str, Rule] = {}
    for name, (digits, extremes) in _COMPARED.items():
        rules[f"change.{name}"] = Rule(Treatment.CHANGE, digits=digits)
        for part in ("first", "second"):
            rules[f"change.{name}.{part}"] = Rule(
                Treatment.CHANGE, digits=digits, extremes=extremes, follows=f"change.{name}"
            )
        rules[f"change.{name}.detectable"] = Rule(Treatment.CHANGE, digits=digits, follows=f"change.{name}")
    return rules


_ALL: dict[str, Rule] = {
    # coverage
    "coverage": Rule(Treatment.COVERAGE, extremes=_SHARE, of_organisations=True),
    "answered": Rule(Treatment.ROSTER, digits=0),
    "asked": Rule(Treatment.ROSTER, digits=0),
    "roster": Rule(Treatment.ROSTER, digits=0),
    # the network as a whole
    "actors": Rule(Treatment.WHOLE, digits=0),
    "ties": Rule(Treatment.TEAM),  # exact where the density, which says the same, is rounded
    "density": Rule(Treatment.BLOCK, extremes=_SHARE),
    "density.vertex_bootstrap": Rule(Treatment.WHOLE, extremes=_SHARE, follows="density"),
    "reciprocity.edgewise": _TIES,
    "reciprocity.non_null": _TIES,
    "reciprocity.all_dyads": _TIES,
    "transitivity.weak": _WHOLE,
    "transitivity.global": _WHOLE,
    "transitivity.weak.random": _WHOLE,
    "transitivity.global.random": _WHOLE,
    "components": Rule(Treatment.WHOLE, digits=0, follows="largest_component"),
    "largest_component": Rule(Treatment.ORGANISATIONS),
    "largest_component.random": _WHOLE,
    "distance.mean": _WHOLE,
    "distance.mean.random": _WHOLE,
    "reach.2": _WHOLE,
    "reach.2.random": _WHOLE,
    "centralisation.in_degree": _ROUGH,
    "centralisation.out_degree": _ROUGH,
    "centralisation.degree": _ROUGH,
    "centralisation.betweenness": _ROUGH,
    "core_periphery.fit": _WHOLE,
    "core_periphery.core": Rule(Treatment.ORGANISATIONS, digits=0),
    "communities": Rule(Treatment.WHOLE, digits=0),
    "modularity": _WHOLE,
    # both reports of a pair
    "confirmed": _CONFIRMED,
    "one_sided": _CONFIRMED,
    "confirmed.share": Rule(Treatment.CONFIRMED, extremes=_SHARE),
    "mismatch.mean": Rule(Treatment.WHOLE, extremes=(0.0,)),
    # between groups
    "ei_index": Rule(Treatment.BLOCK, extremes=(-1.0, 1.0)),
    "ei_index.chance": _WHOLE,
    "block_density": Rule(Treatment.BLOCK, extremes=_SHARE),
    # within and between regions: cells as between groups; who bridges, and single regions, are for the team
    "ei_index.p": _WHOLE,
    **{f"ei_index.known{ending}": Rule(Treatment.TEAM) for ending in ("", ".chance", ".p")},
    "block_depth": Rule(Treatment.BLOCK_DEPTH, digits=1, extremes=(1.0, 5.0)),
    "block_observed": Rule(Treatment.TEAM),
    "bridge.organisations": Rule(Treatment.ORGANISATIONS, digits=0),
    **{f"bridge.{what}": Rule(Treatment.TEAM) for what in ("top2", "sole")},
    **{f"bridge.{what}": _ACTOR for what in ("links", "regions")},
    **{f"region.{what}": Rule(Treatment.TEAM) for what in ("ei", "partners", "between_partners", "constraint")},
    **{f"region.{what}": Rule(Treatment.TEAM) for what in ("kept", "new", "lost", "not_comparable")},
    # partners in other regions: shares and means of organisations; names and words are for the team
    "between.share": Rule(Treatment.ORGANISATIONS),
    **{
        f"between.{what}": Rule(Treatment.GROUP, extremes=_SHARE, of_organisations=True)
        for what in ("region", "area", "barrier", "door")
    },
    "between.depth": Rule(Treatment.GROUP, digits=1, scale=(0.0, 5.0)),
    **{f"between.{what}": Rule(Treatment.TEAM) for what in ("wrote", "names_door", "change")},
    # who links kinds of organisations: each organisation's count is an organisation's figure
    "brokerage.coordinator": Rule(Treatment.WHOLE, digits=0),
    "brokerage.itinerant": Rule(Treatment.WHOLE, digits=0),
    "brokerage.gatekeeper": Rule(Treatment.WHOLE, digits=0),
    "brokerage.representative": Rule(Treatment.WHOLE, digits=0),
    "brokerage.liaison": Rule(Treatment.WHOLE, digits=0),
    "brokers": Rule(Treatment.ORGANISATIONS, digits=0),
    **{
        f"brokerage.{role}.{part}": Rule(Treatment.WHOLE, digits=1, follows=f"brokerage.{role}")
        for role in ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
        for part in ("expected", "sd", "z")
    },
    # roles: what rests on one or two people, or on large companies, is patterns for the team
    "champions.organisations": Rule(Treatment.ORGANISATIONS, digits=0),
    "champions.self": Rule(Treatment.ORGANISATIONS, digits=0),
    "champions.nominees": Rule(Treatment.WHOLE, digits=0),
    "champions.several": Rule(Treatment.ORGANISATIONS, digits=0),
    "champions.nominations": _ACTOR,
    "champions.statement": _OF_ORGANISATIONS,
    "champions.reach": _ACTOR,
    "champions.distance_reach": _ACTOR,
    "champions.without": _ACTOR,
    "succession.top1": _TIES,
    "succession.top2": _TIES,
    "succession.only_top2": Rule(Treatment.ORGANISATIONS),
    "energy.received": Rule(Treatment.WHOLE, extremes=(1.0, 5.0)),
    "energy.champions": Rule(Treatment.TEAM),
    "energy.others": Rule(Treatment.TEAM),
    "fragmentation": _WHOLE,
    "distance_fragmentation": _WHOLE,
    **{
        f"{figure}.{ending}": Rule(Treatment.TEAM)
        for figure in ("fragmentation", "distance_fragmentation", "reach", "distance_reach")
        for ending in ("top1", "top2")
    },
    **{
        f"{figure}.{ending}": _ROUGH
        for figure in ("fragmentation", "distance_fragmentation")
        for ending in ("any1", "any2", "worst1", "worst2")
    },
    "large.companies": Rule(Treatment.ORGANISATIONS, digits=0),
    "large.answered": Rule(Treatment.TEAM),
    "large.statement": _OF_ORGANISATIONS,
    **{
        f"large.{side}": Rule(Treatment.GROUP, extremes=_SHARE, of_organisations=True) for side in ("driver", "barrier")
    },
    **{
        f"large.{side}.{who}": Rule(Treatment.LARGE)
        for side in ("driver", "barrier")
        for who in ("large", "others", "linked", "not_linked")
    },
    **{
        f"large.{name}": Rule(Treatment.LARGE)
        for name in ("outside.large", "outside.others", "tie_share", "pair_share")
    },
    **{
        f"large.{figure}.{ending}": Rule(Treatment.LARGE)
        for figure in ("density", "largest_component", "distance", "distance_fragmentation", "cross_type")
        for ending in ("with", "without")
    },
    "robust.now": _TIES,
    "robust.without": Rule(Treatment.REMOVED, extremes=_SHARE),
    "robust.chance": Rule(Treatment.WHOLE, follows="robust.without"),
    "robust.worst": Rule(Treatment.TEAM),
    "outside.share": Rule(Treatment.ORGANISATIONS),
    "outside.gatekeeper": Rule(Treatment.ORGANISATIONS),
    "outside.gatekeeper.expected": Rule(Treatment.WHOLE, follows="outside.gatekeeper"),
    "outside.star": Rule(Treatment.ORGANISATIONS),
    "outside.local_source": Rule(Treatment.ORGANISATIONS),
    "outside.neither": Rule(Treatment.ORGANISATIONS),
    "outside.gives_advice": Rule(Treatment.ORGANISATIONS),
    "outside.partners": Rule(Treatment.GROUP, extremes=_SHARE, of_organisations=True),
    "outside.advice_given": _ACTOR,
    # each organisation
    "in_degree": _ACTOR,
    "in_degree_share": _ACTOR,
    "out_degree": _ACTOR,
    "degree": _ACTOR,
    "betweenness": _ACTOR,
    "constraint": _ACTOR,
    "harmonic": _ACTOR,
    "coreness": _ACTOR,
    "clustering": _ACTOR,
    "core": _ACTOR,
    "community": _ACTOR,
    # change
    "kept": _CHANGE,
    "new": _CHANGE,
    "lost": _CHANGE,
    "not_comparable": _CHANGE,
    "hamming": _CHANGE,
    "jaccard": _CHANGE,
    "density.first": _CHANGE,
    "density.second": _CHANGE,
    **{f"group.{part}": Rule(Treatment.TEAM) for part in ("kept", "new", "lost", "not_comparable")},
    **_measures_of_change(),
    # the index of those who stayed beside the suppressed tables of groups of each wave
    **{f"change.ei_index{ending}": Rule(Treatment.TEAM) for ending in ("", ".first", ".second", ".detectable")},
    # pairs rounded to tens hide the few; shares of a row of the matrix, and trust beside it, are for the team
    "transition.pairs": Rule(Treatment.CHANGE, digits=-1),
    "transition.share": Rule(Treatment.TEAM),
    **{
        f"depth_change.{what}": Rule(Treatment.CHANGE, extremes=_SHARE)
        for what in ("deeper", "same", "less", "started")
    },
    **{f"along.{what}": Rule(Treatment.TEAM) for what in ("pairs", "rose", "difference")},
    # what goes along with the choice of partners: rests on the links of every pair
    **{what: Rule(Treatment.TEAM) for what in ("persistence", "choice", "choice.rate")},
    # trust: whole figures, groups with enough organisations on both sides, nothing about pairs
    "trust.share": _TIES,
    "trust.mean": Rule(Treatment.RATED, scale=(1.0, 4.0)),
    "trust.by_depth": Rule(Treatment.RATED, scale=(1.0, 4.0), whole="trust.mean"),
    "trust.block": Rule(Treatment.RATED, scale=(1.0, 4.0), whole="trust.mean"),
    "trust.mutual": _TIES,
    "trust.returned": _TIES,
    "trust.mismatch.mean": Rule(Treatment.WHOLE, extremes=(0.0,)),
    "trust.mismatch": Rule(Treatment.TEAM),
    "trust.part.generosity": _WHOLE,
    "trust.part.reputation": _WHOLE,
    "trust.part.pair": _WHOLE,
    "trust.part.chance": _WHOLE,
    "trust.reciprocity.generalised": _WHOLE,
    "trust.reciprocity.dyadic": _WHOLE,
    "trust.generosity": _ACTOR,
    "trust.reputation": _ACTOR,
    "trust.pair": Rule(Treatment.TEAM),
    "trust.pairs_apart": Rule(Treatment.TEAM),
    "trust.alpha": _WHOLE,
    "trust.omega": _WHOLE,
    # easy cooperation: numbers of organisations in each area; groups to invite and pairs are for the team
    "easy.doing": Rule(Treatment.ORGANISATIONS, digits=0),
    "easy.would_join": Rule(Treatment.ORGANISATIONS, digits=0),
    "easy.could_offer": Rule(Treatment.ORGANISATIONS, digits=0),
    **{
        f"easy.{name}": Rule(Treatment.TEAM)
        for name in (
            "doing.share",
            "would_join.share",
            "could_offer.share",
            "not_for_us",
            "not_for_us.share",
            "group",
            "unmet_wishes",
            "unmet_offers",
            "invite",
            "pairs",
            "pair",
        )
    },
    "easy.areas": Rule(Treatment.WHOLE, digits=0),
    **{f"back_test.{name}": Rule(Treatment.TEAM) for name in ("stayers", "pairs", "new_ties", "base_rate")},
    "back_test.auc": _WHOLE,
    "back_test.lift": _WHOLE,
    **{f"introductions.{name}": Rule(Treatment.TEAM) for name in ("shown", "held_out", "difference", "p_value")},
    # depth, wishes, barriers, downturn: groups of pairs, wishes and small groups are for the team
    "depth.share": Rule(Treatment.WHOLE, extremes=_SHARE),
    "depth.pairs": Rule(Treatment.WHOLE, digits=-1),  # exact where the share, which says the same, is rounded
    "depth.confirmed.share": Rule(Treatment.TEAM),
    "depth.cell.share": Rule(Treatment.TEAM),
    "deep.purpose": _TIES,
    "purpose.share": Rule(Treatment.WHOLE, extremes=_SHARE),
    **{f"wish.{name}": Rule(Treatment.TEAM) for name in ("count", "share", "pairs", "area.count", "area.share")},
    "wish.organisations": Rule(Treatment.ORGANISATIONS),
    "wish.mutual": Rule(Treatment.TEAM),
    "wish.mutual.share": Rule(Treatment.TEAM),
    "barrier.share": _OF_ORGANISATIONS,
    "barrier.count": Rule(Treatment.ORGANISATIONS, digits=0),
    "barrier.group.share": Rule(Treatment.TEAM),
    "barrier.group.count": Rule(Treatment.TEAM),
    "downturn.share": _OF_ORGANISATIONS,
    "downturn.partners.share": Rule(Treatment.TEAM),
    "downturn.partners.difference": Rule(Treatment.TEAM),
    "downturn.wrote": Rule(Treatment.TEAM),
    # statistics from elsewhere are public; connectivity goes with the density, which it is
    **{
        f"hard.{what}": Rule(Treatment.OPEN, digits=3)
        for what in (
            "value",
            "quotient",
            "equivalent",
            "krugman",
            "growth",
            "share",
            "mix",
            "own",
            "mass",
            "mass.region",
        )
    },
    "hard.connectivity": Rule(Treatment.WHOLE, extremes=_SHARE, follows="density"),
    # evidence beside the stage
    "evidence.share": _OF_ORGANISATIONS,
    "evidence.not_greater.random": Rule(Treatment.WHOLE, follows="evidence.share"),
    "stories.for": Rule(Treatment.ORGANISATIONS, digits=0),
    "stories.for.organisations": Rule(Treatment.ORGANISATIONS, digits=0),
    "stories.against": Rule(Treatment.ORGANISATIONS, digits=0),
    "stories.against.organisations": Rule(Treatment.ORGANISATIONS, digits=0),
    # loops: their state where enough organisations speak of them; how many of few tell it is for the team
    "loop.state": Rule(Treatment.TOLD, digits=0),
    **{
        f"loop.{name}": Rule(Treatment.TEAM)
        for name in ("tellers", "organisations", "weakest", "rank", "whole", "pivots")
    },
    "mend.closes": Rule(Treatment.TEAM),
    **{f"map.{name}": Rule(Treatment.TEAM) for name in ("claims", "links", "contested", "tellers")},
    # answers given twice rest on few; a change beside a value that is shown would give a hidden value away
    **{
        f"re_asking.{name}": Rule(Treatment.TEAM)
        for name in ("organisations", "misreporting", "crossing", "kappa", "kappa.weighted")
    },
    "re_asking.icc.agreement": Rule(Treatment.TEAM),
    "re_asking.icc.consistency": Rule(Treatment.TEAM),
    **{
        f"re_asking.ties.{name}": Rule(Treatment.TEAM)
        for name in ("organisations", "misreporting", "kappa", "kappa.weighted")
    },
    **{f"detectable.{what}": _WHOLE for what in ("stage", "statement", "reports")},
    **{
        f"change.{what}{ending}": Rule(Treatment.TEAM)
        for what in ("stage", "reports")
        for ending in ("", ".detectable")
    },
    # scenarios: runs of a model, fitted to shares of the cluster as a whole
    **{
        f"scenario.{name}": _WHOLE
        for name in ("end", "difference", "better", "worse", "sensitivity", "learned", "broken")
    },
    # does the model hold: about many people, or many clusters
    **{f"guttman.{name}": _WHOLE for name in ("in_order", "errors", "scalability")},
    **{f"mokken.{name}": _WHOLE for name in ("scale", "stage", "statement")},
    **{f"functioning.{name}": _WHOLE for name in ("country", "language")},
    "vignettes.order": Rule(Treatment.WHOLE, extremes=_SHARE),
    "vignettes.rank": Rule(Treatment.WHOLE, extremes=(1.0, 5.0)),
    "vignettes.highest": _OF_ORGANISATIONS,
    "vignettes.lowest": _OF_ORGANISATIONS,
    # the stage
    "stage.reading": Rule(Treatment.WHOLE, digits=0),
    "stage.between.low": Rule(Treatment.WHOLE, digits=0),
    "stage.between.high": Rule(Treatment.WHOLE, digits=0),
    "stage.value": Rule(Treatment.WHOLE, extremes=_SHARE),
    "stage.value.not_answered": Rule(Treatment.WHOLE, extremes=_SHARE),
    "stage.value.band": Rule(Treatment.WHOLE, extremes=_SHARE),
    "stage.order": _WHOLE,
    "statement.share": _OF_ORGANISATIONS,
    "agreement.r_wg": Rule(Treatment.WHOLE, extremes=(1.0,)),
    "agreement.r_wg_j": Rule(Treatment.WHOLE, extremes=(1.0,)),
}

#: Figure → its rule.
RULES: Mapping[str, Rule] = MappingProxyType(_ALL)


def rule_for(name: str) -> Rule:
    """Return the rule of the figure `name`.

    Raises
    ------
    UndeclaredFigure
        There is none.
    """
    try:
        return RULES[name]
    except KeyError:
        raise UndeclaredFigure(
            _("No rule says who may see the figure {name}, so nobody may.").format(name=repr(name))
        ) from None
