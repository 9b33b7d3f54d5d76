"""What readers know already: a snapshot that comes after another one must not give away who came between.

Of an earlier snapshot only hashes are kept: which organisation answered, and whether it answered the same. Where few
organisations differ, every figure of that wave that they could have changed stays hidden until the next wave; the
others are what they were before. What was hidden then and has not changed stays hidden, because the figures of then,
which readers may have kept, could give it away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, Self

import polars as pl

from clusterdynamics.disclosure.classes import VisibilityClass, minimum_for
from clusterdynamics.disclosure.relational import key_of, relation_of
from clusterdynamics.disclosure.rules import rule_for
from clusterdynamics.disclosure.snapshots import fingerprint_of
from clusterdynamics.disclosure.treatment import Treatment
from clusterdynamics.disclosure.verdict import Outcome

if TYPE_CHECKING:
    from clusterdynamics.disclosure.decide import Disclosed
    from clusterdynamics.measures.estimate import Estimate
    from clusterdynamics.study.model import Study

__all__ = ["Before", "Earlier", "said"]

#: Wave → part of the questionnaire → hash of an organisation → hash of what it said there.
type Said = Mapping[str, Mapping[str, Mapping[str, str]]]

#: Letters kept of a hash: two answers look the same once in 10¹⁴.
_LETTERS = 12
#: What an organisation is, apart from its answers: which groups it is counted in.
_ROSTER = "roster"
_ABOUT = ("type", "size_class", "is_anchor", "nuts")
_GROUPED_BY = ("type", "size_class", "is_anchor", "nuts", "nuts0", "nuts1", "nuts2", "nuts3")
#: Table → the column that divides it into parts. An organisation that answered and is not in the table is counted as
#: one that said "none" there, save where a part is one question that may be left out.
_PARTS: Mapping[str, str] = {
    "ties": "relation",
    "ratings": "item",
    "wishes": "",
    "answers": "item",
    "area_answers": "area",
    "nominations": "",
    "outside_links": "",
    "partner_regions": "",
    "stories": "",
}
_MAY_BE_LEFT_OUT = ("ratings", "answers", "area_answers")
#: How and when somebody answered is no part of what was said.
_ASIDE = ("wave", "respondent", "mode", "language", "saved_at")
#: Figures that follow from the ties of their network alone; all others count as changed by any answer.
_OF_TIES = (
    *("actors", "density", "reciprocity.", "transitivity.", "components", "largest_component", "distance.", "reach."),
    *("centralisation.", "core_periphery.", "communities", "modularity", "confirmed", "one_sided", "mismatch.mean"),
    *("ei_index", "block_density", "block_depth", "brokerage.", "brokers"),
)
#: Figures that rest on several waves, whatever wave stands with them.
_OF_ALL_WAVES = ("back_test.", "detectable.", "guttman.", "mokken.", "functioning.", "vignettes.", "scenario.")


@dataclass(frozen=True)
class Earlier:
    """A snapshot as it was told to others than the study team.

    Attributes
    ----------
    said
        Who said what, as hashes.
    hidden
        Class → keys of the figures that were hidden.
    """

    said: Said
    hidden: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, study: Study, salt: bytes, told: Iterable[Disclosed]) -> Self:
        """Return what is to be kept of a snapshot.

        Parameters
        ----------
        salt
            A secret of the study; the same for all its snapshots.
        told
            What each audience outside the study team was told.
        """
        hidden: dict[str, frozenset[str]] = {}
        for disclosed in told:
            keys = {key_of(e) for e in disclosed if e.verdict in (Outcome.FEW, Outcome.PROTECTED)}
            hidden[str(disclosed.visibility)] = hidden.get(str(disclosed.visibility), frozenset()) | keys
        return cls(said(study, salt), hidden)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"said": self.said, "hidden": {c: sorted(keys) for c, keys in self.hidden.items()}}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return what ``to_dict`` has written."""
        return cls(data["said"], {c: frozenset(keys) for c, keys in data["hidden"].items()})


def said(study: Study, salt: bytes) -> Said:
    """Return who said what in each wave, as hashes under `salt`."""
    done = study["respondents"].filter(pl.col("status") == "submitted").select("id", "wave", "actor")
    answering = dict(done.group_by("wave").agg(pl.col("actor").unique()).iter_rows())
    found: dict[str, dict[str, dict[str, str]]] = {}
    for wave in study.wave_ids:
        present = study.present(wave)
        about = zip(present, *(study.attribute(column, present) for column in _ABOUT), strict=True)
        found[wave] = {_ROSTER: {_hash(salt, a): _hash(salt, *map(str, values)) for a, *values in about}}
    for table, column in _PARTS.items():
        for wave, rows in _rows(study, table, done).items():
            parts: dict[str, dict[str, list[str]]] = {}
            for part, actor, text in rows.select(
                pl.col(column) if column else pl.lit(""), "_actor", "_text"
            ).iter_rows():
                parts.setdefault(f"{table}:{part}", {}).setdefault(actor, []).append(text)
            for name, told in parts.items():
                if table not in _MAY_BE_LEFT_OUT:
                    told = {actor: told.get(actor, []) for actor in (*answering.get(wave, ()), *told)}
                found[wave][name] = {_hash(salt, a): _hash(salt, a, *sorted(texts)) for a, texts in told.items()}
    return found


def _rows(study: Study, table: str, done: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the rows of a table that count, wave by wave: of whom, and what they say as text."""
    frame = study[table].filter(pl.col("wave").is_in(study.wave_ids))
    if table == "stories":  # with what was found in them
        claims = study["claims"].group_by("story").agg(pl.struct(pl.exclude("story")).sort_by("id").alias("_claims"))
        frame = frame.join(claims, left_on="id", right_on="story", how="left")
    counted = done.rename({"actor": "_actor"})
    how: Literal["left", "inner"] = "left" if table == "stories" else "inner"  # the team may have heard a story, too
    frame = frame.join(counted, left_on=["respondent", "wave"], right_on=["id", "wave"], how=how)
    if table == "stories":
        frame = frame.with_columns(pl.coalesce("_actor", "actor", pl.lit("")).alias("_actor"))
    if not frame.height:
        return {}
    kept = [c for c in frame.columns if c not in (*_ASIDE, "_actor")]
    text = frame.select(pl.struct(kept).map_elements(repr, return_dtype=pl.String).alias("_text"))
    frame = frame.with_columns(text["_text"])
    return {str(key[0]): part for key, part in frame.partition_by("wave", as_dict=True).items()}


def _hash(salt: bytes, *parts: str) -> str:
    return fingerprint_of(salt, *parts)[:_LETTERS]


class Before:
    """What was told before, beside the study as it is now.

    Parameters
    ----------
    study
        The study as it is now.
    earlier
        What was kept of the snapshots that were told before.
    salt
        The secret under which it was kept.
    """

    def __init__(self, study: Study, earlier: Sequence[Earlier], salt: bytes) -> None:
        self.study, self.earlier, self.salt = study, tuple(earlier), salt
        self._tight: dict[tuple[int, str, int], bool] = {}
        self._groups: dict[tuple[str, str], frozenset[str]] = {}

    @cached_property
    def _changes(self) -> tuple[dict[str, dict[str, frozenset[str]]], ...]:
        """For each earlier snapshot: wave → part → hashes of the organisations that differ."""
        if not self.earlier:
            return ()
        now = said(self.study, self.salt)
        return tuple(
            {
                wave: {
                    part: frozenset(h for h in a.keys() | b.keys() if a.get(h) != b.get(h))
                    for part in then.keys() | now[wave].keys()
                    for a, b in [(then.get(part, {}), now[wave].get(part, {}))]
                }
                for wave, then in one.said.items()
                if wave in now
            }
            for one in self.earlier
        )

    def holds(self, e: Estimate, visibility: VisibilityClass) -> bool:
        """Return whether a figure must stay hidden from a class because of what was told before.

        It stays hidden where an answer behind it has changed since and, in its wave, there is any group or question
        in which only few organisations differ; and where it was hidden then and nothing behind it has changed.
        """
        if rule_for(e.name).treatment is Treatment.OPEN:
            return False
        minimum = minimum_for(self.study.settings.disclosure, visibility)
        for number, (one, changes) in enumerate(zip(self.earlier, self._changes, strict=True)):
            waves = [w for w in self._waves(e) if w in changes]
            if not waves:
                continue
            if not any(self._touched(e, changes[w]) for w in waves):
                if key_of(e) in one.hidden.get(str(visibility), ()):
                    return True
            elif any(self._is_tight(number, w, minimum) for w in waves):
                return True
        return False

    def _waves(self, e: Estimate) -> Collection[str]:
        if e.wave is None or e.name.startswith(_OF_ALL_WAVES):
            return self.study.wave_ids
        return e.wave.split("→")

    def _touched(self, e: Estimate, changed: Mapping[str, frozenset[str]]) -> bool:
        """Return whether an answer behind the figure has changed, as far as can be known."""
        roster = changed.get(_ROSTER, frozenset())
        if roster:
            return True  # somebody came, went, or counts in another group: any figure may be another one
        parts = [changed[part] for part in self._parts(e) if part in changed] if self._parts(e) else changed.values()
        differing = frozenset(chain.from_iterable(parts))
        members = self._members(e.subject)
        return bool(differing) if members is None else bool(differing & members)

    def _parts(self, e: Estimate) -> tuple[str, ...]:
        """Return the parts that a figure follows from; none where it may be any."""
        if e.network is None or not e.name.startswith(_OF_TIES) or e.network not in self.study.settings.network_names:
            return ()
        return (f"ties:{relation_of(self.study, e.network)}",)

    def _members(self, subject: str) -> frozenset[str] | None:
        """Return the hashes of the organisations that a figure is about; None for all."""
        column, colon, values = subject.partition(":")
        if not colon or column not in _GROUPED_BY:
            return None
        return frozenset(chain.from_iterable(self._group(column, value) for value in values.split("→")))

    def _group(self, column: str, value: str) -> frozenset[str]:
        if (column, value) not in self._groups:
            actors = self.study.actor_ids
            of = zip(actors, self.study.attribute(column, actors), strict=True)
            self._groups[column, value] = frozenset(_hash(self.salt, a) for a, v in of if v == value)
        return self._groups[column, value]

    def _is_tight(self, number: int, wave: str, minimum: int) -> bool:
        """Return whether few organisations differ in any group or question of a wave."""
        key = (number, wave, minimum)
        if key not in self._tight:
            changed = self._changes[number][wave]
            actors = self.study.actor_ids
            groups = [
                self._group(column, value)
                for column in _GROUPED_BY
                for value in {v for v in self.study.attribute(column, actors) if v is not None}
            ]
            known = frozenset(_hash(self.salt, a) for a in actors)
            self._tight[key] = any(
                0 < len(part & group) < minimum or not part <= known
                for part in changed.values()
                if part
                for group in (part, *groups)
            )
        return self._tight[key]
