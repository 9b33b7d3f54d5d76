"""Where the sheets of a wave lie, until they are fetched: beside what was made of its snapshot, and gone with it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from django.conf import settings

from clusterdynamics_web.studies.models import Snapshot, Wave

__all__ = ["all_sheets", "pack", "sheets_path"]


def sheets_path(snapshot: Snapshot, wave: Wave) -> Path:
    """Return the archive of the sheets of a wave; `results.store.forget` deletes the folder it is in."""
    folder = Path(settings.MEDIA_ROOT) / "readings" / snapshot.study.key / snapshot.fingerprint
    return folder / f"sheets-{wave.pk}.zip"


def all_sheets() -> list[Path]:
    """Return every archive of sheets there is."""
    return sorted((Path(settings.MEDIA_ROOT) / "readings").glob("*/*/sheets-*.zip"))


def pack(files: dict[str, bytes]) -> bytes:
    """Return files as an archive: the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name])
    return out.getvalue()
