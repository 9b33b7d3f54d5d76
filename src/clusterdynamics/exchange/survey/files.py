"""The files of one export, out of folders and zips, within bounds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.registry import read_bytes
from clusterdynamics.i18n import _
from clusterdynamics.study.codes import Code
from clusterdynamics.study.read.archive import DAMAGED, dangers_of, directory_bytes, member_name, unpack_member
from clusterdynamics.study.read.limits import LIMITS

__all__ = ["MOST_BYTES", "MOST_FILES", "SurveyFile", "gather"]

#: Of all files of an export together. Network Canvas writes several files for each interview.
MOST_FILES = 5_000
MOST_BYTES = 200 * 1024 * 1024
_LITTER = ("__MACOSX/", ".", "~$", "Thumbs.db", "desktop.ini")
#: Pictures and recordings that collecting programs pack beside the answers; they are no answers.
_MEDIA = frozenset({".jpg", ".jpeg", ".png", ".gif", ".mp3", ".m4a", ".amr", ".wav", ".mp4", ".3gp", ".pdf", ".svg"})


@dataclass(frozen=True)
class SurveyFile:
    """One file: its name in messages, and its bytes."""

    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        """Ending in lower case, with the point."""
        return Path(self.name).suffix.lower()


def gather(sources: str | Path | bytes | Sequence[str | Path], name: str = "") -> tuple[SurveyFile, ...]:
    """Return the files of an export: those named, those in folders named, and those in zips.

    Parameters
    ----------
    sources
        Paths, or the bytes of one file or zip.
    name
        Name of the file in messages, where bytes are given.

    Raises
    ------
    ExchangeError
        A file is not there or is too large; a zip is damaged, encrypted, holds links or paths that lead out of it,
        or unpacks to more than it may.
    """
    taken = _Taken()
    if isinstance(sources, bytes):
        taken.add(name or _("the file"), sources)
    else:
        for path in [sources] if isinstance(sources, str | Path) else sources:
            for each in _in_folder(Path(path)):
                taken.add(each.name, read_bytes(each, each.name))
    if not taken.files:
        raise Faults(name or _("import")).error(_("There is no file to read."), _("Name the files of the export."))
    return tuple(taken.files)


def _in_folder(path: Path) -> Iterable[Path]:
    if not path.is_dir():
        return [path]
    return sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith(_LITTER))


class _Taken:
    """Takes files until there are too many."""

    def __init__(self) -> None:
        self.files: list[SurveyFile] = []
        self.bytes = 0

    def add(self, name: str, data: bytes) -> None:
        if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and Path(name).suffix.lower() != ".xlsx":
            self._unpack(name, data)
            return
        if Path(name).suffix.lower() in _MEDIA:
            return
        self.bytes += len(data)
        if self.bytes > MOST_BYTES or len(self.files) >= MOST_FILES:
            raise Faults(name).error(
                _("The export holds more than {files} files or {size} MB.").format(
                    files=MOST_FILES, size=MOST_BYTES // 1024**2
                ),
                _("Import it in parts."),
            )
        self.files.append(SurveyFile(name, data))

    def _unpack(self, name: str, data: bytes) -> None:
        faults = Faults(name)
        try:
            if directory_bytes(io.BytesIO(data)) > LIMITS.zip_directory_bytes:
                raise faults.error(_("The zip holds too many files."), _("Import it in parts."))
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = [i for i in archive.infolist() if not i.is_dir()]
                self._check(members, faults)
                for info in members:
                    inner = member_name(info)
                    if inner.startswith("__MACOSX/") or inner.rpartition("/")[2].startswith(_LITTER):
                        continue
                    content = bytearray()
                    if not unpack_member(archive, info, content.extend):
                        raise faults.error(
                            _("'{name}' in the zip is damaged.").format(name=inner), _("Export it again.")
                        )
                    if bytes(content[:4]) == b"PK\x03\x04" and Path(inner).suffix.lower() == ".zip":
                        raise faults.error(
                            _("There is a zip in the zip: '{name}'.").format(name=inner), _("Unpack the outer one.")
                        )
                    self.add(inner.rpartition("/")[2], bytes(content))
        except DAMAGED as problem:
            raise faults.error(
                _("The zip is damaged ({detail}).").format(detail=problem), _("Export or send it again.")
            ) from None

    def _check(self, members: Sequence[zipfile.ZipInfo], faults: Faults) -> None:
        seen: set[str] = set()
        total = 0
        for info in members:
            total += info.file_size
            for danger in dangers_of(info, seen):
                if danger is Code.ZIP_ENCRYPTED:
                    message = _("'{name}' in the zip has a password.")
                else:
                    message = _("'{name}' in the zip has a path or a name that is not allowed.")
                faults.add(message.format(name=member_name(info)), _("Pack the files again, without folders."))
            if info.file_size > max(LIMITS.ratio_from_bytes, info.compress_size * LIMITS.ratio):
                faults.add(
                    _("'{name}' in the zip unpacks to more than it can hold.").format(name=member_name(info)),
                    _("Export it again."),
                )
        if total + self.bytes > MOST_BYTES or len(members) > MOST_FILES:
            faults.add(
                _("The export holds more than {files} files or {size} MB.").format(
                    files=MOST_FILES, size=MOST_BYTES // 1024**2
                ),
                _("Import it in parts."),
            )
        faults.check()
