"""The reader's own answers, as they stand in the tables of the study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from clusterdynamics.i18n import N_, _
from clusterdynamics.report.personal.model import AnswerLine, AnswerPart

if TYPE_CHECKING:
    from clusterdynamics.report.personal.texts import Texts
    from clusterdynamics.study.model import Study

__all__ = ["own_answers"]

_AREAS = {
    "doing": N_("You do this with others"),
    "would_join": N_("You would join"),
    "could_offer": N_("You could offer something"),
    "not_for_us": N_("Not for you"),
}


def own_answers(study: Study, wave: str, respondent: str, relation: str | None, texts: Texts) -> tuple[AnswerPart, ...]:
    """Return what one respondent answered in a wave, for a sheet of paper.

    How somebody rated partners is left out on purpose: a sheet lies about, and the reader finds it on the own page.
    """
    parts = (
        AnswerPart("partners", _("With whom you work"), _partners(study, wave, respondent, relation, texts)),
        AnswerPart("wishes", _("With whom you would like to do more"), _wishes(study, wave, respondent)),
        AnswerPart("areas", _("Areas of cooperation"), _areas(study, wave, respondent, texts)),
        AnswerPart("statements", _("How you see the cluster"), _statements(study, wave, respondent, texts)),
    )
    return tuple(part for part in parts if part.lines)


def _mine(study: Study, table: str, wave: str, respondent: str) -> pl.DataFrame:
    return study[table].filter((pl.col("wave") == wave) & (pl.col("respondent") == respondent))


def _names(study: Study, wave: str, actors: list[str]) -> str:
    here = set(study.present(wave))
    return ", ".join(sorted((study.short_labels[a] for a in set(actors) if a in here), key=str.casefold))


def _partners(study: Study, wave: str, respondent: str, relation: str | None, texts: Texts) -> tuple[AnswerLine, ...]:
    if relation is None:
        return ()
    rows = _mine(study, "ties", wave, respondent).filter((pl.col("relation") == relation) & (pl.col("value") > 0))
    scale = study.settings.relation(relation)[0].scale
    found: dict[float, list[str]] = {}
    for to, value in rows.select("to", "value").iter_rows():
        found.setdefault(float(value), []).append(to)
    lines = (
        AnswerLine(texts[f"scales.{scale}.labels.{value:g}"], _names(study, wave, found[value]))
        for value in sorted(found, reverse=True)
    )
    return tuple(line for line in lines if line.answer)


def _wishes(study: Study, wave: str, respondent: str) -> tuple[AnswerLine, ...]:
    rows = _mine(study, "wishes", wave, respondent)
    lines = (
        AnswerLine(label, _names(study, wave, rows.filter(pl.col("kind") == kind)["to"].to_list()))
        for kind, label in (("more", _("To do more")), ("start", _("To start")))
    )
    return tuple(line for line in lines if line.answer)


def _areas(study: Study, wave: str, respondent: str, texts: Texts) -> tuple[AnswerLine, ...]:
    rows = _mine(study, "area_answers", wave, respondent)
    lines = []
    for answer, label in _AREAS.items():
        areas = rows.filter(pl.col("answer") == answer)["area"].to_list()
        if areas:
            lines.append(AnswerLine(_(label), ", ".join(texts[f"areas.{a}.label"] for a in areas)))
    return tuple(lines)


def _statements(study: Study, wave: str, respondent: str, texts: Texts) -> tuple[AnswerLine, ...]:
    """Return the statements under what was answered to them: the shortest form, which one sheet can hold."""
    kinds = {i.id: i for i in study.settings.items if i.kind == "statement" and i.scale is not None}
    rows = _mine(study, "answers", wave, respondent).filter(
        pl.col("item").is_in(list(kinds)) & pl.col("occasion").fill_null("first").is_in(["first", ""])
    )
    said = {item: value for item, value in rows.select("item", "value").iter_rows() if value}
    found: dict[tuple[str, float], list[str]] = {}
    for item, question in kinds.items():
        try:
            value = float(said[item])
        except (KeyError, ValueError):
            continue  # not answered, or words where a number is expected
        found.setdefault((question.scale or "", value), []).append(texts[f"items.{item}.text"])
    places = {s.id: k for k, s in enumerate(study.settings.scales)}
    order = sorted(found, key=lambda key: (places[key[0]], -key[1]))
    return tuple(
        AnswerLine(texts[f"scales.{scale}.labels.{value:g}"], " · ".join(found[scale, value])) for scale, value in order
    )
