"""Rows of answers, and the study with them in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

import polars as pl

from clusterdynamics.i18n import _, ngettext
from clusterdynamics.study.model import Study
from clusterdynamics.study.tables import TABLES

__all__ = ["Answers", "frame_of", "with_answers"]

type Rows = list[dict[str, object]]


@dataclass
class Answers:
    """Rows for the tables that respondents fill, by the name of the table."""

    respondents: Rows = field(default_factory=list)
    offered: Rows = field(default_factory=list)
    ties: Rows = field(default_factory=list)
    ratings: Rows = field(default_factory=list)
    wishes: Rows = field(default_factory=list)
    answers: Rows = field(default_factory=list)
    area_answers: Rows = field(default_factory=list)
    nominations: Rows = field(default_factory=list)
    outside_links: Rows = field(default_factory=list)
    partner_regions: Rows = field(default_factory=list)
    stories: Rows = field(default_factory=list)
    consents: Rows = field(default_factory=list)

    def frames(self) -> dict[str, pl.DataFrame]:
        """Return a frame for each table."""
        return {f.name: frame_of(f.name, getattr(self, f.name)) for f in fields(self)}


def frame_of(table: str, rows: Rows) -> pl.DataFrame:
    """Return rows as a frame with the columns of a table; what a row leaves out is empty."""
    schema = TABLES[table].schema
    columns = {name: [row.get(name) for row in rows] for name in schema}
    return pl.DataFrame({name: pl.Series(name, values, dtype=schema[name]) for name, values in columns.items()})


def with_answers(study: Study, new: Mapping[str, pl.DataFrame], warnings: list[str], occasion: str = "first") -> Study:
    """Return the study with the answers added; respondents that are imported again are replaced.

    Consents are kept as well: they have a time of their own, and the latest one counts.

    Parameters
    ----------
    new
        Table → rows to add.
    warnings
        Takes what was replaced.
    occasion
        ``first``; ``second_informant``: another person of an organisation was asked to check; ``again``: the same
        respondents were asked a second time, so that only what is not about partners is added, beside their first
        answers.
    """
    new = {**new, "answers": new["answers"].with_columns(pl.lit(occasion).alias("occasion"))}
    if occasion == "again":
        return _asked_again(study, new["answers"], warnings)
    people = new["respondents"].select("wave", pl.col("id").alias("respondent"))
    known = study["respondents"].select("wave", pl.col("id").alias("respondent"))
    answered = (
        study["respondents"].filter(pl.col("status") == "submitted").select("wave", pl.col("id").alias("respondent"))
    )
    again = people.join(answered, on=["wave", "respondent"], how="semi").height
    if again:
        warnings.append(
            ngettext(
                "{n} respondent had answered before; the earlier answers are replaced.",
                "{n} respondents had answered before; their earlier answers are replaced.",
                again,
            ).format(n=again)
        )
    strange = people.join(known, on=["wave", "respondent"], how="anti").height
    if strange and known.join(people.select("wave").unique(), on="wave", how="semi").height:
        warnings.append(
            ngettext(
                "{n} respondent is not in the table of respondents and is added.",
                "{n} respondents are not in the table of respondents and are added.",
                strange,
            ).format(n=strange)
        )
    tables = dict(study.tables)
    for name, rows in new.items():
        tables[name] = _merged(name, study[name], rows, people)
    return replace(study, tables=tables)


def _asked_again(study: Study, answers: pl.DataFrame, warnings: list[str]) -> Study:
    """Add second answers of respondents that have given first ones."""
    key = ["wave", "respondent"]
    sent = study["respondents"].filter(pl.col("status") == "submitted").select("wave", pl.col("id").alias("respondent"))
    known = answers.join(sent, on=key, how="semi")
    strange = answers.join(sent, on=key, how="anti")["respondent"].unique(maintain_order=True).to_list()
    if strange:
        warnings.append(
            _("Asked again, but without first answers in the study, so left out: {names}.").format(
                names=", ".join(strange[:20])
            )
        )
    rest = study["answers"].join(known.select([*key, "occasion"]), on=[*key, "occasion"], how="anti", nulls_equal=True)
    return replace(study, tables={**study.tables, "answers": pl.concat([rest, known.select(rest.columns)])})


def _merged(name: str, old: pl.DataFrame, rows: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    if name == "respondents":
        return _respondents(old, rows)
    if name == "consents":
        same = rows.select("respondent", "choice", "time")
        kept = old.join(same, on=["respondent", "choice", "time"], how="anti", nulls_equal=True)
    else:
        kept = old.join(people, on=["wave", "respondent"], how="anti")
    return pl.concat([kept, rows.select(old.columns)])


def _respondents(old: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Keep what is known about a respondent (lead, role, language) and renew what came of the invitation."""
    known = {(r["wave"], r["id"]): r for r in old.to_dicts()}
    merged: Rows = []
    for row in rows.to_dicts():
        before = known.pop((row["wave"], row["id"]), {})
        merged.append({**before, **{k: v for k, v in row.items() if v is not None}})
    added = {(r["wave"], r["id"]): r for r in merged}
    order = [added.pop((r["wave"], r["id"]), r) for r in old.to_dicts()]
    return frame_of("respondents", [*order, *added.values()])


def no_study(what: str) -> str:
    """Return the sentence for a format that cannot be read without the study."""
    return _("{what} can be read only with the study that was asked for.").format(what=what)
