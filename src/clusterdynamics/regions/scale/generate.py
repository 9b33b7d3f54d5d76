"""Invented networks of a continent: regions of very different size, a few very active organisations, distance."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics import compute
from clusterdynamics.errors import Cancelled, InputError
from clusterdynamics.i18n import _
from clusterdynamics.regions.scale.store import UNIT, StoreWriter, TieStore, open_store

__all__ = ["generate_participations", "generate_ties"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: Ties that are made at a time.
_CHUNK = 4_000_000
#: What distance and one's own region do to a tie: an exponent and a factor as studies of research networks find them.
_DISTANCE, _OWN = -0.5, 4.0


def _world(rng: np.random.Generator, organisations: int, regions: int) -> tuple[IntArray, FloatArray, FloatArray]:
    """Return region and activity of each organisation, and the (g, g) attraction of regions for one another.

    Sizes of regions fall as 1 / rank (Zipf), activity has a Pareto tail of 1.5, attraction falls with distance.
    """
    share = 1.0 / np.arange(1, regions + 1)
    region = np.sort(rng.choice(regions, organisations, p=share / share.sum())).astype(np.int64)
    activity = rng.pareto(1.5, organisations) + 1.0
    at = rng.random((regions, 2))
    distance = np.hypot(*(at[:, None, :] - at[None, :, :]).transpose(2, 0, 1)) + 0.02
    attraction = distance**_DISTANCE
    np.fill_diagonal(attraction, _OWN * attraction.max(axis=1))
    return region, activity, attraction


class _Chooser:
    """Draws organisations by activity, in any region or in given ones.

    Organisations are sorted by region, so that those of a region are a stretch of the running sum of activity.
    """

    def __init__(self, region: IntArray, activity: FloatArray, regions: int) -> None:
        self.sums = np.cumsum(activity)
        counts = np.bincount(region, minlength=regions)
        ends = np.cumsum(counts)
        padded = np.concatenate([[0.0], self.sums])
        self.low, self.high = padded[ends - counts], padded[ends]
        self.mass = self.high - self.low

    def anywhere(self, rng: np.random.Generator, n: int) -> IntArray:
        found: IntArray = np.searchsorted(self.sums, rng.random(n) * self.sums[-1], side="right").astype(np.int64)
        return np.minimum(found, self.sums.size - 1)

    def within(self, rng: np.random.Generator, regions: IntArray) -> IntArray:
        low, high = self.low[regions], self.high[regions]
        found: IntArray = np.searchsorted(self.sums, low + rng.random(regions.size) * (high - low), side="right")
        return np.minimum(found.astype(np.int64), self.sums.size - 1)


def generate_ties(
    folder: Path | str,
    ties: int,
    *,
    organisations: int = 100_000,
    regions: int = 300,
    years: int = 10,
    relations: int = 3,
    first_year: int = 2015,
    seed: int = 0,
) -> TieStore:
    """Make an invented network of a continent on disk.

    A tie starts at an organisation drawn by activity, goes to a region drawn by attraction (distance, and the own
    region) and size, and ends at an organisation there drawn by activity; it has a relation and a weight from 0 to 1.
    Made in chunks, so that memory does not grow with it; the same seed gives the same ties.

    Parameters
    ----------
    folder
        Where to; must not be there.
    ties
        How many.
    organisations, regions, years, relations, first_year
        Sizes of the invented world.
    seed
        Where all chance comes from.

    Raises
    ------
    InputError
        A size is smaller than 1, or the folder is there.
    Cancelled
        The person asked to stop; nothing is left behind.
    """
    if min(ties, organisations, regions, years, relations) < 1 or organisations < regions:
        raise InputError(
            _("All sizes must be at least 1, and there must be at least as many organisations as regions.")
        )
    place = compute.current()
    source = np.random.SeedSequence(seed)
    rng = np.random.default_rng(source)
    region, activity, attraction = _world(rng, organisations, regions)
    chooser = _Chooser(region, activity, regions)
    # Where ties of each region go: attraction times mass, as a running sum in each row.
    toward = np.cumsum(attraction * chooser.mass[None, :], axis=1)
    toward /= toward[:, -1:]
    flat = (toward + np.arange(regions)[:, None]).ravel()
    per_year = [ties // years + (k < ties % years) for k in range(years)]
    sizes = [(k, min(_CHUNK, n - at)) for k, n in enumerate(per_year) for at in range(0, n, _CHUNK)]
    names = [f"R{k:0{len(str(regions))}d}" for k in range(regions)]
    labels = [f"relation {k + 1}" for k in range(relations)]
    note = f"invented: {ties} ties, seed {seed}"
    with StoreWriter(folder, names, labels, region, note=note) as writer:
        for done, ((year, n), child) in enumerate(zip(sizes, source.spawn(len(sizes)), strict=True)):
            if place.cancelled():
                raise Cancelled
            draw = np.random.default_rng(child)
            start = chooser.anywhere(draw, n)
            there = np.searchsorted(flat, region[start] + draw.random(n), side="right") - region[start] * regions
            end = chooser.within(draw, np.clip(there, 0, regions - 1))
            weight = draw.integers(1, UNIT, n, endpoint=True)
            writer.add(first_year + year, start, end, draw.integers(0, relations, n), weight)
            place.progress(_("Invented ties"), done + 1, len(sizes))
    return open_store(folder)


def generate_participations(
    projects: int,
    *,
    organisations: int = 20_000,
    regions: int = 200,
    years: int = 7,
    first_year: int = 2014,
    seed: int = 0,
) -> pl.DataFrame:
    """Make invented participations of organisations in projects, with few large consortia and many small ones.

    Sizes of consortia have a heavy tail (1 + Pareto, at most 200), organisations take part by activity, and most of a
    consortium comes from near its first organisation.

    Returns
    -------
    Columns project, organisation, region, year, budget.
    """
    rng = np.random.default_rng(seed)
    region, activity, attraction = _world(rng, organisations, regions)
    chooser = _Chooser(region, activity, regions)
    size = np.minimum(2 + np.floor(4 * rng.pareto(1.6, projects)), 200).astype(np.int64)
    project = np.repeat(np.arange(projects), size)
    first = np.repeat(chooser.anywhere(rng, projects), size)
    toward = np.cumsum(attraction * chooser.mass[None, :], axis=1)
    toward /= toward[:, -1:]
    flat = (toward + np.arange(regions)[:, None]).ravel()
    home = region[first]
    there = np.clip(
        np.searchsorted(flat, home + rng.random(project.size), side="right") - home * regions, 0, regions - 1
    )
    member = chooser.within(rng, there)
    begins = np.r_[True, project[1:] != project[:-1]]
    member[begins] = first[begins]
    names = np.array([f"R{k:0{len(str(regions))}d}" for k in range(regions)])
    return pl.DataFrame(
        {
            "project": [f"p{k}" for k in project],
            "organisation": [f"o{k}" for k in member],
            "region": names[region[member]],
            "year": first_year + np.repeat(rng.integers(0, years, projects), size),
            "budget": np.round(rng.lognormal(12, 1, project.size), 2),
        }
    ).unique(["project", "organisation"], keep="first", maintain_order=True)
