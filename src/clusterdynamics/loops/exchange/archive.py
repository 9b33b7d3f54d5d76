"""Zip files of other programs: checked from their table of contents first, and again while unpacking.

A study package has few files and the reader of packages refuses more; a project has a file for each text, so the
limits are others here.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from clusterdynamics.exchange.errors import ExchangeError, Faults
from clusterdynamics.i18n import _
from clusterdynamics.study.read.archive import member_name

__all__ = ["MOST_FILES", "MOST_UNPACKED", "names_in_zip", "read_zip"]

#: Bytes that the texts of a project may have after unpacking; recordings and pictures are not unpacked.
MOST_UNPACKED = 200_000_000
MOST_FILES = 50_000
#: Bytes of the table of contents, which is read as a whole.
_MOST_DIRECTORY = 10_000_000
#: How many times larger than packed a file may be, and from which unpacked size on it matters.
_RATIO, _RATIO_FROM = 200, 5_000_000
_CHUNK = 1 << 18
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


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
        if _directory_bytes(path) > _MOST_DIRECTORY:
            raise _too_many(faults)
        return zipfile.ZipFile(path)
    except _BROKEN as problem:
        raise faults.error(
            _("The file is no zip, or it is cut off ({detail}).").format(detail=problem), _("Send the file again.")
        ) from None


def _too_many(faults: Faults) -> ExchangeError:
    return faults.error(
        _("The zip holds more than {n} files.").format(n=MOST_FILES), _("Export a part of the project.")
    )


def _directory_bytes(path: Path) -> int:
    """Return the size of the table of contents as the file's end states it; zipfile reads all of it at once."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(size - 66_000, 0))
        tail = stream.read()
        end = tail.rfind(b"PK\x05\x06")
        if end < 0 or end + 22 > len(tail):
            return 0
        stated = int(struct.unpack_from("<L", tail, end + 12)[0])
        if end >= 20 and tail[end - 20 : end - 16] == b"PK\x06\x07":
            stream.seek(min(int(struct.unpack_from("<Q", tail, end - 12)[0]), size))
            record = stream.read(56)
            if len(record) == 56 and record.startswith(b"PK\x06\x06"):
                return int(struct.unpack_from("<Q", record, 40)[0])
    return stated


def _check(members: Sequence[zipfile.ZipInfo], wanted: Callable[[str], bool], faults: Faults) -> None:
    """Raise everything that is wrong with the table of contents."""
    if len(members) > MOST_FILES:
        raise _too_many(faults)
    seen: set[str] = set()
    total = 0
    again = _("Export the project again.")
    for info in members:
        name = member_name(info)
        if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/"):
            faults.add(_("The file '{name}' lies outside the zip.").format(name=name), again)
        if stat.S_ISLNK(info.external_attr >> 16):
            faults.add(_("'{name}' is a link to another file.").format(name=name), again)
        if name.casefold() in seen:
            faults.add(_("'{name}' is in the zip twice.").format(name=name), again)
        seen.add(name.casefold())
        if info.is_dir() or not wanted(name):
            continue
        total += info.file_size
        if info.flag_bits & _ENCRYPTED:
            faults.add(_("'{name}' is locked with a password.").format(name=name), _("Export it without one."))
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
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                content += chunk
                if len(content) > info.file_size:
                    raise zipfile.BadZipFile
        if len(content) == info.file_size:
            return bytes(content)
    except _BROKEN:
        content.clear()
    faults.add(_("'{name}' is damaged.").format(name=member_name(info)), _("Send the file again."))
    return b""
