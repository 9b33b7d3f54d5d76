"""Two publications of one wave: the second one must not give away who came between.

A figure that is published again after two organisations answered late, or after one took its answers back,
gives away what these said. So a cell is published again only where at least k respondents differ.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from clusterdynamics.disclosure.cells import CellTable
from clusterdynamics.disclosure.suppress import Suppressed, suppress

__all__ = ["Published", "Snapshot", "differing", "fingerprint_of", "held_back", "republish"]


def fingerprint_of(salt: bytes, *parts: str) -> str:
    """Return a short keyed hash, so that a snapshot need not hold who answered, or what.

    Parameters
    ----------
    salt
        A secret of the study, at least 16 bytes; destroyed with the respondents' keys.
    parts
        A respondent's identifier, or the identifier and the answers.

    Raises
    ------
    ValueError
        The salt is too short.
    """
    if len(salt) < 16:
        raise ValueError("the salt must have at least 16 bytes")
    digest = blake2b(key=salt[:64], digest_size=12)
    for part in parts:
        raw = part.encode()
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


@dataclass(frozen=True)
class Published:
    """One cell as it was published.

    Attributes
    ----------
    value
        Its figure; None where it was hidden.
    contributors
        Hash of each contributing respondent → hash of what the respondent answered, so that a corrected
        answer is a difference, too.
    """

    value: float | None
    contributors: Mapping[str, str]


@dataclass(frozen=True)
class Snapshot:
    """The cells of one publication of a wave, by key."""

    wave: str
    cells: Mapping[str, Published]


def differing(a: Mapping[str, str], b: Mapping[str, str]) -> int:
    """Return how many respondents differ: those in one only, and those whose answers changed."""
    return sum(a.get(person) != b.get(person) for person in a.keys() | b.keys())


def held_back(earlier: Sequence[Snapshot], new: Snapshot, k: int) -> frozenset[str]:
    """Return the cells of `new` that must stay hidden, because of what was published before.

    A cell may be published where it is the same as in every earlier snapshot of the wave, or where it differs
    from each by at least `k` respondents. What was hidden then may come into the light only with `k` new
    ones; cells that were not there before are new tables and are left to suppression.
    """
    back = set()
    for before in earlier:
        if before.wave != new.wave:
            continue
        for key, cell in new.cells.items():
            old = before.cells.get(key)
            if old is None:
                continue
            changes = differing(old.contributors, cell.contributors)
            same = changes == 0 and old.value is not None and old.value == cell.value
            if not same and changes < k:
                back.add(key)
    return frozenset(back)


def republish(
    earlier: Sequence[Snapshot],
    new: Snapshot,
    table: CellTable,
    k: int,
    minimum: int | None = None,
    *,
    forced: Collection[str] = (),
) -> Suppressed:
    """Suppress `table` so that it can be published after `earlier`.

    What must be held back counts as sensitive, so that it cannot be worked out of the new totals either. Its
    range must be as wide as that of a hidden cell (see ``audit.need_of``).

    Parameters
    ----------
    earlier, new
        Earlier publications of the wave, and what would be published now (the keys of `table`).
    table, k, minimum, forced
        As in ``suppress``.
    """
    back = held_back(earlier, new, k) & {c.key for c in table.cells}
    return suppress(table, k, minimum, forced=sorted(back | set(forced)))
