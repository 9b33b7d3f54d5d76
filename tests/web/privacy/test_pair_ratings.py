"""PV-02: the cluster manager reads no rating of a pair, nor does anybody else who may not read answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from clusterdynamics.disclosure import Audience, leaks
from clusterdynamics.report.audience import secret_names
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.fieldwork.operations import close_wave
from clusterdynamics_web.regions.models import Role
from tests.web.addresses import TABLE
from tests.web.conftest import House
from tests.web.privacy.conftest import (
    ANSWER_WORDS,
    READERS,
    Answered,
    answer,
    difference,
    every_page,
    forget_answers,
    read,
    same_pages,
)
from tests.web.test_routes import COLUMNS

pytestmark = pytest.mark.django_db

#: Addresses that have no bearing on a study, whose page is theirs who ask, or whose files hold the time.
_ASIDE = ("setup", "health", "invitation", "act_plan")

#: Parts that read what came out of a closed wave: they may depend on answers, as far as disclosure control lets them.
_RESULTS = (
    *("results", "easy", "champion", "large_companies", "dashboard", "programme", "feedback", "published", "act_"),
    *("sense", "wave_", "api", "group", "pair"),
)

type LogIn = Callable[[User], Client]


def _aside(name: str) -> bool:
    return name.startswith(_ASIDE)


def _differently(house: Answered) -> Callable[[], None]:
    """Return a change of everything that was said: about whom, how deep, how trusted, in which words."""

    def change() -> None:
        forget_answers(house.study)
        for code, to in zip("ABCD", "DEEF", strict=True):
            answer(house, code, to=to, mark="zzsaidotherwise", rating=1.0, tie=1.0)
        person = house.people["A"]
        type(person).objects.filter(pk=person.pk).update(mode="phone")

    return change


def _lets_in(who: str, name: str) -> bool:
    """Say whether the table of addresses lets a role in: pages that refuse are `tests/web/test_routes.py`."""
    column = next(k for k, column in enumerate(COLUMNS.values()) if column == who)
    return any(n == name and m == "GET" and marks.replace(" ", "")[column] == "+" for m, n, marks in TABLE)


def _check(
    answered: Answered,
    log_in: LogIn,
    lets_in: Callable[[str, str], bool],
    but: Callable[[str], bool] = _aside,
) -> None:
    urls = every_page(answered.home, but=but)
    assert len(urls) > 80
    clients = {role.value: log_in(answered.home.people[role]) for role in READERS}
    found, seen = [], 0
    for where, before, after in same_pages(clients, urls, _differently(answered), lets_in):
        seen += 1
        found += [f"{where} depends on answers: {difference(before, after)}"] if before != after else []
        found += [f"{where}: {leak.secret} in {leak.where}" for leak in leaks(before, ANSWER_WORDS)]
    assert not found, "\n".join(found)
    assert seen > 100, "the walk reached few pages"


@pytest.fixture
def no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paper forms take long, and are read by `test_attacks.py`."""
    monkeypatch.setattr("clusterdynamics_web.interviews.views.paper_pdf", lambda *a, **k: b"%PDF")


@pytest.mark.usefixtures("no_paper")
def test_no_page_depends_on_what_pairs_said(answered: Answered, log_in: LogIn) -> None:
    """Every page of every role that reads no answers is the same, whatever was answered about whom."""
    _check(answered, log_in, _lets_in)


@pytest.mark.verify
@pytest.mark.usefixtures("no_paper")
def test_nor_does_any_address_once_the_wave_is_closed(
    answered: Answered, log_in: LogIn, settings: Any, tmp_path: Path
) -> None:
    """The same after the end, and at addresses that the table says are refused; results have their own tests."""
    settings.MEDIA_ROOT = tmp_path
    close_wave(None, answered.wave)
    _check(answered, log_in, lambda who, name: True, lambda name: _aside(name) or name.startswith(_RESULTS))


def test_the_walk_would_find_it(answered: Answered, log_in: LogIn) -> None:
    """The study lead's pages do depend on answers, and hold words of them: so the walk can see such a thing."""
    urls = every_page(answered.home, but=lambda name: name not in {"field_missing", "study_write_ins"})
    client = log_in(answered.home.lead)
    assert leaks(read(client, urls["study_write_ins"]), ANSWER_WORDS)
    pages = {w: (b, a) for w, b, a in same_pages({"lead": client}, urls, _differently(answered))}
    assert pages["lead field_missing"][0] != pages["lead field_missing"][1]


@pytest.mark.parametrize(
    "role",
    [
        Role.CLUSTER_MANAGER,
        pytest.param(Role.BOARD, marks=pytest.mark.verify),
        pytest.param(Role.REGION_ADMIN, marks=pytest.mark.verify),
    ],
)
def test_results_name_nobody_without_consent(
    role: Role, read_house: House, log_in: LogIn, demo_assessment: Any
) -> None:
    """Every page of results and every picture, as each who may look at them: no name, no map, no rating of a pair."""
    client = log_in(read_house.people[role])
    page = client.get(read_house.url("results/"))
    audience = Audience(page.context["audience"])
    secrets = secret_names(demo_assessment.study, audience)
    assert len(secrets) > 5
    told = page.context["told"]
    urls = ["results/"]
    for section in told["sections"]:
        urls.append(f"results/about/{section['id']}/")
        urls += [f"results/picture/{block['id']}.svg" for block in section["blocks"] if "svg" in block]
    assert len(urls) > 8
    found = []
    for url in urls:
        content = read(client, read_house.url(url))
        assert content.startswith(b"200"), url
        found += [f"{url}: {leak.secret} in {leak.where}" for leak in leaks(content, secrets, name=url)]
        found += [f"{url}: {word}" for word in ("trust.open", "value.power") if word.encode() in content]
    assert not found, "\n".join(found)
