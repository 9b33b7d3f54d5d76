"""Zip containers of office documents: opened part by part, never to the disk, within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from clusterdynamics_web.library.uploads.refused import Refused

__all__ = ["Parts"]

#: Bytes of all parts together, parts, and how many times larger than packed a part of some size may be.
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 3000
MOST_RATIO, RATIO_FROM = 120, 1024 * 1024
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


class Parts:
    """The parts of a container that is no bomb; each is read once and counted.

    Raises
    ------
    Refused
        It is no zip, is encrypted, has parts outside of itself or twice, or is too large when unpacked.
    """

    def __init__(self, data: bytes, *, budget: int = MOST_UNPACKED) -> None:
        if data[:4] != b"PK\x03\x04":
            raise Refused(_("The file is no office document. Save it again from the program it was made with."))
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as problem:
            raise Refused(_broken()) from problem
        self._left = budget
        infos = self._archive.infolist()
        if len(infos) > MOST_PARTS:
            raise Refused(_("The file has more than {n} parts. That is no usual document.").format(n=MOST_PARTS))
        seen: set[str] = set()
        for info in infos:
            self._look(info, seen)
        if sum(info.file_size for info in infos) > budget:
            raise Refused(_too_large(budget))
        self.names = [info.filename for info in infos if not info.is_dir()]

    def _look(self, info: zipfile.ZipInfo, seen: set[str]) -> None:
        name = info.orig_filename
        if info.flag_bits & 1:
            raise Refused(_("The file is encrypted. Save it without a password."))
        if (
            name.startswith(("/", "\\"))
            or "\\" in name
            or ":" in name
            or "\0" in name
            or ".." in name.split("/")
            or (info.external_attr >> 16) & 0o170000 == 0o120000
        ):
            raise Refused(_("The file reaches outside of itself. Save it again from the program it was made with."))
        if name.casefold() in seen:
            raise Refused(_("A part is in the file twice. Save it again from the program it was made with."))
        seen.add(name.casefold())
        if info.compress_type not in _METHODS:
            raise Refused(_("The file is packed in an unusual way. Save it again from the program it was made with."))
        if info.file_size > RATIO_FROM and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            raise Refused(_("A part of the file grows too much when it is unpacked. Make the file smaller."))

    def read(self, name: str) -> bytes:
        """Return a part; what is larger than it says, or broken, is refused."""
        try:
            with self._archive.open(name) as part:
                data = part.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, KeyError) as problem:
            raise Refused(_broken()) from problem
        self._left -= len(data)
        if self._left < 0:
            raise Refused(_too_large(MOST_UNPACKED))
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)


def _broken() -> str:
    return _("The file is damaged or cut off. Send it again.")


def _too_large(budget: int) -> str:
    return _("Unpacked, the file is larger than {size} MB. Make it smaller.").format(size=budget // 1024**2)
