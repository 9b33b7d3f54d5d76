"""What a file is, by what is in it, and whether it may come in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from clusterdynamics_web.library.uploads.images import check_image, image_kind
from clusterdynamics_web.library.uploads.office import check_office
from clusterdynamics_web.library.uploads.pdf import check_pdf
from clusterdynamics_web.library.uploads.refused import Refused
from clusterdynamics_web.library.uploads.tables import check_csv

__all__ = ["ACCEPTED", "LONGEST_NAME", "TYPES", "Checked", "check"]

LONGEST_NAME = 120
_OOXML = "application/vnd.openxmlformats-officedocument"
#: Kind → endings of its name, and the type under which it is sent.
ACCEPTED: dict[str, tuple[tuple[str, ...], str]] = {
    "pdf": (("pdf",), "application/pdf"),
    "pptx": (("pptx",), f"{_OOXML}.presentationml.presentation"),
    "docx": (("docx",), f"{_OOXML}.wordprocessingml.document"),
    "odp": (("odp",), "application/vnd.oasis.opendocument.presentation"),
    "png": (("png",), "image/png"),
    "jpeg": (("jpg", "jpeg"), "image/jpeg"),
    "csv": (("csv",), "text/csv; charset=utf-8"),
}
#: What the application itself writes beside that; nobody hands it in.
_WRITTEN: dict[str, tuple[tuple[str, ...], str]] = {"xlsx": (("xlsx",), f"{_OOXML}.spreadsheetml.sheet")}
#: Kind → the type under which a file of the library is sent.
TYPES: dict[str, str] = {kind: sent for kind, (_endings, sent) in (ACCEPTED | _WRITTEN).items()}


@dataclass(frozen=True)
class Checked:
    """A file that may come in: its kind, and a name without anything that a system could trip over."""

    kind: str
    name: str
    content: bytes


def check(name: str, content: bytes, *, written: bool = False) -> Checked:
    """Look through a file.

    Parameters
    ----------
    written
        The application wrote it: then it may be a workbook as well.

    Raises
    ------
    Refused
        Its kind is not accepted, it is something else than its name says, or it could do harm.
    """
    clean, ending = _clean(name)
    known = ACCEPTED | _WRITTEN if written else ACCEPTED
    kind = next((k for k, (endings, _type) in known.items() if ending in endings), None)
    if kind is None:
        kinds = ", ".join(e.upper() for endings, _type in ACCEPTED.values() for e in endings[:1])
        raise Refused(_("Files of the kind “{ending}” are not taken. Send {kinds}.").format(ending=ending, kinds=kinds))
    most: int = settings.UPLOAD_BYTES
    if len(content) > most:
        raise Refused(_("The file is larger than {size} MB.").format(size=max(most // 1024**2, 1)))
    if not content.strip(b"\0\r\n\t "):
        raise Refused(_("The file is empty."))
    if kind in {"pptx", "docx", "odp", "xlsx"}:
        if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise Refused(_("The file is encrypted, or of an old kind. Save it anew, without a password."))
        check_office(content, kind)
    elif kind == "pdf":
        check_pdf(content)
    elif kind == "csv":
        check_csv(content)
    else:
        if image_kind(content) != kind:
            raise Refused(_("The file is something else than its name says."))
        check_image(content)
    return Checked(kind, f"{clean}.{ending}", content)


def _clean(name: str) -> tuple[str, str]:
    """Return the name without path, signs and invisible letters, and its ending."""
    base = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    base = "".join(c for c in base if unicodedata.category(c)[0] not in "C")
    stem, _dot, ending = base.rpartition(".")
    stem = re.sub(r"[^\w\- ().,]+", "_", stem).strip(" ._")
    # A second ending ("report.exe.pdf") is one for people who read quickly.
    stem = stem.replace(".", "_")
    return stem[:LONGEST_NAME] or "file", ending.lower()[:10]
