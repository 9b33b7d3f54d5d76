"""The sections of the report, one module for each question; each makes its section of the context."""

from __future__ import annotations

from clusterdynamics.report.sections.actor_measures import actor_measures_section
from clusterdynamics.report.sections.back_test import back_test_section
from clusterdynamics.report.sections.barriers import barriers_section
from clusterdynamics.report.sections.between_regions import between_regions_section
from clusterdynamics.report.sections.brokerage import brokerage_section
from clusterdynamics.report.sections.champions import champions_section
from clusterdynamics.report.sections.change import change_section
from clusterdynamics.report.sections.confirmation import confirmation_section
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.sections.coverage import coverage_section
from clusterdynamics.report.sections.depth import depth_section
from clusterdynamics.report.sections.downturn import downturn_section
from clusterdynamics.report.sections.easy_cooperation import easy_cooperation_section
from clusterdynamics.report.sections.evidence import evidence_section
from clusterdynamics.report.sections.gatekeepers import gatekeepers_section
from clusterdynamics.report.sections.hard_figures import hard_figures_section
from clusterdynamics.report.sections.large_companies import large_companies_section
from clusterdynamics.report.sections.loops import loops_section
from clusterdynamics.report.sections.maps import map_section
from clusterdynamics.report.sections.mixing import mixing_section
from clusterdynamics.report.sections.model_test import model_test_section
from clusterdynamics.report.sections.purposes import purposes_section
from clusterdynamics.report.sections.re_asking import re_asking_section
from clusterdynamics.report.sections.regions import regions_section
from clusterdynamics.report.sections.robustness import robustness_section
from clusterdynamics.report.sections.scenarios import scenarios_section
from clusterdynamics.report.sections.stage import stage_section
from clusterdynamics.report.sections.stories import stories_section
from clusterdynamics.report.sections.trust import trust_section
from clusterdynamics.report.sections.whole_network import whole_network_section

__all__ = ["SECTIONS", "TEAM_ONLY", "Context"]

#: All sections in the order of the report; each gives None where there is nothing to tell.
SECTIONS = (
    coverage_section,
    stage_section,
    evidence_section,
    loops_section,
    depth_section,
    purposes_section,
    barriers_section,
    whole_network_section,
    map_section,
    confirmation_section,
    trust_section,
    mixing_section,
    regions_section,
    brokerage_section,
    champions_section,
    large_companies_section,
    gatekeepers_section,
    between_regions_section,
    easy_cooperation_section,
    actor_measures_section,
    change_section,
    stories_section,
    re_asking_section,
    back_test_section,
    downturn_section,
    robustness_section,
    scenarios_section,
    hard_figures_section,
    model_test_section,
)

#: Sections about single organisations and their ties: for the study team only (a map of others' ties is C1).
TEAM_ONLY = (map_section, actor_measures_section)
