"""What two regions see of each other: no small cell, and none that can be worked out, by anybody of either side."""

from __future__ import annotations

import numpy as np
import pytest

from clusterdynamics.disclosure.audit import Auditor, feasible_ranges
from clusterdynamics.disclosure.cells import CellTable, Why, primary
from clusterdynamics.disclosure.suppress import Suppressed
from clusterdynamics.disclosure.two_sides import block_table, decide_two_sides, regional_table
from clusterdynamics.regions.partners import Partner
from clusterdynamics.regions.two_sides import Across, TwoSides, two_sides
from clusterdynamics.study.network import Network

K = 5
NAN = float("nan")


def sides(
    seed: int, sizes: tuple[int, int] = (12, 11), asked: tuple[int, int] = (10, 9), shown: tuple[int, int] = (9, 8)
) -> TwoSides:
    """Two clusters with as many that answered (`asked`) and were shown to the other side (`shown`)."""
    rng = np.random.default_rng(seed)
    names = [[f"{side}{k:02}" for k in range(n)] for side, n in zip("pq", sizes, strict=True)]
    nets, said = [], []
    for k in (0, 1):
        values = rng.integers(0, 5, (sizes[k],) * 2) * (rng.random((sizes[k],) * 2) < 0.4)
        matrix = values.astype(float)
        matrix[asked[k] :] = NAN
        nets.append(Network.from_matrix(matrix, names[k]))
    for k in (0, 1):
        rows, columns = names[k][: asked[k]], names[1 - k][: shown[1 - k]]
        pairs = {(a, b): float(rng.integers(1, 6)) for a in rows for b in columns if rng.random() < 0.3}
        said.append(Across(frozenset(rows), frozenset(columns), pairs))
    return two_sides(nets[0], nets[1], said[0], said[1])


def holds(table: CellTable, found: Suppressed) -> None:
    """Check: all that is sensitive is hidden, and nobody, of either side or neither, can work it out."""
    sensitive = {c.key: why for c in table.cells if (why := primary(c, K, K)) is not None}
    assert set(sensitive) <= set(found.hidden)
    assert found.proved
    for knows in ("", "a", "b"):
        own = {c.key for c in table.cells if c.key.partition(":")[2] == 2 * knows} if knows else set()
        unknown = set(found.hidden) - own
        secret = {c: why for c, why in sensitive.items() if c in unknown}
        failing = set(Auditor(table, K).run(secret, free=unknown).failing)
        # A block that may be shown bounds its parts: of three links, no more than three are to somebody. That is no
        # secret; the sum of all and what both ends report must not tell more than the blocks alone do.
        extras = {c.key for c in table.cells if c.key.startswith(("both", "either", "ties:all"))}
        known_anyhow = set(Auditor(table, K).run(secret, free=unknown | extras).failing)
        assert failing <= known_anyhow, f"somebody of {knows or 'neither side'} works out {failing - known_anyhow}"
        assert not {c for c in failing if c.startswith(("ties", "depth"))}


def test_large_sides_see_all_blocks() -> None:
    everybody = sides(1, asked=(12, 11), shown=(12, 11))
    table = block_table(everybody, 1, 5)
    found = decide_two_sides(table, K)
    assert {c.key for c in table.cells if c.published and c.key in found.hidden} == set()
    assert found.value("ties:ab") == everybody.ties("a", "b")
    holds(table, found)
    # Two of each side were silent: what both ends report, taken from all, would be what was said about these two.
    some = block_table(sides(1), 1, 5)
    found = decide_two_sides(some, K)
    assert {c for c in found.hidden if some[c].published} >= {"both:aa", "either:aa", "both:bb", "either:bb"}
    assert {c for c in found.hidden if c.startswith(("ties", "depth"))} == set()
    holds(some, found)


@pytest.mark.parametrize("asked", [(10, 3), (4, 9), (3, 3)])
@pytest.mark.parametrize("shown", [(9, 8), (3, 8)])
def test_a_small_side_is_hidden_with_what_would_give_it_away(asked: tuple[int, int], shown: tuple[int, int]) -> None:
    table = block_table(sides(2, asked=asked, shown=shown), 1, 5)
    found = decide_two_sides(table, K)
    holds(table, found)
    small = [s + t for s, n in zip("ab", asked, strict=True) for t in "ab" if n < K]
    assert {f"ties:{w}" for w in small} <= set(found.hidden)
    if min(asked) >= K and min(shown) >= K:
        assert found.value("ties:ab") is not None


def test_a_single_hidden_block_is_not_the_sum_less_the_others() -> None:
    """Only b → a is small: few names of a were shown. With the sum of all it would be known exactly."""
    table = block_table(sides(3, shown=(3, 8)), 1, 5)
    assert [c.key for c in table.cells if c.key.startswith("ties:") and primary(c, K, K)] == ["ties:ba"]
    alone = {c.key: Why.THIN for c in table.cells if c.key == "ties:ba"}
    low, high = feasible_ranges(table, [*alone, "judged:ba", "rest:ba", "reports:ab", "judged:ab", "rest:ab"])[
        "ties:ba"
    ]
    assert low == high  # the attack works
    found = decide_two_sides(table, K)
    assert "ties:ba" in found.hidden
    holds(table, found)


@pytest.mark.parametrize("seed", range(8))
def test_nobody_works_out_a_hidden_cell(seed: int) -> None:
    """Sides of all sizes: where something is hidden, it stays hidden from outside and from either side."""
    rng = np.random.default_rng(seed)
    sizes = tuple(int(x) for x in rng.integers(6, 13, 2))
    asked = tuple(int(rng.integers(2, n + 1)) for n in sizes)
    shown = tuple(int(rng.integers(2, n + 1)) for n in sizes)
    table = block_table(sides(seed, sizes, asked, shown), 1, 5)  # type: ignore[arg-type]
    holds(table, decide_two_sides(table, K))


def test_what_changed_since_it_was_shown_stays_hidden() -> None:
    table = block_table(sides(1), 1, 5)
    found = decide_two_sides(table, K, forced=["ties:ab"])
    assert {"ties:ab", "depth:ab", "ties:all"} <= set(found.hidden)
    assert found.value("ties:aa") is not None
    holds(table, found)


def _said(number: int, barrier: str = "border", of: int = 0) -> list[Partner]:
    none: frozenset[str] = frozenset()
    return [
        Partner(
            f"o{k}", "South", 3.0, none, frozenset({barrier}) if k < of else none, none, wrote=False, names_door=False
        )
        for k in range(number)
    ]


def test_what_organisations_say_about_the_other_region() -> None:
    table = regional_table((12, 9), (_said(8, of=6), _said(2, of=2)), 1, 5)
    found = decide_two_sides(table, K)
    assert found.value("works:a") == 8
    # Six of eight name the border: two do not, which is few but no organisation can tell which.
    assert found.value("barrier:a:border") == 6
    # Two work with the other region: how they do, and what is in their way, is theirs.
    assert {"closeness:b", "barrier:b:border"} <= set(found.hidden)


def test_one_that_differs_is_not_told() -> None:
    table = regional_table((12, 9), (_said(11), _said(1)), 1, 5)
    assert {"works:a", "works:b"} <= set(decide_two_sides(table, K).hidden)  # all but one, and one
