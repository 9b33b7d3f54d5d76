"""Projects and organisations of the European framework programmes, as CORDIS gives them out (CSV, or a zip of them)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.registry import read_bytes
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.indicators.nuts import is_known, successors

__all__ = ["Cordis", "read_cordis"]

#: What one file in a zip may hold, unpacked.
_MOST = 2 * 1024**3
_ORGANISATION = ("projectID", "organisationID", "country", "nutsCode", "role", "ecContribution")
_PROJECT = ("id", "startDate", "frameworkProgramme")


@dataclass(frozen=True, eq=False)
class Cordis:
    """What was read.

    Attributes
    ----------
    participations
        Columns project, organisation, region (NUTS code at the level asked for), country, role, budget (euro; the
        contribution of the Union), year (in which the project started), relation (the framework programme).
    notes
        What was repaired and what is missing, in sentences.
    """

    participations: pl.DataFrame
    notes: tuple[str, ...]


def read_cordis(organisations: Path | str, projects: Path | str | None = None, *, level: int = 2) -> Cordis:
    """Read participations in projects.

    Parameters
    ----------
    organisations
        ``organization.csv``, or the zip that CORDIS gives out (then `projects` is found in it).
    projects
        ``project.csv``, for years and programmes.
    level
        Level of NUTS of the regions, 0 (countries) to 3; codes that end above it count as not known.

    Raises
    ------
    ExchangeError
        A file cannot be read, or lacks a column.
    """
    people, work = _tables(Path(organisations), None if projects is None else Path(projects))
    faults = Faults(Path(organisations).name)
    _needs(people, ("projectID", "organisationID", "country"), faults)
    if work is not None:
        _needs(work, ("id",), faults)
    faults.check()
    notes: list[str] = []
    frame = people.select(
        pl.col("projectID").str.strip_chars().alias("project"),
        pl.col("organisationID").str.strip_chars().alias("organisation"),
        pl.col("country").str.strip_chars().alias("country"),
        (pl.col("nutsCode") if "nutsCode" in people.columns else pl.lit(None, dtype=pl.String))
        .str.strip_chars()
        .alias("nuts"),
        (pl.col("role") if "role" in people.columns else pl.lit(None, dtype=pl.String)).alias("role"),
        _money(people, "ecContribution").alias("budget"),
    ).filter(pl.col("project").is_not_null() & pl.col("organisation").is_not_null())
    frame = _placed(frame, level, notes)
    if work is not None:
        frame = _dated(frame, work, notes)
    twice = frame.height - frame.select("project", "organisation").n_unique()
    if twice:
        notes.append(
            ngettext(
                "{n} organisation stands in a project more than once; it counts once.",
                "{n} organisations stand in a project more than once; they count once.",
                twice,
            ).format(n=twice)
        )
    return Cordis(frame, tuple(notes))


def _tables(organisations: Path, projects: Path | None) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    faults = Faults(organisations.name)
    if zipfile.is_zipfile(organisations) and organisations.suffix.lower() == ".zip":
        with zipfile.ZipFile(organisations) as packed:
            names = {Path(n).name.lower(): n for n in packed.namelist()}
            found = names.get("organization.csv") or names.get("organisation.csv")
            if found is None:
                raise faults.error(
                    _("The zip holds no organization.csv."), _("Take the one with projects and organisations as CSV.")
                )
            parts: list[pl.DataFrame | None] = []
            for name in (found, names.get("project.csv")):
                if name is None:
                    parts.append(None)
                    continue
                if packed.getinfo(name).file_size > _MOST:
                    raise faults.error(_("{name} is too large.").format(name=name), _("Send a smaller file."))
                parts.append(_csv(packed.read(name), name))
        people, work = parts
        if people is None:
            raise faults.error(_("The zip holds no organization.csv."))
        return people, work
    people = _csv(read_bytes(organisations, organisations.name), organisations.name)
    return people, None if projects is None else _csv(read_bytes(projects, projects.name), projects.name)


def _csv(data: bytes, name: str) -> pl.DataFrame:
    """Read a table in CORDIS's form: semicolons, quotation marks, UTF-8 with or without a mark, all cells as text."""
    try:
        first = data.split(b"\n", 1)[0]
        separator = ";" if first.count(b";") >= first.count(b",") else ","
        return pl.read_csv(
            io.BytesIO(data.removeprefix(b"\xef\xbb\xbf")),
            separator=separator,
            quote_char='"',
            infer_schema=False,
            truncate_ragged_lines=False,
        )
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as problem:
        text = str(problem).strip().splitlines()[0][:200]
        raise Faults(name).error(
            _("The table cannot be read ({detail}).").format(detail=text), _("Download it again.")
        ) from None


def _needs(frame: pl.DataFrame, columns: tuple[str, ...], faults: Faults) -> None:
    for column in columns:
        if column not in frame.columns:
            faults.add(
                _("The column '{name}' is missing.").format(name=column),
                _("Take the files that CORDIS gives out since 2021; they have: {known}.").format(
                    known=", ".join(_ORGANISATION if "projectID" in columns else _PROJECT)
                ),
                line=1,
            )


def _money(frame: pl.DataFrame, column: str) -> pl.Expr:
    """Return amounts: some releases write a decimal comma."""
    if column not in frame.columns:
        return pl.lit(None, dtype=pl.Float64)
    return pl.col(column).str.strip_chars().str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)


def _placed(frame: pl.DataFrame, level: int, notes: list[str]) -> pl.DataFrame:
    """Add the region: the code cut to the level, brought up to date where it was only renamed."""
    letters = level + 2
    codes = frame["nuts"].drop_nulls().unique().sort().to_list()
    region: dict[str, str | None] = {}
    renamed = unknown = 0
    for code in codes:
        cut = code[:letters]
        if len(code) >= letters and is_known(cut):
            region[code] = cut
            continue
        change = successors(cut) if len(code) >= letters and level < 3 else None
        if change is not None and change.kind == "renamed":
            region[code] = change.successors[0]
            renamed += 1
        else:
            region[code] = None
            unknown += 1
    if level == 0:
        placed = frame.with_columns(pl.col("country").replace({"GR": "EL", "GB": "UK"}).alias("region"))
    else:
        placed = frame.with_columns(
            pl.col("nuts").replace_strict(region, default=None, return_dtype=pl.String).alias("region")
        )
    if level and renamed:
        notes.append(
            ngettext(
                "{n} NUTS code was only renamed; it was brought up to date.",
                "{n} NUTS codes were only renamed; they were brought up to date.",
                renamed,
            ).format(n=renamed)
        )
    if level and unknown:
        notes.append(
            ngettext(
                "{n} NUTS code is not in force, or ends above level {level}; its organisations have no region.",
                "{n} NUTS codes are not in force, or end above level {level}; their organisations have no region.",
                unknown,
            ).format(n=unknown, level=level)
        )
    lost = placed["region"].null_count()
    if lost:
        notes.append(
            ngettext(
                "{n} participation has no region; its ties stand in a row of their own.",
                "{n} participations have no region; their ties stand in a row of their own.",
                lost,
            ).format(n=lost)
        )
    return placed.drop("nuts")


def _dated(frame: pl.DataFrame, work: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    year = (
        pl.col("startDate").str.slice(0, 4).cast(pl.Int64, strict=False)
        if "startDate" in work.columns
        else pl.lit(None, dtype=pl.Int64)
    )
    programme = pl.col("frameworkProgramme") if "frameworkProgramme" in work.columns else pl.lit("")
    about = work.select(
        pl.col("id").str.strip_chars().alias("project"), year.alias("year"), programme.fill_null("").alias("relation")
    ).unique("project", keep="first")
    dated = frame.join(about, on="project", how="left")
    lost = dated.filter(pl.col("year").is_null())["project"].n_unique()
    if lost:
        notes.append(
            ngettext(
                "{n} project has no start date; it has no year.",
                "{n} projects have no start date; they have no year.",
                lost,
            ).format(n=lost)
        )
    return dated
