"""What each respondent agreed to, asked in every wave; one took a choice back."""

from __future__ import annotations

from datetime import datetime, timedelta

from clusterdynamics.examples.skogsbygden.cast import FIRST, SECOND
from clusterdynamics.examples.skogsbygden.dice import Dice
from clusterdynamics.examples.skogsbygden.fieldwork import Fieldwork, Respondent
from clusterdynamics.examples.skogsbygden.frames import Row

__all__ = ["WITHDRAWN", "WITHDRAWN_AT", "consents"]

#: Tells a story in 2026, lets it be quoted to the public, and takes that back three weeks later.
WITHDRAWN = "F17"
WITHDRAWN_AT = datetime(2026, 11, 2, 9, 30)
#: Choice → (class, share): who may see the name, the own ties, the own words.
_SHARES = {
    "name": (("nobody", 0.08), ("participants", 0.36), ("network", 0.22), ("public", 0.34)),
    "own_ties": (("nobody", 0.55), ("participants", 0.45)),
    "findable": (("yes", 0.62), ("no", 0.38)),
    "quote": (("nobody", 0.22), ("participants", 0.26), ("network", 0.20), ("public", 0.32)),
    "recontact": (("yes", 0.80), ("no", 0.20)),
}
#: What the tellers of stories agreed to, so that every class has at least one story behind it.
_TELLERS = {
    (FIRST, "F15"): "public",
    (FIRST, "R01"): "network",
    (FIRST, "F06"): "participants",
    (SECOND, "F05"): "public",
    (SECOND, "P02"): "public",
    (SECOND, "F17"): "public",
    (SECOND, "F16"): "network",
    (SECOND, "F10"): "public",
    (SECOND, "F22"): "participants",
    (SECOND, "F01"): "public",
    (SECOND, "I01"): "network",
    (SECOND, "R02"): "nobody",
}
_VERSION = {FIRST: "2024-1", SECOND: "2026-1"}


def consents(seed: int, field: Fieldwork) -> list[Row]:
    """Return the rows of the table ``consents``."""
    dice = Dice(seed, "consents")
    rows: list[Row] = []
    for r in field.respondents:
        if r.submitted_at is not None:
            rows += _of(r, r.submitted_at - timedelta(minutes=25), dice)
    return rows


def _of(r: Respondent, time: datetime, dice: Dice) -> list[Row]:
    told = _TELLERS.get((r.wave, r.actor)) if r.lead else None
    chosen = {"take_part": "yes"}
    for choice, shares in _SHARES.items():
        chosen[choice] = dice.weighted([c for c, _s in shares], [s for _c, s in shares])
    if told is not None:
        chosen["quote"] = told
    back = r.lead and (r.wave, r.actor) == (SECOND, WITHDRAWN)
    return [
        {
            "respondent": r.id,
            "choice": choice,
            "class": value,
            "text_version": _VERSION[r.wave],
            "time": time,
            "withdrawn_at": WITHDRAWN_AT if back and choice == "quote" else None,
        }
        for choice, value in chosen.items()
    ]
