"""Where the files of snapshots lie."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from clusterdynamics_web.studies.models import Snapshot

__all__ = ["snapshot_path"]


def snapshot_path(snapshot: Snapshot) -> Path:
    """Return the study package of a snapshot, which `clusterdynamics.read_study` opens."""
    return Path(settings.MEDIA_ROOT) / snapshot.path
