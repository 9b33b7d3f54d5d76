"""What the measures of regions are called for people."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clusterdynamics.i18n import N_
from clusterdynamics.report.words.measure import Measure

__all__ = ["REGION_MEASURES"]

#: Figure → what it is called.
REGION_MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "ei_index.p": Measure(N_("How often shuffled groups are as far from chance (p)")),
        "ei_index.known": Measure(N_("The same, where the region is known")),
        "ei_index.known.chance": Measure(N_("The same with the regions shuffled, where the region is known")),
        "ei_index.known.p": Measure(N_("How often shuffled regions are as far from chance (p)")),
        "block_depth": Measure(N_("Mean depth of the linked pairs")),
        "block_observed": Measure(N_("Pairs that were observed, of all"), "percent"),
        "bridge.organisations": Measure(N_("Organisations with a partner in another region")),
        "bridge.top2": Measure(N_("Ends of links between regions at the two organisations that have most"), "percent"),
        "bridge.sole": Measure(N_("Pairs of regions whose links hang on one organisation")),
        "bridge.links": Measure(N_("Partners in other regions")),
        "bridge.regions": Measure(N_("Other regions reached")),
        "between.share": Measure(N_("Organisations with partners in other regions"), "percent"),
        "between.change": Measure(N_("Change of the share with partners in other regions"), "percent"),
        "between.region": Measure(N_("Work with partners there"), "percent"),
        "between.depth": Measure(N_("Mean depth with partners there")),
        "between.area": Measure(N_("Get there what they cannot get here"), "percent"),
        "between.barrier": Measure(N_("Name the barrier"), "percent"),
        "between.door": Measure(N_("Want it to open the door"), "percent"),
        "between.wrote": Measure(N_("Wrote what they get there")),
        "between.names_door": Measure(N_("Named somebody who should open the door")),
        "hard.value": Measure(N_("Value")),
        "hard.quotient": Measure(N_("Location quotient (1 is as in the whole area)")),
        "hard.equivalent": Measure(N_("Industries of equal size that would be as concentrated")),
        "hard.krugman": Measure(N_("How differently the region is built (Krugman, 0 to 2)")),
        "hard.growth": Measure(N_("Growth")),
        "hard.share": Measure(N_("Growth as in the whole area")),
        "hard.mix": Measure(N_("Growth by the mix of industries")),
        "hard.own": Measure(N_("Growth of the region's own")),
        "hard.mass": Measure(N_("Mass: location quotient of the cluster's industries")),
        "hard.mass.region": Measure(N_("Mass in each region: location quotient of the cluster's industries")),
        "hard.connectivity": Measure(N_("Connectivity: pairs that cooperate"), "percent"),
        "region.ei": Measure(N_("Links to other regions minus links within (E-I index, −1 to 1)")),
        "region.partners": Measure(N_("Regions it has links with")),
        "region.between_partners": Measure(N_("Pairs of its partner regions that have links themselves"), "percent"),
        "region.constraint": Measure(N_("How far its links depend on one other region (constraint)")),
        "region.kept": Measure(N_("Links kept")),
        "region.new": Measure(N_("New links")),
        "region.lost": Measure(N_("Links lost")),
        "region.not_comparable": Measure(N_("Pairs that cannot be compared")),
    }
)
