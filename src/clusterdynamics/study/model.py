"""The study: settings and tables, and the networks and rosters that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np
import polars as pl

from clusterdynamics.study.informants import combine_reports, in_order
from clusterdynamics.study.network import STATE_CODES, Network
from clusterdynamics.study.settings import StudySettings
from clusterdynamics.study.tables import TABLES, TieState, empty_frame

__all__ = ["Study"]

_DONE = "submitted"
#: The wave of a study that names none.
ONLY_WAVE = "1"
#: Levels of NUTS as attributes of the actors → letters of the code.
_NUTS_LEVELS = {"nuts0": 2, "nuts1": 3, "nuts2": 4, "nuts3": 5}


@dataclass(frozen=True, eq=False)
class Study:
    """A whole study, immutable.

    Parameters
    ----------
    settings
        What ``study.toml`` says.
    tables
        Table name → frame with the columns of ``TABLES[name]``; tables left out are empty. ``actors`` may
        hold further columns (attributes).
    source
        Where it was read from, for messages.
    files
        Further files that belong to the study, by name: a reference model of the region's own and its translations,
        outlines of regions for maps.
    """

    settings: StudySettings
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    source: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unknown = sorted(set(self.tables) - set(TABLES))
        if unknown:
            raise ValueError(f"unknown tables: {', '.join(unknown)}")
        full = {name: self.tables.get(name, empty_frame(table)) for name, table in TABLES.items()}
        if full["waves"].is_empty():
            full["waves"] = pl.DataFrame(
                {"id": [ONLY_WAVE], "label": [None], "opens": [None], "closes": [None]}, schema=TABLES["waves"].schema
            )
        object.__setattr__(self, "tables", MappingProxyType(full))
        object.__setattr__(self, "files", MappingProxyType(dict(self.files)))

    def __getitem__(self, table: str) -> pl.DataFrame:
        """Return a table by name; it has all its columns and may have no row."""
        return self.tables[table]

    # -- waves and actors -------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Title of the study."""
        return self.settings.title

    @cached_property
    def wave_ids(self) -> tuple[str, ...]:
        """Identifiers of the waves, oldest first."""
        return tuple(self["waves"]["id"].to_list())

    def wave_label(self, wave: str) -> str:
        """Return the wave's label, or its identifier where it has none."""
        label = self["waves"].filter(pl.col("id") == wave)["label"].to_list()
        return (label[0] if label else None) or wave

    @cached_property
    def actor_ids(self) -> tuple[str, ...]:
        """Identifiers of all actors, sorted."""
        return tuple(sorted(self["actors"]["id"].to_list()))

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Actor → name."""
        return MappingProxyType(dict(self["actors"].select("id", "label").iter_rows()))

    @cached_property
    def short_labels(self) -> Mapping[str, str]:
        """Actor → short name for maps (the name where there is none)."""
        rows = self["actors"].select("id", "short_label", "label").iter_rows()
        return MappingProxyType({i: short or label for i, short, label in rows})

    @cached_property
    def _span(self) -> Mapping[str, tuple[int, int]]:
        """Actor → first wave (position), and first wave after the last."""
        place = {w: k for k, w in enumerate(self.wave_ids)}
        end = len(self.wave_ids)
        rows = self["actors"].select("id", "joined", "left", "opted_out").iter_rows()
        return {i: (place.get(j, 0), min(place.get(g, end), place.get(o, end))) for i, j, g, o in rows}

    def present(self, wave: str) -> tuple[str, ...]:
        """Return the actors that are part of the wave, sorted.

        An actor is present from the wave it joined until the wave before it left or opted out.
        """
        k = self._wave_index(wave)
        return tuple(a for a in self.actor_ids if self._span[a][0] <= k < self._span[a][1])

    def stayers(self, first: str, second: str) -> tuple[str, ...]:
        """Return the actors present in both waves, sorted."""
        later = set(self.present(second))
        return tuple(a for a in self.present(first) if a in later)

    def opted_out(self, wave: str) -> tuple[str, ...]:
        """Return the actors that asked not to appear in the wave, sorted."""
        k = self._wave_index(wave)
        place = {w: i for i, w in enumerate(self.wave_ids)}
        rows = self["actors"].select("id", "opted_out").iter_rows()
        return tuple(sorted(i for i, o in rows if o is not None and place[o] <= k))

    def attribute(self, name: str, actors: tuple[str, ...]) -> list[str | None]:
        """Return a column of the actors table as text, in the order of `actors`.

        ``nuts0`` (the country) to ``nuts3`` are the column ``nuts`` cut to that level; None where a code is shorter.
        """
        frame = self["actors"]
        if name in _NUTS_LEVELS and name not in frame.columns:
            letters = _NUTS_LEVELS[name]
            codes = self.attribute("nuts", actors)
            return [c[:letters] if c is not None and len(c) >= letters else None for c in codes]
        if name not in frame.columns:
            raise KeyError(name)
        value = dict(zip(frame["id"].to_list(), frame[name].to_list(), strict=True))
        return [None if value[a] is None else str(value[a]) for a in actors]

    def _wave_index(self, wave: str) -> int:
        try:
            return self.wave_ids.index(wave)
        except ValueError:
            raise KeyError(f"no wave {wave!r}; the waves are {', '.join(self.wave_ids)}") from None

    # -- who was asked, who answered --------------------------------------------------------------------

    @cached_property
    def assumes_all_answered(self) -> bool:
        """True where no respondents are listed, so that every actor present counts as asked and answered."""
        return self["respondents"].is_empty()

    def asked(self, wave: str) -> frozenset[str]:
        """Return the actors that were asked in the wave."""
        here = self.present(wave)
        if self.assumes_all_answered:
            return frozenset(here)
        rows = self["respondents"].filter(pl.col("wave") == wave)
        return frozenset(rows["actor"].to_list()) & frozenset(here)

    def answered(self, wave: str) -> frozenset[str]:
        """Return the actors for which somebody (the lead, where only the lead counts) sent in answers in the wave."""
        here = self.present(wave)
        if self.assumes_all_answered:
            return frozenset(here)
        rows = self["respondents"].filter(pl.col("wave") == wave)
        if self.settings.informants == "lead":
            rows = in_order(rows).unique("actor", keep="first", maintain_order=True)
        rows = rows.filter(pl.col("status") == _DONE)
        return frozenset(rows["actor"].to_list()) & frozenset(here)

    def coverage(self, wave: str) -> float:
        """Return the share of asked actors that answered; NaN where nobody was asked."""
        asked = self.asked(wave)
        return len(self.answered(wave)) / len(asked) if asked else float("nan")

    # -- networks -----------------------------------------------------------------------------------------

    def network(self, name: str, wave: str | None = None) -> Network:
        """Return the network of a relation, or of a level cut from one, in a wave.

        Parameters
        ----------
        name
            A relation (``"depth"``, with its values) or a level (``"cooperation"``, 0/1).
        wave
            The wave; where none is given, the latest in which the relation was asked.

        Raises
        ------
        KeyError
            There is no such relation, level or wave.
        """
        try:
            relation, cut = self.settings.relation(name)
        except KeyError:
            known = ", ".join(self.settings.network_names) or "none"
            raise KeyError(f"no relation or level {name!r}; there are: {known}") from None
        asked_in = [w for w in self.wave_ids if not relation.waves or w in relation.waves] or self.wave_ids
        network = self._reported(relation.id, wave if wave is not None else asked_in[-1])
        return network if cut is None else network.dichotomise(cut, name)

    def waves(self, name: str) -> tuple[Network, ...]:
        """Return the networks of a relation or level in all waves in which it was asked, oldest first."""
        relation, _cut = self.settings.relation(name)
        return tuple(self.network(name, w) for w in self.wave_ids if not relation.waves or w in relation.waves)

    def _reported(self, relation_id: str, wave: str) -> Network:
        """Build the matrix of reports of one relation in one wave."""
        relation, _cut = self.settings.relation(relation_id)
        nodes = self.present(wave)
        place = {a: i for i, a in enumerate(nodes)}
        n = len(nodes)
        asked_here, done_here = self.asked(wave), self.answered(wave)
        asked = np.array([a in asked_here for a in nodes], dtype=np.bool_)
        done = np.array([a in done_here for a in nodes], dtype=np.bool_)
        values = np.full((n, n), np.nan)
        states = np.full((n, n), STATE_CODES[TieState.NOT_OFFERED], dtype=np.uint8)
        structural = np.zeros((n, n), dtype=np.bool_)
        if not relation.waves or wave in relation.waves:
            combine_reports(self, relation_id, wave, place, values, states, structural)
        np.fill_diagonal(values, np.nan)
        np.fill_diagonal(states, STATE_CODES[TieState.NOT_OFFERED])
        return Network(
            nodes,
            values,
            states,
            asked,
            done,
            relation.directed,
            structural if structural.any() else None,
            relation_id,
            wave,
        )
