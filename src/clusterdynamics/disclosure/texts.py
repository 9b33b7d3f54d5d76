"""Stories and quotes: read by those for whom the teller left them, and nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from clusterdynamics.disclosure.classes import Audience, VisibilityClass, class_of
from clusterdynamics.disclosure.consents import Consents

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["claims_for", "stories_for"]

_CLASSES = {
    "participants": VisibilityClass.C2,
    "network": VisibilityClass.C3,
    "public": VisibilityClass.C4,
}


def stories_for(study: Study, audience: Audience | str) -> pl.DataFrame:
    """Return the stories that `audience` may read.

    A story needs a class of its own *and* its teller's consent to be quoted, each at least as wide as the
    audience. A story that names neither a respondent nor an organisation was told by somebody who said for this
    one story who may read it: there its class is the consent. Who told it is kept only where the organisation's
    name may appear, too. A text can name its teller, or others: that is for the person who reviews it, and for
    ``leaks``.

    Returns
    -------
    The table ``stories`` with fewer rows; ``actor`` and ``respondent`` are empty where they may not be said.
    """
    visibility = class_of(audience)
    frame = study["stories"]
    if visibility <= VisibilityClass.C1:
        return frame
    consents = {wave: Consents(study, wave) for wave in study.wave_ids}
    rows = []
    for row in frame.iter_rows(named=True):
        own = consents.get(row["wave"])
        if own is None or _CLASSES.get(row["class"] or "", VisibilityClass.C1) < visibility:
            continue
        if not _quoted(row, own, visibility) or row["actor"] in study.opted_out(row["wave"]):
            continue
        rows.append(row | {"respondent": None, "actor": _teller(row["actor"], own, audience)})
    return pl.DataFrame(rows, schema=frame.schema)


def claims_for(study: Study, audience: Audience | str) -> pl.DataFrame:
    """Return the claims whose words `audience` may read: those of the stories that it may read.

    Returns
    -------
    The table ``claims`` with fewer rows; what coders wrote beside a claim is for the study team only.
    """
    claims = study["claims"].filter(pl.col("story").is_in(stories_for(study, audience)["id"].to_list()))
    if class_of(audience) <= VisibilityClass.C1:
        return claims
    return claims.with_columns(pl.lit(None, dtype=claims.schema[c]).alias(c) for c in ("coder", "counter_evidence"))


def _quoted(row: Mapping[str, Any], consents: Consents, visibility: VisibilityClass) -> bool:
    """Return whether who told it agreed to be quoted so far, besides the story's own class."""
    if row["respondent"]:
        return consents.of_respondent(row["respondent"]).quote >= visibility
    return row["actor"] is None or consents.of(row["actor"]).quote >= visibility


def _teller(actor: str | None, consents: Consents, audience: Audience | str) -> str | None:
    return actor if actor is not None and consents.may_name(actor, audience) else None
