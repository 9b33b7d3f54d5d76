"""The question that each analysis answers, in the order of the report."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clusterdynamics.i18n import N_, _

__all__ = ["questions"]

#: Analysis → the question it answers.
_QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "coverage": N_("Who answered?"),
        "stage": N_("Where does the cluster stand?"),
        "evidence": N_("What do the network and the stories say about the stages?"),
        "loops": N_("Which loops carry the cluster, and where are they broken?"),
        "depth": N_("How deeply do organisations work together, and what do they wish for?"),
        "purposes": N_("What do organisations work together for?"),
        "barriers": N_("What stands in the way?"),
        "whole_network": N_("How closely is the cluster knit?"),
        "map": N_("Who is linked with whom?"),
        "confirmation": N_("Do both sides say the same?"),
        "trust": N_("Do organisations trust each other?"),
        "mixing": N_("Do organisations of different kinds work together?"),
        "regions": N_("Do organisations of different regions work together?"),
        "brokerage": N_("Who links organisations that are not linked themselves?"),
        "champions": N_("Who carries the cluster, and what if they stop?"),
        "large_companies": N_("Do large companies drive the cluster, or hold it back?"),
        "gatekeepers": N_("Who links the cluster with the world outside?"),
        "between_regions": N_("What do partners in other regions give us, and what stands in the way?"),
        "easy_cooperation": N_("What is easy to do next?"),
        "actor_measures": N_("How are the links spread?"),
        "change": N_("What changed?"),
        "depth_change": N_("Do pairs work together more deeply?"),
        "network_change": N_("Is the change more than chance or misreporting?"),
        "tie_choices": N_("What went along with the choice of partners?"),
        "stories": N_("What do people tell?"),
        "re_asking": N_("How exact are the answers?"),
        "back_test": N_("Do suggestions come true?"),
        "downturn": N_("What does the downturn do?"),
        "robustness": N_("What holds if some drop out?"),
        "scenarios": N_("What could happen, and what would help?"),
        "hard_figures": N_("What do statistics say beside it?"),
        "model_test": N_("Does the model fit here, and elsewhere?"),
    }
)


def questions() -> dict[str, str]:
    """Return analysis → the question it answers, in the active language, in the order of the report."""
    return {name: _(text) for name, text in _QUESTIONS.items()}
