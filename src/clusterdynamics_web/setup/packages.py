"""Study packages in and out: the library's reader and writer over what the rows hold."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics.study.package import check_study, fingerprint
from clusterdynamics.study.problems import Problem
from clusterdynamics.study.write.files import package_files
from clusterdynamics.study.write.package import zip_bytes
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.package import build_study

__all__ = ["NOTE_FILE", "export", "read_upload"]

#: The watermark; it is no table, so that reading the package leaves it aside and the fingerprint stays.
NOTE_FILE = "READ-ME-FIRST.txt"


def read_upload(content: bytes, name: str) -> tuple[StudyPackage | None, tuple[Problem, ...]]:
    """Read what somebody handed in; what kind of file it is follows from its content, not from its name."""
    kind = _kind(content)
    shown = Path(name).name[:100] or "study.zip"
    with tempfile.TemporaryDirectory(prefix="clusterdynamics-") as folder:
        path = Path(folder) / f"{Path(shown).stem or 'study'}{kind}"
        path.write_bytes(content)
        return check_study(path)


def _kind(content: bytes) -> str:
    """Return the ending that the content calls for. A workbook is a zip with a list of its parts near its start."""
    if content[:2] != b"PK":
        # The reader says what is wrong with it.
        return ".zip"
    return ".xlsx" if b"[Content_Types].xml" in content[:4096] or b"xl/workbook.xml" in content else ".zip"


def export(study: Study, *, test: bool, who: str, reason: str, when: datetime) -> tuple[str, bytes, StudyPackage]:
    """Return name and bytes of the study as a package, and the package.

    The tables are those of the library's writer, byte for byte; beside them lies a note on who took them out and why.
    """
    package = build_study(study, test=test)
    note = _note(study, package, test=test, who=who, reason=reason, when=when)
    content = zip_bytes(package_files(package) | {NOTE_FILE: note.encode()})
    name = f"{study.region.slug}-{study.key}{'-TEST' if test else ''}-{fingerprint(package)[:12]}.zip"
    return name, content, package


def _note(study: Study, package: StudyPackage, *, test: bool, who: str, reason: str, when: datetime) -> str:
    lines = [
        _("TEST ANSWERS: nobody gave them. Never mix them with real ones.") if test else "",
        _("Named ties and single answers (class C1). For the study team only; do not pass it on."),
        _("Study: {title}").format(title=study),
        _("Fingerprint: {fingerprint}").format(fingerprint=fingerprint(package)),
        _("Taken out by {who} on {when}.").format(who=who, when=when.strftime("%Y-%m-%d %H:%M UTC")),
        _("Reason: {reason}").format(reason=reason),
        _("Delete it when the reason is done with. The log of the study says that it was taken out."),
    ]
    return "\n".join(line for line in lines if line) + "\n"
