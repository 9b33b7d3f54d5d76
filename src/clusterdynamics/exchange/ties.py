"""From networks to the rows of ``ties`` and ``respondents``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.graph import Edge, GraphData, Relation
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.study.tables import TABLES, TieState

if TYPE_CHECKING:
    from clusterdynamics.exchange.composition import Composition

__all__ = ["BuiltTies", "WaveNetwork", "build_ties"]


@dataclass(frozen=True)
class WaveNetwork:
    """One relation in one wave, and the file it comes from."""

    wave: str
    relation: str
    label: str
    file: str
    graph: GraphData
    ties: Relation

    @classmethod
    def empty(cls, wave: str, relation: str, label: str, file: str, graph: GraphData) -> WaveNetwork:
        """Return the network of a file that lists nodes and no tie."""
        return cls(wave, relation, label, file, graph, Relation(label))

    @cached_property
    def linked(self) -> frozenset[str]:
        """Nodes with a link to or from another one."""
        real = [e for e in self.ties.edges if e.value and e.source != e.target]
        return frozenset(end for e in real for end in (e.source, e.target))

    def links_of(self, name: str) -> list[Edge]:
        """Return the links to and from a node."""
        return [e for e in self.ties.edges if e.value and e.source != e.target and name in (e.source, e.target)]

    @property
    def reports(self) -> list[tuple[str, str, Edge]]:
        """Who says it, about whom, and what; a tie without direction is said by both."""
        found = [(e.source, e.target, e) for e in self.ties.edges]
        return found if self.ties.directed else [*found, *((e.target, e.source, e) for e in self.ties.edges)]


@dataclass
class BuiltTies:
    """Rows of the two tables, and what was found on the way."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    respondents: list[tuple[Any, ...]] = field(default_factory=list)
    values: dict[str, set[float]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def build_ties(
    networks: Sequence[WaveNetwork],
    settled: Composition,
    ids: Mapping[str, str],
    *,
    undirected: bool,
    scale: tuple[float, float] | None,
    reverse: bool,
) -> BuiltTies:
    """Turn networks into rows.

    An organisation all of whose reports in a wave are missing did not answer; a single missing report is an
    answer not given.

    Raises
    ------
    ExchangeError
        A value is not on the scale, or below 0.
    """
    built = BuiltTies()
    for network in networks:
        found = {e.value for _a, _b, e in network.reports if e.value and _a != _b}
        built.values.setdefault(network.relation, set()).update(found)
    _check_values(networks, scale)
    turn: dict[str, float] = {}
    if reverse:
        # v becomes highest + lowest - v, where the lowest is the least value that is a link.
        ends = {name: (min(v), max(v)) for name, v in built.values.items() if v}
        turn = {name: sum(ends[name] if scale is None else (scale[0] or 1.0, scale[1])) for name in ends}
    for wave in settled.waves:
        mine = [n for n in networks if n.wave == wave]
        silent = _silent(mine, settled.asked[wave], settled.present[wave])
        for name in sorted(settled.asked[wave]):
            status = "invited" if name in silent else "submitted"
            built.respondents.append(
                _row("respondents", id=ids[name], wave=wave, actor=ids[name], status=status, mode="import")
            )
        if silent:
            built.notes.append(
                _("Did not answer in {wave}, because their whole row is missing: {names}.").format(
                    wave=wave, names=", ".join(sorted(silent))
                )
            )
        for network in mine:
            _add(built, network, ids, settled.present[wave] - silent, settled.present[wave], turn.get(network.relation))
    if undirected or any(not n.ties.directed for n in networks):
        built.notes.append(_("A link without direction in the file counts as reported by both sides."))
    return built


def _check_values(networks: Sequence[WaveNetwork], scale: tuple[float, float] | None) -> None:
    for network in networks:
        faults = Faults(network.file)
        for source, target, edge in network.reports:
            low, high = scale if scale is not None else (0.0, float("inf"))
            if edge.value is not None and edge.value != 0 and not low <= edge.value <= high:
                faults.add(
                    _("'{source}' gives '{target}' the value {value:g}, which is not on the scale.").format(
                        source=source, target=target, value=edge.value
                    ),
                    _("Correct it, or the scale."),
                )
        faults.check()


def _silent(networks: Sequence[WaveNetwork], asked: set[str], present: set[str]) -> set[str]:
    """Return those who say nothing about anybody: every report of theirs is missing."""
    missing: dict[str, set[tuple[str, str]]] = {}
    spoken: set[str] = set()
    for network in networks:
        for source, target, edge in network.reports:
            if target not in present or target == source:
                continue
            if edge.value is None:
                missing.setdefault(source, set()).add((network.relation, target))
            else:
                spoken.add(source)
    needed = len(networks) * (len(present) - 1)
    return {name for name in asked - spoken if needed and len(missing.get(name, ())) >= needed}


def _add(
    built: BuiltTies,
    network: WaveNetwork,
    ids: Mapping[str, str],
    reporting: set[str],
    present: set[str],
    turn: float | None,
) -> None:
    """Add the rows of one relation in one wave."""
    loops = double = 0
    chosen: dict[tuple[str, str], Edge] = {}
    for source, target, edge in network.reports:
        if source == target:
            loops += bool(edge.value)
            continue
        if source not in reporting or target not in present:
            continue
        before = chosen.get((source, target))
        if before is None:
            chosen[source, target] = edge
        else:
            double += 1
            # Among several reports of the same pair the highest one stands; a missing one never does.
            if edge.value is not None and (before.value is None or edge.value > before.value):
                chosen[source, target] = edge
    for (source, target), edge in chosen.items():
        value, state = edge.value, TieState.TIE
        if value is None:
            state = TieState.NOT_ANSWERED
        elif value == 0:
            state = TieState.NO_TIE
            if not edge.structural:
                continue
        elif turn is not None:
            value = turn - value
        built.rows.append(
            _row(
                "ties",
                wave=network.wave,
                relation=network.relation,
                **{"from": ids[source], "to": ids[target]},
                value=value,
                state=str(state),
                respondent=ids[source],
                mode="import",
                structural=True if edge.structural else None,
            )
        )
    if loops:
        built.notes.append(
            ngettext(
                "{file}: {n} value on the diagonal was left out; an organisation has no link with itself.",
                "{file}: {n} values on the diagonal were left out; an organisation has no link with itself.",
                loops,
            ).format(file=network.file, n=loops)
        )
    if double:
        built.warnings.append(
            ngettext(
                "{file}: {n} pair has a second link in '{relation}'; the highest value is kept.",
                "{file}: {n} pairs have a second link in '{relation}'; the highest value is kept.",
                double,
            ).format(file=network.file, n=double, relation=network.label)
        )


def _row(table: str, **cells: object) -> tuple[Any, ...]:
    return tuple(cells.get(name) for name in TABLES[table].schema)
