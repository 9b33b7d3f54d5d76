"""Starting and stopping an installation as its operator does."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.test import Client

from clusterdynamics.errors import InputError
from clusterdynamics_web.demo import PEOPLE, fill, tell
from clusterdynamics_web.server.serve import free_port
from clusterdynamics_web.studies.models import Study

COMMAND = [sys.executable, "-c", "from clusterdynamics.cli import main; main()"]


@contextmanager
def _taken() -> Iterator[int]:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_that_is_taken_is_told_and_the_next_one_is_found() -> None:
    with _taken() as port:
        with pytest.raises(InputError, match=f"Port {port}"):
            free_port("127.0.0.1", port, 8000)
        assert free_port("127.0.0.1", 0, port) > port


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(InputError, match="--host"):
        free_port("192.0.2.1", 0, 8000)


@pytest.mark.django_db
def test_the_demo_is_made_once_and_every_account_is_told() -> None:
    study = fill()
    assert fill() == study
    assert Study.objects.count() == 2  # both waves of the example, and one that is open
    assert study.waves.count() == 2
    told = "\n".join(tell("http://127.0.0.1:8000"))
    assert all(f"{name}@" in told for name in PEOPLE)
    link = re.search(r"http://127.0.0.1:8000(/a/\S+)", told)
    assert link
    client = Client()
    assert client.post(link[1]).headers["Location"] == "/answer/"
    assert client.get("/answer/consent/").status_code == 200


@contextmanager
def _running(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run ``serve`` until it tells its address."""
    environment = os.environ | {"CLUSTERDYNAMICS_DATA": str(folder)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    log = folder.with_suffix(".log")
    with (
        log.open("w") as file,
        subprocess.Popen(
            [*COMMAND, "serve", "--data", str(folder), *options], env=environment, stdout=file, stderr=file, text=True
        ) as process,
    ):
        try:
            yield process, _address(log, process)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(60)


def _address(log: Path, process: subprocess.Popen[str], seconds: float = 120) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = re.search(r"(http://127\.0\.0\.1:\d+)", log.read_text())
        if found and _answers(found[1]):
            return found[1]
        assert process.poll() is None, log.read_text()
        time.sleep(0.3)
    raise AssertionError(log.read_text())


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health/", timeout=5) as answer:  # noqa: S310 - our own server
            return b'"ok"' in answer.read()
    except OSError:
        return False


@pytest.mark.verify
def test_serve_backup_restore_and_a_child_that_falls(tmp_path: Path) -> None:
    """Serve the demo, back it up while it runs, kill a child and see it come back, stop it, restore elsewhere."""
    with _running(tmp_path / "web", "--demo") as (process, address):
        made = subprocess.run(
            [*COMMAND, "backup", str(tmp_path / "backup.zip"), "--data", str(tmp_path / "web")],
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True)
        first, *_others = (int(pid) for pid in children.stdout.split())
        os.kill(first, signal.SIGKILL)
        time.sleep(3)
        end = time.monotonic() + 60
        while not _answers(address):
            assert time.monotonic() < end
            time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert not _answers(address)
    back = subprocess.run(
        [*COMMAND, "restore", str(tmp_path / "backup.zip"), "--data", str(tmp_path / "again")],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert back.returncode == 0, back.stderr
    with _running(tmp_path / "again", "--demo") as (_process, address):
        assert _answers(address)


@pytest.mark.verify
def test_a_wave_is_read_although_the_worker_is_killed(tmp_path: Path) -> None:
    """The job that reads a closed wave is begun again after ``kill -9``, and ends with every page prepared."""
    with _running(tmp_path / "web", "--demo") as (process, _address_of):
        job = "SELECT state, attempt, error FROM jobs_job WHERE kind = 'read_snapshot'"
        _until(tmp_path / "web", job, lambda row: row[:2] == ("running", 1), 120)
        worker = subprocess.run(
            ["pgrep", "-P", str(process.pid), "-f", "clusterdynamics_web.jobs"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        os.kill(int(worker.stdout), signal.SIGKILL)
        assert _ask(tmp_path / "web", "SELECT COUNT(*) FROM results_reading") == (0,), "it was read before the kill"
        state, attempt, error = _until(tmp_path / "web", job, lambda row: row[0] in {"done", "failed"}, 400)
        assert (state, attempt, error) == ("done", 2, "")
        assert _ask(tmp_path / "web", "SELECT COUNT(*) FROM results_reading") == (1,)


def _ask(data: Path, query: str) -> tuple[object, ...]:
    with closing(sqlite3.connect(f"file:{data / 'clusterdynamics.sqlite3'}?mode=ro", uri=True, timeout=30)) as database:
        return tuple(database.execute(query).fetchone() or ())


def _until(data: Path, query: str, is_so: Callable[[tuple[object, ...]], bool], seconds: float) -> tuple[object, ...]:
    end = time.monotonic() + seconds
    while not is_so(row := _ask(data, query)):
        assert time.monotonic() < end, row
        time.sleep(0.3)
    return row


@pytest.mark.verify
def test_wrong_settings_stop_the_start_with_all_of_them(tmp_path: Path) -> None:
    environment = os.environ | {"CLUSTERDYNAMICS_URL": "nowhere", "EMAIL_URL": "mail", "DATABASE_URL": "x"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [*COMMAND, "serve", "--data", str(tmp_path)],
        env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 1
    assert all(code in done.stderr for code in ("cd.E001", "cd.E002", "cd.E007"))
    assert "Traceback" not in done.stderr
