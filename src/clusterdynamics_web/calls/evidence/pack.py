"""From files to one file: with what it is made of, a manifest, and the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusterdynamics import __version__
from clusterdynamics_web.calls.evidence.sources import Source
from clusterdynamics_web.library.kinds import LICENCES, Licence
from clusterdynamics_web.regions.models import Region

__all__ = ["MANIFEST", "README", "Packed", "pack"]

README, MANIFEST = "README.txt", "manifest.json"
#: The earliest that a zip file can say; the time of today would make each pack another one.
_THEN = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Packed:
    """A pack: its files by name, and all of them as a zip file."""

    files: Mapping[str, bytes]
    content: bytes


def pack(
    region: Region,
    sources: Sequence[Source],
    files: Mapping[str, bytes],
    *,
    language: str,
    licence: Licence,
    title: str = "",
) -> Packed:
    """Put files of studies together, with a text that says where they come from and a manifest with their hashes."""
    with override(language):
        told = _readme(region, sources, sorted(files), licence, title)
    every = dict(files) | {README: told.encode()}
    every[MANIFEST] = _manifest(region, sources, every, language, licence)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(every):
            info = zipfile.ZipInfo(name, _THEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, every[name])
    return Packed(every, out.getvalue())


def _readme(region: Region, sources: Sequence[Source], names: Sequence[str], licence: Licence, title: str) -> str:
    words = LICENCES[licence]
    lines = [
        _("Evidence from {region}").format(region=region.name),
        *([_("For: {title}").format(title=title)] if title else []),
        "",
        _("Everything in here is what everybody may see. Single organisations stand in it only where they agreed."),
        _("Figures of few organisations are hidden; nobody's answers can be read from it."),
        "",
        _("Where it comes from"),
    ]
    for source in sources:
        snapshot = source.snapshot
        study = snapshot.study
        lines += [
            "",
            f"{source.folder}/",
            _("Study: {title}").format(title=study.parsed.title),
            _("Cluster: {cluster}").format(cluster=study.cluster.name),
            _("Wave: {wave}").format(wave=snapshot.wave),
            _("Snapshot: {id}").format(id=snapshot.fingerprint),
            _("Published for everybody on {day}").format(
                day=formats.date_format(source.publication.published_at, "DATE_FORMAT")
            ),
            *([_("Note: this study is invented.")] if study.parsed.synthetic else []),
        ]
    lines += [
        "",
        _("What one may do with it"),
        f"{licence.label}. {words.plain}" + (f" {words.url}" if words.url else ""),
        _("Name: {region}").format(region=region.sender_name or region.name),
        "",
        _("Files"),
        *names,
        MANIFEST,
        "",
        _("The manifest holds the SHA-256 of every file. Made with Cluster Dynamics {version}.").format(
            version=__version__
        ),
    ]
    return "\n".join(map(str, lines)) + "\n"


def _manifest(
    region: Region, sources: Sequence[Source], files: Mapping[str, bytes], language: str, licence: Licence
) -> bytes:
    content: dict[str, Any] = {
        "kind": "clusterdynamics evidence pack",
        "version": 1,
        "software": __version__,
        "region": region.name,
        "language": language,
        "licence": licence.value,
        "visibility": "public",
        "studies": [
            {
                "folder": source.folder,
                "title": source.snapshot.study.parsed.title,
                "wave": source.snapshot.wave.code,
                "snapshot": source.snapshot.fingerprint,
            }
            for source in sources
        ],
        "files": [
            {"name": name, "bytes": len(files[name]), "sha256": hashlib.sha256(files[name]).hexdigest()}
            for name in sorted(files)
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
