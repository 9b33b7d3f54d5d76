"""What is asked before a change: where the wave stands, and whether names on maps stay apart."""

from __future__ import annotations

from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.studies.models import Actor, Study, Wave
from clusterdynamics_web.studies.state import State, current_wave, state_of

__all__ = ["draft_wave", "label_is_free", "locked", "started_wave"]


def locked(study: Study) -> Study:
    """Return the study, held against others' changes until the end of the transaction."""
    return Study.objects.select_for_update().select_related("cluster__region").get(pk=study.pk)


def draft_wave(study: Study) -> Wave:
    """Return the current wave.

    Raises
    ------
    InputError
        It is open or over, so that set-up has come to its end.
    """
    wave = current_wave(study)
    if state_of(wave) != State.DRAFT:
        raise InputError(_("This wave has been opened, so this can no longer change. Change it in the next wave."))
    return wave


def started_wave(study: Study) -> Wave | None:
    """Return the current wave where people can answer now, else None."""
    wave = current_wave(study)
    return wave if state_of(wave).is_open else None


def label_is_free(study: Study, name: str, *, but: Actor | None = None) -> None:
    """Refuse a name on maps that another organisation has, whatever the case.

    Raises
    ------
    InputError
        It is taken.
    """
    wanted = " ".join(name.casefold().split())
    others = study.actors.exclude(pk=but.pk) if but is not None else study.actors.all()
    for other in others:
        if " ".join(other.map_label.casefold().split()) == wanted:
            raise InputError(
                _("'{name}' already stands on the map for {other}. Give one of the two another short name.").format(
                    name=name, other=other.label
                )
            )
