"""The task list: seven steps, each done, to do, or not possible yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from clusterdynamics_web.setup.checklist import Point, steps_done
from clusterdynamics_web.setup.steps import STEPS
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.state import State, current_wave, state_of

__all__ = ["tasks_of"]


def tasks_of(study: Study, points: Sequence[Point]) -> list[dict[str, Any]]:
    """Return the steps for `components/tasklist.html`.

    The last one is blocked while another keeps the wave shut; every step can be opened at any time all the same.
    """
    done = steps_done(points)
    opened = state_of(current_wave(study)) != State.DRAFT
    others = all(ok for step, ok in done.items() if step != "launch")
    tasks = []
    for name, step in STEPS.items():
        if name == "organisations" and study.is_afternoon:
            continue
        if opened:
            state = "done"
        elif name == "launch":
            state = "todo" if others else "blocked"
        else:
            state = "done" if done[name] else "todo"
        missing = next((p.text for p in points if p.step == name and p.state == "stop"), "")
        hint = missing if missing and not opened else str(step.purpose)
        tasks.append({"label": step.label, "url": reverse(step.page, args=[study.region.slug, study.key]),
                      "state": state, "hint": hint})  # fmt: skip
    return tasks
