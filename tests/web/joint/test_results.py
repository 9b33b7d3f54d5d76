"""Both sides read the same blocks; nobody of either side gets at a name or a link of the other, at any address."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics.assessment import assess
from clusterdynamics.disclosure import Audience
from clusterdynamics.study.package import read_study
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.actions.models import Finding
from clusterdynamics_web.api.operations import make_key
from clusterdynamics_web.jobs.models import Job, JobState
from clusterdynamics_web.joint import counts, ending, terms
from clusterdynamics_web.joint.models import Reading
from clusterdynamics_web.joint.rounds import readings_of
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.results import store
from clusterdynamics_web.results.models import Reading as ResultsReading
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Actor, Snapshot
from clusterdynamics_web.survey.models import PartnerTie, Respondent, Tie
from clusterdynamics_web.survey.operations import erase_answers, opt_out
from tests.web.conftest import House
from tests.web.joint.conftest import Pair, fill, some_terms
from tests.web.joint.held import again, close, grow, hold, read
from tests.web.test_routes import address, own_routes

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(pair: Pair, settings: Any, tmp_path: Path) -> Pair:
    """Both sides have signed, answered and closed a wave; the worker has read it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    hold(pair)
    assert read(pair) == 1
    return pair


def block(content: dict[str, Any], here: str, there: str) -> dict[str, Any]:
    return next(b for b in content["blocks"] if (b["from"], b["to"]) == (here, there))


def test_the_blocks_are_counted_from_the_rows(held: Pair) -> None:
    content = Reading.objects.get().content
    for side, house in (("a", held.a), ("b", held.b)):
        inside = block(content, side, side)
        answered = Respondent.objects.filter(study=house.study).count()
        assert content["answered"][side] == answered == 8
        # Nine organisations, of which eight answered about the eight others each.
        assert (inside["possible"], inside["ties"]) == (64, Tie.objects.filter(wave__study=house.study).count())
        there = "b" if side == "a" else "a"
        shown = 8 if side == "a" else 7  # names that the other side shares
        across = PartnerTie.objects.filter(respondent__study=house.study, to__isnull=False)
        told = block(content, side, there)
        assert (told["possible"], told["ties"]) == (answered * shown, across.count())
        depth = sum(across.values_list("value", flat=True)) / across.count()
        assert told["depth"] == pytest.approx(depth, abs=0.051)
        told_of = next(r for r in content["regional"] if r["side"] == side)
        if told_of["works"] is not None:
            assert (
                told_of["works"]
                == Respondent.objects.filter(study=house.study, partner_regions__has_partners=True).count()
            )
    assert content["all"]["ties"] == sum(b["ties"] for b in content["blocks"])


def test_both_sides_read_the_same(held: Pair, log_in: Callable[[User], Client]) -> None:
    pages = {}
    for house in (held.a, held.b):
        client = log_in(house.admin)
        page = client.get(held.results(house)).content.decode()
        for words in ("Inside North", "Inside South", "North → South", "South → North", "All together"):
            assert words in page
        start, end = page.index("<dl"), page.index("<details><summary>How was this computed")
        pages[house.region.slug] = page[start:end].replace(house.url(), "")
        table = client.get(held.results(house, "table.csv"))
        picture = client.get(held.results(house, "picture.svg"))
        assert "sandbox" in picture["Content-Security-Policy"]
        assert b"Inside North" in picture.content
        pages[house.region.slug] += table.content.decode()
    assert pages["north"] == pages["south"]
    paper = log_in(held.a.lead).get(held.results(held.a, "report.pdf"))
    assert paper.content.startswith(b"%PDF")
    assert held.a.study.region.audit.filter(verb="joint.exported").count() == 2


def _secrets(house: House) -> list[str]:
    """What nobody of the other side may read: names and codes of the roster, the study, its people."""
    names = [a.label for a in Actor.objects.filter(study=house.study)]
    return [*names, house.study.key, *(u.email for u in house.people.values())]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reads what is the question here, not what is drawn."""
    monkeypatch.setattr("clusterdynamics_web.interviews.views.paper_pdf", lambda *a, **k: b"%PDF")
    monkeypatch.setattr("clusterdynamics_web.setup.views.agreement.example_picture", lambda *a, **k: "<svg/>")


def _walk(held: Pair, log_in: Callable[[User], Client], chosen: Callable[[str], bool]) -> int:
    """Call addresses of both regions: with the people of the other side 404, and no name of it with one's own."""
    called = 0
    for house in (held.a, held.b):
        stranger = held.other(house)
        foreign = [log_in(stranger.lead), log_in(stranger.admin)]
        own = [log_in(house.lead), log_in(house.admin)]
        secrets = _secrets(stranger)
        for name, arguments, declaration in own_routes():
            if "region" not in arguments or "GET" not in declaration.methods or not chosen(name):
                continue
            # Programs come with a key, see below.
            if not set(arguments) <= {"region", "study", "joint", "wave"} or name.startswith("api:"):
                continue
            url = address(name, arguments, house, **({"joint": held.joint.key} if "joint" in arguments else {}))
            assert [client.get(url).status_code for client in foreign] == [404, 404], url
            for client in own:
                response = client.get(url)
                content = b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]
                text = content.decode(errors="replace")
                assert not [s for s in secrets if s in text], url
                called += response.status_code == 200
    return called


def test_no_joint_address_gives_the_other_side_away(held: Pair, log_in: Callable[[User], Client], quick: None) -> None:
    beside = {"region_home", "region_log", "study_home", "study_log", "study_roster", "field_board"}
    called = _walk(held, log_in, lambda name: name.startswith("joint_") or name in beside)
    assert called > 40


@pytest.mark.verify
def test_no_address_at_all_gives_the_other_side_away(held: Pair, log_in: Callable[[User], Client], quick: None) -> None:
    """Every address of both regions, with results that are there: maps with named links, documents, programmes."""
    for snapshot in Snapshot.objects.all():
        few = ("coverage", "whole_network", "depth", "actor_measures")
        store.keep(snapshot, assess(read_study(snapshot_path(snapshot)), seed=1, replicates=5, analyses=few))
        ResultsReading.objects.create(snapshot=snapshot, seed=1, version="test")
    assert _walk(held, log_in, lambda name: True) > 150


def test_neither_a_program_nor_a_package_has_links_across(held: Pair, log_in: Callable[[User], Client]) -> None:
    _key, secret = make_key(held.a.lead, held.a.study, name="n", audience=Audience.STUDY, days=3, reason="To test it")
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    listed = client.get("/api/v1/studies")
    assert listed.status_code == 200
    assert held.b.study.key not in listed.content.decode()
    for name, arguments, declaration in own_routes():
        if name.startswith("api:") and {"region", "study"} <= set(arguments) and "GET" in declaration.methods:
            assert client.get(address(name, arguments, held.b)).status_code == 404
            text = client.get(address(name, arguments, held.a)).content.decode()
            assert not [s for s in _secrets(held.b) if s in text], name
    package = read_study(snapshot_path(held.a.study.snapshots.get()))
    written = json.dumps({n: f.to_dicts() for n, f in package.tables.items()}, default=str)
    assert not [s for s in _secrets(held.b) if s in written]


def test_nothing_is_shown_before_both_have_closed_nor_after_the_end(
    pair: Pair, log_in: Callable[[User], Client], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    client = log_in(pair.b.lead)
    assert "once both regions have signed" in client.get(pair.results(pair.b)).content.decode()
    pair.sign_both()
    close(pair.a, pair.wave(pair.a))
    assert readings_of(pair.joint) == ([], [])
    assert not Job.objects.filter(kind="read_joint").exists()
    assert "have closed a wave" in client.get(pair.results(pair.b)).content.decode()
    for rest in ("picture.svg", "table.csv", "report.pdf", "finding/"):
        assert client.get(pair.results(pair.b, rest)).status_code == 404
    close(pair.b, pair.wave(pair.b))
    assert Job.objects.filter(kind="read_joint").count() == 1  # queued by itself
    assert "being worked out" in client.get(pair.results(pair.b)).content.decode()
    Job.objects.update(state=JobState.FAILED, finished_at=timezone.now())
    assert "could not be worked out" in client.get(pair.results(pair.b)).content.decode()
    assert Job.objects.filter(kind="read_joint").count() == 1  # looking again does not try again
    assert read(pair) == 1
    page = client.get(pair.results(pair.b)).content.decode()
    assert "fewer than 5 organisations" in page  # nobody has answered
    ending.end(pair.a.admin, pair.side(pair.a))
    for house in (pair.a, pair.b):
        reader = log_in(house.lead)
        page = reader.get(pair.results(house)).content.decode()
        assert "Nothing of the other side is shown any more" in page
        assert "Inside" not in page
        assert reader.get(pair.results(house, "table.csv")).status_code == 404
    assert not Reading.objects.exists()


def test_a_small_side_is_hidden_from_both(
    pair: Pair, log_in: Callable[[User], Client], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    hold(pair, silent=5)  # four of nine answered
    read(pair)
    content = Reading.objects.get().content
    assert content["answered"] == {"a": None, "b": None}
    assert all(b["ties"] is None and b["possible"] is None for b in (*content["blocks"], content["all"]))
    page = log_in(pair.a.admin).get(pair.results(pair.a)).content.decode()
    assert "fewer than 5 organisations answered" in page


def test_two_waves_stand_side_by_side(held: Pair, log_in: Callable[[User], Client]) -> None:
    for house, word in ((held.a, "Alfa"), (held.b, "Beta")):
        grow(house, word, 2)
    again(held)
    assert read(held) == 1
    page = log_in(held.a.lead).get(held.results(held.a)).content.decode()
    assert "wave by wave" in page
    assert "Later" in page
    assert len(readings_of(held.joint)[0]) == 2


def test_answers_taken_back_are_in_nothing_and_the_difference_is_hidden(
    held: Pair, log_in: Callable[[User], Client]
) -> None:
    before = Reading.objects.get().content
    erase_answers(Respondent.objects.get(study=held.a.study, code="ra1"))
    kept = Reading.objects.get()
    assert (kept.content, kept.mark) == ({}, "")
    assert kept.shown["ties:ab"] is not None
    assert "Inside" not in log_in(held.b.lead).get(held.results(held.b)).content.decode()
    wave = held.wave(held.a)
    close(held.a, wave)
    assert read(held) == 1
    after = Reading.objects.get().content
    assert block(after, "a", "b")["ties"] is block(after, "a", "a")["ties"] is after["all"]["ties"] is None
    assert block(after, "b", "b")["ties"] == block(before, "b", "b")["ties"]  # nothing changed there


def test_who_opts_out_on_the_other_side_is_in_no_block(held: Pair) -> None:
    opt_out(Actor.objects.get(study=held.b.study, code="b2"), held.wave(held.b))
    assert Reading.objects.get().content == {}
    assert not PartnerTie.objects.filter(to__label="Beta 2").exists()
    close(held.b, held.wave(held.b))
    read(held)
    after = Reading.objects.get().content
    assert block(after, "a", "b")["possible"] == 8 * 7  # one name less
    assert block(after, "a", "b")["ties"] is None


def test_without_names_the_other_region_is_asked_about_as_a_whole(
    home: House, elsewhere: House, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    fill(home, "Alfa", 14)
    fill(elsewhere, "Beta", 14)
    joint, code = terms.propose(home.admin, home.region, home.study, some_terms(), shares_names=False)
    terms.join(elsewhere.admin, elsewhere.region, elsewhere.study, code, shares_names=False)
    pair = Pair(home, elsewhere, joint)
    hold(pair)
    read(pair)
    content = Reading.objects.get().content
    assert not block(content, "a", "b")["asked"]
    assert block(content, "a", "a")["ties"] is not None
    for side, house in zip(content["regional"], (home, elsewhere), strict=True):
        people = Respondent.objects.filter(study=house.study, partner_regions__has_partners=True)
        assert side["works"] in (None, people.count())
        assert side["answered"] == 13
    assert any(side["works"] is not None for side in content["regional"])


def test_counts_of_cross_border_projects(held: Pair, log_in: Callable[[User], Client]) -> None:
    client = log_in(held.a.lead)
    given = {"code": "RCO87", "project": "Bridge", "number": 6, "source": "Funding agreement", "day": "2026-03-01"}
    client.post(held.results(held.a, "counts/"), given)
    refused = client.post(held.results(held.a, "counts/"), given | {"code": "RCR84", "number": 7})
    assert refused.status_code == 400
    assert "RCO87 of this project is 6" in refused.content.decode()
    client.post(held.results(held.a, "counts/"), given | {"code": "RCR84", "number": 4})
    # An agreement to go on binds some of those who cooperated: the first number cannot fall below the second.
    fewer = client.post(held.results(held.a, "counts/"), given | {"number": 3})
    assert fewer.status_code == 400
    assert held.side(held.a).counts.get(code="RCO87").number == 6
    page = log_in(held.b.lead).get(held.results(held.b)).content.decode()
    assert "(RCO87)" in page
    assert "Funding agreement, 2026-03-01" in page
    assert "SWD(2021) 198" in page
    # What is counted, after the fact sheets of the two indicators in SWD(2021) 198: legal entities, associated
    # organisations among them, and for RCR84 a formal agreement to go on.
    assert "associated organisations, as the funding agreement names them" in page
    assert "Of the legal entities counted in RCO87, those with a formal agreement to go on" in page
    own = held.side(held.a).counts.get(code="RCR84")
    log_in(held.b.lead).post(held.results(held.b, f"counts/{own.pk}/remove/"))
    assert held.side(held.a).counts.count() == 2  # not for the other side to remove
    client.post(held.results(held.a, f"counts/{own.pk}/remove/"))
    assert held.side(held.a).counts.count() == 1
    assert counts.Count.Code.RCO87.label.startswith("organisations cooperating")


def test_a_finding_rests_on_the_joint_page(held: Pair, log_in: Callable[[User], Client]) -> None:
    client = log_in(held.b.lead)
    form = client.get(held.results(held.b, "finding/")).content.decode()
    assert "Joint results of North and South: Across the strait, 2026" in form
    given = {"statement": "We know them better than we thought.", "verdict": "agree", "visibility": "C2"}
    assert client.post(held.results(held.b, "finding/"), given | {"statement": ""}).status_code == 400
    client.post(held.results(held.b, "finding/"), given | {"evidence": "Joint results"})
    found = Finding.objects.get()
    assert found.study == held.b.study
    assert found.rests_on.get().reference == f"joint:{held.joint.key}:1"
    assert "Joint results of North and South" in client.get(held.b.url("act/findings/")).content.decode()
    assert log_in(held.b.people[Role.BOARD]).get(held.results(held.b, "finding/")).status_code == 403
