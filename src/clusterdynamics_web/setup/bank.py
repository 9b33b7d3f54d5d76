"""What each block of the question bank is good for, and what it is bad for, in a line each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from clusterdynamics.models.schema import Block, ReferenceModel
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.words import model_in

__all__ = ["WORDS", "Offer", "offers"]

#: Block → what it is good for, what it is bad for.
WORDS: Mapping[str, tuple[Any, Any]] = {
    "core": (
        _("The whole picture: who works with whom, how deeply, in what; trust; the stage the cluster is at."),
        _("A first afternoon with people who do not know the study yet: choose the afternoon study for that."),
    ),
    "value": (
        _("Seeing whether those who give most to the cluster are those it leans on."),
        _("Clusters in which people fear to be graded: it asks them to rate partners three times more."),
    ),
    "energy": (
        _("Finding out where joint work gets its drive, and where it loses it."),
        _("Small clusters: it is as private as trust and stays hidden in small groups."),
    ),
    "large_companies": (
        _("Clusters with one or a few very large companies, seen as a group."),
        _("Judging a single company: it is asked about them as a group, and told so."),
    ),
    "downturn": (
        _("Bad times, or a wave to compare with one in bad times."),
        _("Replacing figures on orders and jobs: these are opinions, put figures beside them."),
    ),
    "between_regions": (
        _("Clusters at a border, or with partner regions."),
        _("Naming who is linked with whom across the border: it asks about regions, not organisations."),
    ),
    "vignettes": (
        _("Comparing strict and generous answers, above all between countries."),
        _("Short questionnaires: two texts to read and ten answers more."),
    ),
    "re_asking": (
        _("Knowing how exact answers are, before calling a difference between waves a change."),
        _("One-off studies: without a second wave it tells little."),
    ),
}


@dataclass(frozen=True)
class Offer:
    """A block that can be chosen."""

    block: Block
    good_for: Any
    bad_for: Any
    source: str
    chosen: bool
    fixed: bool


def offers(study: Study, language: str) -> list[Offer]:
    """Return the blocks that fit the kind of the study, with the words of the page's language."""
    model: ReferenceModel = model_in(study, language)
    sources = {source.id: source.citation for source in model.sources}
    alone = next((b.id for b in model.blocks if b.stands_alone), "")
    found = []
    for block in model.blocks:
        if (block.id == alone) != study.is_afternoon:
            continue
        good, bad = WORDS.get(block.id, ("", ""))
        chosen = block.id in study.blocks
        fixed = not block.optional or block.stands_alone
        found.append(Offer(block, good, bad, sources.get(block.source, ""), chosen or fixed, fixed))
    return found
