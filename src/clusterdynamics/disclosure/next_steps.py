"""Easy next steps for one participant, with the consents applied (PV-19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.disclosure.consents import Consents
from clusterdynamics.measures.easy.inputs import participant_suggestions

if TYPE_CHECKING:
    from clusterdynamics.measures.easy.participant import ParticipantSuggestions
    from clusterdynamics.study.model import Study

__all__ = ["next_steps_for"]


def next_steps_for(study: Study, actor: str, wave: str | None = None, most: int = 8) -> ParticipantSuggestions:
    """Return what is easy to do next for `actor`: areas first, then organisations, each with its reasons.

    Only own answers go in, and what organisations that ticked *findable* would join or could offer, with the weights
    that the model opens to participants. ``measures.easy.suggest.sentence(pair, areas, reader=actor)`` says why.

    Parameters
    ----------
    study
        The study.
    actor
        The participant's organisation.
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
    consents = Consents(study, chosen)
    findable = {other for other in study.present(chosen) if consents.of(other).findable}
    return participant_suggestions(study, actor, findable, chosen, most)
