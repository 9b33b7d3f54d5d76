"""Suggestions for one participant: only from its own answers, and from what findable organisations offer or want.

Who picked the participant, trust, wishes and links of others do not go in: they are not even handed over, so no
suggestion can give them away (product, PV-19).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.measures.easy.areas import AreaAnswers
from clusterdynamics.measures.easy.pairs import REASONS, reasons, values
from clusterdynamics.measures.easy.places import nearness
from clusterdynamics.measures.easy.suggest import Suggested, suggest

__all__ = ["OwnArea", "ParticipantSuggestions", "for_participant"]

#: Reasons that may be given to a participant, whatever the model says.
_OPEN = frozenset(REASONS) - {"common_trusted_partners", "wish"}


@dataclass(frozen=True)
class OwnArea:
    """An area of the participant, with the findable organisations that would join or could offer, sorted."""

    area: str
    organisations: tuple[str, ...]


@dataclass(frozen=True)
class ParticipantSuggestions:
    """What a participant is told: areas first, then organisations."""

    areas: tuple[OwnArea, ...]
    pairs: tuple[Suggested, ...]


def for_participant(
    answers: AreaAnswers,
    actor: str,
    findable: Collection[str],
    own_partners: Collection[str],
    places: tuple[NDArray[np.float64], NDArray[np.float64], tuple[str | None, ...]],
    weights: Mapping[str, float],
    most: int = 8,
) -> ParticipantSuggestions:
    """Return what may be suggested to `actor`.

    Parameters
    ----------
    answers
        Who would join and could offer what; only the rows of `actor` and of findable organisations are looked at.
    actor
        The participant.
    findable
        Organisations that agreed to be found for matching interests.
    own_partners
        Organisations that the participant itself says it cooperates with; they are not suggested. Never those that
        say so of the participant.
    places
        (n,) latitudes, (n,) longitudes, NUTS codes, in the order of ``answers.nodes``.
    weights
        Reason → weight (``weights_of(model, "participant")``).
    most
        Length of the list.

    Raises
    ------
    KeyError
        `actor` is not present in the wave.
    """
    if actor not in answers.nodes:
        raise KeyError(actor)
    keep = [k for k, node in enumerate(answers.nodes) if node == actor or node in findable]
    nodes = tuple(answers.nodes[k] for k in keep)
    mine = AreaAnswers(nodes, answers.areas, answers.share[keep], answers.ticked[keep])
    latitude, longitude, nuts = places
    codes = tuple(nuts[k] for k in keep)
    # Places are on the roster that everybody sees; the scale is that of those who can be found.
    near, kilometres = nearness(latitude[keep], longitude[keep], codes)
    found = reasons(mine, near)
    value = values(found, {r: w for r, w in weights.items() if r in _OPEN})
    here = nodes.index(actor)
    possible = np.zeros(value.shape, dtype=np.bool_)
    others = np.array([n != actor and n not in own_partners for n in nodes], dtype=np.bool_)
    possible[here, others] = possible[others, here] = True
    pairs = suggest(found, value, mine, possible, kilometres=kilometres, nuts=codes, most=most)
    wanted = mine.candidates
    by_area = tuple(
        OwnArea(
            area.id,
            tuple(n for k, n in enumerate(nodes) if wanted[k, a] and k != here),
        )
        for a, area in enumerate(mine.areas)
        if wanted[here, a]
    )
    # The value adds nothing that the participant could use, and a number invites comparing organisations.
    return ParticipantSuggestions(
        tuple(a for a in by_area if a.organisations), tuple(replace(p, value=0.0) for p in pairs)
    )
