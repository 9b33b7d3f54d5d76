"""Writers of one process come one after the other, in the order in which they came."""

from __future__ import annotations

import threading
import time

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from clusterdynamics_web.database.turns import Turns
from clusterdynamics_web.regions.models import Region


def test_first_come_first_served() -> None:
    turns, served = Turns(), []
    assert turns.take(1)

    def wait(number: int) -> None:
        assert turns.take(5)
        served.append(number)
        turns.give()

    threads = []
    for k in range(20):
        threads.append(threading.Thread(target=wait, args=(k,)))
        threads[-1].start()
        while len(turns._waiting) < k + 1:
            time.sleep(0.001)
    turns.give()
    for thread in threads:
        thread.join()
    assert served == list(range(20))
    assert turns.take(0.1)


def test_who_gives_up_does_not_hold_up_the_others() -> None:
    turns = Turns()
    assert turns.take(1)
    assert not turns.take(0.01)
    turns.give()
    assert turns.take(0.01)


needs_sqlite = pytest.mark.skipif("sqlite3" not in settings.DATABASES["default"]["ENGINE"], reason="about SQLite")


@needs_sqlite
@pytest.mark.django_db(transaction=True)
def test_many_threads_write_and_none_is_turned_away() -> None:
    errors: list[Exception] = []

    def write(number: int) -> None:
        try:
            for k in range(10):
                with transaction.atomic():
                    Region.objects.create(slug=f"r{number}-{k}", name="North")
        except OperationalError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(k,)) for k in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Region.objects.count() == 120


@needs_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_turn_ends_with_a_rollback_and_with_the_connection() -> None:
    def break_off() -> None:
        try:
            with transaction.atomic():
                Region.objects.create(slug="a", name="North")
                raise ValueError
        except ValueError:
            pass
        transaction.set_autocommit(False)
        Region.objects.create(slug="b", name="North")
        connection.close()  # in the middle of a transaction

    thread = threading.Thread(target=break_off)
    thread.start()
    thread.join()
    with transaction.atomic():
        Region.objects.create(slug="c", name="North")
    assert list(Region.objects.values_list("slug", flat=True)) == ["c"]
