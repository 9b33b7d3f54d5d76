"""Two clusters of two regions, each of which may see the other at block level only: what both are shown.

Both see the same table: inside the first, inside the second, from each to the other, all together. Whoever reads it
may know everything about the inside of the own cluster; what is hidden must stay hidden from them, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.disclosure.audit import Auditor
from clusterdynamics.disclosure.cells import Cell, CellTable, Equation, Kind, Why, primary
from clusterdynamics.disclosure.suppress import Suppressed
from clusterdynamics.regions.partners import Partner
from clusterdynamics.regions.two_sides import BLOCKS, SIDES, TwoSides

__all__ = ["PAIRS", "block_table", "decide_two_sides", "key", "regional_table"]

#: Blocks without direction, in which links that both ends report are counted.
PAIRS = (("a", "a"), ("a", "b"), ("b", "b"))
_ALL = "ties:all"


def key(figure: str, here: str, there: str = "") -> str:
    """Return the name of a cell: ``ties``, ``depth`` (ways), ``both``, ``either`` (pairs), ``works``, … (sides)."""
    return f"{figure}:{here}{there}"


def block_table(found: TwoSides, low: float, high: float) -> CellTable:
    """Return the cells of all blocks that were asked about, and how they hang together.

    Parameters
    ----------
    low, high
        Ends of the scale of depth, for links that there are.
    """
    cells: list[Cell] = []
    equations: list[Equation] = []
    orders: list[tuple[str, str]] = []
    for here, there in BLOCKS:
        seen = found.observed & found.block(here, there)
        if not seen.any():
            continue
        cells.append(_ties(key("ties", here, there), found.linked, seen))
        depth = _depth(key("depth", here, there), found, found.block(here, there), low, high)
        if depth is not None:
            cells.append(depth)
    ways = [c for c in cells if c.kind is Kind.TIES]
    if len(ways) > 1:
        equations.append(Equation(_ALL, tuple(c.key for c in ways)))
        cells.append(_sum(_ALL, ways, (int(found.answered.sum()),), margin=True))
    for here, there in PAIRS:
        _mutual(found, here, there, cells, equations, orders)
    return CellTable(tuple(cells), tuple(equations), tuple(orders))


def _ties(
    name: str,
    linked: NDArray[np.bool_],
    seen: NDArray[np.bool_],
    *,
    both: bool = False,
    half: int = 1,
    published: bool = True,
) -> Cell:
    """Return a cell of links; `both`: the organisations on the side of the columns report as well."""
    here = linked & seen
    rows, columns = int(seen.any(axis=1).sum()), int(seen.any(axis=0).sum())
    spread = (tuple(here.sum(axis=1).astype(float).tolist()), tuple(here.sum(axis=0).astype(float).tolist()))
    return Cell(
        name,
        Kind.TIES,
        float(here.sum()) / half,
        float(seen.sum()) / half,
        (rows, columns) if both else (rows,),
        (rows, columns),
        spread,
        published=published,
    )


def _depth(name: str, found: TwoSides, block: NDArray[np.bool_], low: float, high: float) -> Cell | None:
    values = np.where(block, np.nan_to_num(found.network.values), 0.0)
    known = values > 0
    if not known.any():
        return None
    rows, columns = known.sum(axis=1), known.sum(axis=0)
    return Cell(
        name,
        Kind.MEAN,
        float(values.sum()),
        float(known.sum()),
        (int((rows > 0).sum()),),
        (int((columns > 0).sum()),),
        # A mean that rests on the links of two organisations is theirs.
        (tuple(rows.astype(float).tolist()), tuple(columns.astype(float).tolist())),
        low,
        high,
    )


def _sum(name: str, parts: Sequence[Cell], sides: tuple[int, ...], *, margin: bool) -> Cell:
    total, n = sum(c.total for c in parts), sum(c.n for c in parts)
    return Cell(name, Kind.TIES, total, n, sides, published=margin, margin=margin)


def _mutual(
    found: TwoSides,
    here: str,
    there: str,
    cells: list[Cell],
    equations: list[Equation],
    orders: list[tuple[str, str]],
) -> None:
    """Add links that both ends report, and what they can be taken from: what is counted among all pairs.

    Nobody prints what was reported among the pairs of which both ends were asked, nor the rest; but where few
    organisations make the difference, it would be known what links these have.
    """
    judged = found.both_asked() & found.block(here, there)
    if not judged.any():
        return
    half = 2 if here == there else 1
    both, either = key("both", here, there), key("either", here, there)
    cells.append(_ties(both, found.linked & found.linked.T, judged, both=True, half=half))
    cells.append(_ties(either, found.linked | found.linked.T, judged, both=True, half=half))
    orders.append((both, either))
    ways = ((here, there),) if here == there else ((here, there), (there, here))
    parts = []
    for g, h in ways:
        seen = found.observed & found.block(g, h)
        part = seen & found.both_asked()
        inner, rest = key("judged", g, h), key("rest", g, h)
        parts.append(_ties(inner, found.linked, part, published=False))
        cells.append(parts[-1])
        terms = [inner]
        if (seen & ~part).any():
            cells.append(_ties(rest, found.linked, seen & ~part, published=False))
            terms.append(rest)
        equations.append(Equation(key("ties", g, h), tuple(terms)))
        orders += [(both, inner)] if here != there else []
    name = key("reports", here, there)
    cells.append(_sum(name, parts, (int(found.answered.sum()),), margin=False))
    equations += [Equation(name, tuple(p.key for p in parts)), Equation(name, (both, either))]


def regional_table(
    answered: Sequence[int], partners: Sequence[Sequence[Partner]], low: float, high: float
) -> CellTable:
    """Return what organisations of each side say about the other region as a whole.

    Cells ``works:a`` (share of those that answered), ``closeness:a`` (mean depth of those that say), and
    ``barrier:a:border`` (share of those that work with the other region).

    Parameters
    ----------
    answered
        Organisations of each side that answered about other regions.
    partners
        For each side the answers about the other region, one an organisation.
    """
    cells: list[Cell] = []
    orders: list[tuple[str, str]] = []
    for side, n, said in zip(SIDES, answered, partners, strict=True):
        if not n:
            continue
        cells.append(Cell(key("works", side), Kind.SHARE, float(len(said)), float(n), (n,)))
        depths = [p.depth for p in said if p.depth is not None]
        if depths:
            of = (len(depths),)
            cells.append(Cell(key("closeness", side), Kind.MEAN, sum(depths), len(depths), of, low=low, high=high))
        for barrier in sorted({b for p in said for b in p.barriers}):
            name = key("barrier", side, f":{barrier}")
            number = sum(barrier in p.barriers for p in said)
            cells.append(Cell(name, Kind.SHARE, float(number), float(len(said)), (len(said),)))
            orders.append((name, key("works", side)))
    return CellTable(tuple(cells), (), tuple(orders))


def decide_two_sides(
    table: CellTable, k: int, minimum: int | None = None, *, forced: Collection[str] = ()
) -> Suppressed:
    """Hide what must be hidden from readers outside, from those of the first side and from those of the second.

    The blocks themselves come first: each is hidden where it is sensitive in itself. The sum of all blocks, and the
    links that both ends report, hang together with them; each of these is shown only where the audit proves that
    nobody can work anything hidden out with its help. So where a block is hidden the sum goes, and not a second block.

    Parameters
    ----------
    table
        What ``block_table`` or ``regional_table`` returned.
    k, minimum
        Least number of organisations, and of answering ones; `k` where none is given.
    forced
        Cells that stay hidden for a wider reason: they changed since they were shown.
    """
    least = k if minimum is None else minimum
    why: dict[str, Why] = {}
    for cell in table.cells:
        found = primary(cell, k, least) or (Why.FORCED if cell.key in set(forced) else None)
        if found is not None:
            why[cell.key] = found
    extras = [group for group in _extras() if any(c.key in group for c in table.cells)]
    names = {c.key for c in table.cells} - set().union(*extras)
    hidden = {name: why[name] for name in names if name in why}
    # Where a number is hidden, what is said about those behind it is not shown either.
    hidden |= {name: hidden.get(name, Why.COMPLEMENTARY) for name in _dependent(names, hidden)}
    if not _is_safe(_part(table, names), hidden, k):
        hidden = {name: why.get(name, Why.COMPLEMENTARY) for name in names}
    left_out: dict[str, Why] = {}
    for group in extras:
        cells = [c for c in table.cells if c.key in group]
        trial = {c.key: why.get(c.key, Why.COMPLEMENTARY) for c in cells if not c.published}
        sensitive = any(c.key in why for c in cells if c.published)
        # A sum less all its parts but two is the sum of these two, which is too much about both.
        sensitive |= group == {_ALL} and any(name in hidden for name in names if name.startswith("ties"))
        if sensitive or not _is_safe(_part(table, names | group), hidden | trial, k):
            left_out |= {c.key: why.get(c.key, Why.COMPLEMENTARY) for c in cells}
        else:
            names |= group
            hidden |= trial
    return Suppressed(table, k, least, left_out | hidden, proved=True)


def _extras() -> list[set[str]]:
    """Return what hangs together with the blocks: the sum, and for each pair of sides what both ends report."""
    groups = [{_ALL}]
    for here, there in PAIRS:
        ways = {(here, there), (there, here)}
        group = {key(figure, here, there) for figure in ("both", "either", "reports")}
        groups.append(group | {key(figure, *way) for figure in ("judged", "rest") for way in ways})
    return groups


def _part(table: CellTable, names: Collection[str]) -> CellTable:
    """Return the cells called `names`, with the sums and orders that hold among them."""
    return CellTable(
        tuple(c for c in table.cells if c.key in names),
        tuple(e for e in table.equations if {e.total, *e.parts} <= set(names)),
        tuple(pair for pair in table.orders if set(pair) <= set(names)),
    )


def _dependent(names: Collection[str], hidden: Collection[str]) -> Iterator[str]:
    for name in names:
        figure, _colon, where = name.partition(":")
        leader = key("ties", where) if figure == "depth" else key("works", where[:1])
        if figure in {"depth", "barrier", "closeness"} and leader in hidden:
            yield name


def _is_safe(table: CellTable, hidden: Mapping[str, Why], k: int) -> bool:
    """Say whether nobody can work out what is hidden: from outside, or knowing everything inside the own cluster."""
    auditor = Auditor(table, k)
    for side in ("", *SIDES):
        own = {key(f, side, side) for f in ("ties", "depth", "both", "either", "judged", "rest", "reports") if side}
        unknown = {name for name in hidden if name not in own}
        # What is hidden for its neighbours' sake only may be known to those who know the neighbours.
        sensitive = {name: why for name, why in hidden.items() if name in unknown and why is not Why.COMPLEMENTARY}
        if not auditor.run(sensitive, free=unknown).ok:
            return False
    return True
