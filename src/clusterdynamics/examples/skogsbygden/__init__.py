"""Skogsbygden: a synthetic forest-and-paper cluster of 42 organisations in two waves.

The region, its organisations and everything they say are invented. ``build`` makes the whole study from a seed;
the folder ``examples/skogsbygden`` of the repository is what it makes, written down. How it is made and what
there is to find in it stands in ``examples/README.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["SEED", "build"]

#: The seed of the committed example.
SEED = 2026


def build(seed: int = SEED) -> Study:
    """Build the example study.

    Every table of the study package has rows. The counts (organisations, answers, new ties at least) hold for
    the default seed; another seed gives another cluster of the same kind.

    Parameters
    ----------
    seed
        Seed of everything that is drawn by chance; the same seed gives the same study on every machine.

    Returns
    -------
    Study
        Two waves, 2024 and 2026, with 42 organisations in each.
    """
    from clusterdynamics.examples.skogsbygden.study import make_study

    return make_study(seed)
