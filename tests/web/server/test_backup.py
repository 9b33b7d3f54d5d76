"""Backup and restore: everything comes back, nothing damaged is let in."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from clusterdynamics.errors import InputError
from clusterdynamics_web.server.backup import backup, restore


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a database, two files and a key."""
    data = tmp_path / "data"
    (data / "media" / "snapshots").mkdir(parents=True)
    (data / "media" / "snapshots" / "one.zip").write_bytes(b"first")
    (data / "media" / "logo.svg").write_bytes(b"<svg/>")
    (data / "secret_key").write_text("k" * 60)
    with closing(sqlite3.connect(data / "db.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE answers (value INTEGER)")
        database.executemany("INSERT INTO answers VALUES (?)", [(k,) for k in range(1000)])
        database.commit()
    place = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(data / "db.sqlite3")}}
    for name, value in {"DATA": data, "MEDIA_ROOT": data / "media", "DATABASES": place}.items():
        monkeypatch.setattr(settings, name, value)
    return data


def _count(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM answers").fetchone()[0])


def test_the_restore_drill(installation: Path, tmp_path: Path) -> None:
    writer = sqlite3.connect(installation / "db.sqlite3")  # somebody is at work while the backup is made
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO answers VALUES (-1)")
    manifest = backup(tmp_path / "backup.zip")
    writer.commit()
    writer.close()
    assert set(manifest["files"]) == {"database.sqlite3", "secret_key", "media/logo.svg", "media/snapshots/one.zip"}
    assert stat.S_IMODE((tmp_path / "backup.zip").stat().st_mode) == 0o600
    shutil.rmtree(installation)
    restore(tmp_path / "backup.zip")
    assert _count(installation / "db.sqlite3") == 1000  # what was not committed was not backed up
    assert (installation / "media" / "snapshots" / "one.zip").read_bytes() == b"first"
    assert (installation / "secret_key").read_text() == "k" * 60


def test_data_that_are_there_are_kept_aside_and_only_replaced_when_told(installation: Path, tmp_path: Path) -> None:
    backup(tmp_path / "backup.zip")
    (installation / "media" / "logo.svg").write_bytes(b"newer")
    with pytest.raises(InputError, match="--overwrite"):
        restore(tmp_path / "backup.zip")
    assert (installation / "media" / "logo.svg").read_bytes() == b"newer"
    restore(tmp_path / "backup.zip", overwrite=True)
    assert (installation / "media" / "logo.svg").read_bytes() == b"<svg/>"
    (aside,) = installation.glob("before-restore-*")
    assert (aside / "media" / "logo.svg").read_bytes() == b"newer"
    assert _count(aside / "db.sqlite3") == 1000


def test_a_backup_is_never_written_over_another(installation: Path, tmp_path: Path) -> None:
    backup(tmp_path / "backup.zip")
    with pytest.raises(InputError, match="already"):
        backup(tmp_path / "backup.zip")


def _change(source: Path, target: Path, **changed: bytes | None) -> Path:
    """Write a copy in which some files are changed, or missing (None), or new."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = changed.pop(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in changed.items():
            new.writestr(name, content or b"")
    return target


def test_a_damaged_backup_changes_nothing_and_names_every_file(installation: Path, tmp_path: Path) -> None:
    backup(tmp_path / "backup.zip")
    broken = _change(
        tmp_path / "backup.zip",
        tmp_path / "broken.zip",
        **{"media/logo.svg": b"other", "database.sqlite3": None, "media/new.txt": b"new"},
    )
    with pytest.raises(InputError, match="damaged") as error:
        restore(broken, overwrite=True)
    for name in ("media/logo.svg", "database.sqlite3", "media/new.txt"):
        assert name in str(error.value)
    assert _count(installation / "db.sqlite3") == 1000
    assert not list(installation.glob("before-restore-*"))


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil.txt", "media/../../evil.txt", "settings.py"])
def test_names_that_lead_elsewhere_are_refused(installation: Path, tmp_path: Path, name: str) -> None:
    backup(tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest["files"][name] = "0" * 64
    evil = _change(
        tmp_path / "backup.zip", tmp_path / "evil.zip", **{name: b"x", "manifest.json": json.dumps(manifest).encode()}
    )
    with pytest.raises(InputError, match="damaged"):
        restore(evil, overwrite=True)
    assert not (tmp_path / "evil.txt").exists()


@pytest.mark.parametrize("content", [b"", b"no zip at all", None])
def test_what_is_no_backup_is_told_so(installation: Path, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "other.zip"
    if content is None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("manifest.json", '{"software": "other"}')
    else:
        path.write_bytes(content)
    with pytest.raises(InputError, match="no backup"):
        restore(path, overwrite=True)
    with pytest.raises(InputError, match="no file"):
        restore(tmp_path / "missing.zip", overwrite=True)


def test_a_backup_of_another_kind_of_database_is_refused(installation: Path, tmp_path: Path) -> None:
    backup(tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        dump = archive.read("database.sqlite3")
    manifest["files"]["database.dump"] = manifest["files"].pop("database.sqlite3")
    manifest["database"] = "database.dump"
    other = _change(
        tmp_path / "backup.zip",
        tmp_path / "other.zip",
        **{
            "database.sqlite3": None,
            "database.dump": dump,
            "manifest.json": json.dumps(manifest).encode(),
        },
    )
    with pytest.raises(InputError, match="PostgreSQL"):
        restore(other, overwrite=True)
