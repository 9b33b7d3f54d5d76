"""The analyses: each looks at a study and finds something to say about it (see ``measures.protocol``)."""

from clusterdynamics.measures.analyses.actor_measures import ActorMeasures, ActorMeasuresParams, actor_measures
from clusterdynamics.measures.analyses.back_test import BackTest, BackTestParams, back_test
from clusterdynamics.measures.analyses.barriers import Barriers, BarriersParams, barriers
from clusterdynamics.measures.analyses.brokerage import BrokerageRoles, BrokerageRolesParams, brokerage_roles
from clusterdynamics.measures.analyses.champions import Champions, ChampionsParams, champions
from clusterdynamics.measures.analyses.change import Change, ChangeParams, change
from clusterdynamics.measures.analyses.confirmation import Confirmations, ConfirmationsParams, confirmations
from clusterdynamics.measures.analyses.coverage import Coverage, CoverageParams, coverage
from clusterdynamics.measures.analyses.depth import DepthProfile, DepthProfileParams, depth_profile
from clusterdynamics.measures.analyses.depth_change import DepthChange, DepthChangeParams, depth_change
from clusterdynamics.measures.analyses.downturn import Downturn, DownturnParams, downturn
from clusterdynamics.measures.analyses.easy_cooperation import (
    EasyCooperation,
    EasyCooperationParams,
    easy_cooperation,
)
from clusterdynamics.measures.analyses.evidence import Evidence, EvidenceParams, stage_evidence
from clusterdynamics.measures.analyses.gatekeepers import Gatekeepers, GatekeepersParams, gatekeepers
from clusterdynamics.measures.analyses.large_companies import LargeCompanies, LargeCompaniesParams, large_companies
from clusterdynamics.measures.analyses.mixing import Mixing, MixingParams, mixing
from clusterdynamics.measures.analyses.model_test import ModelTest, ModelTestParams, model_test, pooled_model_test
from clusterdynamics.measures.analyses.network_change import NetworkChange, NetworkChangeParams, network_change
from clusterdynamics.measures.analyses.re_asking import ReAsking, ReAskingParams, re_asking
from clusterdynamics.measures.analyses.robustness import Robustness, RobustnessParams, robustness
from clusterdynamics.measures.analyses.stage import StageReading, StageReadingParams, stage_reading
from clusterdynamics.measures.analyses.trust import Trust, TrustParams, trust
from clusterdynamics.measures.analyses.whole_network import WholeNetwork, WholeNetworkParams, whole_network

__all__ = [
    "ActorMeasures",
    "ActorMeasuresParams",
    "BackTest",
    "BackTestParams",
    "Barriers",
    "BarriersParams",
    "BrokerageRoles",
    "BrokerageRolesParams",
    "Champions",
    "ChampionsParams",
    "Change",
    "ChangeParams",
    "Confirmations",
    "ConfirmationsParams",
    "Coverage",
    "CoverageParams",
    "DepthChange",
    "DepthChangeParams",
    "DepthProfile",
    "DepthProfileParams",
    "Downturn",
    "DownturnParams",
    "EasyCooperation",
    "EasyCooperationParams",
    "Evidence",
    "EvidenceParams",
    "Gatekeepers",
    "GatekeepersParams",
    "LargeCompanies",
    "LargeCompaniesParams",
    "Mixing",
    "MixingParams",
    "ModelTest",
    "ModelTestParams",
    "NetworkChange",
    "NetworkChangeParams",
    "ReAsking",
    "ReAskingParams",
    "Robustness",
    "RobustnessParams",
    "StageReading",
    "StageReadingParams",
    "Trust",
    "TrustParams",
    "WholeNetwork",
    "WholeNetworkParams",
    "actor_measures",
    "back_test",
    "barriers",
    "brokerage_roles",
    "champions",
    "change",
    "confirmations",
    "coverage",
    "depth_change",
    "depth_profile",
    "downturn",
    "easy_cooperation",
    "gatekeepers",
    "large_companies",
    "mixing",
    "model_test",
    "network_change",
    "pooled_model_test",
    "re_asking",
    "robustness",
    "stage_evidence",
    "stage_reading",
    "trust",
    "whole_network",
]
