"""What the study says, as arrays in the order of the organisations present: links, wishes, places, reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.measures.easy.areas import AreaAnswers, area_answers, area_list
from clusterdynamics.measures.easy.pairs import Reasons, reasons, weights_of
from clusterdynamics.measures.easy.participant import ParticipantSuggestions, for_participant
from clusterdynamics.measures.easy.places import nearness
from clusterdynamics.measures.trust.ratings import trust_items, trust_ratings
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["Inputs", "cooperation", "inputs", "participant_suggestions", "places", "wishes"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
type Places = tuple[FloatArray, FloatArray, tuple[str | None, ...]]

#: Names of the level, and of the relation it is cut from where a study has not named the level.
_COOPERATION, _DEPTH = "cooperation", "depth"


@dataclass(frozen=True, eq=False)
class Inputs:
    """Everything that suggestions of one wave rest on.

    Attributes
    ----------
    answers
        Who ticked what.
    network
        Cooperation by either report; None where it was not asked.
    possible
        (n, n) True for pairs known not to cooperate yet: at least one side said so, and neither says they do.
    found
        The reasons for every pair.
    kilometres, nuts
        Distances, and NUTS codes.
    """

    answers: AreaAnswers
    network: Network | None
    possible: BoolArray
    found: Reasons
    kilometres: FloatArray
    nuts: tuple[str | None, ...]


def cooperation(study: Study, wave: str, model: ReferenceModel) -> Network | None:
    """Return the cooperation network of a wave, a pair linked where either side reports it.

    It is the study's level ``cooperation``; where there is none, the relation ``depth`` cut at the model's
    threshold. None where neither was asked in the wave.
    """
    names = study.settings.network_names
    if _COOPERATION in names:
        network = study.network(_COOPERATION, wave)
    elif _DEPTH in names:
        network = study.network(_DEPTH, wave).dichotomise(model.thresholds.cooperation, _COOPERATION)
    else:
        return None
    return network.symmetrise("either") if network.observed.any() else None


def wishes(study: Study, wave: str) -> BoolArray:
    """Return (n, n) True where i wishes to do more with j, or to start; n organisations present, sorted.

    Only what was sent in counts, and with the rule ``lead`` only what the lead informant wishes.
    """
    nodes = study.present(wave)
    place = {a: k for k, a in enumerate(nodes)}
    found = np.zeros((len(nodes), len(nodes)), dtype=np.bool_)
    rows = study["wishes"].filter((pl.col("wave") == wave) & pl.col("from").is_in(sorted(study.answered(wave))))
    people = study["respondents"].filter(pl.col("wave") == wave)
    if not people.is_empty():
        if study.settings.informants == "lead":
            lead = pl.col("is_lead").fill_null(value=False)
            people = people.sort(lead, "id", descending=[True, False]).unique("actor", keep="first")
        sent = people.filter(pl.col("status") == "submitted")["id"].to_list()
        rows = rows.filter(pl.col("respondent").is_null() | pl.col("respondent").is_in(sent))
    for origin, target in rows.select("from", "to").iter_rows():
        if target in place and origin != target:
            found[place[origin], place[target]] = True
    return found


def places(study: Study, nodes: tuple[str, ...]) -> Places:
    """Return (latitudes, longitudes, NUTS codes) of organisations; NaN and None where they are not given."""
    rows = {i: rest for i, *rest in study["actors"].select("id", "lat", "lon", "nuts").iter_rows()}
    here = [rows[a] for a in nodes]
    lat, lon = (np.array([np.nan if r[k] is None else r[k] for r in here], dtype=np.float64) for k in (0, 1))
    return lat, lon, tuple(r[2] for r in here)


def inputs(study: Study, wave: str, model: ReferenceModel) -> Inputs:
    """Return what suggestions rest on in a wave, for the study team."""
    answers = area_answers(study, wave, area_list(study, model))
    latitude, longitude, nuts = places(study, answers.nodes)
    near, kilometres = nearness(latitude, longitude, nuts)
    trusted = trust_ratings(study, wave, model).trusted if trust_items(model) else None
    found = reasons(answers, near, trusted, wishes(study, wave))
    network = cooperation(study, wave, model)
    possible = np.zeros(found.matched.shape, dtype=np.bool_)
    if network is not None:
        possible = network.observed & ~network.ties
    return Inputs(answers, network, possible, found, kilometres, nuts)


def participant_suggestions(
    study: Study, actor: str, findable: Collection[str], wave: str | None = None, most: int = 8
) -> ParticipantSuggestions:
    """Return what may be suggested to one participant (product, PV-19).

    Parameters
    ----------
    study
        The study.
    actor
        The participant's organisation.
    findable
        Organisations that agreed to be found; who asks must take them from the consents.
    wave
        The wave; the latest where none is given.
    most
        Length of the list of organisations.

    Raises
    ------
    KeyError
        There is no such wave, or `actor` is not present in it.
    """
    chosen = wave if wave is not None else study.wave_ids[-1]
    model = model_of(study)
    answers = area_answers(study, chosen, area_list(study, model))
    if actor not in answers.nodes:
        raise KeyError(actor)
    own = _own_partners(study, actor, chosen, model)
    found = places(study, answers.nodes)
    return for_participant(answers, actor, findable, own, found, weights_of(model, "participant"), most)


def _own_partners(study: Study, actor: str, wave: str, model: ReferenceModel) -> tuple[str, ...]:
    """Return whom the organisation itself reports as a partner; what others report of it is not looked at."""
    if _COOPERATION in study.settings.network_names:
        own = study.network(_COOPERATION, wave)
    elif _DEPTH in study.settings.network_names:
        own = study.network(_DEPTH, wave).dichotomise(model.thresholds.cooperation)
    else:
        return ()
    return tuple(own.nodes[int(k)] for k in np.flatnonzero(own.ties[own.index(actor)]))
