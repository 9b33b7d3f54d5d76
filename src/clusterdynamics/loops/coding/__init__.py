"""What coders do: quotes at their places, agreement of coders, factors put together, stories selected."""

from __future__ import annotations

from clusterdynamics.loops.coding.agreement import CoderAgreement, Unit, coder_agreement
from clusterdynamics.loops.coding.anchors import Anchoring, Lost, Move, anchor_claims, anchor_quotes
from clusterdynamics.loops.coding.coefficients import fleiss_kappa, krippendorff_alpha
from clusterdynamics.loops.coding.factors import OPPOSITE, combine_opposites, roll_up, theme_parents
from clusterdynamics.loops.coding.merges import Merge, MergeLog
from clusterdynamics.loops.coding.places import How
from clusterdynamics.loops.coding.selection import Selection, SelectionProblem, check_selections
from clusterdynamics.loops.coding.sentences import sentence_spans

__all__ = [
    "OPPOSITE",
    "Anchoring",
    "CoderAgreement",
    "How",
    "Lost",
    "Merge",
    "MergeLog",
    "Move",
    "Selection",
    "SelectionProblem",
    "Unit",
    "anchor_claims",
    "anchor_quotes",
    "check_selections",
    "coder_agreement",
    "combine_opposites",
    "fleiss_kappa",
    "krippendorff_alpha",
    "roll_up",
    "sentence_spans",
    "theme_parents",
]
