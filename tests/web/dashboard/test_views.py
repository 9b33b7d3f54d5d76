from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clusterdynamics.assessment import Assessment
from clusterdynamics.disclosure import leaks
from clusterdynamics.report.audience import secret_names
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.dashboard import operations
from clusterdynamics_web.dashboard.compare import LEAST_CLUSTERS
from clusterdynamics_web.dashboard.models import Dashboard
from clusterdynamics_web.regions.models import Cluster, Role
from clusterdynamics_web.studies.models import Snapshot
from clusterdynamics_web.studies.operations import create_study
from clusterdynamics_web.survey.package import build_study
from tests.web.conftest import House
from tests.web.dashboard.test_operations import CSV

pytestmark = pytest.mark.django_db

type LogIn = Callable[[User], Client]


def _define_all(house: House) -> None:
    codes = set(house.study.hard_figures.values_list("code", flat=True))
    operations.define(house.lead, house.study, {code: f"Counted as {code}" for code in codes})


@pytest.mark.verify
@pytest.mark.parametrize("audience", ["network", "public"])
def test_a_dashboard_for_others_names_nobody(
    audience: str, read_house: House, demo_assessment: Assessment, log_in: LogIn
) -> None:
    house = read_house
    _define_all(house)
    study = demo_assessment.study
    answer = log_in(house.lead).get(house.url(f"dashboard/for-others.zip?for={audience}"))
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert set(files) == {"dashboard.pdf", "figures.csv", "methods.txt"}
    assert files["dashboard.pdf"].startswith(b"%PDF")
    secrets = secret_names(study, audience)
    assert len(secrets) > 40
    for name, content in files.items():
        assert leaks(content, secrets, name=name) == []
        # Identifiers of organisations would say who stands behind a figure, too.
        assert leaks(content, study.actor_ids, name=name) == []
    rows = list(csv.DictReader(io.StringIO(files["figures.csv"].decode("utf-8-sig"))))
    hard = [r for r in rows if r["side"] == "hard"]
    assert hard
    assert all(r["source"] and r["date"] and r["how counted"] and r["unit"] for r in hard)
    soft = [r for r in rows if r["side"] == "soft"]
    assert {r["source"] for r in soft} == {demo_assessment.snapshot}
    assert {"coverage", "depth", "trust"} <= {r["section"] for r in soft}
    assert "there is no sum of both" in files["methods.txt"].decode()


def test_what_would_name_somebody_is_not_handed_out(
    read_house: House, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = read_house
    _define_all(house)
    monkeypatch.setattr("clusterdynamics_web.dashboard.export.pdf_of", lambda page: b"%PDF" + page.encode())
    block = {"kind": "table", "basis": ["32 organisations"], "method": "Counted.", "verdict": "network"}
    columns = [{"title": t, "kind": "text"} for t in ("Type", "Note")]
    told = {
        "sections": [{"id": "coverage", "title": "Who answered?", "answer": "32 of 42.", "blocks": [block]}],
        **dict.fromkeys(("stamp", "title", "subtitle", "snapshot"), "x"),
        **{"language": "en", "facts": [["Cluster", "Forest"]], "limits": [["Limits", "Few answered."]]},
    }
    monkeypatch.setattr("clusterdynamics_web.results.store.told_of", lambda *_: told)
    client, at = log_in(house.lead), house.url("dashboard/for-others.zip")
    hidden = house.study.actors.get(code="F02").label

    def table(cell: str) -> dict[str, object]:
        return {"caption": "By type", "columns": columns, "rows": [[{"text": "Firm"}, {"text": cell}]]}

    block["table"] = table("=1+1")
    answer = client.get(at)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("figures.csv").decode("utf-8-sig"))))
        methods = archive.read("methods.txt").decode()
    hard = [r for r in rows if r["side"] == "hard"]
    assert hard
    assert all(r["source"] and r["date"] and r["how counted"] and r["unit"] for r in hard)
    assert [r["value"] for r in rows if r["side"] == "soft"] == ["'=1+1"], "no spreadsheet takes it for a formula"
    assert "Counted." in methods
    assert "there is no sum of both" in methods
    block["table"] = table(f"Most of it is {hidden}")
    refused = client.get(at, follow=True)
    assert "would name organisations that have not agreed to it" in refused.text
    assert at not in [url for url, _status in refused.redirect_chain]


def test_the_region_sees_what_was_published_and_no_more(
    read_house: House, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = read_house
    sections = [{"id": "coverage", "title": "Who answered?", "answer": "32 of 42 answered.", "blocks": []}]
    told = {"sections": sections, "stamp": "x", "language": "en"}
    monkeypatch.setattr("clusterdynamics_web.results.store.told_of", lambda *_: told)
    admin, lead = log_in(house.admin), log_in(house.lead)
    at = house.url("dashboard/")
    assert "has not published this page" in admin.get(at).text
    assert admin.get(at + "for-others.zip").status_code == 404
    assert "0 clusters have published" in admin.get(f"/r/{house.region.slug}/programme/").text
    assert "32 of 42 answered." in lead.get(at).text
    refused = lead.post(at + "publish/", follow=True).text
    assert "say outright that there is none yet" in refused
    assert "Write down how these are counted" in refused
    _define_all(house)
    # One story is left to the participants by its teller, one to everybody.
    chooser = lead.get(at + "stories/").text
    assert "draft: only the study team reads it" in chooser
    assert "consented" in chooser
    lead.post(at + "stories/", {"story-st07": "coverage", "story-st02": "robust"})
    assert "sees the page now" in lead.post(at + "publish/", follow=True).text
    page = admin.get(at).text
    assert "32 of 42 answered." in page
    assert "Lunch in the measuring room" in page
    assert "Vi litar på dem, men" not in page
    assert "Vi litar på dem, men" in log_in(house.people[Role.BOARD]).get(at).text
    # A story stands beside the part that it tells of, and its chip is for the team.
    assert page.index("Lunch in the measuring room") > page.index("What can the cluster bear?")
    assert "The other stories chosen here were told for a smaller circle." in page
    assert "state-chip" not in page[page.index("Lunch in the measuring room") :]
    assert "employment.16" in page
    assert "invented for the demo" in page
    # Who drops out is chosen in the address; what one choice of companies would do is for the team.
    chosen = lead.get(at + "?without=large=1").text
    assert '<option value="large=1" selected>1 large company</option>' in chosen
    assert "by the choice that breaks most" in chosen
    assert "As many, drawn at random" in page
    assert "by the choice that breaks most" not in page
    programme = admin.get(f"/r/{house.region.slug}/programme/").text
    assert "1 cluster has published" in programme
    assert "32 of 42 answered." in programme
    assert f"from {LEAST_CLUSTERS} clusters on" in programme
    monkeypatch.setattr("clusterdynamics_web.dashboard.programme.pdf_of", lambda page: b"%PDF" + page.encode())
    taken = admin.get(f"/r/{house.region.slug}/programme/for-others.zip")
    secrets = secret_names(build_study(house.study), "network")
    with zipfile.ZipFile(io.BytesIO(taken.content)) as archive:
        assert set(archive.namelist()) == {"programme.pdf", "figures.csv", "methods.txt"}
        for name in archive.namelist():
            assert leaks(archive.read(name), secrets, name=name) == []
        rows = list(csv.DictReader(io.StringIO(archive.read("figures.csv").decode("utf-8-sig"))))
    hard = [r for r in rows if r["side"] == "hard"]
    assert hard
    assert all(r["source"] and r["date"] and r["how counted"] and r["unit"] for r in hard)
    assert {r["cluster"] for r in rows} == {house.cluster.name}
    lead.post(at + "publish/", {"withdraw": "1"})
    assert "No cluster has published" in admin.get(f"/r/{house.region.slug}/programme/for-others.zip", follow=True).text
    assert "has not published this page" in admin.get(at).text


def test_clusters_stand_side_by_side_from_five_on(
    read_house: House, demo_assessment: Assessment, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = read_house
    monkeypatch.setattr("clusterdynamics_web.results.store.told_of", lambda *_: None)
    Dashboard.objects.create(study=house.study, no_story=True, published_at="2026-01-01T00:00Z")
    admin, address = log_in(house.admin), f"/r/{house.region.slug}/programme/"
    assert LEAST_CLUSTERS == 5, "FB-10"
    for number in range(4):
        assert "The same figures of every cluster" not in admin.get(address).text
        cluster = Cluster.objects.create(region=house.region, slug=f"c{number}", name=f"Cluster {number}")
        study = create_study(None, cluster, "x")
        wave = study.waves.get()
        wave.code = "2026"  # as the wave of the assessment that stands in for all of them
        wave.save()
        Snapshot.objects.create(study=study, wave=wave, fingerprint=f"{number}" * 64, path="x.zip")
        Dashboard.objects.create(study=study, no_story=True, published_at="2026-01-01T00:00Z")
    page = admin.get(address).text
    assert "The same figures of every cluster" in page
    # The example cluster: 32 of 42 answered, and 42 organisations lie between 30 and 59.
    assert page.count(">76%</td>") == 5
    assert page.count(">30 to 59</td>") == 5
    order = [page.rindex(f">{name}</th>") for name in ("Cluster 0", "Cluster 1", "Cluster 2", "Cluster 3", "Forest")]
    assert order == sorted(order)


def test_figures_and_events_by_hand(home: House, log_in: LogIn) -> None:
    client = log_in(home.manager)
    at = home.url("dashboard/figures/")
    table = client.get(at + "to-fill.csv")
    assert table.headers["Content-Type"].startswith("text/csv")
    assert "staff" in table.content.decode("utf-8-sig")
    file = SimpleUploadedFile("own.csv", CSV)
    done = client.post(at, {"file": file, "source": "Own count", "vintage": "2026-01-31"}, follow=True)
    assert "3 figures are new." in done.text
    assert "no figure yet" in done.text
    assert "not written down yet" in done.text
    client.post(at + "definitions/", {"how-staff": "Full-time posts", "how-projects": ""})
    assert "Full-time posts" in client.get(home.url("dashboard/")).text
    wrong = client.post(at, {"file": SimpleUploadedFile("own.csv", b"\x00\x01"), "vintage": "2026-01-31"})
    assert wrong.status_code == 200
    assert 'role="alert"' in wrong.text
    event = {"title": "Timber prices fall", "starts": "2026-02-01", "source": "National statistics"}
    client.post(home.url("dashboard/events/"), event)
    assert "Timber prices fall (National statistics)" in client.get(home.url("dashboard/")).text
    client.post(home.url(f"dashboard/events/{home.study.context_events.get().pk}/remove/"))
    assert not home.study.context_events.exists()
    assert "No wave is closed yet" in client.get(home.url("dashboard/")).text
