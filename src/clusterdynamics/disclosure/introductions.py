"""Whom one may bring together: the pairs and the candidates of a group that a reader may see and write to (PV-19)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.disclosure.classes import Audience, VisibilityClass, class_of
from clusterdynamics.disclosure.consents import Consents, opens
from clusterdynamics.measures.easy.areas import AreaAnswers, area_answers, area_list
from clusterdynamics.measures.easy.inputs import cooperation, places
from clusterdynamics.measures.easy.pairs import REASONS, reasons, values, weights_of
from clusterdynamics.measures.easy.places import nearness
from clusterdynamics.measures.easy.suggest import Suggested, suggest
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["candidates_for", "pairs_for"]

#: Reasons that both sides may be told, whatever the model says.
_OPEN = frozenset(REASONS) - {"common_trusted_partners", "wish"}
#: Who brings organisations together.
_READERS = frozenset({Audience.STUDY, Audience.CLUSTER_MANAGER})


def pairs_for(study: Study, audience: Audience | str, wave: str | None = None, most: int = 50) -> tuple[Suggested, ...]:
    """Return the pairs that `audience` may bring together, that for which most speaks first.

    Both sides ticked *findable*, so that each may be told what the other offers or wants. What speaks for a pair is
    what may be told to the two, with the weights that the model opens to participants: no trust, no wishes, and
    nothing that others said of them. Pairs that cooperate already are left out for those who may read these links:
    the study team, and the cluster manager where the disclosure agreement opens the relation. To anybody else a pair
    that is missing would give away that the two work together, so none is left out.

    Parameters
    ----------
    study
        The study.
    audience
        The study team or the cluster manager; nobody else brings organisations together.
    wave
        The wave; the latest where none is given.
    most
        Length of the list.

    Raises
    ------
    ValueError
        There is no such audience.
    """
    if Audience(audience) not in _READERS:
        return ()
    chosen = wave if wave is not None else study.wave_ids[-1]
    model = model_of(study)
    answers = area_answers(study, chosen, area_list(study, model))
    consents = Consents(study, chosen)
    keep = [k for k, actor in enumerate(answers.nodes) if consents.of(actor).findable]
    nodes = tuple(answers.nodes[k] for k in keep)
    if len(nodes) < 2:
        return ()
    mine = AreaAnswers(nodes, answers.areas, answers.share[keep], answers.ticked[keep])
    latitude, longitude, nuts = places(study, nodes)
    near, kilometres = nearness(latitude, longitude, nuts)
    found = reasons(mine, near)
    value = values(found, {r: w for r, w in weights_of(model, "participant").items() if r in _OPEN})
    possible = _possible(study, Audience(audience), chosen, model, nodes)
    listed = suggest(found, value, mine, possible, kilometres=kilometres, nuts=nuts, most=most)
    # A number beside a pair invites comparing organisations; the order is all that it is for.
    return tuple(replace(pair, value=0.0) for pair in listed)


def _possible(
    study: Study, audience: Audience, wave: str, model: ReferenceModel, nodes: tuple[str, ...]
) -> NDArray[np.bool_]:
    everybody = ~np.eye(len(nodes), dtype=np.bool_)
    network = cooperation(study, wave, model)
    if network is None:
        return everybody
    relation, _cut = study.settings.relation(
        "cooperation" if "cooperation" in study.settings.network_names else "depth"
    )
    if class_of(audience) > VisibilityClass.C1 and not opens(study.settings.disclosure, relation.id, audience):
        return everybody
    here = [network.index(node) for node in nodes]
    unknown_or_none = ~network.ties[np.ix_(here, here)]
    return everybody & unknown_or_none


def candidates_for(study: Study, audience: Audience | str, wave: str | None = None) -> dict[str, tuple[str, ...]]:
    """Return area → organisations that would join or could offer something, of those that `audience` may see.

    The study team sees all of them, the cluster manager those that ticked *findable*, everybody else none. Areas
    without any are left out.

    Raises
    ------
    ValueError
        There is no such audience.
    """
    if Audience(audience) not in _READERS:
        return {}
    chosen = wave if wave is not None else study.wave_ids[-1]
    answers = area_answers(study, chosen, area_list(study, model_of(study)))
    everybody = answers.groups(1)
    if class_of(audience) <= VisibilityClass.C1:
        return everybody
    consents = Consents(study, chosen)
    seen = {area: tuple(a for a in actors if consents.of(a).findable) for area, actors in everybody.items()}
    return {area: actors for area, actors in seen.items() if actors}
