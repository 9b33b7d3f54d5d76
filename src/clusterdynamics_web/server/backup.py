"""Backup and restore: the database, the files and the keys in one zip with a manifest of hashes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from clusterdynamics import __version__
from clusterdynamics.errors import InputError

__all__ = ["backup", "copy_sqlite", "restore"]

MANIFEST = "manifest.json"
SQLITE, POSTGRESQL = "database.sqlite3", "database.dump"
#: Beside the database and the files: without the key, everybody is logged out, and nothing else is lost.
KEY = "secret_key"


def _place() -> dict[str, str]:
    """Return where the database is."""
    from django.conf import settings

    return {k: str(v) for k, v in settings.DATABASES["default"].items()}


def copy_sqlite(target: Path) -> None:
    """Copy the SQLite database while it is in use."""
    with (
        closing(sqlite3.connect(_place()["NAME"], timeout=60)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)


def backup(target: Path) -> dict[str, Any]:
    """Write everything that an installation holds into one file; return its manifest.

    The server may go on working: the database is copied as it is at one moment, the files after it, so that no row
    speaks of a file that the backup lacks.

    Raises
    ------
    InputError
        The file is there already, or the database cannot be copied.
    """
    from django.conf import settings

    if target.exists():
        raise InputError(f"{target} is there already. Choose another name.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="backup-", dir=target.parent) as folder:
        database = _dump_database(Path(folder))
        files: dict[str, Path] = {database.name: database}
        if (settings.DATA / KEY).is_file():
            files[KEY] = settings.DATA / KEY
        media = Path(settings.MEDIA_ROOT)
        files |= {f"media/{p.relative_to(media).as_posix()}": p for p in sorted(media.rglob("*")) if p.is_file()}
        half = Path(folder) / "backup.zip"
        hashes: dict[str, str] = {}
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
            for name, path in files.items():
                try:
                    hashes[name] = _store(archive, name, path)
                except FileNotFoundError:
                    continue  # erased since the list was made: it is to be gone
            manifest = {
                "software": "clusterdynamics",
                "version": __version__,
                "made": datetime.now(UTC).isoformat(timespec="seconds"),
                "database": database.name,
                "files": hashes,
            }
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        half.chmod(0o600)
        half.replace(target)
    return manifest


def _dump_database(folder: Path) -> Path:
    place = _place()
    if place["ENGINE"].endswith("sqlite3"):
        copy_sqlite(folder / SQLITE)
        return folder / SQLITE
    command = ["pg_dump", "--format=custom", "--no-owner", "--file", str(folder / POSTGRESQL), place["NAME"]]
    _postgresql(command)
    return folder / POSTGRESQL


def _postgresql(command: list[str]) -> None:
    """Run a program of PostgreSQL; the password goes through the environment, which no list of processes shows."""
    place = _place()
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    environment = os.environ | {names[k]: place[k] for k in names if place.get(k)}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    except FileNotFoundError as error:
        raise InputError(f"{command[0]} is not installed; Debian has it in postgresql-client.") from error
    if done.returncode != 0:
        raise InputError(f"{command[0]} failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ''}")


def _store(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    digest = hashlib.sha256()
    with (
        path.open("rb") as source,
        archive.open(zipfile.ZipInfo.from_file(path, name), "w", force_zip64=True) as target,
    ):
        for block in _blocks(source):
            digest.update(block)
            target.write(block)
    return digest.hexdigest()


def _blocks(file: Any) -> Iterator[bytes]:
    while block := file.read(1 << 20):
        yield block


def restore(source: Path, *, overwrite: bool = False) -> dict[str, Any]:
    """Bring an installation back from a backup; return the manifest.

    Everything is unpacked and checked beside the data folder first; what was there is moved aside, not deleted.

    Raises
    ------
    InputError
        The file is no backup, is damaged (every file that differs is named), or holds another kind of database;
        or there are data already and `overwrite` is not given.
    """
    from django.conf import settings

    data = Path(settings.DATA)
    sqlite = _place()["ENGINE"].endswith("sqlite3")
    if not overwrite and _has_data(data, sqlite=sqlite):
        raise InputError(f"There are data in {data} already. With --overwrite they are moved aside and replaced.")
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=data) as name:
        folder = Path(name)
        manifest = _unpack(source, folder)
        if (manifest["database"] == SQLITE) != sqlite:
            kinds = {SQLITE: "SQLite", POSTGRESQL: "PostgreSQL"}
            kind = kinds.get(str(manifest["database"]), "?")
            raise InputError(f"The backup holds a database of {kind}. Set DATABASE_URL to one of the same kind.")
        aside = data / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        if not sqlite:
            if _has_data(data, sqlite=False):
                aside.mkdir(exist_ok=True)
                _dump_database(aside)
                (aside / POSTGRESQL).chmod(0o600)
            # All of it or nothing: where the dump cannot be read, the database stays as it is.
            options = ["--clean", "--if-exists", "--no-owner", "--single-transaction"]
            place = _place()["NAME"]
            _postgresql(["pg_restore", *options, "--dbname", place, str(folder / POSTGRESQL)])
        database = Path(_place()["NAME"])
        old = [data / "media", data / KEY]
        if sqlite:
            old += [database, database.with_name(database.name + "-wal"), database.with_name(database.name + "-shm")]
        for path in old:
            if path.exists():
                aside.mkdir(exist_ok=True)
                shutil.move(path, aside / path.name)
        if sqlite:
            (folder / SQLITE).replace(database)
        for path in (folder / "media", folder / KEY):
            if path.exists():
                path.replace(data / path.name)
    return manifest


def _has_data(data: Path, *, sqlite: bool) -> bool:
    from django.db import connection

    if sqlite:
        return Path(_place()["NAME"]).exists() or (data / "media").exists()
    return bool(connection.introspection.table_names())


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            if manifest.get("software") != "clusterdynamics":
                raise InputError(f"{source} is no backup of Cluster Dynamics.")
            names = set(archive.namelist()) - {MANIFEST}
            wrong = sorted(names ^ set(manifest["files"])) + [n for n in sorted(names) if not _is_ours(n)]
            for name in sorted(names - set(wrong)):
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                digest = hashlib.sha256()
                with archive.open(name) as inner, target.open("wb") as file:
                    for block in _blocks(inner):
                        digest.update(block)
                        file.write(block)
                if digest.hexdigest() != manifest["files"][name]:
                    wrong.append(name)
    except FileNotFoundError as error:
        raise InputError(f"There is no file {source}.") from error
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError) as error:
        raise InputError(f"{source} is no backup of Cluster Dynamics, or it is damaged.") from error
    if wrong:
        raise InputError(f"The backup {source} is damaged; nothing was changed. Files that differ: {', '.join(wrong)}.")
    (folder / KEY).chmod(0o600) if (folder / KEY).exists() else None
    return dict(manifest)


def _is_ours(name: str) -> bool:
    """Say whether a name of the archive stays inside the folder and is one that a backup has."""
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts and "\\" not in name
    return inside and (name in {SQLITE, POSTGRESQL, KEY} or path.parts[0] == "media")
