"""What happens before the application answers: settings checked, database brought up to date, files laid out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from clusterdynamics.errors import InputError

__all__ = ["django_setup", "prepare"]


def django_setup() -> None:
    """Load the application; the environment has been set before."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clusterdynamics_web.settings")
    django.setup()


def prepare(say: Callable[[str], None]) -> None:
    """Check the settings, migrate (after a copy of the database), lay out the static files.

    Raises
    ------
    InputError
        A setting is wrong: all of them are told, each with what to do.
    """
    from django.conf import settings
    from django.core import checks
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import OperationalError

    settings.DATA.mkdir(parents=True, exist_ok=True)
    wrong = [m for m in checks.run_checks() if m.is_serious()]
    if wrong:
        raise InputError("\n".join(f"{m.id}: {m.msg} {m.hint or ''}".rstrip() for m in wrong))
    try:
        executor = MigrationExecutor(connection)
        applied = executor.loader.applied_migrations
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        place = settings.DATABASES["default"]
        raise InputError(
            f"The database {place.get('HOST') or ''} {place['NAME']} cannot be reached: {str(error).splitlines()[0]}. "
            "Start it, or correct DATABASE_URL."
        ) from error
    if waiting:
        if applied and connection.vendor == "sqlite":
            from clusterdynamics_web.server.backup import copy_sqlite

            copy = settings.DATA / "before-update" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.sqlite3"
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy_sqlite(copy)
            say(f"Database copied to {copy} before the update.")
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    # Written to a folder of its own and old files removed: what is served is what this version ships.
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    sys.stdout.flush()
