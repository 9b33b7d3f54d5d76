"""A real server with people who answer: what the load and kill tests share with the benchmark."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

__all__ = ["Person", "Served", "Timing", "answer_for_a_while", "answers", "percentile", "served"]

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Served:
    """A running server, and the people who have links to it."""

    port: int
    tokens: list[str]
    actors: list[int]
    own: list[int]
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        """Process numbers of the processes that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text(encoding="ascii").split()]

    def kill_workers(self) -> None:
        """Kill whoever answers, without a word; the master starts others."""
        for pid in self.workers():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def ask(self, code: str) -> str:
        """Run some lines inside the application, in a process of its own, and return what they print."""
        lines = "import django; django.setup()\n" + code
        done = subprocess.run(
            [sys.executable, "-c", lines], env=self.environment, capture_output=True, text=True, check=True, cwd=ROOT
        )
        return done.stdout.strip()


@contextmanager
def served(
    folder: Path, people: int, *, database_url: str = "", workers: int = 2, threads: int = 64
) -> Iterator[Served]:
    """Start gunicorn as `clusterdynamics serve` does, on a database of its own."""
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    environment |= {
        "CLUSTERDYNAMICS_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "_answering_settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "benchmarks")]),
        "PYTHONUNBUFFERED": "1",
    }
    if database_url:
        environment["DATABASE_URL"] = database_url
    made = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "_answering_people.py"), str(people)],
        env=environment, capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(made.stderr[-2000:])
    told = json.loads(made.stdout.strip().splitlines()[-1])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (folder / "server.log").open("wb")
    process = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "clusterdynamics_web.wsgi:application", "--bind", f"127.0.0.1:{port}",
            "--workers", str(workers), "--worker-class", "gthread", "--threads", str(threads), "--timeout", "60",
            "--keep-alive", "15", "--log-level", "warning", "--no-control-socket", "--preload",
        ],
        env=environment, stdout=log, stderr=log, cwd=ROOT,
    )  # fmt: skip
    try:
        _wait(port, process)
        yield Served(port, told["tokens"], told["actors"], told["own"], environment, process)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _wait(port: int, process: subprocess.Popen[bytes], seconds: float = 90.0) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with code {process.returncode}")
        if answers(port):
            return
        time.sleep(0.2)
    raise RuntimeError("the server does not answer")


def answers(port: int) -> bool:
    """Say whether the server answers."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("GET", "/health/")
            with closing(connection.getresponse()) as response:
                return response.status == 200
        except (OSError, http.client.HTTPException):
            return False


@dataclass
class Timing:
    """Seconds that requests took, by kind, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def add(self, kind: str, seconds: float) -> None:
        self.seconds.setdefault(kind, []).append(seconds)

    def join(self, other: Timing) -> None:
        for kind, seconds in other.seconds.items():
            self.seconds.setdefault(kind, []).extend(seconds)
        self.wrong += other.wrong


def percentile(seconds: list[float], share: float) -> float:
    """Return the value below which this share of them lies (nearest rank)."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


class Person:
    """Somebody's browser: cookies, one connection, and what a page posts."""

    def __init__(self, server: Served, number: int, timing: Timing) -> None:
        self.token, self.own = server.tokens[number], server.own[number]
        self.actors = [a for a in server.actors if a != self.own]
        self.cookies: dict[str, str] = {}
        self.timing = timing
        self.port = server.port
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)

    def request(
        self, kind: str, path: str, data: list[tuple[str, str]] | None = None, *, wants_json: bool = False
    ) -> str:
        """Ask for a page, or post to it; note how long it took."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Host": f"127.0.0.1:{self.port}"}
        if wants_json:
            headers["Accept"] = "application/json"
        body = None
        if data is not None:
            body = urlencode([*data, ("csrfmiddlewaretoken", self.cookies.get("csrftoken", ""))])
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        self.connection.request("GET" if data is None else "POST", path, body, headers)
        response = self.connection.getresponse()
        content = response.read().decode()
        self.timing.add(kind, time.perf_counter() - started)
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _equals, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        if response.status >= 400:
            self.timing.wrong.append(f"{response.status} {kind} {content[:200]}")
        return response.getheader("Location") or content

    def come_in(self) -> None:
        """Open the link, agree, and choose five partners."""
        self.request("page", f"/a/{self.token}/")
        self.request("open", f"/a/{self.token}/", [])
        self.request("save", "/answer/consent/", [("take_part", "yes"), ("name", "nobody"), ("go", "1")])
        self.request("save", "/answer/pick/", [("go", "1"), *(("partners", str(a)) for a in self.actors[:5])])

    def rate(self, partner: int, depth: int, *, go: bool = False) -> bool:
        """Save a card as the page does while somebody taps; return whether the server has it."""
        values = [("tie.depth", str(depth)), ("tie.advice", "1"), ("rate.trust.open", "3")]
        values += [("go", "1")] if go else []
        reply = self.request("autosave", f"/answer/with-{partner}/", values, wants_json=True)
        return '"outcome": "saved"' in reply

    def leave(self) -> None:
        """Close the browser."""
        self.connection.close()

    def send(self) -> None:
        self.request("submit", "/answer/submit/", [])


def answer_for_a_while(server: Served, people: int, seconds: float, think: float, seed: int = 1) -> Timing:
    """Let `people` answer at the same time; each thinks `think` seconds between two taps, on average."""
    timings = [Timing() for _ in range(people)]
    until = time.monotonic() + seconds

    def live(number: int) -> None:
        chance = random.Random(seed * 1000 + number)
        person = Person(server, number, Timing())
        # They come within ten seconds, not at one moment.
        time.sleep(chance.uniform(0, 10.0))
        person.come_in()
        # Coming in is counted apart: everybody does it at the same moment here, and nowhere else.
        timings[number].wrong += person.timing.wrong
        person.timing = timings[number]
        while time.monotonic() < until:
            for partner in person.actors[:5]:
                person.request("page", f"/answer/with-{partner}/")
                for tap in range(3):
                    time.sleep(chance.expovariate(1 / think))
                    # The third tap is the button that goes on.
                    person.rate(partner, chance.randint(1, 5), go=tap == 2)
        person.leave()

    threads = [threading.Thread(target=live, args=(k,)) for k in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Timing()
    for timing in timings:
        whole.join(timing)
    return whole
