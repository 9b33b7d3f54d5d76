"""A corpus into a study, new or there already; and out of it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.loops.exchange.corpus import Corpus
from clusterdynamics.loops.exchange.from_tables import tables_to_corpus
from clusterdynamics.loops.exchange.to_tables import StoryTables, corpus_to_tables
from clusterdynamics.study.model import ONLY_WAVE, Study
from clusterdynamics.study.settings import StudySettings
from clusterdynamics.study.tables import TABLES

__all__ = ["StoryImport", "corpus_from_study", "stories_into_study"]


@dataclass(frozen=True)
class StoryImport:
    """A study with stories from elsewhere, and what was assumed.

    Attributes
    ----------
    study
        The study.
    notes
        What was assumed and left out, in sentences.
    """

    study: Study
    notes: tuple[str, ...]


def corpus_from_study(study: Study, wave: str | None = None) -> Corpus:
    """Return the stories of a study, of one wave or of all.

    Raises
    ------
    ExchangeError
        There is no such wave.
    """
    if wave is not None:
        _check_wave(study, wave)
    return tables_to_corpus(study.tables, title=study.title, wave=wave)


def stories_into_study(
    corpus: Corpus,
    study: Study | None = None,
    *,
    wave: str | None = None,
    title: str = "",
    add_sources: bool = False,
    name: str = "",
) -> StoryImport:
    """Add the stories of a corpus to a study, or make a study of them.

    Parameters
    ----------
    study
        The study that gets them; None makes a new one, in which every source is an organisation.
    wave
        The wave they belong to; the latest where none is given.
    title
        Title of a new study.
    add_sources
        Sources that are neither organisations nor respondents of the study become organisations of it. Without it
        they are faults.
    name
        What messages call the corpus.

    Raises
    ------
    ExchangeError
        Sources that the study does not know, items that it has already with other content; all at once.
    """
    faults = Faults(name or corpus.title or _("the file"))
    if study is None:
        settings = StudySettings(title=title or corpus.title or _("Stories"))
        made = ONLY_WAVE if wave is None else wave
        waves = pl.DataFrame({"id": [made]}).select(
            *(pl.col(c) if c == "id" else pl.lit(None, t).alias(c) for c, t in TABLES["waves"].schema.items())
        )
        study = Study(settings, {"waves": waves})
        add_sources = True
    wave = study.wave_ids[-1] if wave is None else wave
    _check_wave(study, wave)
    respondents = _respondents(study, wave)
    found = corpus_to_tables(corpus, wave, organisations=study.actor_ids, respondents=respondents)
    new = {s: own for s, own in found.tellers.items() if own not in study.labels}
    if not add_sources:
        for source in new:
            faults.add(
                _("The source '{source}' is neither an organisation nor a respondent of the study.").format(
                    source=source
                ),
                _("Name it as the study does, or add it to the organisations (--add-sources)."),
            )
    _check_waves(found, study, faults)
    tables = dict(study.tables)
    for table, frame in found.tables.items():
        tables[table] = _joined(study[table], frame, table, faults)
    faults.check()
    notes = list(found.notes)
    if new:
        tables["actors"] = _with_actors(study, corpus, new)
        notes.append(
            ngettext(
                "{n} source became an organisation of the study; correct it where several speak for one.",
                "{n} sources became organisations of the study; correct them where several speak for one.",
                len(new),
            ).format(n=len(new))
        )
    notes.append(_("Nobody may read stories whose file does not say who may; set the column class of stories."))
    return StoryImport(replace(study, tables=tables), tuple(notes))


def _respondents(study: Study, wave: str) -> dict[str, str | None]:
    """Return respondent → organisation, for all waves; where somebody has moved, as it is in this one."""
    rows = study["respondents"]
    later = pl.concat([rows.filter(pl.col("wave") != wave), rows.filter(pl.col("wave") == wave)])
    return dict(later.select("id", "actor").iter_rows())


def _check_wave(study: Study, wave: str) -> None:
    if wave not in study.wave_ids:
        raise Faults(study.title).error(
            _("There is no wave '{wave}'.").format(wave=wave),
            _("The waves are: {known}.").format(known=", ".join(study.wave_ids)),
        )


def _check_waves(found: StoryTables, study: Study, faults: Faults) -> None:
    """Report stories that say they are of a wave that the study does not have."""
    for wave in sorted(set(found.tables["stories"]["wave"].to_list()) - set(study.wave_ids)):
        faults.add(
            _("There is no wave '{wave}'.").format(wave=wave),
            _("The waves are: {known}.").format(known=", ".join(study.wave_ids)),
        )


def _joined(old: pl.DataFrame, new: pl.DataFrame, table: str, faults: Faults) -> pl.DataFrame:
    """Return both tables; rows that are the same count once, and rows that contradict each other are faults."""
    key = list(TABLES[table].key)
    known = dict.fromkeys(old.iter_rows())
    fresh = new.filter(~pl.Series([row in known for row in new.iter_rows()], dtype=pl.Boolean))
    clash = fresh.join(old, on=key, how="semi", nulls_equal=True)
    for row in clash.iter_rows(named=True):
        faults.add(
            _("'{id}' is in the table {table} of the study already, with other content.").format(
                id=row[key[0]], table=table
            ),
            _("Remove it there first, or give it another identifier in the file."),
        )
    return pl.concat([old, fresh])


def _on_map(label: str) -> str:
    """Return how labels on a map are compared: without case, and with single spaces."""
    return " ".join(label.casefold().split())


def _with_actors(study: Study, corpus: Corpus, new: Mapping[str, str]) -> pl.DataFrame:
    labels = {s.id: s.label.strip() or s.id for s in corpus.sources}
    actors = study["actors"]
    known = actors.select(pl.coalesce("short_label", "label")).to_series() if actors.height else ()
    taken = {_on_map(label) for label in known if label is not None}
    told: list[str] = []
    for source in new:
        base = labels.get(source, source)
        label, k = base, 2
        # Two that would look the same on a map are told apart by a number.
        while _on_map(label) in taken:
            label, k = f"{base} ({k})", k + 1
        taken.add(_on_map(label))
        told.append(label)
    rows = pl.DataFrame({"id": list(new.values()), "label": told}, schema={"id": pl.String, "label": pl.String})
    return pl.concat([study["actors"], rows], how="diagonal")


def read_or_none(path: Path) -> Study | None:
    """Return the study at a path; None where nothing is there yet."""
    from clusterdynamics.study.package import read_study

    return read_study(path) if path.exists() else None
