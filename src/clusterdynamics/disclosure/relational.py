"""Tables of ties between groups: who reports in which cell, and how the tables of a relation hang together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.disclosure.cells import Cell, CellTable, Equation, Kind

if TYPE_CHECKING:
    from clusterdynamics.disclosure.lookup import Lookup
    from clusterdynamics.measures.estimate import Estimate
    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["PROTECTED_BLOCKS", "Rules", "block_table", "is_sensitive", "key_of", "relation_of"]

#: Blocks of the instrument whose pairs are protected in every class (PV-04).
PROTECTED_BLOCKS = frozenset({"trust", "value", "energy"})
#: Group of the organisations whose attribute is empty, as ``analyses.mixing`` calls it.
_NO_GROUP = "not_given"


@dataclass(frozen=True)
class Rules:
    """The numbers and choices that a table is made with.

    Attributes
    ----------
    far
        The named side needs k organisations, too (C3, C4, and always for trust, value, energy).
    symmetrise
        How two reports of a pair become one.
    """

    far: bool
    symmetrise: str = "either"


def key_of(e: Estimate) -> str:
    """Return the key of a figure: name, wave, network and subject."""
    return "|".join((e.name, e.wave or "", e.network or "", e.subject))


def relation_of(study: Study, network: str) -> str:
    """Return the relation that a network belongs to."""
    return study.settings.relation(network)[0].id


def is_sensitive(study: Study, network: str) -> bool:
    """Return whether `network` holds ratings of partners: trust, value or energy."""
    names = {network}
    if network in study.settings.network_names:
        names.add(relation_of(study, network))
    blocks = {item.id: item.block for item in study.settings.items}
    return any(
        part in PROTECTED_BLOCKS or blocks.get(name) in PROTECTED_BLOCKS
        for name in names
        for part in (name, *name.lower().replace("-", "_").split("_"))
    )


@dataclass(frozen=True)
class _Block:
    """Where a cell lies: positions of the organisations on both sides."""

    rows: frozenset[int]
    columns: frozenset[int]


def block_table(look: Lookup, estimates: Sequence[Estimate], rules: Rules) -> CellTable:
    """Return the tables of groups of one relation in one wave as one: all its levels, all attributes.

    What readers can add up is in it: the cells of each attribute make the density of the whole network, the
    E-I index gives the ties within groups, deeper levels lie within the others, and cells of two attributes
    can lie within each other and differ by a few organisations.

    Parameters
    ----------
    look
        Where the answers are.
    estimates
        Figures called ``block_density`` of one relation and wave.
    rules
        How the table is made.
    """
    names = sorted({e.network or "" for e in estimates}, key=lambda n: (look.settings.relation(n)[1] or 0.0, n))
    attributes = tuple(dict.fromkeys(e.subject.partition(":")[0] for e in estimates))
    wave = estimates[0].wave
    cells: list[Cell] = []
    equations: list[Equation] = []
    keys: dict[str, list[str]] = {}
    for name in names:
        reports = look.network(name, wave)
        mine: list[tuple[Cell, _Block]] = []
        for attribute in attributes:
            subjects = [e.subject for e in estimates if e.network == name and e.subject.startswith(f"{attribute}:")]
            table = _cells(look.study, reports, attribute, subjects, rules)
            if not table:
                continue
            mine += table
            inside = [c.key for c, block in table if block.rows == block.columns]
            equations.append(Equation(_total(name, wave), tuple(c.key for c, _block in table)))
            equations.append(Equation(f"ei_index|{wave or ''}|{name}|{attribute}", tuple(inside)))
            cells.append(_sum(equations[-1].total, [c for c, _block in table if c.key in inside], reports))
        if mine:
            whole = next(e for e in equations if e.total == _total(name, wave))
            cells.append(_sum(whole.total, [c for c, _block in mine if c.key in whole.parts], reports))
        cells += [c for c, _block in mine]
        extra, more = _differences(mine, reports.answered, rules, directed=reports.directed)
        cells += extra
        equations += more
        keys[name] = [c.key for c, _block in mine]
    return CellTable(tuple(cells), tuple(equations), tuple(_nested(names, keys)))


def _total(name: str, wave: str | None) -> str:
    return f"density|{wave or ''}|{name}|whole"


def _sum(key: str, parts: Iterable[Cell], reports: Network) -> Cell:
    several = tuple(parts)
    return Cell(
        key,
        Kind.TIES,
        sum(c.total for c in several),
        sum(c.n for c in several),
        (int(reports.answered.sum()),),
        margin=True,
    )


def _nested(names: Sequence[str], keys: Mapping[str, list[str]]) -> Iterable[tuple[str, str]]:
    """Yield (deeper, less deep) for the same cell at two levels of a relation."""
    for shallow, deep in pairwise(names):
        known = set(keys[deep])
        for key in keys[shallow]:
            name, wave, _network, subject = key.split("|", 3)
            other = "|".join((name, wave, deep, subject))
            if other in known:
                yield other, key


def _cells(
    study: Study, reports: Network, attribute: str, subjects: Sequence[str], rules: Rules
) -> list[tuple[Cell, _Block]]:
    groups: dict[str, list[int]] = {}
    for i, kind in enumerate(study.attribute(attribute, reports.nodes)):
        groups.setdefault(kind or _NO_GROUP, []).append(i)
    ties, seen = _pairs(reports, rules.symmetrise)
    found = []
    for subject in subjects:
        g, h = subject.partition(":")[2].split("→")
        block = _Block(frozenset(groups[g]), frozenset(groups[h]))
        rows, columns = groups[g], groups[h]
        here, known = ties[np.ix_(rows, columns)], seen[np.ix_(rows, columns)]
        half = 2 if not reports.directed and g == h else 1
        answered = reports.answered
        sizes = (len(rows),) if g == h else (len(rows), len(columns))
        reporting = [int(answered[rows].sum())]
        spread = [tuple(here.sum(axis=1).tolist())]
        across = tuple(here.sum(axis=0).tolist())
        if not reports.directed and g != h:
            # Both sides report; a side that said nothing adds nothing that it would have to be protected for.
            reporting.append(int(answered[columns].sum()))
            spread.append(across)
            kept = [k for k, n in enumerate(reporting) if n]
            reporting, spread = [reporting[k] for k in kept], [spread[k] for k in kept]
        if rules.far and across not in spread:
            spread.append(across)
        cell = Cell(
            f"block_density|{reports.wave or ''}|{reports.name}|{subject}",
            Kind.TIES,
            float(here.sum()) / half,
            float(known.sum()) / half,
            tuple(reporting),
            sizes if rules.far else (),
            tuple(spread),
        )
        found.append((cell, block))
    return found


def _pairs(reports: Network, rule: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return (ties, observed pairs) as 0/1 matrices, made as the analyses make them."""
    network = reports.dichotomise(5e-324, reports.name) if reports.valued else reports
    if not network.directed:
        network = network.symmetrise("both" if rule == "both" else "either")
    return network.ties.astype(np.float64), network.observed.astype(np.float64)


def _differences(
    cells: Sequence[tuple[Cell, _Block]], answered: NDArray[np.bool_], rules: Rules, *, directed: bool
) -> tuple[list[Cell], list[Equation]]:
    """Return what is left when a cell is taken from another one that holds it, where few stand behind the rest.

    Nobody prints these, but anybody can subtract: "research" from "research and large", say.
    """
    extra: list[Cell] = []
    equations: list[Equation] = []
    for (a, one), (b, two) in combinations(cells, 2):
        for small, s, large, t in ((a, one, b, two), (b, two, a, one)):
            way = _within(s, t, directed)
            if way is None or small.key.rpartition("|")[2].split(":")[0] == large.key.rpartition("|")[2].split(":")[0]:
                continue
            rest = [g - f for f, g in way]
            if not any(rest):
                equations.append(Equation(large.key, (small.key,)))
                break
            sides = tuple(int(sum(answered[i] for i in part)) for part in rest if part)
            sizes = tuple(len(part) for part in rest if part)
            key = f"{large.key} − {small.key}"
            extra.append(
                Cell(
                    key,
                    Kind.TIES,
                    large.total - small.total,
                    large.n - small.n,
                    # A rest of organisations that said nothing rests on the reports of those who are in both.
                    tuple(n for n in sides if n) or small.sides,
                    sizes if rules.far else (),
                    published=False,
                )
            )
            equations.append(Equation(large.key, (small.key, key)))
            break
    return extra, equations


def _within(s: _Block, t: _Block, directed: bool) -> list[tuple[frozenset[int], frozenset[int]]] | None:
    """Return (side of s, side of t) twice where s lies in t; None where it does not."""
    for rows, columns in ((t.rows, t.columns),) if directed else ((t.rows, t.columns), (t.columns, t.rows)):
        if s.rows <= rows and s.columns <= columns:
            return [(s.rows, rows), (s.columns, columns)]
    return None
