"""The causal map: one arrow for each cause and effect, and for every arrow who told it, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np
import polars as pl

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.loops.circuits import SignedGraph

__all__ = ["POLARITIES", "Arrow", "CausalMap", "causal_map"]

#: What a claim can say of a link.
POLARITIES = ("+", "-", "fails")
_DELAYS = ("none", "weeks", "months", "years")


@dataclass(frozen=True)
class Arrow:
    """A link of the map.

    Attributes
    ----------
    cause, effect
        What it leads from and to.
    claims
        Polarity → number of claims; where several coders coded a story, the most that one of them found.
    tellers, organisations
        Polarity → who told it so, and their organisations, sorted.
    stories
        Stories that tell it (not those in which it fails), sorted.
    ids
        Identifiers of all its claims, sorted.
    delay
        The delay told most often (the longer of two told equally often).
    """

    cause: str
    effect: str
    claims: Mapping[str, int]
    tellers: Mapping[str, tuple[str, ...]]
    organisations: Mapping[str, tuple[str, ...]]
    stories: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    delay: str = "none"

    @property
    def count(self) -> int:
        """Number of claims of any polarity."""
        return sum(self.claims.values())

    @property
    def sources(self) -> tuple[str, ...]:
        """Everybody who speaks of it, whatever they say."""
        return tuple(sorted({t for several in self.tellers.values() for t in several}))

    @property
    def homes(self) -> tuple[str, ...]:
        """Their organisations."""
        return tuple(sorted({o for several in self.organisations.values() for o in several}))

    @property
    def contested(self) -> bool:
        """Whether some say + and some say −."""
        return bool(self.tellers["+"] and self.tellers["-"])

    @property
    def sign(self) -> int:
        """+1 or −1, as most tellers say (then most claims); +1 where they are equal, or all say that it fails."""
        plus, minus = ((len(self.tellers[p]), self.claims[p]) for p in ("+", "-"))
        return -1 if minus > plus else 1

    def told(self, sign: int) -> tuple[str, ...]:
        """Return who tells it with this sign."""
        return self.tellers["+" if sign > 0 else "-"]


@dataclass(frozen=True, eq=False)
class CausalMap:
    """Factors and arrows.

    Attributes
    ----------
    factors
        Every factor that a claim names, sorted.
    arrows
        (cause, effect) → arrow, sorted by cause and effect.
    claims
        The claims it was made of, as ``tellings`` returns them.
    """

    factors: tuple[str, ...]
    arrows: Mapping[tuple[str, str], Arrow]
    claims: pl.DataFrame = field(repr=False)

    @cached_property
    def tellers(self) -> tuple[str, ...]:
        """Everybody who tells anything, sorted."""
        return tuple(sorted(self.claims["teller"].unique().to_list()))

    @cached_property
    def signed_stories(self) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
        """(cause, effect, polarity) → stories that tell it so, sorted."""
        grouped = self.claims.group_by("cause", "effect", "polarity").agg(pl.col("story").unique().sort())
        return MappingProxyType({(c, e, p): tuple(s) for c, e, p, s in grouped.iter_rows()})

    @cached_property
    def homes_of(self) -> Mapping[str, tuple[str, ...]]:
        """Teller → the organisations they speak for."""
        known = self.claims.select("teller", "organisation").drop_nulls().unique().sort("teller", "organisation")
        return MappingProxyType({t: tuple(o) for t, o in known.group_by("teller").agg("organisation").iter_rows()})

    @cached_property
    def teller_of(self) -> Mapping[str, str]:
        """Story → who tells it."""
        return MappingProxyType(dict(self.claims.select("story", "teller").unique().iter_rows()))

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Factor → its number in the graph."""
        return MappingProxyType({f: k for k, f in enumerate(self.factors)})

    def graph(self, arrows: Sequence[Arrow] | None = None) -> SignedGraph:
        """Return the arrows as a signed graph; its links are in their order, its nodes the factors in theirs.

        Arrows that only fail are links of it, too: what is broken has its place.
        """
        chosen = list(self.arrows.values()) if arrows is None else list(arrows)
        at = self.place
        return SignedGraph(
            len(self.factors),
            np.array([at[a.cause] for a in chosen], dtype=np.int64),
            np.array([at[a.effect] for a in chosen], dtype=np.int64),
            np.array([a.sign for a in chosen], dtype=np.int8),
        )

    def to_frame(self) -> pl.DataFrame:
        """Return the map as a table, one row for each arrow."""
        rows = [
            {
                "cause": a.cause,
                "effect": a.effect,
                "claims": a.count,
                "plus": a.claims["+"],
                "minus": a.claims["-"],
                "fails": a.claims["fails"],
                "tellers": len(a.sources),
                "organisations": len(a.homes),
                "contested": a.contested,
                "delay": a.delay,
            }
            for a in self.arrows.values()
        ]
        return pl.DataFrame(rows, schema=_FRAME)


_FRAME: dict[str, type[pl.DataType]] = {
    "cause": pl.String,
    "effect": pl.String,
    "claims": pl.Int64,
    "plus": pl.Int64,
    "minus": pl.Int64,
    "fails": pl.Int64,
    "tellers": pl.Int64,
    "organisations": pl.Int64,
    "contested": pl.Boolean,
    "delay": pl.String,
}


def causal_map(claims: pl.DataFrame) -> CausalMap:
    """Return the map that the claims make: claims of many sources become one arrow, and it keeps its sources.

    Parameters
    ----------
    claims
        ``id, story, cause, effect, polarity, teller, organisation`` and, where known, ``coder`` and ``delay``, as
        ``measures.evidence.tellings`` returns them (after factors were merged, rolled up or turned, if they were).

    Raises
    ------
    InputError
        A column is missing, or a polarity is none of ``+``, ``-`` and ``fails``.

    Notes
    -----
    Where several coders coded one story, their claims are one teller's words: a link has as many claims there as the
    coder with the most found.
    """
    needed = ("id", "story", "cause", "effect", "polarity", "teller", "organisation")
    missing = [c for c in needed if c not in claims.columns]
    if missing:
        raise InputError(_("The claims lack the columns {columns}.").format(columns=", ".join(missing)))
    odd = claims.filter(~pl.col("polarity").is_in(POLARITIES) | pl.col("polarity").is_null())["polarity"].unique()
    if odd.len():
        raise InputError(
            _("A claim says + (the same way), - (the other way) or fails, not {values}.").format(
                values=", ".join(sorted(repr(v) for v in odd))
            )
        )
    extra = {"coder": pl.String, "delay": pl.String}
    frame = claims.with_columns(
        pl.lit(None, dtype=kind).alias(c) for c, kind in extra.items() if c not in claims.columns
    )
    link = ["cause", "effect"]
    counted = (
        frame.group_by([*link, "polarity", "story", "coder"])
        .len()
        .group_by([*link, "polarity", "story"])
        .agg(pl.col("len").max())
        .group_by([*link, "polarity"])
        .agg(pl.col("len").sum())
    )
    claimed = {(c, e, p): int(n) for c, e, p, n in counted.iter_rows()}
    people = frame.group_by([*link, "polarity"]).agg(
        pl.col("teller").unique().sort(), pl.col("organisation").drop_nulls().unique().sort()
    )
    told = {(c, e, p): (tuple(t), tuple(o)) for c, e, p, t, o in people.iter_rows()}
    long = pl.col("delay").replace_strict({d: k for k, d in enumerate(_DELAYS)}, default=0, return_dtype=pl.Int64)
    works = pl.col("polarity") != "fails"
    rest = (
        frame.with_columns(long=long)
        .group_by(link)
        .agg(
            pl.col("story").filter(works).unique().sort(),
            pl.col("id").unique().sort(),
            pl.col("long").mode().max(),
        )
        .sort(link)
    )
    nobody: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    arrows = {
        (cause, effect): Arrow(
            cause,
            effect,
            MappingProxyType({p: claimed.get((cause, effect, p), 0) for p in POLARITIES}),
            MappingProxyType({p: told.get((cause, effect, p), nobody)[0] for p in POLARITIES}),
            MappingProxyType({p: told.get((cause, effect, p), nobody)[1] for p in POLARITIES}),
            tuple(stories),
            tuple(ids),
            _DELAYS[delay],
        )
        for cause, effect, stories, ids, delay in rest.iter_rows()
    }
    factors = tuple(sorted({f for pair in arrows for f in pair}))
    return CausalMap(factors, MappingProxyType(arrows), frame)
