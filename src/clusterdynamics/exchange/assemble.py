"""A study out of network files: one or several files a wave, tables of organisations, and plain words on it all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from clusterdynamics.exchange.actors import ActorTable, read_actors
from clusterdynamics.exchange.actors_frame import actors_frame, identifier
from clusterdynamics.exchange.build import DEFAULT_RELATION
from clusterdynamics.exchange.composition import Composition, compose
from clusterdynamics.exchange.errors import ExchangeError, Fault, Faults
from clusterdynamics.exchange.graph import GraphData
from clusterdynamics.exchange.protocol import ReadOptions
from clusterdynamics.exchange.registry import read_graph
from clusterdynamics.exchange.ties import WaveNetwork, build_ties
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import Relation, Scale, StudySettings
from clusterdynamics.study.tables import TABLES

__all__ = ["ImportReport", "import_study"]

_PREFIX = re.compile(r"([^:/\\]{2,}):(.+)", re.DOTALL)
type Files = str | Path | Sequence[str | Path] | Mapping[str, str | Path]


@dataclass(frozen=True)
class ImportReport:
    """A study made of files, and what was taken for granted on the way.

    Attributes
    ----------
    study
        The study.
    assumptions
        What the files do not say and was assumed, in sentences.
    questions
        What only a person can settle, each with the option that does it.
    warnings
        What looks wrong, or was left out.
    """

    study: Study
    assumptions: tuple[str, ...]
    questions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def import_study(
    waves: Mapping[str, Files],
    actors: str | Path | Sequence[str | Path] | None = None,
    *,
    relation: str = "relation",
    title: str = "",
    directed: bool = True,
    absent: Mapping[str, Iterable[str]] | None = None,
    present: Mapping[str, Iterable[str]] | None = None,
    scale: tuple[float, float] | None = None,
    reverse: bool = False,
    levels: Mapping[str, Mapping[str, float]] | None = None,
    format: str | None = None,  # noqa: A002 - what people call it
    options: ReadOptions | None = None,
) -> ImportReport:
    """Make a study of network files.

    Parameters
    ----------
    waves
        Wave → its file or files, oldest wave first. ``depth:file.csv`` (or a mapping) names the relation.
    actors
        Tables of organisations; their first column (or the one called ``id``) holds the names used in the
        network files. Columns of the actors table are understood, others become attributes.
    relation
        What the links are, where a file does not say.
    title
        Title of the study.
    directed
        False: both sides describe the same relation. True: what the file says; a matrix or list is directed.
    absent, present
        Wave → organisations that were not part of it; that were part of it although they have no link there.
    scale
        Lowest and highest value; found out from the values where none is given.
    reverse
        True where the lowest value above 0 means most (1 = daily): v becomes highest + lowest − v.
    levels
        Relation → name of a level → lowest value that counts.
    format, options
        How to read the files, where that is not clear.

    Returns
    -------
    The study, and what was assumed.

    Raises
    ------
    ExchangeError
        With everything that is wrong with the files or does not fit together.
    """
    notes: list[str] = []
    warnings: list[str] = []
    networks = _read_all(waves, relation, format, options or ReadOptions(), notes, warnings)
    table = read_actors([actors] if isinstance(actors, str | Path) else list(actors or ()), tuple(waves))
    ids = _identifiers(networks, table, warnings)
    settled = compose(
        networks, table, ids, tuple(waves), {w: tuple(a) for w, a in (absent or {}).items()},
        {w: tuple(a) for w, a in (present or {}).items()},
    )  # fmt: skip
    built = build_ties(networks, settled, ids, undirected=not directed, scale=scale, reverse=reverse)
    notes += _say_what_numbers_mean(networks, settled, built.values, reverse=reverse)
    notes += built.notes
    warnings += built.warnings
    relations, scales = _relations(networks, waves, built.values, scale, levels or {}, undirected=not directed)
    tables = {
        "actors": actors_frame(ids, settled, table, networks, warnings),
        "waves": pl.DataFrame([(w, w, None, None) for w in waves], schema=TABLES["waves"].schema, orient="row"),
        "respondents": pl.DataFrame(built.respondents, schema=TABLES["respondents"].schema, orient="row"),
        "ties": pl.DataFrame(built.rows, schema=TABLES["ties"].schema, orient="row"),
    }
    settings = StudySettings(
        title=title or _("Imported study"), types=dict(table.types), relations=relations, scales=scales
    )
    notes += settled.notes
    warnings += settled.warnings
    study = Study(settings, tables, source=", ".join(dict.fromkeys(n.file for n in networks)))
    return ImportReport(study, tuple(dict.fromkeys(notes)), settled.questions, tuple(dict.fromkeys(warnings)))


# -- reading ------------------------------------------------------------------------------------------


def _read_all(
    waves: Mapping[str, Files],
    relation: str,
    form: str | None,
    options: ReadOptions,
    notes: list[str],
    warnings: list[str],
) -> list[WaveNetwork]:
    """Read the files of all waves; what is wrong with any of them is told together."""
    faults: list[Fault] = []
    found: list[WaveNetwork] = []
    for wave, files in waves.items():
        if identifier(wave) != wave:
            faults.append(
                Fault(
                    wave,
                    _("'{wave}' cannot be the name of a wave.").format(wave=wave),
                    _("Use at most 64 characters without spaces, commas and semicolons, for example 2026."),
                )
            )
        pairs = list(_pairs(files))
        graphs: list[tuple[str, str, GraphData]] = []
        for name, path in pairs:
            try:
                graph = read_graph(path, form, options=options)
            except ExchangeError as error:
                faults += error.faults
                continue
            if graph.two_mode:
                faults.append(
                    Fault(
                        Path(path).name,
                        _("Rows and columns are two different sets, not links among organisations."),
                        _("Choose a network of organisations, for example a matrix with the same names on both sides."),
                    )
                )
                continue
            graphs.append((name, Path(path).name, graph))
        unnamed = sum(1 for name, _file, g in graphs if not name and _is_unnamed(g))
        for name, file, graph in graphs:
            notes += [f"{file}: {note}" for note in graph.notes]
            _warn_about_losses(graph, file, warnings)
            for one in graph.relations:
                own = one.name if one.name != DEFAULT_RELATION else ""
                called = (name if len(graph.relations) == 1 else own) or own
                called = called or (relation if unnamed < 2 else Path(file).stem)
                found.append(WaveNetwork(wave, identifier(called), called, file, graph, one))
            if not graph.relations:
                found.append(WaveNetwork.empty(wave, identifier(name or relation), name or relation, file, graph))
            n = len(graph.nodes)
            nodes = ngettext("{n} organisation", "{n} organisations", n).format(n=n)
            notes.append(_("{file}: {nodes}, {links}.").format(file=file, nodes=nodes, links=_count_links(graph)))
    faults += _twice(found)
    if not waves:
        faults.append(Fault(_("import"), _("There is no wave."), _("Name at least one wave and its file.")))
    if faults:
        raise ExchangeError(faults)
    return found


def _pairs(files: Files) -> Iterable[tuple[str, str | Path]]:
    """Return relation (empty where none is named) and path of each file."""
    if isinstance(files, Mapping):
        yield from files.items()
        return
    for item in [files] if isinstance(files, str | Path) else files:
        match = _PREFIX.fullmatch(str(item))
        if match and not Path(item).exists():
            yield match[1], match[2]
        else:
            yield "", item


def _is_unnamed(graph: GraphData) -> bool:
    return any(r.name == DEFAULT_RELATION for r in graph.relations)


def _count_links(graph: GraphData) -> str:
    counts = [sum(1 for e in r.edges if e.value and e.source != e.target) for r in graph.relations]
    if len(counts) < 2:
        total = sum(counts)
        return ngettext("{n} link", "{n} links", total).format(n=total)
    return ", ".join(
        _("{n} in '{relation}'").format(n=n, relation=r.name) for n, r in zip(counts, graph.relations, strict=True)
    )


def _warn_about_losses(graph: GraphData, file: str, warnings: list[str]) -> None:
    if graph.edge_columns:
        warnings.append(
            _("{file}: attributes of links are left out ({names}).").format(
                file=file, names=", ".join(graph.edge_columns)
            )
        )
    if any(e.spells for _r, e in graph.edges()):
        warnings.append(_("{file}: the dates of links are left out; the wave says when.").format(file=file))


def _twice(networks: Sequence[WaveNetwork]) -> list[Fault]:
    seen: dict[tuple[str, str], str] = {}
    faults = []
    for network in networks:
        first = seen.setdefault((network.wave, network.relation), network.file)
        if first is not network.file:
            faults.append(
                Fault(
                    network.file,
                    _("'{relation}' in {wave} is also in {file}.").format(
                        relation=network.label, wave=network.wave, file=first
                    ),
                    _("Name the relation in front of the file, for example {wave}=trust:{file}.").format(
                        wave=network.wave, file=network.file
                    ),
                )
            )
    return faults


# -- names --------------------------------------------------------------------------------------------


def _identifiers(networks: Sequence[WaveNetwork], table: ActorTable, warnings: list[str]) -> dict[str, str]:
    """Return name in the files → identifier, for everybody in any file."""
    from clusterdynamics.study.names import company_key

    names = dict.fromkeys(node.id for network in networks for node in network.graph.nodes)
    faults = Faults(_("import"))
    ids: dict[str, str] = {}
    taken: dict[str, str] = {}
    for name in [*names, *(n for n in table.names if n not in names)]:
        own = identifier(name)
        if own in taken:
            faults.add(
                _("'{a}' and '{b}' would get the same identifier '{id}'.").format(a=taken[own], b=name, id=own),
                _("Rename one of them."),
            )
        taken[own] = name
        ids[name] = own
    faults.check()
    keys: dict[str, str] = {}
    for name in ids:
        other = keys.setdefault(company_key(name), name)
        # Short codes such as A/S or P1 say nothing about names.
        if other != name and len(company_key(name)) > 3:
            warnings.append(
                _("'{a}' and '{b}' may be the same organisation; they are kept apart.").format(a=other, b=name)
            )
    return ids


def _say_what_numbers_mean(
    networks: Sequence[WaveNetwork], settled: Composition, values: Mapping[str, set[float]], *, reverse: bool
) -> list[str]:
    notes = [
        _("A row reports about the columns: row i, column j is what i says about j; in a list, source about target."),
        _("A 0, or no link in the file, means: was asked about the other one and did not pick it."),
        _("Every organisation that is part of a wave counts as asked and as having answered, but for missing rows."),
    ]
    for relation, found in values.items():
        label = next(n.label for n in networks if n.relation == relation)
        if found <= {1.0}:
            notes.append(_("'{relation}' is yes or no.").format(relation=label))
        else:
            low, high = min(0.0, *found), max(found)
            text = _("'{relation}' has values from {low:g} to {high:g}; 0 is no link, and the highest is most.")
            if reverse:
                text = _("'{relation}' has values from {low:g} to {high:g}, turned round so that the highest is most.")
            notes.append(text.format(relation=label, low=low, high=high))
    return notes


# -- settings and tables ------------------------------------------------------------------------------


def _relations(
    networks: Sequence[WaveNetwork],
    waves: Iterable[str],
    values: Mapping[str, set[float]],
    scale: tuple[float, float] | None,
    levels: Mapping[str, Mapping[str, float]],
    *,
    undirected: bool,
) -> tuple[tuple[Relation, ...], tuple[Scale, ...]]:
    order = list(waves)
    relations: list[Relation] = []
    scales: list[Scale] = []
    for name in dict.fromkeys(n.relation for n in networks):
        mine = [n for n in networks if n.relation == name]
        found = values.get(name, set())
        scale_id = None
        if scale is not None or not found <= {1.0}:
            scale_id = f"{name[:58]}-scale"
            low, high = scale if scale is not None else (min(0.0, *found), max(found))
            scales.append(Scale(id=scale_id, low=low, high=high))
        asked = [w for w in order if w in {n.wave for n in mine}]
        relations.append(
            Relation(
                id=name,
                label=mine[0].label,
                scale=scale_id,
                directed=not undirected and all(n.ties.directed for n in mine),
                levels=dict(levels.get(name, {})),
                waves=() if asked == order else tuple(asked),
            )
        )
    unknown = sorted(set(levels) - {r.id for r in relations})
    if unknown:
        raise Faults(_("import")).error(
            _("There is no relation '{name}'.").format(name=", ".join(unknown)),
            _("The relations are: {known}.").format(known=", ".join(r.id for r in relations)),
        )
    return tuple(relations), tuple(scales)
