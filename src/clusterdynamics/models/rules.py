"""The numbers of a model: thresholds, least sample sizes, and the rule for stories."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from clusterdynamics.models.elements import Basis, Identifier, Partial, Share, Text

__all__ = ["SampleSizes", "StoryRule", "Thresholds"]

Count = Annotated[int, Field(ge=1)]


class _Rules(Partial):
    """Numbers that rest on something."""

    basis: Basis
    source: Identifier
    note: str = ""


class StoryRule(_Rules):
    """When a story counts as evidence beside the reading.

    Attributes
    ----------
    tellers, organisations
        A link counts as told from so many people of so many organisations on.
    """

    TEXTS: ClassVar[tuple[str, ...]] = ("text",)
    text: Text
    tellers: Count
    organisations: Count


class Thresholds(_Rules):
    """Where a value begins to count; the same everywhere in the software.

    Attributes
    ----------
    contact, cooperation, deep
        Least depth of a tie of that name.
    trust_tie, trust_items
        A partner counts as trusted where the mean rating is at least `trust_tie` and at least `trust_items`
        items were answered.
    agreement, agreement_among
        First and last answer that count as agreement with a statement, among which answers.
    core_weight
        Share of the core dimension in the value S_s of a stage.
    tau, between
        Least S_s of a stage that counts as reached; where the reading moves for values of tau inside `between`,
        the cluster is between two stages.
    redraws
        Number of redraws of the respondents.
    non_response_sd
        Standard deviations by which the answers of those who did not respond are moved in the band.
    """

    contact: Annotated[float, Field(gt=0)]
    cooperation: Annotated[float, Field(gt=0)]
    deep: Annotated[float, Field(gt=0)]
    trust_tie: float
    trust_items: Count
    agreement: tuple[float, float]
    agreement_among: tuple[float, float]
    core_weight: Share
    tau: Share
    between: tuple[Share, Share]
    redraws: Count
    non_response_sd: Annotated[float, Field(ge=0)]


class SampleSizes(_Rules):
    """Below these an analysis says "cannot say" or "too few" instead of a figure."""

    guttman_clusters: Count
    mokken_respondents: Count
    dif_respondents: Count
    dif_clusters: Count
    social_relations_raters: Count
    social_relations_partners: Count
    actor_models_actors: Count
    actor_models_changes_per_effect: Count
    back_test_new_ties: Count
    back_test_stayers: Count
    group_invitations: Count
    re_asking_share: Share
    re_asking_least: Count
    re_asking_weeks: Count
