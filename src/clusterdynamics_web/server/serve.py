"""Server and worker under one roof: if one falls, it is started again; if told to stop, both stop."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

from clusterdynamics.errors import InputError

__all__ = ["THREADS", "free_port", "serve"]

#: One process for each core (two at least) and many threads: people who wait for a page must not wait for each other.
THREADS = 128
#: A child that falls more often than this within a minute will not be helped by another start.
FALLS = 5


def serve(host: str, port: int, say: Callable[[str], None], *, processes: int = 0) -> int:
    """Run until told to stop; return the exit code."""
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    commands = {
        "server": [
            sys.executable, "-m", "gunicorn", "clusterdynamics_web.wsgi:application",
            "--bind", f"{host}:{port}",
            "--workers", str(processes or max(2, min(os.cpu_count() or 2, 8))),
            "--worker-class", "gthread",
            "--threads", str(THREADS),
            "--timeout", "60",
            "--graceful-timeout", "20",
            "--keep-alive", "15",
            "--log-level", "warning",
            "--no-control-socket",
        ],
        "worker": [sys.executable, "-m", "clusterdynamics_web.jobs"],
    }  # fmt: skip
    return _Roof(commands, environment, say).run()


def free_port(host: str, wanted: int, first: int) -> int:
    """Return the port that was asked for, or the first free one from `first` on where none was.

    Raises
    ------
    InputError
        Something else listens there already.
    """
    candidates = [wanted] if wanted else range(first, first + 20)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in candidates:
        with socket.socket(family) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind((host, port))
            except OSError as error:
                if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                    raise InputError(f"Cannot listen at {host}: {error.strerror}. Choose another --host.") from error
                continue
        return port
    taken = str(wanted) if wanted else f"{first} to {first + 19}"
    raise InputError(f"Port {taken} at {host} is taken or not allowed. Choose another with --port.")


class _Roof:
    def __init__(self, commands: dict[str, list[str]], environment: dict[str, str], say: Callable[[str], None]) -> None:
        self.commands, self.environment, self.say = commands, environment, say
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.falls: dict[str, list[float]] = {name: [] for name in commands}
        self.told = False

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told)
        code = 0
        try:
            for name in self.commands:
                self._start(name)
            while not self.told:
                time.sleep(0.3)
                for name, child in self.children.items():
                    if child.poll() is not None and not self._leaving() and not self._start_again(name):
                        return 1
        finally:
            self._stop()
        return code

    def _told(self, number: int, frame: FrameType | None) -> None:
        self.told = True

    def _leaving(self) -> bool:
        """Say whether a signal has come in the meantime."""
        return self.told

    def _start(self, name: str) -> None:
        self.children[name] = subprocess.Popen(self.commands[name], env=self.environment)  # noqa: S603 - ours

    def _start_again(self, name: str) -> bool:
        now = time.monotonic()
        self.falls[name] = [t for t in self.falls[name] if now - t < 60] + [now]
        if len(self.falls[name]) >= FALLS:
            self.say(f"The {name} fell {FALLS} times within a minute; giving up. The lines above say why.")
            return False
        self.say(f"The {name} fell and is started again.")
        time.sleep(1)
        self._start(name)
        return True

    def _stop(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        for child in self.children.values():
            try:
                child.wait(30)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
