"""Areas first: who does, would join or could offer what, organisation by organisation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.models.load import load_model

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["ANSWERS", "HIGHEST", "AreaAnswers", "AreaLabel", "area_answers", "area_list"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

#: What can be ticked for an area, in the order of the last axis of ``AreaAnswers``.
ANSWERS = ("doing", "would_join", "could_offer", "not_for_us")
#: Highest sensitivity: the core of the business.
HIGHEST = 5
_DOING, _JOIN, _OFFER, _NOT = range(4)


@dataclass(frozen=True)
class AreaLabel:
    """A cooperation area as the study names it; `sensitivity` goes from 1 (nothing to lose) to 5, or is not known."""

    id: str
    label: str
    sensitivity: int | None


@dataclass(frozen=True, eq=False)
class AreaAnswers:
    """What the organisations of one wave ticked.

    Attributes
    ----------
    nodes
        Identifiers of the n organisations present, sorted.
    areas
        The A areas, those with least to lose first.
    share
        (n, A, 4) floats: share of the respondents of the organisation that ticked the answer (``ANSWERS``), among
        those that ticked anything for the area. NaN where nobody did: nothing ticked is not "not for us".
    ticked
        (n, A, 4) True where the organisation counts as having given the answer.
    """

    nodes: tuple[str, ...]
    areas: tuple[AreaLabel, ...]
    share: FloatArray
    ticked: BoolArray

    @cached_property
    def answered(self) -> BoolArray:
        """(n,) True for the organisations that ticked anything."""
        found: BoolArray = np.isfinite(self.share[:, :, 0]).any(axis=1)
        return found

    @property
    def would_join(self) -> BoolArray:
        """(n, A) True where the organisation would join."""
        return self.ticked[:, :, _JOIN]

    @property
    def could_offer(self) -> BoolArray:
        """(n, A) True where the organisation could offer something."""
        return self.ticked[:, :, _OFFER]

    @property
    def candidates(self) -> BoolArray:
        """(n, A) True where the organisation would join or could offer: whom a new group would invite."""
        return self.would_join | self.could_offer

    @property
    def counts(self) -> NDArray[np.int64]:
        """(A, 4) organisations that gave each answer."""
        return self.ticked.sum(axis=0)

    @property
    def heard(self) -> NDArray[np.int64]:
        """(A,) organisations that ticked anything for the area."""
        return np.isfinite(self.share[:, :, 0]).sum(axis=0)

    @property
    def unmet(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(A,) organisations that would join where no other could offer; that could offer where no other would join."""
        offers, wishes = self.could_offer.sum(axis=0), self.would_join.sum(axis=0)
        wish = self.would_join & (offers - self.could_offer == 0)
        offer = self.could_offer & (wishes - self.would_join == 0)
        return wish.sum(axis=0), offer.sum(axis=0)

    def groups(self, least: int) -> dict[str, tuple[str, ...]]:
        """Return area → organisations to invite to a group (would join or could offer); never fewer than `least`.

        For the study team: the lists name organisations.

        Parameters
        ----------
        least
            Smallest group, ``sample_sizes.group_invitations`` of the model.
        """
        found = {}
        for k, area in enumerate(self.areas):
            invited = tuple(self.nodes[int(i)] for i in np.flatnonzero(self.candidates[:, k]))
            if len(invited) >= least:
                found[area.id] = invited
        return found


def area_list(study: Study, model: ReferenceModel) -> tuple[AreaLabel, ...]:
    """Return the areas of the study (those of the model where it lists none), those with least to lose first.

    An area of the model is called as the model calls it in the active language, unless the study has given it
    another name. Areas without a sensitivity come last.
    """
    known = {a.id: a for a in model.areas}
    original = {a.id: a.label for a in load_model(study.settings.model).areas}
    rows = study["areas"].select("id", "label", "sensitivity").iter_rows()
    listed = [
        AreaLabel(
            i,
            known[i].label if i in known and label in (None, original[i]) else label,
            sensitivity if sensitivity is not None or i not in known else known[i].sensitivity,
        )
        for i, label, sensitivity in rows
    ]
    if not listed:
        listed = [AreaLabel(a.id, a.label, a.sensitivity) for a in model.areas]
    return tuple(sorted(listed, key=lambda a: (a.sensitivity or HIGHEST + 1, a.id)))


def area_answers(study: Study, wave: str, areas: tuple[AreaLabel, ...]) -> AreaAnswers:
    r"""Return who ticked what in one wave.

    Only respondents who sent in their answers count; with the rule ``lead`` only the lead informant (the first
    respondent where none is marked). Each organisation weighs 1 and its respondents share that weight,

    .. math:: s_{iak} = \frac{1}{|R_{ia}|} \sum_{r \in R_{ia}} y_{rak},

    R_ia those of i that ticked anything for area a. An organisation *counts* as having given an answer by the rule
    of the study, as for links: ``any`` if one of them ticked it, ``all`` if all did. "Not for us" counts only
    where none of them ticked another answer.

    Parameters
    ----------
    study
        The study.
    wave
        The wave.
    areas
        From ``area_list``; ticks for other areas are left out.
    """
    nodes = study.present(wave)
    shape = (len(nodes), len(areas), len(ANSWERS))
    share = np.full(shape, np.nan)
    rows = _rows(study, wave, nodes, areas)
    if rows.is_empty():
        return AreaAnswers(nodes, areas, share, np.zeros(shape, dtype=np.bool_))
    who, column, answer = (
        {name: k for k, name in enumerate(names)} for names in (nodes, [a.id for a in areas], ANSWERS)
    )
    people = sorted(set(rows.select("respondent", "actor").iter_rows()))
    place = {person: k for k, (person, _actor) in enumerate(people)}
    said = np.zeros((len(people), len(areas), len(ANSWERS)))
    for person, area, value in rows.select("respondent", "area", "answer").iter_rows():
        said[place[person], column[area], answer[value]] = 1.0
    spoke = said.any(axis=2)
    of = np.array([who[actor] for _person, actor in people], dtype=np.intp)
    total, number = np.zeros(shape), np.zeros(shape[:2])
    np.add.at(total, of, said)
    np.add.at(number, of, spoke)
    np.divide(total, number[:, :, None], out=share, where=number[:, :, None] > 0)
    known = np.nan_to_num(share)
    ticked = known >= 1.0 if study.settings.informants == "all" else known > 0.0
    ticked[:, :, _NOT] &= ~(known[:, :, :_NOT] > 0).any(axis=2)
    return AreaAnswers(nodes, areas, share, ticked)


def _rows(study: Study, wave: str, nodes: tuple[str, ...], areas: tuple[AreaLabel, ...]) -> pl.DataFrame:
    """Return the ticks that count: respondent, actor, area, answer."""
    people = study["respondents"].filter((pl.col("wave") == wave) & pl.col("actor").is_in(list(nodes)))
    sent: Any = pl.col("status") == "submitted"
    if study.settings.informants == "lead":
        lead = pl.col("is_lead").fill_null(value=False)
        people = people.sort(lead, "id", descending=[True, False]).unique("actor", keep="first", maintain_order=True)
    people = people.filter(sent).select(respondent="id", actor="actor")
    ticks = study["area_answers"].filter((pl.col("wave") == wave) & pl.col("area").is_in([a.id for a in areas]))
    return ticks.join(people, on="respondent", how="inner").select("respondent", "actor", "area", "answer")
