"""The identity of a study: one number for what it says, wherever and however it is stored."""

from __future__ import annotations

import hashlib

from clusterdynamics.study.model import Study
from clusterdynamics.study.write.files import DESCRIPTOR_FILE, package_files

__all__ = ["SHORT", "fingerprint"]

#: Digits of the short form that reports show.
SHORT = 12


def fingerprint(study: Study) -> str:
    """Return the SHA-256 of the study's canonical bytes, in hexadecimal digits: its snapshot id.

    It depends on the settings and the tables, and on nothing else: not on the order of rows, the kind of file
    or the place. The first 12 digits are its short form.
    """
    digest = hashlib.sha256()
    for name, content in package_files(study).items():
        if name != DESCRIPTOR_FILE:  # follows from the others
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()
