"""The list of pairs of a wave: made once, before anybody is asked; all of it is shown, or a random half is held out."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import polars as pl
from django.db import transaction
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience, pairs_for
from clusterdynamics.errors import InputError
from clusterdynamics.measures.easy.held_out import hold_out
from clusterdynamics.study.tables import TABLES
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.introductions import suggestions
from clusterdynamics_web.introductions.models import Introduction, PairList
from clusterdynamics_web.results import store
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["is_current", "prepare_list"]


def is_current(made: PairList | None, snapshot: Snapshot) -> bool:
    """Say whether the list was made from this snapshot; after a new one the pairs that are new are added."""
    return made is not None and made.snapshot_id == snapshot.pk


def prepare_list(user: User | None, snapshot: Snapshot, *, holds_out: bool, seed: int | None = None) -> PairList:
    """Make the list of pairs of the snapshot's wave; a list that is there grows by the pairs that are new.

    Parameters
    ----------
    holds_out
        Hold a random half out, so that the next wave can tell whether introductions work. The cluster has agreed.
    seed
        Where chance comes from; drawn where none is given, and kept.

    Raises
    ------
    InputError
        The choice was made before, and another one would undo the comparison.
    """
    study, wave = snapshot.study, snapshot.wave
    package = store.assessment_of(snapshot).study
    found = {}
    for reader in (Audience.STUDY, Audience.CLUSTER_MANAGER):
        for pair in pairs_for(package, reader, wave.code):
            found[pair.first, pair.second] = pair.areas[0] if pair.areas else None
    chance = secrets.randbits(32) if seed is None else seed
    with transaction.atomic():
        made = PairList.objects.select_for_update().filter(wave=wave).first()
        asked = Introduction.objects.filter(wave=wave, kind=Introduction.Kind.PAIR).exists()
        if made is not None and made.holds_out != holds_out and asked:
            raise InputError(
                _("Organisations have been asked already, so it cannot be changed for this wave what is held out.")
            )
        if made is not None and made.holds_out == holds_out:
            chance = made.seed
        elif made is not None:
            suggestions.forget_wave(study, wave.code)  # nobody was asked yet: drawn anew
        made, _new = PairList.objects.update_or_create(
            wave=wave,
            defaults={"snapshot": snapshot, "holds_out": holds_out, "seed": chance, "created_by": user},
        )
        known = suggestions.shown(study, wave.code) | suggestions.held_out(study, wave.code)
        pairs = [(a, b, area) for (a, b), area in found.items() if (min(a, b), max(a, b)) not in known]
        suggestions.add(study, hold_out(pairs, wave.code, chance) if holds_out else _all_shown(pairs, wave.code))
        record(user, "pairs.prepared", study, wave.code, pairs=len(pairs), holds_out=holds_out, seed=chance)
    return made


def _all_shown(pairs: Sequence[tuple[str, str, str | None]], wave: str) -> pl.DataFrame:
    """Return the rows of a list without a draw."""
    return pl.DataFrame(
        [{"wave": wave, "from": a, "to": b, "area": area, "shown": True, "held_out": False} for a, b, area in pairs],
        schema=TABLES["suggestions"].schema,
    )
