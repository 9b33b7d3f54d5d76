"""Opening zip files that strangers made: checked from the directory first, and again while unpacking."""

from __future__ import annotations

import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

from clusterdynamics.study.codes import Code
from clusterdynamics.study.read.limits import LIMITS, MEGABYTE
from clusterdynamics.study.read.report import Problems

__all__ = ["DAMAGED", "dangers_of", "directory_bytes", "member_name", "open_archive", "unpack", "unpack_member"]

_CHUNK = 1 << 18
_ENCRYPTED = 0x1
#: What Python raises for zip files and members that cannot be read.
DAMAGED = (
    zipfile.BadZipFile,
    struct.error,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


def member_name(info: zipfile.ZipInfo) -> str:
    """Return the member's name with ``/`` between folders, whichever program packed it."""
    return info.filename.replace("\\", "/")


def open_archive(path: Path, file: str, most_bytes: int, problems: Problems) -> zipfile.ZipFile | None:
    """Open a zip file whose table of contents promises nothing bad; None (and problems) otherwise.

    Parameters
    ----------
    file
        Name of the zip file, for messages.
    most_bytes
        Most bytes after unpacking, all members together.
    """
    try:
        with path.open("rb") as stream:
            if directory_bytes(stream) > LIMITS.zip_directory_bytes:
                problems.add(Code.ZIP_TOO_MANY_FILES, file, limit=LIMITS.zip_files)
                return None
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, EOFError):
        if _start(path) == b"PK\x03\x04":
            problems.add(Code.ZIP_DAMAGED, file, name=file)
        else:
            problems.add(Code.ZIP_INVALID, file)
        return None
    before = len(problems.listed())
    _check_members(archive.infolist(), file, most_bytes, problems)
    if len(problems.listed()) > before:
        archive.close()
        return None
    return archive


def _start(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4)


def directory_bytes(stream: IO[bytes]) -> int:
    """Return the size of the table of contents as the file's end states it (0 where there is none).

    ``zipfile`` reads the whole directory into objects, so that its size has to be known before.
    """
    size = stream.seek(0, 2)
    stream.seek(max(size - 66_000, 0))
    tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or end + 22 > len(tail):
        return 0
    stated: int = struct.unpack_from("<L", tail, end + 12)[0]
    if end >= 20 and tail[end - 20 : end - 16] == b"PK\x06\x07":
        (offset,) = struct.unpack_from("<Q", tail, end - 12)
        if offset < size:
            stream.seek(offset)
            record = stream.read(56)
            if len(record) == 56 and record[:4] == b"PK\x06\x06":
                return int(struct.unpack_from("<Q", record, 40)[0])
    return stated


def dangers_of(info: zipfile.ZipInfo, seen: set[str]) -> list[Code]:
    """Return what is wrong with a member, by the table of contents; adds its name to those `seen`."""
    name = member_name(info)
    found = {
        Code.ZIP_PATH: name.startswith("/") or bool(re.match(r"[A-Za-z]:", name)) or ".." in name.split("/"),
        Code.ZIP_LINK: stat.S_ISLNK(info.external_attr >> 16),
        Code.ZIP_ENCRYPTED: bool(info.flag_bits & _ENCRYPTED),
        Code.ZIP_NAME_TWICE: name.casefold() in seen,
    }
    seen.add(name.casefold())
    return [code for code, there in found.items() if there]


def _check_members(members: list[zipfile.ZipInfo], file: str, most_bytes: int, problems: Problems) -> None:
    if len(members) > LIMITS.zip_files:
        problems.add(Code.ZIP_TOO_MANY_FILES, file, limit=LIMITS.zip_files)
        return
    seen: set[str] = set()
    total = 0
    for info in members:
        name = member_name(info)
        total += info.file_size
        for danger in dangers_of(info, seen):
            problems.add(danger, file, name=name)
        allowed = max(LIMITS.ratio_from_bytes, info.compress_size * LIMITS.ratio)
        if info.file_size > allowed:
            _too_large(name, info.file_size, allowed, file, problems)
    if total > most_bytes:
        _too_large(file, total, most_bytes, file, problems)


def _too_large(name: str, size: int, limit: int, file: str, problems: Problems) -> None:
    problems.add(Code.ZIP_TOO_LARGE, file, name=name, size=-(-size // MEGABYTE), limit=max(limit // MEGABYTE, 1))


def unpack(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    write: Callable[[bytes], object],
    file: str,
    problems: Problems,
) -> bool:
    """Unpack one member piece by piece; False (and a problem) where it is damaged or larger than it said.

    Parameters
    ----------
    write
        Takes the pieces.
    """
    if unpack_member(archive, info, write):
        return True
    problems.add(Code.ZIP_DAMAGED, file, name=member_name(info))
    return False


def unpack_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, write: Callable[[bytes], object]) -> bool:
    """Unpack one member piece by piece into `write`; False where it is damaged or not as large as it said."""
    done = 0
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                done += len(chunk)
                if done > info.file_size:
                    return False
                write(chunk)
    except DAMAGED:
        return False
    return done == info.file_size
