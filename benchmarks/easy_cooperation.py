"""What speaks for each pair of 2,000 organisations, beside a plain loop over pairs with networkx's Adamic-Adar."""

from __future__ import annotations

import itertools
import math
import time

import networkx as nx
import numpy as np
from rich.console import Console
from rich.table import Table

from clusterdynamics.measures.easy.areas import AreaAnswers, AreaLabel
from clusterdynamics.measures.easy.pairs import reasons, values, weights_of
from clusterdynamics.measures.easy.places import nearness
from clusterdynamics.measures.easy.predict import adamic_adar, common_neighbours, preferential_attachment
from clusterdynamics.models.load import load_model

ACTORS, AREAS, PARTNERS, SEED = 2000, 14, 10, 1
#: The plain loop is timed on so many organisations; a loop over pairs grows with the square of their number.
LOOP = 1000


class Cluster:
    """Invented organisations: some 20 partners each; they trust half of them and wish to do more with one in ten."""

    def __init__(self, n: int) -> None:
        rng = np.random.default_rng(SEED)
        self.n = n
        share = np.zeros((n, AREAS, 4))
        ticked = rng.random((n, AREAS, 4)) < 0.15
        areas = tuple(AreaLabel(f"a{k:02d}", f"Area {k}", k % 5 + 1) for k in range(AREAS))
        self.answers = AreaAnswers(tuple(f"o{k:04d}" for k in range(n)), areas, share, ticked)
        self.ties = rng.random((n, n)) < PARTNERS / n
        self.ties |= self.ties.T
        np.fill_diagonal(self.ties, False)
        self.trusted = self.ties & (rng.random((n, n)) < 0.5)
        self.wishes = self.ties & (rng.random((n, n)) < 0.1)
        self.latitude, self.longitude = rng.uniform(59, 61, n), rng.uniform(13, 15, n)
        self.weights = weights_of(load_model())

    def ours(self) -> np.ndarray:
        near, _kilometres = nearness(self.latitude, self.longitude, (None,) * self.n)
        return values(reasons(self.answers, near, self.trusted, self.wishes), self.weights)

    def loop(self) -> np.ndarray:
        """The same, pair by pair, in plain Python."""
        join = [set(np.flatnonzero(row)) for row in self.answers.would_join]
        offer = [set(np.flatnonzero(row)) for row in self.answers.could_offer]
        trusted = [set(np.flatnonzero(row)) for row in self.trusted]
        level = [a.sensitivity or 5 for a in self.answers.areas]
        lat, lon = np.radians(self.latitude).tolist(), np.radians(self.longitude).tolist()
        pairs = list(itertools.combinations(range(self.n), 2))
        far = {p: _apart(*(x[k] for k in p for x in (lat, lon))) for p in pairs}
        middle = float(np.median(list(far.values())))
        result = np.zeros((self.n, self.n))
        for i, j in pairs:
            both, met = join[i] & join[j], (offer[i] & join[j]) | (offer[j] & join[i])
            features = {
                "both_would_join": len(both) / (len(both) + 1),
                "offer_meets_wish": len(met) / (len(met) + 1),
                "low_sensitivity": max(((5 - level[a]) / 4 for a in both | met), default=0.0),
                "proximity": 2 ** (-far[i, j] / middle),
                "common_trusted_partners": (m := len(trusted[i] & trusted[j])) / (m + 1),
                "wish": float(self.wishes[i, j]) + float(self.wishes[j, i]),
            }
            result[i, j] = result[j, i] = sum(self.weights[r] * f for r, f in features.items())
        return result


def _apart(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    a = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(a))


def best(function: object, times: int = 3) -> tuple[float, np.ndarray]:
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        result = function()  # type: ignore[operator]
        seconds.append(time.perf_counter() - start)
    return min(seconds), result


def main() -> None:
    console = Console(width=110)
    table = Table(title=f"All pairs: {ACTORS:,} organisations, {AREAS} areas")
    for heading in ("what", f"ours, {ACTORS:,}: s", f"ours, {LOOP}: s", f"loop, {LOOP}: s", "ratio"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    large, small = Cluster(ACTORS), Cluster(LOOP)
    full, _values = best(large.ours)
    mine, values_ours = best(small.ours)
    other, values_loop = best(small.loop, 1)
    assert np.allclose(values_ours, values_loop, atol=1e-6)
    table.add_row("all reasons", f"{full:.2f}", f"{mine:.4f}", f"{other:.2f}", f"{other / mine:,.0f}")

    graph = nx.from_numpy_array(small.ties.astype(int))
    pairs = list(itertools.combinations(range(LOOP), 2))
    for name, rule, theirs in (
        ("Adamic-Adar", adamic_adar, nx.adamic_adar_index),
        ("partners in common", common_neighbours, None),
        ("preferential attachment", preferential_attachment, nx.preferential_attachment),
    ):
        full, _ = best(lambda rule=rule: rule(large.ties))
        mine, matrix = best(lambda rule=rule: rule(small.ties))
        start = time.perf_counter()
        if theirs is None:
            found = [len(nx.common_neighbors(graph, i, j)) for i, j in pairs]
        else:
            found = [p for _i, _j, p in theirs(graph, pairs)]
        other = time.perf_counter() - start
        assert np.allclose([matrix[i, j] for i, j in pairs], found), name
        table.add_row(name, f"{full:.2f}", f"{mine:.4f}", f"{other:.2f}", f"{other / mine:,.0f}")
    console.print(table)


if __name__ == "__main__":
    main()
