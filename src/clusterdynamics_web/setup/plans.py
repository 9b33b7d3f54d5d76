"""The planner of precision, kept once worked out: it simulates studies, which takes a moment for large ones."""

from __future__ import annotations

from django.core.cache import cache

from clusterdynamics.measures.planning import Plan, plan
from clusterdynamics.models.load import REFERENCE
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.words import model_in

__all__ = ["LARGEST", "QUICK", "known_plan", "plan_for"]

#: Up to so many organisations it takes less than a second (0.5 s for 42, 1.7 s for 100, 4.9 s for 300 on two cores).
QUICK = 60
#: For more, nobody asks the whole list.
LARGEST = 500
_SEED = 1
_DAYS = 30


def _key(study: Study, organisations: int, percent: int) -> str:
    model = study.document.get("model", REFERENCE)
    # A model of the region's own may differ between studies.
    name = REFERENCE if model == REFERENCE else study.key
    return f"plan:{name}:{organisations}:{percent}:{study.is_afternoon}"


def known_plan(study: Study, organisations: int, percent: int) -> Plan | None:
    """Return the plan where it was worked out before."""
    found: Plan | None = cache.get(_key(study, organisations, percent))
    return found


def plan_for(study: Study, organisations: int, percent: int) -> Plan:
    """Return the plan, worked out where it is not known.

    Parameters
    ----------
    organisations
        How many are asked.
    percent
        How many of a hundred are expected to answer.
    """
    found = known_plan(study, organisations, percent)
    if found is None:
        model = model_in(study, study.parsed.languages[0])
        found = plan(organisations, percent / 100, model, _SEED, afternoon=study.is_afternoon)
        cache.set(_key(study, organisations, percent), found, _DAYS * 86_400)
    return found
