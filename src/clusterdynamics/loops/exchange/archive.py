"""Zip files of other programs: checked from their table of contents first, and again while unpacking.

A study package has few files and the reader of packages refuses more; a project has a file for each text, so the
limits are others here.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from clusterdynamics.exchange.errors import ExchangeError, Faults
from clusterdynamics.i18n import N_, _
from clusterdynamics.study.codes import Code
from clusterdynamics.study.read.archive import DAMAGED, dangers_of, directory_bytes, member_name, unpack_member

__all__ = ["MOST_FILES", "MOST_UNPACKED", "names_in_zip", "read_zip"]

#: Bytes that the texts of a project may have after unpacking; recordings and pictures are not unpacked.
MOST_UNPACKED = 200_000_000
MOST_FILES = 50_000
#: Bytes of the table of contents, which is read as a whole.
_MOST_DIRECTORY = 10_000_000
#: How many times larger than packed a file may be, and from which unpacked size on it matters.
_RATIO, _RATIO_FROM = 200, 5_000_000


_AGAIN = N_("Export the project again.")
#: What is said of a member that no honest program would write.
_DANGERS = {
    Code.ZIP_PATH: (N_("The file '{name}' lies outside the zip."), _AGAIN),
    Code.ZIP_LINK: (N_("'{name}' is a link to another file."), _AGAIN),
    Code.ZIP_NAME_TWICE: (N_("'{name}' is in the zip twice."), _AGAIN),
    Code.ZIP_ENCRYPTED: (N_("'{name}' is locked with a password."), N_("Export it without one.")),
}


def names_in_zip(path: Path) -> tuple[str, ...]:
    """Return the names of the files in a zip; none where it is no zip that may be opened."""
    try:
        with _open(path, Faults(path.name)) as archive:
            return tuple(member_name(info) for info in archive.infolist())
    except ExchangeError:
        return ()


def read_zip(path: Path, faults: Faults, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Return name → content of the wanted files of a zip.

    Raises
    ------
    ExchangeError
        The zip is broken, reaches outside itself, or is too large when unpacked.
    """
    found: dict[str, bytes] = {}
    with _open(path, faults) as archive:
        _check(archive.infolist(), wanted, faults)
        for info in archive.infolist():
            name = member_name(info)
            if not info.is_dir() and wanted(name):
                found[name] = _unpack(archive, info, faults)
    faults.check()
    return found


def _open(path: Path, faults: Faults) -> zipfile.ZipFile:
    try:
        with path.open("rb") as stream:
            if directory_bytes(stream) > _MOST_DIRECTORY:
                raise _too_many(faults)
        return zipfile.ZipFile(path)
    except DAMAGED as problem:
        raise faults.error(
            _("The file is no zip, or it is cut off ({detail}).").format(detail=problem), _("Send the file again.")
        ) from None


def _too_many(faults: Faults) -> ExchangeError:
    return faults.error(
        _("The zip holds more than {n} files.").format(n=MOST_FILES), _("Export a part of the project.")
    )


def _check(members: Sequence[zipfile.ZipInfo], wanted: Callable[[str], bool], faults: Faults) -> None:
    """Raise everything that is wrong with the table of contents."""
    if len(members) > MOST_FILES:
        raise _too_many(faults)
    seen: set[str] = set()
    total = 0
    for info in members:
        name = member_name(info)
        skipped = info.is_dir() or not wanted(name)
        for danger in dangers_of(info, seen):
            if danger is not Code.ZIP_ENCRYPTED or not skipped:
                words, advice = _DANGERS[danger]
                faults.add(_(words).format(name=name), _(advice))
        if skipped:
            continue
        total += info.file_size
        if info.file_size > max(_RATIO_FROM, info.compress_size * _RATIO):
            faults.add(
                _("'{name}' would be {n} times larger than packed.").format(
                    name=name, n=info.file_size // max(info.compress_size, 1)
                ),
                _("Send the file unpacked and packed again, if it is what you want to send."),
            )
    if total > MOST_UNPACKED:
        faults.add(
            _("Unpacked, the texts are larger than {size} MB.").format(size=MOST_UNPACKED // 1_000_000),
            _("Send a part of them."),
        )
    faults.check()


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, faults: Faults) -> bytes:
    """Return the content of a file, never more than the table of contents says; empty (and a fault) if damaged."""
    content = bytearray()
    if unpack_member(archive, info, content.extend):
        return bytes(content)
    faults.add(_("'{name}' is damaged.").format(name=member_name(info)), _("Send the file again."))
    return b""
