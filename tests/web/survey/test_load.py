"""A real server on a real database: nothing is lost, nothing is stored twice, nobody waits for long.

The bounds are those of the promise (`benchmarks/web_answering.py` measures it) times what a busy machine may add.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from benchmarks._answering import Person, Served, Timing, answer_for_a_while, answers, percentile, served

from tests.web.postgresql import new_database, postgresql

__all__ = ["postgresql"]

pytestmark = [pytest.mark.verify, pytest.mark.alone]

ROOT = Path(__file__).resolve().parents[3]
WRITERS, EACH = 8, int(os.environ.get("CD_WRITES", "20"))
KILLS = int(os.environ.get("CD_KILLS", "20"))
#: A machine with other work answers so many times slower than the one that the promise is about.
BUSY = float(os.environ.get("CD_BUSY", "4"))

COUNT = """
from clusterdynamics_web.survey.models import Respondent, Tie
print(Respondent.objects.filter(submitted_at__isnull=False).count(), Tie.objects.filter(relation="depth").count(),
      Tie.objects.filter(relation="depth", value=3).count())
"""
VALUES = """
from clusterdynamics_web.survey.models import Tie
import json
print(json.dumps({f"{t.respondent_id}:{t.to_id}": t.value for t in Tie.objects.filter(relation="depth")}))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each test runs on both databases."""
    if request.param == "sqlite":
        return ""
    return new_database(request.getfixturevalue("postgresql"))


def _write(port: int, tokens: list[str], actors: list[int], own: list[int]) -> Timing:
    """Answer and send in, one person after the other: what one of the writers does."""
    timing = Timing()
    server = Served(port, tokens, actors, own, {}, None)  # type: ignore[arg-type]  # nobody stops the server here
    for number in range(len(tokens)):
        person = Person(server, number, timing)
        person.come_in()
        for partner in person.actors[:5]:
            person.rate(partner, 3)
        person.send()
        person.send()  # a double tap
        person.leave()
    return timing


def test_eight_writers_lose_nothing_and_wait_no_second(tmp_path: Path, database_url: str) -> None:
    with served(tmp_path, WRITERS * EACH, database_url=database_url) as server:
        whole = Timing()
        with ProcessPoolExecutor(WRITERS) as pool:
            parts = [slice(k * EACH, (k + 1) * EACH) for k in range(WRITERS)]
            for timing in pool.map(
                _write, [server.port] * WRITERS, [server.tokens[p] for p in parts], [server.actors] * WRITERS,
                [server.own[p] for p in parts],
            ):  # fmt: skip
                whole.join(timing)
        people = WRITERS * EACH
        assert server.ask(COUNT) == f"{people} {people * 5} {people * 5}"
    assert whole.wrong == []
    log = (tmp_path / "server.log").read_text(encoding="utf-8")
    assert "locked" not in log
    for kind in ("autosave", "submit"):
        assert percentile(whole.seconds[kind], 0.99) <= 1.0 * BUSY, kind


def test_an_answer_that_was_accepted_survives_kill_9(tmp_path: Path, database_url: str) -> None:
    with served(tmp_path, 4, database_url=database_url) as server:
        people = [Person(server, k, Timing()) for k in range(4)]
        for person in people:
            person.come_in()
        accepted: dict[str, float] = {}
        own = dict(enumerate(server.ask(
            "from clusterdynamics_web.survey.models import Respondent\n"
            "print(*Respondent.objects.order_by('pk').values_list('pk', flat=True))").split()))  # fmt: skip
        for kill in range(KILLS):
            before = dict(accepted)
            killed = threading.Event()

            def save(number: int, kill: int = kill, killed: threading.Event = killed) -> None:
                person = people[number]
                partner = person.actors[kill % 5]
                value = 1 + (kill * 7 + number) % 5
                try:
                    if person.rate(partner, value):
                        accepted[f"{own[number]}:{partner}"] = float(value)
                        if number == kill % 4:
                            server.kill_workers()
                            killed.set()
                except (OSError, http.client.HTTPException):
                    accepted.pop(f"{own[number]}:{partner}", None)  # nobody knows whether that one was stored

            threads = [threading.Thread(target=save, args=(k,)) for k in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert killed.is_set() or accepted == before, "the answer that was to be followed by a kill did not come"
            for person in people:
                person.leave()
            _until_the_server_answers(server)
        stored = json.loads(server.ask(VALUES))
    assert accepted
    assert {k: stored.get(k) for k in accepted} == accepted


def _until_the_server_answers(server: Served) -> None:
    for _try in range(300):
        if answers(server.port):
            return
        time.sleep(0.05)
    raise RuntimeError("the server did not come back")


def test_fifty_people_at_once_are_answered_quickly(tmp_path: Path, database_url: str) -> None:
    with served(tmp_path, 50, database_url=database_url) as server:
        timing = answer_for_a_while(server, 50, 30.0, 2.0)
    assert timing.wrong == []
    assert percentile(timing.seconds["autosave"], 0.95) <= 0.2 * BUSY
    assert percentile(timing.seconds["page"], 0.95) <= 0.3 * BUSY


def test_the_other_tests_of_the_survey_pass_on_postgresql_too(postgresql: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-m", "not verify and not browser", "-p", "no:cacheprovider",
         str(ROOT / "tests/web/survey"), str(ROOT / "tests/web/database")],
        env=os.environ | {"DATABASE_URL": postgresql, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
