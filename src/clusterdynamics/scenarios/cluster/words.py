"""What the variables of the cluster model are called where they are no factors of the reference model."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from clusterdynamics.i18n import N_, _

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel

__all__ = ["variable_labels"]

#: Variable → what it is called.
_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "downturn": N_("Depth of the downturn"),
        "easy_programme": N_("Support for easy cooperation"),
        "brokerage": N_("Brokerage"),
        "champion_support": N_("Support for champions"),
        "platform_investment": N_("Investment in a platform"),
        "champion_loss": N_("Champions who leave"),
        "anchor_loss": N_("Large companies that leave"),
        "contact_now": N_("Contact at the start"),
        "awareness_now": N_("Knowing who can do what, at the start"),
        "contact_alone": N_("Contact that there is without joint work"),
        "contact_through_work": N_("Contact that easy cooperation brings"),
        "contact_time": N_("Time in which contact follows"),
        "awareness_time": N_("Time in which knowing one another follows contact"),
        "brokerage_reach": N_("Contact that full brokerage adds"),
        "easy_now": N_("Easy cooperation at the start"),
        "benefit_now": N_("Expected benefit at the start"),
        "start_rate": N_("Starts per year where all are willing, know each other and nothing has been tried"),
        "programme_rate": N_("Starts per year that a full programme adds"),
        "easy_life": N_("How long simple joint work lasts"),
        "easy_limit": N_("Easy cooperation at which the easy areas are used up"),
        "win_share": N_("Small wins for each easy cooperation"),
        "wins_weight": N_("Weight of small wins, beside joint results, in what is expected"),
        "benefit_time": N_("Time in which expectations follow"),
        "will_alone": N_("Willingness without benefit and trust"),
        "will_benefit": N_("Willingness that expected benefit brings"),
        "will_trust": N_("Willingness that trust brings"),
        "shared_need": N_(
            "What a full downturn does to willingness: shared need raises it, everybody for themselves lowers it"
        ),
        "reputation_damage": N_("Breaches that are remembered: they bound the trust that can be built"),
        "trust_signal": N_("Whether what partners do is better or worse than expected"),
        "trust_now": N_("Trust at the start"),
        "damage_now": N_("Remembered damage at the start"),
        "trust_build_rate": N_("Trust built in a year of full good signal"),
        "trust_loss_rate": N_("Trust lost in a year of full bad signal"),
        "damage_rate": N_("Damage done in a year of full bad signal"),
        "forget_rate": N_("Damage forgotten in a year"),
        "signal_steepness": N_("How sharply the signal answers to a difference from what was expected"),
        "signal_expected": N_("Kept promises and results that are taken for granted"),
        "results_signal": N_("Weight of joint results in the signal"),
        "exposure_signal": N_("Weight of exposure in the signal"),
        "kept_alone": N_("Promises kept without easy cooperation"),
        "kept_in_work": N_("Promises kept that easy cooperation adds"),
        "open_with_trust": N_("Openness at full trust"),
        "risk_of_openness": N_("Exposure at full openness"),
        "exposure_in_downturn": N_("Exposure that a full downturn adds"),
        "projects_now": N_("Joint projects at the start"),
        "slack_now": N_("Time and money to spare at the start"),
        "energy_now": N_("Energy of champions at the start"),
        "purpose_alone": N_("Shared purpose without trust"),
        "purpose_with_trust": N_("Shared purpose that trust adds"),
        "project_rate": N_("Projects started per year with full purpose, energy and slack"),
        "project_life": N_("How long a joint project lasts"),
        "results_alone": N_("Results for each project without openness"),
        "results_with_openness": N_("Results for each project that openness adds"),
        "burden_per_project": N_("Burden for each project"),
        "slack_alone": N_("Slack at no performance and no burden"),
        "slack_of_performance": N_("Slack that performance brings"),
        "slack_to_burden": N_("Slack that full burden takes"),
        "slack_in_downturn": N_("Slack that a full downturn takes"),
        "slack_time": N_("Time in which slack follows"),
        "load_per_project": N_("Load for each project"),
        "load_relief": N_("Share of the load that full support takes away"),
        "energy_alone": N_("Energy without results and load"),
        "energy_of_results": N_("Energy that results bring"),
        "energy_to_load": N_("Energy that full load takes"),
        "energy_support": N_("Energy that full support brings besides"),
        "energy_time": N_("Time in which energy follows"),
        "large_now": N_("Engagement of large companies at the start"),
        "dependence_now": N_("Dependence on large companies at the start"),
        "large_alone": N_("Engagement without results and performance"),
        "large_of_results": N_("Engagement that joint results bring"),
        "large_of_performance": N_("Engagement that performance of firms brings"),
        "large_time": N_("Time in which engagement follows"),
        "large_push": N_("How much more is started with large companies fully engaged"),
        "dependence_share": N_("Dependence at full engagement"),
        "dependence_time": N_("Time in which dependence follows"),
        "readiness_to_dependence": N_("Readiness that full dependence takes"),
        "links_by_brokerage": N_("Outside links that full brokerage adds"),
        "homogeneity_now": N_("Knowing the same things, at the start"),
        "homogeneity_of_projects": N_("How alike partners become in full joint work"),
        "homogeneity_time": N_("Time in which partners become alike"),
        "novelty_inside": N_("New ideas from inside where partners know different things"),
        "novelty_outside": N_("New ideas that full outside links bring"),
        "sharing_now": N_("Sharing of critical knowledge at the start"),
        "platform_now": N_("Platform for innovation at the start"),
        "performance_now": N_("Performance of firms at the start"),
        "overall_now": N_("Performance of the cluster at the start"),
        "research_now": N_("Relevant research at the start"),
        "sharing_by_openness": N_("Sharing that full openness brings"),
        "sharing_by_research": N_("Sharing that full relevant research brings"),
        "sharing_time": N_("Time in which sharing follows"),
        "platform_of_knowledge": N_("Platform that full sharing carries"),
        "platform_of_money": N_("Platform that full investment adds"),
        "platform_time": N_("Time in which the platform follows"),
        "innovation_of_platform": N_("Innovation that a full platform brings"),
        "innovation_of_novelty": N_("Innovation that full novelty brings"),
        "performance_alone": N_("Performance without innovation"),
        "performance_of_innovation": N_("Performance that full innovation brings"),
        "performance_time": N_("Time in which performance follows"),
        "performance_of_anchor": N_("Performance that goes with the loss of all large companies"),
        "depth_of_downturn": N_("Performance that a full downturn takes"),
        "overall_time": N_("Time in which the cluster's performance follows that of its firms"),
        "threat_of_success": N_("Threat at full performance"),
        "motivation_alone": N_("Motivation without threat"),
        "motivation_of_threat": N_("Motivation that full threat brings"),
        "research_of_motivation": N_("Research at full motivation"),
        "research_time": N_("Time in which research follows"),
    }
)


def variable_labels(reference: ReferenceModel | None = None) -> dict[str, str]:
    """Return variable → what it is called in the active language; factors are called as the reference model has them.

    Parameters
    ----------
    reference
        The reference model in the active language; without it factors are left out.
    """
    labels = {key: _(text) for key, text in _LABELS.items()}
    if reference is not None:
        labels |= {f.id: f.label for f in reference.factors}
    return labels
