"""Writing a study to disk: all of it or nothing, never half."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.study.model import Study
from clusterdynamics.study.read.shapes_file import SHAPES_FILE
from clusterdynamics.study.read.source import SETTINGS_FILE, WORKBOOK_FILE
from clusterdynamics.study.tables import TABLES
from clusterdynamics.study.write.files import DESCRIPTOR_FILE, package_files
from clusterdynamics.study.write.workbook import workbook_bytes

__all__ = ["write_folder", "write_study", "zip_bytes"]


def write_study(study: Study, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
    """Write a study; reading it gives an equal one.

    Parameters
    ----------
    path
        Ends in ``.zip`` or ``.xlsx`` for such a file; everything else is a folder.
    overwrite
        Replace what is there. A folder is replaced only if it holds a study; files in it that are no part of
        the study are kept.

    Raises
    ------
    InputError
        There is something at `path` already, or the study holds something that the kind of file cannot.

    Notes
    -----
    Everything is written beside the target first and then renamed, so that a failure leaves what was there.
    The same study gives the same bytes.
    """
    target = Path(path)
    kind = target.suffix.lower()
    _may_write(target, overwrite=overwrite, folder=kind not in {".zip", ".xlsx"})
    if study.files and kind == ".xlsx":
        raise InputError(
            _("A workbook cannot hold the file {files}; write a folder or a .zip.").format(files=", ".join(study.files))
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    if kind == ".zip":
        _write_file(target, zip_bytes(package_files(study)))
    elif kind == ".xlsx":
        _write_file(target, workbook_bytes(study))
    else:
        write_folder(target, package_files(study))


def _may_write(target: Path, *, overwrite: bool, folder: bool) -> None:
    if not target.exists():
        return
    if not overwrite:
        message = _("There is something at {path} already. Choose another name, or say that it may be replaced.")
        raise InputError(message.format(path=target))
    if folder != target.is_dir():
        message = _("{path} is a folder where a file is wanted, or the other way round. Choose another name.")
        raise InputError(message.format(path=target))
    if folder and any(target.iterdir()) and not (target / SETTINGS_FILE).is_file():
        message = _("The folder {path} holds no study, so it is not replaced. Choose another name.")
        raise InputError(message.format(path=target))


def zip_bytes(files: dict[str, bytes]) -> bytes:
    """Return the files as a zip; all times are the same, so that the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()


@contextmanager
def _beside(target: Path, remove: Callable[[Path], None]) -> Iterator[Path]:
    """Give a name beside the target to write to; whatever is left there in the end is removed."""
    temporary = target.with_name(f".{target.name}.{uuid4().hex[:8]}.tmp")
    try:
        yield temporary
    finally:
        if temporary.exists():
            remove(temporary)


def _write_file(target: Path, content: bytes) -> None:
    with _beside(target, Path.unlink) as temporary:
        temporary.write_bytes(content)
        temporary.replace(target)


def write_folder(target: Path, files: dict[str, bytes]) -> None:
    """Write a folder with these files in place of what is there; other files in it that are no study stay."""
    with _beside(target, shutil.rmtree) as temporary, _beside(target, shutil.rmtree) as old:
        temporary.mkdir()
        for name, content in files.items():
            (temporary / name).write_bytes(content)
        if not target.exists():
            temporary.rename(target)
            return
        for path in target.iterdir():
            if not _is_ours(path) and not (temporary / path.name).exists():
                _copy(path, temporary / path.name)
        target.rename(old)
        try:
            temporary.rename(target)
        except BaseException:
            old.rename(target)
            raise


def _is_ours(path: Path) -> bool:
    """Tell whether a file is part of a study, so that a new study replaces it."""
    name = path.name.casefold()
    tables = {f"{table}{ending}" for table in TABLES for ending in (".csv", ".xlsx")}
    return path.is_file() and name in {SETTINGS_FILE, WORKBOOK_FILE, DESCRIPTOR_FILE, SHAPES_FILE, *tables}


def _copy(path: Path, to: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.copytree(path, to, symlinks=True)
    else:
        shutil.copy2(path, to, follow_symlinks=False)
