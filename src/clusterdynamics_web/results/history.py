"""What was told of earlier snapshots of a study, so that the next one does not give away who came between (PV-05)."""

from __future__ import annotations

import gzip
import json
import secrets
from collections.abc import Iterable

from clusterdynamics.disclosure import Before, Disclosed, Earlier
from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics_web.results.models import Secret, Told
from clusterdynamics_web.studies.models import Snapshot, Study

__all__ = ["before", "keep"]


def before(snapshot: Snapshot, package: StudyPackage) -> Before | None:
    """Return what was told before a snapshot; None where it is the first that is told."""
    rows = Told.objects.filter(snapshot__study=snapshot.study_id, snapshot__created_at__lt=snapshot.created_at)
    earlier = [Earlier.from_dict(json.loads(gzip.decompress(row.content))) for row in rows.order_by("snapshot")]
    return Before(package, earlier, _salt(snapshot.study)) if earlier else None


def keep(snapshot: Snapshot, package: StudyPackage, told: Iterable[Disclosed]) -> None:
    """Keep what the next snapshot of the study must be held against; once, because it says what was told first."""
    if Told.objects.filter(snapshot=snapshot).exists():
        return
    made = Earlier.of(package, _salt(snapshot.study), told).to_dict()
    content = gzip.compress(json.dumps(made, separators=(",", ":")).encode(), compresslevel=5, mtime=0)
    Told.objects.get_or_create(snapshot=snapshot, defaults={"content": content})


def _salt(study: Study) -> bytes:
    secret, _made = Secret.objects.get_or_create(study=study, defaults={"salt": secrets.token_bytes(32)})
    return bytes(secret.salt)
