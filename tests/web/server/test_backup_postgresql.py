"""The restore drill on PostgreSQL, by the commands that an operator types: `pg_dump` and `pg_restore` do the work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.web.postgresql import ROOT, new_database, postgresql

__all__ = ["postgresql"]

pytestmark = [
    pytest.mark.verify,
    pytest.mark.skipif(shutil.which("pg_dump") is None, reason="pg_dump is not installed (Debian: postgresql-client)"),
]

FILL = """
from clusterdynamics_web.demo import fill
from django.conf import settings
from django.core.management import call_command
call_command("migrate", verbosity=0)
fill()
"""
#: What must come back: every row of every table, counted and read.
READ = """
import hashlib
from django.apps import apps
lines = [f"{m._meta.db_table} {sorted(map(str, m._base_manager.values()))}"
         for m in apps.get_models(include_auto_created=True)]
print(hashlib.sha256("\\n".join(lines).encode()).hexdigest(), len(lines))
"""
CHANGE = """
from clusterdynamics_web.survey.models import Tie
print(Tie.objects.all().delete()[0])
"""


class Installation:
    """A data folder and a database, and what is typed there."""

    def __init__(self, data: Path, url: str) -> None:
        self.data = data
        data.mkdir()
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("CLUSTERDYNAMICS")} | {
            "CLUSTERDYNAMICS_DATA": str(data),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "clusterdynamics_web.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from clusterdynamics.cli import main; main()", *words],
            env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def ask(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", "import django; django.setup()\n" + code],
            env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip()


def test_everything_comes_back(postgresql: str, tmp_path: Path) -> None:
    one = Installation(tmp_path / "one", new_database(postgresql))
    one.ask(FILL)
    before = one.ask(READ)
    made = one.command("backup", str(tmp_path / "backup.zip"))
    assert made.returncode == 0, made.stderr
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        names = archive.namelist()
    assert "database.dump" in names
    assert any(n.startswith("media/snapshots/") for n in names)

    # On another machine, with an empty database.
    other = Installation(tmp_path / "other", new_database(postgresql))
    done = other.command("restore", str(tmp_path / "backup.zip"))
    assert done.returncode == 0, done.stderr
    assert other.ask(READ) == before
    snapshot = next(n for n in names if n.startswith("media/snapshots/"))
    assert (other.data / snapshot).read_bytes() == (one.data / snapshot).read_bytes()

    # Over data that are there: only when told to, and what was there is kept.
    assert int(other.ask(CHANGE)) > 100
    changed = other.ask(READ)
    refused = other.command("restore", str(tmp_path / "backup.zip"))
    assert refused.returncode != 0
    assert "--overwrite" in refused.stderr
    assert other.ask(READ) == changed
    done = other.command("restore", str(tmp_path / "backup.zip"), "--overwrite")
    assert done.returncode == 0, done.stderr
    assert other.ask(READ) == before
    # Of the empty database of the first time nothing was kept; the second time there was something.
    (dump,) = other.data.glob("before-restore-*/database.dump")
    assert dump.stat().st_size > 10_000


def test_a_dump_that_cannot_be_read_changes_nothing(postgresql: str, tmp_path: Path) -> None:
    """The manifest is right and the dump is not: the database stays as it was."""
    import hashlib
    import json

    one = Installation(tmp_path / "one", new_database(postgresql))
    one.ask('from django.core.management import call_command\ncall_command("migrate", verbosity=0)')
    before = one.ask(READ)
    assert one.command("backup", str(tmp_path / "backup.zip")).returncode == 0
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        dump, manifest = archive.read("database.dump"), json.loads(archive.read("manifest.json"))
    broken = dump[: len(dump) // 2]
    manifest["files"] = {"database.dump": hashlib.sha256(broken).hexdigest()}
    with zipfile.ZipFile(tmp_path / "broken.zip", "w") as archive:
        archive.writestr("database.dump", broken)
        archive.writestr("manifest.json", json.dumps(manifest))
    done = one.command("restore", str(tmp_path / "broken.zip"), "--overwrite")
    assert done.returncode != 0
    assert "pg_restore failed" in done.stderr
    assert one.ask(READ) == before
