"""Reading the shared data with numpy alone, independently of the library's own readers, and generated networks."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from clusterdynamics.study.network import Network


def read_matrix(path: Path) -> Network:
    """A square matrix with names in the first row and column; separator , or ;, any kind of line end."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = list(csv.reader(lines, delimiter=";" if ";" in lines[0] else ","))
    names = [row[0] for row in rows[1:]]
    return Network.from_matrix(np.array([row[1:] for row in rows[1:]], dtype=float), names)


def read_pajek_matrices(path: Path) -> list[Network]:
    """The ``*Matrix`` blocks of a Pajek file."""
    blocks: list[list[list[float]]] = []
    inside = False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("*"):
            inside = line.lower().startswith("*matrix")
            if inside:
                blocks.append([])
        elif inside and line.strip():
            blocks[-1].append([float(x) for x in line.split()])
    return [Network.from_matrix(block) for block in blocks]


def kecskemet(folder: Path) -> tuple[Network, Network]:
    """The firms present in 2012 and in 2015 (README: P31, P32 and P7, P13 are absent)."""
    first = read_matrix(folder / "kecskemet" / "KNetwork1.csv")
    second = read_matrix(folder / "kecskemet" / "KNetwork2.csv")
    return (
        first.subset([a for a in first.nodes if a not in ("P31", "P32")]),
        second.subset([a for a in second.nodes if a not in ("P7", "P13")]),
    )


def kecskemet_regression_data(folder: Path) -> tuple[Network, dict[str, Network | np.ndarray]]:
    """The 2012 firms of the ERGM files: ties; both proximities, same kind of owner, number of spin-offs in the pair."""
    place = folder / "kecskemet"
    net, cognitive, geographic = (
        read_matrix(place / f"e_{f}.csv") for f in ("network_data", "cog_prox_matrix", "geo_prox_matrix")
    )
    lines = (place / "e_firm_properties.csv").read_text(encoding="utf-8").splitlines()
    firms = {row["ID"]: row for row in csv.DictReader(lines, delimiter=";")}
    owner, spin_off = (np.array([float(firms[k][c]) for k in net.nodes]) for c in ("f_owner", "spinoff"))
    same = (owner[:, None] == owner).astype(float)
    return net, {"cog": cognitive, "geo": geographic, "sameowner": same, "spinoffsum": spin_off[:, None] + spin_off}


def random_network(
    rng: np.random.Generator, n: int, p: float, *, directed: bool = True, missing: float = 0.0
) -> Network:
    """A random network; some cells not observed."""
    matrix = (rng.random((n, n)) < p).astype(float)
    if not directed:
        matrix = np.triu(matrix, 1)
        matrix += matrix.T
    matrix[rng.random((n, n)) < missing] = np.nan
    return Network.from_matrix(matrix, directed=directed)


def sample(count: int, *, directed: bool, seed: int = 1, missing: float = 0.0) -> list[Network]:
    """Random networks of 1 to 30 actors, from empty to dense, most of the sparse ones disconnected."""
    rng = np.random.default_rng(seed)
    return [
        random_network(
            rng, int(rng.integers(1, 31)), float(rng.uniform(0, 0.5)) ** 2 * 2, directed=directed, missing=missing
        )
        for _ in range(count)
    ]


def relabelled(net: Network, order: np.ndarray) -> Network:
    """The same network with its rows in another order; the actors keep their names."""
    return net.subset(order)


@st.composite
def networks(draw: st.DrawFn, max_n: int = 9, directed: bool | None = None, missing: bool = True) -> Network:
    """Small networks, with cells that were not observed."""
    n = draw(st.integers(0, max_n))
    cells = st.sampled_from([0.0, 0.0, 1.0, np.nan] if missing else [0.0, 0.0, 1.0])
    matrix = np.array(draw(st.lists(cells, min_size=n * n, max_size=n * n)), dtype=float).reshape(n, n)
    arrows = draw(st.booleans()) if directed is None else directed
    return Network.from_matrix(matrix, directed=arrows)


#: Networks about which little or nothing can be said.
DEGENERATE = {
    "no actor": Network.from_matrix(np.zeros((0, 0))),
    "one actor": Network.from_matrix([[0]]),
    "two actors": Network.from_matrix([[0, 1], [0, 0]]),
    "no tie": Network.from_matrix(np.zeros((4, 4))),
    "all ties": Network.from_matrix(np.ones((4, 4))),
    "nothing observed": Network.from_matrix(np.full((4, 4), np.nan)),
    "disconnected": Network.from_matrix([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]),
    "undirected, no tie": Network.from_matrix(np.zeros((4, 4)), directed=False),
    "undirected, nothing observed": Network.from_matrix(np.full((4, 4), np.nan), directed=False),
}


#: A graph of 12 actors, and their groups, on which sna 2.7-1 (R 4.2.2) was run; test_against_r.py runs it again.
GRAPH_12 = np.array(
    [
        [int(c) for c in row]
        for row in (
            "000000010000",
            "000100000001",
            "000010011100",
            "000000010100",
            "000001011101",
            "000000000010",
            "010000010010",
            "110100001100",
            "011010100000",
            "010101010000",
            "101100000000",
            "110010011000",
        )
    ],
    dtype=float,
)
GROUPS_12 = list("accbbaabcccc")
