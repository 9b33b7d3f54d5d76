"""Suggestions and actions."""

from __future__ import annotations

import polars as pl

from clusterdynamics.study.check.context import Context
from clusterdynamics.study.codes import Code
from clusterdynamics.study.read.report import ROW

__all__ = ["CHECKS"]


def suggestions_are_shown_or_held_out(context: Context) -> None:
    """Report suggestions that were both shown and held out."""
    bad = context["suggestions"].filter(pl.col("shown") & pl.col("held_out"))
    context.report(Code.SHOWN_AND_HELD_OUT, "suggestions", "held_out", bad.select(ROW))


def stopped_actions_say_why(context: Context) -> None:
    """Report actions that were stopped without a reason."""
    bad = context["actions"].filter((pl.col("status") == "stopped") & pl.col("reason").is_null())
    context.report(Code.STOPPED_WITHOUT_REASON, "actions", "reason", bad.select(ROW))


CHECKS = (suggestions_are_shown_or_held_out, stopped_actions_say_why)
