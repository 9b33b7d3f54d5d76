"""The log: who did what, to choose from, without personal data beyond the names of those who work here."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

import clusterdynamics_web
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.regions.models import AuditEntry
from clusterdynamics_web.regions.verbs import VERBS, word_for
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(home: House, elsewhere: House) -> None:
    AuditEntry.objects.all().delete()
    record(home.lead, "study.changed", home.study, fields=["title"])
    record(home.admin, "region.changed", home.region, home.region.slug, fields=["name"])
    record(elsewhere.admin, "cluster.created", elsewhere.region, "Secret cluster")
    AuditEntry.objects.filter(verb="study.changed").update(at=timezone.now() - timedelta(days=40))


@pytest.mark.usefixtures("entries")
def test_a_region_admin_reads_the_region(home: House, log_in: Callable[[User], Client]) -> None:
    page = log_in(home.admin).get(f"/r/{home.region.slug}/log/").text
    assert "changed the settings of the region" in page
    assert "changed the settings of a study" in page
    assert "Secret cluster" not in page
    assert "South" not in page
    assert "@" not in page, "no addresses"


@pytest.mark.usefixtures("entries")
def test_a_study_lead_reads_the_study(home: House, log_in: Callable[[User], Client]) -> None:
    page = log_in(home.lead).get(home.url("log/")).text
    assert "changed the settings of a study" in page
    assert "changed the settings of the region" not in page


@pytest.mark.usefixtures("entries")
def test_it_can_be_narrowed(home: House, log_in: Callable[[User], Client]) -> None:
    client = log_in(home.admin)
    url = f"/r/{home.region.slug}/log/"

    def shown(**chosen: object) -> set[str]:
        return {str(cell) for row in client.get(url, chosen).context["rows"] for cell in row[2:3]}

    study, region = word_for("study.changed"), word_for("region.changed")
    today = timezone.localdate()
    # A clock that was set back in between makes it another day in the hour after midnight.
    then = timezone.localdate(timezone.now() - timedelta(days=40))
    assert shown() == {study, region}
    assert shown(person=home.lead.pk) == {study}
    assert shown(verb="region.changed") == {region}
    assert shown(since=today) == {region}
    assert shown(until=today - timedelta(days=30)) == {study}
    assert shown(since=then, until=then) == {study}, "both days count"
    assert shown(person=home.lead.pk, verb="region.changed") == set()
    assert shown(person="0", since="nonsense") == {study, region}, "what cannot be read narrows nothing, and is told"


def test_it_has_pages(home: House, log_in: Callable[[User], Client]) -> None:
    AuditEntry.objects.bulk_create(AuditEntry(region=home.region, verb="region.changed") for _n in range(60))
    page = log_in(home.admin).get(f"/r/{home.region.slug}/log/", {"verb": "region.changed", "page": 2})
    assert len(page.context["rows"]) == 10
    assert "verb=region.changed&amp;page=1" in page.text
    assert "the server" in page.text


def test_every_verb_that_is_recorded_is_told_in_words() -> None:
    """Found by reading the source: the second argument of every call of `record`."""
    missing: set[str] = set()
    for path in Path(clusterdynamics_web.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "record":
                verbs = (
                    [n.value for n in ast.walk(node.args[1]) if isinstance(n, ast.Constant)] if node.args[1:] else []
                )
                missing |= {v for v in verbs if isinstance(v, str) and re.fullmatch(r"\w+\.\w+", v) and v not in VERBS}
    lines = "\n".join(f'    "{v}": _("{v.split(".")[1].replace("_", " ")} …"),' for v in sorted(missing))
    assert not missing, f"add to VERBS in regions/verbs.py:\n{lines}"
    assert list(VERBS) == sorted(VERBS)
