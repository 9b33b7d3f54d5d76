"""What each measure is called for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from clusterdynamics.i18n import N_, _

__all__ = ["MEASURES", "Measure", "measure"]


@dataclass(frozen=True)
class Measure:
    """What a measure is called (a message to translate), and whether it is a share."""

    label: str
    kind: Literal["number", "percent"] = "number"


#: Roles of brokerage, and what stands beside the number of times each is filled.
_BROKERAGE: Mapping[str, Measure] = MappingProxyType(
    {
        f"brokerage.{role}.{ending}": Measure(label)
        for role in ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
        for ending, label in (
            ("expected", N_("The same, expected by chance")),
            ("sd", N_("Spread by chance (standard deviation)")),
            ("z", N_("Above or below chance, in standard deviations")),
        )
    }
)

#: Champions, large companies and links outside the region.
_ROLES: Mapping[str, Measure] = MappingProxyType(
    {
        "champions.organisations": Measure(N_("Organisations that name somebody else")),
        "champions.self": Measure(N_("Name themselves")),
        "champions.nominees": Measure(N_("People and organisations that are named")),
        "champions.several": Measure(N_("Named by several organisations")),
        "champions.nominations": Measure(N_("Organisations that name it")),
        "champions.statement": Measure(N_("Agree with the statement"), "percent"),
        "succession.top1": Measure(N_("Nominations on the one named most"), "percent"),
        "succession.top2": Measure(N_("Nominations on the two named most"), "percent"),
        "succession.only_top2": Measure(N_("Organisations that name nobody but these two"), "percent"),
        "energy.received": Measure(N_("Energy that partners take from it")),
        "energy.champions": Measure(N_("Energy from the organisations of the two named most")),
        "energy.others": Measure(N_("Energy from the other organisations")),
        "fragmentation": Measure(N_("Pairs that do not reach each other"), "percent"),
        "fragmentation.top1": Measure(N_("The same without the organisation of the one named most"), "percent"),
        "fragmentation.top2": Measure(N_("The same without the organisations of the two named most"), "percent"),
        "fragmentation.any1": Measure(N_("The same without any one organisation, on average"), "percent"),
        "fragmentation.any2": Measure(N_("The same without any two organisations, on average"), "percent"),
        "fragmentation.worst1": Measure(N_("The same without any one organisation, at worst"), "percent"),
        "fragmentation.worst2": Measure(N_("The same without any two organisations, at worst"), "percent"),
        "distance_fragmentation": Measure(N_("How far apart pairs are (0 all linked, 1 none)")),
        "distance_fragmentation.top1": Measure(N_("The same without the organisation of the one named most")),
        "distance_fragmentation.top2": Measure(N_("The same without the organisations of the two named most")),
        "distance_fragmentation.any1": Measure(N_("The same without any one organisation, on average")),
        "distance_fragmentation.any2": Measure(N_("The same without any two organisations, on average")),
        "distance_fragmentation.worst1": Measure(N_("The same without any one organisation, at worst")),
        "distance_fragmentation.worst2": Measure(N_("The same without any two organisations, at worst")),
        "reach.top1": Measure(N_("Others that the organisation of the one named most reaches"), "percent"),
        "reach.top2": Measure(N_("Others that the organisations of the two named most reach"), "percent"),
        "distance_reach.top1": Measure(N_("How near it is to all (0 to 1)")),
        "distance_reach.top2": Measure(N_("How near they are to all (0 to 1)")),
        "champions.reach": Measure(N_("Others that it reaches"), "percent"),
        "champions.distance_reach": Measure(N_("How near it is to all (0 to 1)")),
        "champions.without": Measure(N_("How far apart pairs are without it (0 to 1)")),
        "large.companies": Measure(N_("Large companies")),
        "large.answered": Measure(N_("Large companies that answered")),
        "large.statement": Measure(N_("Speak for the side of the statement"), "percent"),
        "large.driver": Measure(N_("Speak for a driver"), "percent"),
        "large.driver.large": Measure(N_("Speak for a driver, among large companies"), "percent"),
        "large.driver.others": Measure(N_("Speak for a driver, among the others"), "percent"),
        "large.driver.linked": Measure(N_("Speak for a driver, of the others linked with one"), "percent"),
        "large.driver.not_linked": Measure(N_("Speak for a driver, of the others not yet linked with one"), "percent"),
        "large.barrier": Measure(N_("Speak for a barrier"), "percent"),
        "large.barrier.large": Measure(N_("Speak for a barrier, among large companies"), "percent"),
        "large.barrier.others": Measure(N_("Speak for a barrier, among the others"), "percent"),
        "large.barrier.linked": Measure(N_("Speak for a barrier, of the others linked with one"), "percent"),
        "large.barrier.not_linked": Measure(
            N_("Speak for a barrier, of the others not yet linked with one"), "percent"
        ),
        "large.outside.large": Measure(N_("Large companies with working links outside the region"), "percent"),
        "large.outside.others": Measure(N_("Other organisations with working links outside the region"), "percent"),
        "large.tie_share": Measure(N_("Links with a large company"), "percent"),
        "large.pair_share": Measure(N_("Pairs with a large company"), "percent"),
        "large.density.with": Measure(N_("Links that are there, of all that could be"), "percent"),
        "large.density.without": Measure(N_("The same without large companies"), "percent"),
        "large.largest_component.with": Measure(N_("Organisations in the largest part"), "percent"),
        "large.largest_component.without": Measure(N_("The same without large companies"), "percent"),
        "large.distance.with": Measure(N_("Steps between two organisations, on average")),
        "large.distance.without": Measure(N_("The same without large companies")),
        "large.distance_fragmentation.with": Measure(N_("How far apart pairs are (0 all linked, 1 none)")),
        "large.distance_fragmentation.without": Measure(N_("The same without large companies")),
        "large.cross_type.with": Measure(N_("Links between different kinds"), "percent"),
        "large.cross_type.without": Measure(N_("The same without large companies"), "percent"),
        "outside.share": Measure(N_("Have working links outside the region"), "percent"),
        "outside.gatekeeper": Measure(N_("Links outside, and gives advice inside"), "percent"),
        "outside.gatekeeper.expected": Measure(N_("The same, if one had nothing to do with the other"), "percent"),
        "outside.star": Measure(N_("Links outside, gives no advice inside"), "percent"),
        "outside.local_source": Measure(N_("No links outside, gives advice inside"), "percent"),
        "outside.neither": Measure(N_("Neither of the two"), "percent"),
        "outside.gives_advice": Measure(N_("Give advice inside, of those with links outside"), "percent"),
        "outside.partners": Measure(N_("Have such partners outside"), "percent"),
        "outside.advice_given": Measure(N_("Organisations that turn to it for advice")),
    }
)

#: Loops.
_LOOPS: Mapping[str, Measure] = MappingProxyType(
    {
        "loop.state": Measure(N_("State: 0 not told, 1 weak, 2 broken, 3 running")),
        "loop.tellers": Measure(N_("Tellers who speak of it")),
        "loop.organisations": Measure(N_("Organisations that speak of it")),
        "loop.weakest": Measure(N_("Tellers of the link with the fewest")),
        "loop.rank": Measure(N_("Place by the link with the fewest tellers (1: the most tellers)")),
        "loop.whole": Measure(N_("Tellers who tell all of it")),
        "loop.pivots": Measure(N_("Tellers without any one of whom its state would be another")),
        "mend.closes": Measure(N_("Loops of which it is the only link that is not told")),
        "map.claims": Measure(N_("Claims")),
        "map.links": Measure(N_("Links between factors")),
        "map.contested": Measure(N_("Links told with both signs")),
        "map.tellers": Measure(N_("Tellers")),
    }
)

#: Measure, as in ``results.json`` → its name for people.
MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "actors": Measure(N_("Organisations")),
        "ties": Measure(N_("Links")),
        "density": Measure(N_("Links that are there, of all that could be (density)"), "percent"),
        "density.vertex_bootstrap": Measure(N_("The same, redrawing organisations"), "percent"),
        "density.first": Measure(N_("Density among those that stayed, before"), "percent"),
        "density.second": Measure(N_("Density among those that stayed, now"), "percent"),
        "reciprocity.edgewise": Measure(N_("Links that are answered by a link back"), "percent"),
        "reciprocity.non_null": Measure(N_("Linked pairs that are linked both ways"), "percent"),
        "reciprocity.all_dyads": Measure(N_("Pairs that agree, linked or not"), "percent"),
        "transitivity.weak": Measure(N_("Partners of partners that are partners (transitivity)"), "percent"),
        "transitivity.global": Measure(N_("Partners of partners that are partners (transitivity)"), "percent"),
        "transitivity.weak.random": Measure(N_("The same in random networks"), "percent"),
        "transitivity.global.random": Measure(N_("The same in random networks"), "percent"),
        "components": Measure(N_("Separate parts, single organisations included")),
        "largest_component": Measure(N_("Organisations in the largest part"), "percent"),
        "largest_component.random": Measure(N_("The same in random networks"), "percent"),
        "distance.mean": Measure(N_("Steps between two organisations, on average")),
        "distance.mean.random": Measure(N_("The same in random networks")),
        "reach.2": Measure(N_("Others within two steps"), "percent"),
        "reach.2.random": Measure(N_("The same in random networks"), "percent"),
        "centralisation.in_degree": Measure(N_("How far being named leans on a few (0 to 100%)"), "percent"),
        "centralisation.out_degree": Measure(N_("How far naming leans on a few (0 to 100%)"), "percent"),
        "centralisation.degree": Measure(N_("How far links lean on a few (0 to 100%)"), "percent"),
        "centralisation.betweenness": Measure(N_("How far paths lead through a few (0 to 100%)"), "percent"),
        "core_periphery.fit": Measure(N_("Fit of a core and a periphery (−1 to 1)")),
        "core_periphery.core": Measure(N_("Organisations in the core")),
        "communities": Measure(N_("Close groups")),
        "modularity": Measure(N_("How clearly the close groups stand apart (modularity)")),
        "confirmed": Measure(N_("Links that both sides report")),
        "one_sided": Measure(N_("Links that one side reports")),
        "confirmed.share": Measure(N_("Share that both sides report"), "percent"),
        "mismatch.mean": Measure(N_("Difference between the two reports, in steps of depth")),
        "trust.share": Measure(N_("Partners that are trusted, of those rated"), "percent"),
        "trust.mean": Measure(N_("Mean rating")),
        "trust.by_depth": Measure(N_("Mean rating by depth")),
        "trust.block": Measure(N_("Mean rating by kind of organisation")),
        "trust.mutual": Measure(N_("Cooperating pairs that trust each other"), "percent"),
        "trust.returned": Measure(N_("Trusted partners that trust in return"), "percent"),
        "trust.mismatch.mean": Measure(N_("Difference between the two ratings of a pair, on average")),
        "trust.mismatch": Measure(N_("Difference between the two ratings of the pair")),
        "trust.part.generosity": Measure(N_("Differences that come from how generous the rater is"), "percent"),
        "trust.part.reputation": Measure(N_("Differences that come from how everybody sees the partner"), "percent"),
        "trust.part.pair": Measure(N_("Differences that are special to the pair"), "percent"),
        "trust.part.chance": Measure(N_("Differences that are chance and wording"), "percent"),
        "trust.reciprocity.generalised": Measure(N_("Rating high goes with being rated high (correlation)")),
        "trust.reciprocity.dyadic": Measure(N_("Special trust of both sides of a pair (correlation)")),
        "trust.generosity": Measure(N_("Rates higher (+) or lower (−) than others")),
        "trust.reputation": Measure(N_("Is rated higher (+) or lower (−) than others")),
        "trust.pair": Measure(N_("Higher (+) or lower (−) than the other ratings let expect")),
        "trust.pairs_apart": Measure(N_("Ratings that differ from what the others let expect")),
        "trust.alpha": Measure(N_("Reliability of a rating (alpha)")),
        "trust.omega": Measure(N_("Reliability of a rating (omega)")),
        "ei_index": Measure(N_("Links between minus links within groups (E-I index, −1 to 1)")),
        "ei_index.chance": Measure(N_("The same with the groups shuffled")),
        "block_density": Measure(N_("Density within and between groups"), "percent"),
        "brokers": Measure(N_("Organisations that link others of different kinds")),
        "brokerage.coordinator": Measure(N_("Links organisations of its own kind")),
        "brokerage.itinerant": Measure(N_("Links two organisations of the same other kind")),
        "brokerage.gatekeeper": Measure(N_("Brings others in to its own kind")),
        "brokerage.representative": Measure(N_("Takes its own kind out to others")),
        "brokerage.liaison": Measure(N_("Links two different other kinds")),
        **_BROKERAGE,
        **_ROLES,
        **_LOOPS,
        "degree": Measure(N_("Links")),
        "in_degree": Measure(N_("Named by")),
        "in_degree_share": Measure(N_("Named by, of those who could"), "percent"),
        "out_degree": Measure(N_("Names")),
        "betweenness": Measure(N_("Shortest paths through it (betweenness)")),
        "harmonic": Measure(N_("Nearness to all others (harmonic closeness)")),
        "coreness": Measure(N_("Nearness to the core (coreness)")),
        "clustering": Measure(N_("Its partners that are partners"), "percent"),
        "constraint": Measure(N_("Dependence on partners that know each other (constraint)")),
        "core": Measure(N_("In the core (1) or not (0)")),
        "community": Measure(N_("Number of its close group")),
        "kept": Measure(N_("Kept")),
        "new": Measure(N_("New")),
        "lost": Measure(N_("Lost")),
        "not_comparable": Measure(N_("Pairs that cannot be compared")),
        "hamming": Measure(N_("Changed (new and lost)")),
        "jaccard": Measure(N_("Kept, of all that were there at any time (Jaccard)"), "percent"),
        "stage.reading": Measure(N_("Stage that the cluster reads as (0 is “not yet”)")),
        "stage.between.low": Measure(N_("The same with a lower threshold")),
        "stage.between.high": Measure(N_("The same with a higher threshold")),
        "stage.value": Measure(N_("Fulfilment of the stage"), "percent"),
        "stage.value.not_answered": Measure(N_("The same, only who did not answer"), "percent"),
        "stage.value.band": Measure(N_("The same, if those who did not answer differ"), "percent"),
        "stage.order": Measure(N_("Redraws in which each stage is at most as fulfilled as the one before"), "percent"),
        "statement.share": Measure(N_("Agree with the statement"), "percent"),
        "agreement.r_wg": Measure(N_("How far the answers to the statement agree (r_wg)")),
        "agreement.r_wg_j": Measure(N_("How far the answers to the stage's statements agree (r_wg(j))")),
        "depth.share": Measure(N_("Pairs at this depth, of all pairs described"), "percent"),
        "depth.pairs": Measure(N_("Pairs at this depth")),
        "depth.confirmed.share": Measure(N_("Pairs at this depth, by what both sides confirm"), "percent"),
        "depth.cell.share": Measure(N_("Pairs at this depth, of those in the group"), "percent"),
        "deep.purpose": Measure(N_("Deep pairs that say what they are for"), "percent"),
        "wish.count": Measure(N_("Wishes to do more or to start")),
        "wish.share": Measure(N_("Wishes, of all that could be wished"), "percent"),
        "wish.pairs": Measure(N_("Pairs in which somebody wishes, of all pairs"), "percent"),
        "wish.organisations": Measure(N_("Organisations with a wish"), "percent"),
        "wish.area.count": Measure(N_("Wishes that name the area")),
        "wish.area.share": Measure(N_("Wishes that name the area, of those that name any"), "percent"),
        "wish.mutual": Measure(N_("Pairs in which both sides wish")),
        "wish.mutual.share": Measure(N_("Pairs in which both sides wish, of those in which one does"), "percent"),
        "barrier.share": Measure(N_("Organisations that name it"), "percent"),
        "barrier.count": Measure(N_("Organisations in which somebody names it")),
        "barrier.group.share": Measure(N_("Organisations of the group that name it"), "percent"),
        "barrier.group.count": Measure(N_("Organisations of the group in which somebody names it")),
        "downturn.share": Measure(N_("Organisations that say so"), "percent"),
        "downturn.partners.share": Measure(N_("Organisations with so many partners that say so"), "percent"),
        "downturn.partners.difference": Measure(N_("The same, several partners minus fewer"), "percent"),
        "downturn.wrote": Measure(N_("Organisations that answered in their own words")),
        "evidence.share": Measure(N_("Share"), "percent"),
        "evidence.not_greater.random": Measure(N_("Random networks in which it is not greater"), "percent"),
        "stories.for": Measure(N_("Tellers who speak for the loop")),
        "stories.for.organisations": Measure(N_("Their organisations")),
        "stories.against": Measure(N_("Tellers who speak against the loop")),
        "stories.against.organisations": Measure(N_("Their organisations")),
        "easy.doing": Measure(N_("Organisations that do it")),
        "easy.would_join": Measure(N_("Organisations that would join")),
        "easy.could_offer": Measure(N_("Organisations that could offer something")),
        "easy.not_for_us": Measure(N_("Organisations that say it is not for them")),
        "easy.doing.share": Measure(N_("Do it"), "percent"),
        "easy.would_join.share": Measure(N_("Would join"), "percent"),
        "easy.could_offer.share": Measure(N_("Could offer something"), "percent"),
        "easy.not_for_us.share": Measure(N_("Say it is not for them"), "percent"),
        "easy.group": Measure(N_("Organisations that would join or could offer something")),
        "easy.unmet_wishes": Measure(N_("Would join where no other could offer anything")),
        "easy.unmet_offers": Measure(N_("Could offer something that no other would join")),
        "easy.areas": Measure(N_("Areas in which a group can be started")),
        "easy.pairs": Measure(N_("Pairs that do not cooperate yet and share an area")),
        "easy.invite": Measure(N_("To be invited to a group")),
        "easy.pair": Measure(N_("How much speaks for a pair (sum of its reasons)")),
        "back_test.auc": Measure(N_("Began to cooperate and stands above one that did not (AUC)"), "percent"),
        "back_test.lift": Measure(N_("New links at the head of the list, times those by chance (lift)")),
        "back_test.base_rate": Measure(N_("Pairs that began to cooperate"), "percent"),
        "back_test.stayers": Measure(N_("Organisations that stayed and answered both times")),
        "back_test.pairs": Measure(N_("Pairs that did not cooperate and were never shown")),
        "back_test.new_ties": Measure(N_("Of these, began to cooperate")),
        "introductions.shown": Measure(N_("Suggestions shown that became cooperation"), "percent"),
        "introductions.held_out": Measure(N_("Suggestions held out that became cooperation"), "percent"),
        "introductions.difference": Measure(N_("Difference between shown and held out"), "percent"),
        "introductions.p_value": Measure(N_("Chance of such a difference by the draw alone (p-value)")),
        "roster": Measure(N_("Organisations")),
        "asked": Measure(N_("Asked")),
        "answered": Measure(N_("Answered")),
        "coverage": Measure(N_("Coverage"), "percent"),
        "re_asking.organisations": Measure(N_("Organisations asked twice")),
        "re_asking.misreporting": Measure(N_("Answers that differ the second time"), "percent"),
        "re_asking.crossing": Measure(N_("Answers that change sides between agreeing and not"), "percent"),
        "re_asking.kappa": Measure(N_("Agreement of both answers beyond chance (kappa)")),
        "re_asking.kappa.weighted": Measure(N_("The same, near answers counting as near (weighted kappa)")),
        "re_asking.icc.agreement": Measure(N_("How far both occasions put organisations alike (ICC(2,1))")),
        "re_asking.icc.consistency": Measure(N_("The same, a shift of all not counted (ICC(3,1))")),
        "re_asking.ties.organisations": Measure(N_("Organisations of which two people reported links")),
        "re_asking.ties.misreporting": Measure(N_("Links that only one of two people reports"), "percent"),
        "re_asking.ties.kappa": Measure(N_("Agreement of both about links beyond chance (kappa)")),
        "re_asking.ties.kappa.weighted": Measure(N_("The same about depth (weighted kappa)")),
        "detectable.stage": Measure(N_("Change of a stage that misreporting alone can make"), "percent"),
        "detectable.statement": Measure(N_("Change of a statement that misreporting alone can make"), "percent"),
        "detectable.reports": Measure(N_("Change of links reported that misreporting alone can make"), "percent"),
        "group.kept": Measure(N_("Kept")),
        "group.new": Measure(N_("New")),
        "group.lost": Measure(N_("Lost")),
        "group.not_comparable": Measure(N_("Pairs that cannot be compared")),
        "value.mean": Measure(N_("Mean depth of all pairs")),
        "transition.pairs": Measure(N_("Pairs from this depth to that")),
        "transition.share": Measure(N_("Their share of the pairs at the depth before"), "percent"),
        "depth_change.deeper": Measure(
            N_("Pairs that work together more deeply, of those in contact before"), "percent"
        ),
        "depth_change.same": Measure(N_("Pairs as deep as before, of those in contact before"), "percent"),
        "depth_change.less": Measure(N_("Pairs less deep now or ended, of those in contact before"), "percent"),
        "depth_change.started": Measure(N_("Pairs that began, of those without contact before"), "percent"),
        "persistence": Measure(N_("Likeness of the patterns of both waves (correlation)")),
        "choice": Measure(N_("What goes along with a link (log odds)")),
        "choice.rate": Measure(N_("Links reconsidered by an organisation between the waves")),
        "along.pairs": Measure(N_("Pairs by depth and trust")),
        "along.rose": Measure(N_("Pairs in which trust rose"), "percent"),
        "along.difference": Measure(N_("The same, pairs that deepened minus the others"), "percent"),
        "change.stage": Measure(N_("Change of the stage's fulfilment"), "percent"),
        "change.stage.detectable": Measure(N_("What misreporting alone can make of it"), "percent"),
        "change.reports": Measure(N_("Change of the share of partners that are reported"), "percent"),
        "change.reports.detectable": Measure(N_("What misreporting alone can make of it"), "percent"),
        "scenario.end": Measure(N_("Where it ends (median of the runs)")),
        "scenario.difference": Measure(N_("Difference at the end (median of the runs)")),
        "scenario.better": Measure(N_("Runs that end better"), "percent"),
        "scenario.worse": Measure(N_("Runs that end worse"), "percent"),
        "scenario.sensitivity": Measure(N_("Share of the variance, with interactions"), "percent"),
        "scenario.learned": Measure(N_("Learned from the waves (1: all, 0: nothing)")),
        "scenario.broken": Measure(N_("Runs in which the model broke down"), "percent"),
        "guttman.in_order": Measure(N_("Clusters that pass the stages in order"), "percent"),
        "guttman.errors": Measure(N_("Errors of order, of all that could be"), "percent"),
        "guttman.scalability": Measure(N_("How far stages are passed in order (1 always, 0 by chance)")),
        "mokken.scale": Measure(N_("How far the statements form one scale (Loevinger's H)")),
        "mokken.stage": Measure(N_("How far the stage's statements form one scale (Loevinger's H)")),
        "mokken.statement": Measure(N_("How far the statement belongs to the scale (Loevinger's H)")),
        "functioning.country": Measure(N_("Difference of understanding between countries (log odds)")),
        "functioning.language": Measure(N_("Difference of understanding between languages (log odds)")),
        "vignettes.order": Measure(N_("Ratings that put the invented clusters in order"), "percent"),
        "vignettes.rank": Measure(N_("Own cluster among the invented ones (rank)")),
        "vignettes.highest": Measure(N_("See their cluster at least as high as the highest invented one"), "percent"),
        "vignettes.lowest": Measure(N_("See their cluster lower than the lowest invented one"), "percent"),
    }
)


#: Ending of a figure of change → how it is told with the name of the measure.
_CHANGE: Mapping[str, str] = MappingProxyType(
    {
        "": N_("{measure}: change"),
        ".first": N_("{measure}: before"),
        ".second": N_("{measure}: now"),
        ".detectable": N_("{measure}: change that misreporting alone can make"),
    }
)


def measure(name: str) -> Measure:
    """Return what a measure is called in the active language; its own name where it has no other."""
    found = MEASURES.get(name)
    if found is not None:
        return Measure(_(found.label), found.kind)
    if name.startswith("change."):
        ending = next((e for e in _CHANGE if e and name.endswith(e)), "")
        base = measure(name.removeprefix("change.").removesuffix(ending))
        return Measure(_(_CHANGE[ending]).format(measure=base.label), base.kind)
    return Measure(name)
