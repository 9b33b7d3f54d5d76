"""The database of the tests: migrated once for each set of migrations, then copied, which saves nine seconds a process.

The copy is kept with pytest's cache and named after what is in every migration, and in the tables of the library's
search, which one of them makes; the migrations run on it again, and find nothing to do. The tests of the server run
them from nothing, and PostgreSQL is migrated anew each time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.conf import settings

__all__ = ["django_db_keepdb", "django_db_modify_db_settings", "django_db_setup"]


def _kept(config: pytest.Config) -> Path | None:
    """Return where the migrated database of this code is, or shall be; None where nothing is kept."""
    cache = getattr(config, "cache", None)
    if cache is None or not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return None
    content = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        made_by = [*(Path(app.path) / "migrations").glob("*.py"), *Path(app.path).glob("search/tables.py")]
        for file in sorted(made_by):
            content.update(f"{app.label}/{file.name}".encode() + file.read_bytes())
    folder: Path = cache.mkdir("migrated")
    return folder / f"{content.hexdigest()[:32]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Put the kept database where this process looks for its own."""
    kept = _kept(request.config)
    if kept is not None and kept.is_file():
        shutil.copyfile(kept, settings.DATABASES["default"]["TEST"]["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """Take the database that is there; the folder around it goes at the end anyway."""
    return _kept(request.config) is not None


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None) -> None:
    """Keep the migrated database for the next process."""
    kept = _kept(request.config)
    if kept is not None and not kept.is_file():
        new = kept.with_suffix(f".{os.getpid()}")
        with (
            closing(sqlite3.connect(settings.DATABASES["default"]["TEST"]["NAME"])) as source,
            closing(sqlite3.connect(new)) as target,
        ):
            source.backup(target)
        for old in kept.parent.glob("*.sqlite3"):
            old.unlink(missing_ok=True)
        new.replace(kept)
