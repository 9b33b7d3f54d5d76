"""Checks across cells, rows and tables; each takes a `Context` and adds the problems it finds.

To add a check: write a function of the context in the module it belongs to, name it in that module's
``CHECKS``, add its code and words to ``codes`` and ``messages_content``, and a row to the table of bad input
in the tests.
"""

from __future__ import annotations

from clusterdynamics.study.check import (
    actors,
    answers,
    consents,
    keys,
    offered,
    others,
    presence,
    references,
    respondents,
    settings,
    stories,
    values,
    waves,
)
from clusterdynamics.study.check.context import Context

__all__ = ["CHECKS", "Context", "check_tables"]

#: All checks, in the order in which they run; none depends on another.
CHECKS = (
    *settings.CHECKS,
    *keys.CHECKS,
    *references.CHECKS,
    *waves.CHECKS,
    *actors.CHECKS,
    *presence.CHECKS,
    *values.CHECKS,
    *answers.CHECKS,
    *respondents.CHECKS,
    *offered.CHECKS,
    *consents.CHECKS,
    *stories.CHECKS,
    *others.CHECKS,
)


def check_tables(context: Context) -> None:
    """Run all checks."""
    for check in CHECKS:
        check(context)
