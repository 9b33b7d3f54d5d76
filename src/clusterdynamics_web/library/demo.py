"""What the demo region has in the library: two things published, one that waits for its curator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library import operations
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.studies.models import Study

__all__ = ["fill_library"]

_ITEMS: tuple[tuple[str, bool, dict[str, Any]], ...] = (
    (
        "experience",
        True,
        {
            "title": "What we learned from asking twice",
            "texts": {
                "done": "We asked the organisations of our cluster with the same questions two years apart.",
                "got_back": "Everybody got a page of their own, and we spent an evening on the results together.",
                "did_not_work": "We sent the last reminder in the holidays, when nobody was there to read it.",
                "differently": "We would call the large companies before the first mail goes out.",
            },
            "stage": "cooperation",
            "keywords": "waves, reminders",
        },
    ),
    (
        "method",
        True,
        {
            "title": "An evening on the results, step by step",
            "summary": "How to read the first results with forty people, before the report is written.",
            "sector": "Forest and paper",
            "year_from": 2026,
            "keywords": "workshop, facilitation",
            "texts": {"transfer": "It works with any cluster, and takes two and a half hours."},
        },
    ),
    (
        "case_study",
        False,
        {
            "title": "Breakfast meetings in a valley",
            "summary": "Small firms met every month over breakfast. After a year they bought energy together.",
            "sector": "Forest and paper",
            "year_from": 2025,
            "purpose": "save",
        },
    ),
)


def fill_library(study: Study, people: Mapping[Role, User]) -> None:
    """Put something into the library for the region of a study; all of it is invented."""
    author, curator = people[Role.NETWORK_READER], people[Role.CURATOR]
    for kind, done, values in _ITEMS:
        version = operations.create_draft(author, study.region, kind, "en")
        operations.save_draft(author, version, {"authors": study.region.name, **values})
        operations.submit(author, version)
        if done:
            operations.accept(curator, version)
            operations.publish(author, version)
