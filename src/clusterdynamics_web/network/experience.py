"""Experience with the method: what worked and what did not, beside one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clusterdynamics_web.library.fields import TEXTS
from clusterdynamics_web.library.kinds import ItemKind
from clusterdynamics_web.library.models import Version
from clusterdynamics_web.library.search import Found, find

__all__ = ["FACETS", "SHOWN", "Told", "told_by"]

#: What can be chosen.
FACETS = ("stage", "purpose", "country")
#: What stands in the list, in this order, under the headings of the library.
SHOWN = ("done", "got_back", "did_not_work", "differently")
#: Letters of each text in the list.
_LETTERS = 320


@dataclass(frozen=True)
class Told:
    """One experience in the list: its parts with their headings, each cut where it is long."""

    version: Version
    parts: list[tuple[str, str]]


def told_by(chosen: Mapping[str, str], page: str | None, *, everything: bool) -> tuple[Found, list[Told]]:
    """Return the experience that fits, the newest first, and what it tells."""
    wanted = {name: chosen[name] for name in FACETS if chosen.get(name)}
    found = find("", {**wanted, "kind": ItemKind.EXPERIENCE.value}, everything=everything, page=page)
    return found, [Told(hit.version, _parts(hit.version)) for hit in found.hits]


def _parts(version: Version) -> list[tuple[str, str]]:
    texts: dict[str, Any] = version.texts
    return [(str(TEXTS[name].label), _short(str(texts[name]))) for name in SHOWN if texts.get(name)]


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LETTERS else f"{plain[:_LETTERS].rpartition(' ')[0]} …"
