"""Random networks for the round trips: everything that files trip over, as far as a format can hold it."""

from __future__ import annotations

from hypothesis import strategies as st

from clusterdynamics.exchange import Edge, GraphData, Node, Relation, Spell, Timed

#: Letters, quotation marks, separators, the signs of XML and of the other formats, letters beyond ASCII.
NASTY = "aB7 åäöøßł\"'`,;:|&<>#%*=!./\\-_()[]€中\t"
#: Texts with line breaks, for formats that can hold them.
WILD = NASTY + "\n"

YEARS = st.integers(1990, 2040).map(str)
DATES = st.dates().map(lambda d: d.isoformat())


def texts(alphabet: str, *, least: int = 1) -> st.SearchStrategy[str]:
    """Texts that do not begin or end with white space, which tables and lists of names do not keep."""
    return st.text(alphabet, min_size=least, max_size=8).map(str.strip).filter(lambda t: len(t) >= least)


def values(*, missing: bool = True) -> st.SearchStrategy[float | None]:
    numbers = st.integers(1, 9).map(float)
    # Twelve digits: a workbook keeps sixteen, where the shortest text of a number may need seventeen.
    decimals = st.floats(-1e6, 1e6).map(lambda v: float(f"{v:.12g}"))
    numbers = numbers | decimals.filter(lambda v: v != 0 and v not in (9, 10, 11))
    return st.none() | numbers if missing else numbers


def scalars(alphabet: str) -> st.SearchStrategy[object]:
    integers = st.integers(-(2**53), 2**53)
    return st.none() | st.booleans() | integers | st.floats(-1e300, 1e300) | texts(alphabet, least=0)


def columns(alphabet: str) -> st.SearchStrategy[list[str]]:
    """Names of attributes; the letter in front keeps them apart from the words that the formats use."""
    return st.lists(texts(alphabet, least=0).map(lambda t: f"q{t}"), max_size=3, unique_by=lambda t: t.strip().lower())


@st.composite
def rich(draw: st.DrawFn, *, alphabet: str = WILD, changing: bool = False) -> GraphData:
    """Networks with everything: attributes of mixed types, parallel ties, dates, several relations."""
    ids = draw(st.lists(texts(alphabet), max_size=5, unique=True))
    two_mode = draw(st.booleans()) and len(ids) > 1
    spells = st.lists(st.builds(Spell, DATES, st.none() | DATES) | st.builds(Spell, st.none(), DATES), max_size=2).map(
        tuple
    )
    timed = st.builds(Timed, scalars(alphabet).filter(lambda v: v is not None), DATES, st.none() | DATES)
    cells = scalars(alphabet)
    if changing:
        cells = cells | st.lists(timed, min_size=1, max_size=2).map(tuple)
    names, edge_names = draw(columns(alphabet)), draw(columns(alphabet))
    nodes = [
        Node(
            i,
            draw(st.none() | texts(alphabet, least=0)),
            {n: draw(cells) for n in names},
            second=two_mode and k == len(ids) - 1,
            spells=draw(spells),
        )
        for k, i in enumerate(ids)
    ]
    relations = []
    for name in draw(st.lists(texts(alphabet.replace("|", "")), max_size=3, unique=True)):
        edges = [
            Edge(
                draw(st.sampled_from(ids)),
                draw(st.sampled_from(ids)),
                draw(values() | st.just(0.0)),
                {n: draw(cells) for n in edge_names},
                draw(spells),
                draw(st.booleans()),
            )
            for _i in range(draw(st.integers(0, 6)) if ids else 0)
        ]
        relations.append(Relation(name, tuple(edges), draw(st.booleans())))
    return GraphData(tuple(nodes), tuple(relations), title=draw(texts(alphabet, least=0)))


@st.composite
def plain(
    draw: st.DrawFn,
    *,
    names: st.SearchStrategy[str] | None = None,
    relations: st.SearchStrategy[list[str]] | None = None,
    two_mode: bool = False,
    missing: bool = True,
    structural: bool = False,
    parallel: bool = False,
    directed: st.SearchStrategy[bool] | None = None,
    least: int = 1,
) -> GraphData:
    """Networks for formats that are matrices or lists: names, values, what is missing."""
    ids = draw(st.lists(texts(NASTY) if names is None else names, min_size=max(least, 2), max_size=6, unique=True))
    second = draw(st.integers(1, len(ids) - 1)) if two_mode else 0
    nodes = tuple(Node(i, second=k >= len(ids) - second) for k, i in enumerate(ids))
    rows = ids[: len(ids) - second] if two_mode else ids
    cols = ids[len(ids) - second :] if two_mode else ids
    found = []
    for name in draw(st.just(["ties"]) if relations is None else relations):
        is_directed = False if two_mode else draw(st.just(True) if directed is None else directed)
        pairs = [(a, b) for a in rows for b in cols if two_mode or a != b]
        if not is_directed and not two_mode:
            pairs = [(a, b) for a, b in pairs if ids.index(a) < ids.index(b)]
        chosen = draw(st.lists(st.sampled_from(pairs), max_size=8, unique=not parallel)) if pairs else []
        edges = []
        for a, b in sorted(chosen, key=lambda p: (ids.index(p[0]), ids.index(p[1]))):
            fixed = structural and draw(st.booleans())
            value = draw(st.sampled_from([0.0, 1.0])) if fixed else 1.0 if structural else draw(values(missing=missing))
            edges.append(Edge(a, b, value, structural=fixed))
        found.append(Relation(name, tuple(edges), is_directed))
    return GraphData(nodes, tuple(found))
