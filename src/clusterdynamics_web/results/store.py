"""Files behind a reading: the assessment, and what each audience is told in each language. All can be made again.

They lie beside the snapshot, below the folder for media, and are never served by their address.
"""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.conf import settings

from clusterdynamics.assessment import ANALYSES, Assessment
from clusterdynamics.disclosure import Audience, VisibilityClass
from clusterdynamics.files import write_atomically
from clusterdynamics.measures.protocol import Result
from clusterdynamics.study.package import read_study
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Snapshot

__all__ = [
    "LENSES",
    "Lens",
    "assessment_of",
    "folder",
    "forget",
    "has_assessment",
    "keep",
    "keep_shown",
    "keep_told",
    "mark_of",
    "path_of",
    "read_json",
    "shown_of",
    "told_of",
    "write_json",
]


@dataclass(frozen=True)
class Lens:
    """What changes how a snapshot is told without changing what was answered: a name that may be shown since.

    Attributes
    ----------
    mark
        What it depends on, in a few characters; empty where it changes nothing. What was told under another mark is
        not shown any more.
    look
        From the assessment to the assessment as it may be told now.
    """

    mark: Callable[[Snapshot], str]
    look: Callable[[Snapshot, Assessment], Assessment]


#: Part of the application → its lens.
LENSES: dict[str, Lens] = {}


def folder(snapshot: Snapshot) -> Path:
    """Return the folder of everything that is made of a snapshot."""
    return Path(settings.MEDIA_ROOT) / "readings" / snapshot.study.key / snapshot.fingerprint


def path_of(snapshot: Snapshot, name: str) -> Path:
    """Return where a file about a snapshot lies; it goes when the snapshot is taken down."""
    return folder(snapshot) / name


def keep(snapshot: Snapshot, assessment: Assessment) -> None:
    """Write an assessment; one that was there is replaced in one step."""
    write_json(folder(snapshot) / "assessment.json.gz", assessment.to_dict())


def has_assessment(snapshot: Snapshot) -> bool:
    """Say whether the files are there (a restored backup may come without them)."""
    return (folder(snapshot) / "assessment.json.gz").exists()


def assessment_of(snapshot: Snapshot) -> Assessment:
    """Return the assessment of a snapshot: everything, so that what is shown of it must pass disclosure control."""
    path = folder(snapshot) / "assessment.json.gz"
    found = _assessment(str(snapshot_path(snapshot)), str(path), path.stat().st_mtime_ns)
    for lens in LENSES.values():
        found = lens.look(snapshot, found)
    return found


@lru_cache(maxsize=4)
def _assessment(package: str, path: str, changed: int) -> Assessment:
    return Assessment.from_dict(read_study(package), read_json(Path(path)))


def keep_shown(snapshot: Snapshot, visibility: VisibilityClass, shown: Assessment, mark: str) -> None:
    """Write what a class may see of a snapshot, with the mark under which it was decided."""
    results = {name: result.to_dict() for name, result in shown.results.items()}
    write_json(folder(snapshot) / f"shown.{visibility}.json.gz", {"mark": mark, "results": results})


def shown_of(snapshot: Snapshot, visibility: VisibilityClass) -> Mapping[str, Result] | None:
    """Return what a class may see of a snapshot; None where it has not been decided, or not as things are now."""
    path = folder(snapshot) / f"shown.{visibility}.json.gz"
    if not path.exists():
        return None
    mark, results = _shown(str(path), path.stat().st_mtime_ns)
    return results if mark == mark_of(snapshot) else None


@lru_cache(maxsize=8)
def _shown(path: str, changed: int) -> tuple[str, Mapping[str, Result]]:
    data = read_json(Path(path))
    results = {name: ANALYSES[name].result.from_dict(found) for name, found in data["results"].items()}
    return data["mark"], MappingProxyType(results)


def keep_told(snapshot: Snapshot, audience: Audience, language: str, told: dict[str, Any]) -> None:
    """Write what an audience is told, with the mark under which it was told (`mark_of`, from before the telling)."""
    write_json(folder(snapshot) / f"{audience}.{language}.json.gz", told)


def told_of(snapshot: Snapshot, audience: Audience, language: str) -> dict[str, Any] | None:
    """Return what an audience is told in a language; None where it has not been prepared, or not as it is now."""
    path = folder(snapshot) / f"{audience}.{language}.json.gz"
    told = _told(str(path), path.stat().st_mtime_ns) if path.exists() else None
    return told if told is not None and told.get("mark", "") == mark_of(snapshot) else None


def mark_of(snapshot: Snapshot) -> str:
    """Return what the telling of a snapshot depends on beside what was answered; empty where on nothing."""
    marks = {name: lens.mark(snapshot) for name, lens in sorted(LENSES.items())}
    return "; ".join(f"{name} {mark}" for name, mark in marks.items() if mark)


@lru_cache(maxsize=16)
def _told(path: str, changed: int) -> dict[str, Any]:
    return read_json(Path(path))


def forget(study_key: str, fingerprint: str) -> None:
    """Delete everything made of a snapshot."""
    shutil.rmtree(Path(settings.MEDIA_ROOT) / "readings" / study_key / fingerprint, ignore_errors=True)
    for kept in (_assessment, _shown, _told):
        kept.cache_clear()


def write_json(path: Path, data: dict[str, Any]) -> None:
    """Write plain data, packed; what was there is replaced in one step."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, gzip.compress(text.encode(), compresslevel=5, mtime=0))


def read_json(path: Path) -> dict[str, Any]:
    """Return what `write_json` wrote."""
    found: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return found
