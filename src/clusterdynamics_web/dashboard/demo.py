"""What the demo region shows of soft beside hard: figures, how they are counted, a downturn, stories; published."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.dashboard import operations
from clusterdynamics_web.dashboard.kinds import KINDS
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.studies.models import Study

__all__ = ["fill_dashboard"]

_SOURCE = "invented for the demo"
#: Code → label, and the figures of 2024 and 2025.
_FIGURES = {
    "members.firm": ("Members: firms", 58, 54),
    "members.research": ("Members: research and education", 6, 7),
    "members.public": ("Members: public bodies", 9, 9),
    "staff": ("Staff of the cluster organisation", 3, 2.5),
    "budget.public": ("Budget: public money", 310, 260),
    "budget.members": ("Budget: fees of members", 120, 104),
    "budget.projects": ("Budget: projects and sales", 95, 140),
    "projects": ("Projects", 6, 7),
    "services": ("Services", 31, 38),
    "events": ("Events", 14, 18),
}
#: Story of the example → the part of the page beside which it stands.
_STORIES = {"st02": "depth", "st08": "robust", "st05": "trust"}


def fill_dashboard(study: Study, people: Mapping[Role, User]) -> None:
    """Bring figures in, say how all are counted, note the downturn, choose stories, publish the page."""
    manager = people[Role.CLUSTER_MANAGER]
    operations.import_figures(manager, study, _table(), "figures.csv", source=_SOURCE, unit="", vintage="2026-02-01")
    defined = set(study.definitions.values_list("code", flat=True))
    codes = set(study.hard_figures.values_list("code", flat=True)) - defined
    operations.define(manager, study, dict.fromkeys(codes, "Nothing was counted: the figure is invented."))
    operations.add_event(manager, study, date(2025, 3, 1), "Building stops in the downturn", _SOURCE, date(2026, 2, 28))
    stories = {s.code: s for s in study.stories.filter(code__in=_STORIES)}
    chosen = {part: [stories[code]] for code, part in _STORIES.items()}
    operations.choose_stories(manager, study, chosen, no_story=False)
    operations.publish(manager, study)


def _table() -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("region", "period", "code", "label", "value", "unit", "definition"))
    kinds = {kind.key: kind for kind in KINDS}
    for code, (label, *values) in _FIGURES.items():
        kind = kinds[code.partition(".")[0]]
        for year, value in zip((2024, 2025), values, strict=True):
            writer.writerow(("SE31", year, code, label, value, kind.unit, kind.how))
    return out.getvalue().encode()
