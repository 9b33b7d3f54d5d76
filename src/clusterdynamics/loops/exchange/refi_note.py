"""The note that goes with a REFI project: what the standard has no place for, readable by people and programs.

The standard knows links between codes, but no sign, no quote and no teller of a link, and its identifiers are
GUIDs. A note called `NOTE_NAME` holds the rest as JSON: ``claims`` (GUID of the link → the claim) and ``ids``
(kind → GUID → identifier).
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.i18n import _
from clusterdynamics.loops.exchange.corpus import Claim

__all__ = ["NOTE_NAME", "Guids", "claim_from_note", "claim_to_note", "parse_note", "write_note"]

NOTE_NAME = "Cluster Dynamics claims"
_SPACE = UUID("8f0c0bd0-6a43-5b57-9d4e-6a8a0c1f1d1e")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TEXTS = ("quote", "coder", "delay", "certainty", "counter_evidence", "time")
_NAMES = ("document", "source")


class Guids:
    """Gives every item the same GUID each time: its own identifier where that is one, else one made of it."""

    def __init__(self) -> None:
        self._taken: dict[str, tuple[str, str]] = {}
        self.ids: dict[str, dict[str, str]] = {}

    def of(self, kind: str, own: str) -> str:
        """Return the GUID of the item of this kind with this identifier."""
        guid = own if _GUID.fullmatch(own) and self._taken.get(own, (kind, own)) == (kind, own) else ""
        if not guid:
            guid = str(uuid5(_SPACE, f"{kind}\0{own}"))
            self.ids.setdefault(kind, {})[guid] = own
        self._taken[guid] = (kind, own)
        return guid


def claim_to_note(claim: Claim) -> dict[str, Any]:
    """Return what the link itself does not say."""
    entry: dict[str, Any] = {"id": claim.id, "polarity": claim.polarity}
    entry |= {name: value for name in _TEXTS if (value := getattr(claim, name))}
    entry |= {name: value for name in (*_NAMES, "start", "end") if (value := getattr(claim, name)) is not None}
    if claim.date is not None:
        entry["date"] = claim.date.isoformat()
    return entry


def claim_from_note(cause: str, effect: str, own: str, entry: Mapping[str, Any]) -> Claim:
    """Return the claim of a link.

    Raises
    ------
    ValueError
        The entry is not as `claim_to_note` writes it.
    """
    values: dict[str, Any] = {}
    for name in ("id", "polarity", *_TEXTS, *_NAMES, "date"):
        value = entry.get(name)
        if value is not None and not isinstance(value, str):
            raise ValueError(name)
        if value is not None:
            values[name] = value
    for name in ("start", "end"):
        value = entry.get(name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise ValueError(name)
        values[name] = value
    if "date" in values:
        values["date"] = dt.datetime.fromisoformat(values["date"])
    values.setdefault("id", own)
    return Claim(cause=cause, effect=effect, **values)


def write_note(claims: Mapping[str, Mapping[str, Any]], ids: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return the note as a text file."""
    lines = [f"{json.dumps(guid)}: {json.dumps(entry, ensure_ascii=False)}" for guid, entry in claims.items()]
    body = (
        '{"claims": {\n' + ",\n".join(lines) + '\n},\n"ids": ' + json.dumps(ids, ensure_ascii=False, indent=0) + "}\n"
    )
    # Half a character cannot be written as UTF-8; JSON can spell it.
    return re.sub("[\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", body).encode("utf-8")


def parse_note(text: str, faults: Faults) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, str]]]:
    """Return claims and identifiers out of the note; faults where somebody has broken it."""
    try:
        content = json.loads(text)
        claims, ids = content["claims"], content["ids"]
        good = all(isinstance(e, dict) for e in claims.values()) and all(
            isinstance(known, dict) and all(isinstance(v, str) for v in known.values()) for known in ids.values()
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        good, claims, ids = False, {}, {}
    if not good:
        faults.add(
            _("The note '{name}' is damaged.").format(name=NOTE_NAME),
            _("Remove the note; the claims are then read without sign, quote and teller."),
        )
        return {}, {}
    return claims, ids
