"""What the settings say about the tables, and the tables about the settings."""

from __future__ import annotations

from typing import Any

import polars as pl

from clusterdynamics.study.check.context import Context
from clusterdynamics.study.codes import Code, Severity
from clusterdynamics.study.names import nearest
from clusterdynamics.study.read.report import ROW

__all__ = ["CHECKS"]


def boundary_is_stated(context: Context) -> None:
    """Warn where nothing says who belongs to the cluster."""
    if context.settings is not None and not context.settings.boundary.strip():
        context.problems.add(Code.NO_BOUNDARY, context.settings_file, None, "boundary")


def relations_fit(context: Context) -> None:
    """Report waves of relations that are not there, and levels cut outside the scale."""
    if context.settings is None:
        return
    waves = context.waves["wave"].to_list()
    for relation in context.settings.relations:
        key = f"relations.{relation.id}"
        for wave in relation.waves:
            if wave not in waves and "waves" not in context.broken:
                context.problems.add(
                    Code.RELATION_WAVE_UNKNOWN,
                    context.settings_file,
                    None,
                    f"{key}.waves",
                    value=wave,
                    nearest=nearest(wave, waves),
                )
        scale = context.settings.scale(relation.scale)
        for level, cut in relation.levels.items():
            if scale is not None and not scale.low <= cut <= scale.high:
                context.problems.add(
                    Code.LEVEL_OFF_SCALE,
                    context.settings_file,
                    None,
                    f"{key}.levels.{level}",
                    level=level,
                    value=f"{cut:g}",
                    low=f"{scale.low:g}",
                    high=f"{scale.high:g}",
                )


def types_are_described(context: Context) -> None:
    """Warn of kinds and size classes of organisations that ``study.toml`` lists without this one."""
    if context.settings is None:
        return
    for column, section in (("type", "types"), ("size_class", "size_classes")):
        known = list(getattr(context.settings, section))
        if known:
            frame = context["actors"].select(ROW, pl.col(column).alias("value")).drop_nulls("value")

            def near(row: dict[str, Any], known: list[str] = known) -> dict[str, Any]:
                return {"nearest": nearest(row["value"], known)}

            unknown = frame.filter(~pl.col("value").is_in(known))
            context.problems.add_rows(Code.UNKNOWN_TYPE, context.file("actors"), column, unknown, near, section=section)


def respondents_are_listed(context: Context) -> None:
    """Warn where links are reported and nothing says who was asked; note it where there are none yet."""
    if context["respondents"].is_empty() and "respondents" not in context.broken:
        told = any(context[t].height for t in ("ties", "ratings", "wishes"))
        severity = Severity.WARNING if told else Severity.NOTE
        context.problems.add(Code.NO_RESPONDENTS, context.file("respondents"), severity=severity)


CHECKS = (boundary_is_stated, relations_fit, types_are_described, respondents_are_listed)
