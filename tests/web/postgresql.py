"""A PostgreSQL server of our own, for tests that want one: started when the first asks, gone at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

__all__ = ["new_database", "postgresql"]

ROOT = Path(__file__).resolve().parents[2]


def _postgres() -> Path | None:
    found = subprocess.run([ROOT / "tools" / "find-postgresql"], capture_output=True, text=True, check=False)
    return Path(found.stdout.strip()) if found.returncode == 0 else None


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a PostgreSQL cluster of our own, gone afterwards."""
    server = _postgres()
    if server is None:
        pytest.skip("PostgreSQL is not installed here (Debian: postgresql)")
    initdb = server.with_name("initdb")
    folder = Path(tempfile.mkdtemp(prefix="clusterdynamics-pg-"))
    user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    if user is not None:
        shutil.chown(folder, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = str(folder / "data")
    subprocess.run([initdb, "-D", data, "-U", "postgres", "-A", "trust"], user=user, check=True, capture_output=True)
    running = subprocess.Popen(
        [server, "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", str(folder), "-c", "max_connections=300"],
        user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"postgres://postgres@127.0.0.1:{port}/postgres"
    try:
        _until_it_answers(url)
        yield url
    finally:
        running.terminate()
        running.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _until_it_answers(url: str) -> None:
    import psycopg

    for _try in range(150):
        try:
            psycopg.connect(url.replace("postgres://", "postgresql://", 1)).close()
        except psycopg.OperationalError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("PostgreSQL does not answer")


def new_database(url: str) -> str:
    """Make an empty database on the server; return its address."""
    import psycopg

    name = f"test_{time.monotonic_ns()}"
    with psycopg.connect(url.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # a name of our own making
    return url.rpartition("/")[0] + f"/{name}"
