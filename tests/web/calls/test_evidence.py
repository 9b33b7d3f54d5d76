"""Packs of evidence: what is in one, what must not be, and that a name holds it back wherever it hides."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from clusterdynamics.disclosure import Audience, leaks, stories_for
from clusterdynamics.errors import InputError
from clusterdynamics.report.audience import STAMPS, secret_names
from clusterdynamics.study.package import read_study
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.calls import evidence
from clusterdynamics_web.calls.evidence import PARTS, contents, leaks_in
from clusterdynamics_web.calls.evidence.check import NotLookedThrough
from clusterdynamics_web.calls.evidence.sources import sources_of
from clusterdynamics_web.calls.models import Pack
from clusterdynamics_web.calls.operations.packs import forget_packs, make_pack, order_pack, pack_file
from clusterdynamics_web.jobs.models import Job, JobState
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.regions.models import AuditEntry, Role
from clusterdynamics_web.results import publishing
from clusterdynamics_web.results.models import Publication
from clusterdynamics_web.stories.access import told_to
from clusterdynamics_web.stories.beside import chosen_of
from clusterdynamics_web.stories.demo import fill_stories
from clusterdynamics_web.stories.models import Choice, Panel
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Actor, Snapshot, Study
from clusterdynamics_web.studies.operations import create_study
from clusterdynamics_web.studies.signals import snapshots_taken_down
from clusterdynamics_web.survey.models import Story
from tests.web.calls.conftest import listed
from tests.web.conftest import DRAWN, House
from tests.web.library.conftest import closed
from tests.web.results.conftest import demo_kept, map_house

__all__ = ["demo_kept", "map_house"]

pytestmark = pytest.mark.django_db(transaction=True)

type LogIn = Callable[[User], Client]
WHY = "The session is on Thursday, and the report is due on Monday."
HIDDEN = "Hällmo Såg AB"


def png(**said: str) -> bytes:
    out, info = io.BytesIO(), PngInfo()
    for name, value in said.items():
        info.add_text(name, value, zip=True)
    Image.new("RGB", (4, 4)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def zipped(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.fixture(scope="module")
def note() -> bytes:
    """A PDF whose text is written with glyph numbers, as all of ours are."""
    from clusterdynamics.report.writers import pdf

    page = (
        f"<html lang='en'><head><title>x</title></head><body><p>With {HIDDEN.replace(' ', '<br>')}.</p></body></html>"
    )
    return pdf.pdf_of(pdf.html_of(page), 32 * "0")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", f"Thanks to {HIDDEN}."),
        ("hällmo såg ab.csv", "a,b"),
        ("a.csv", "group,value\r\nH\u00e4llmo  S\u00e5g AB,3\r\n"),
        ("a.json", json.dumps({"title": HIDDEN})),
        ("a.svg", "<svg><text>Hällmo <tspan>Såg</tspan> AB</text></svg>"),
        ("a.svg", "<svg><title>H&#228;llmo S&#229;g AB</title></svg>"),
        ("a.svg", '<svg><g id="Hällmo Såg AB"/></svg>'),
        ("a.xlsx", zipped(**{"xl/sharedStrings.xml": f"<si><t>{HIDDEN}</t></si>"})),
        ("a.png", png(Comment=f"Drawn for {HIDDEN}")),
        ("a.pdf", None),
    ],
)
def test_a_name_is_found_wherever_it_hides(name: str, content: str | bytes | None, note: bytes) -> None:
    data = note if content is None else content.encode() if isinstance(content, str) else content
    assert leaks_in({f"x/{name}": data, "b.txt": b"nothing"}, [HIDDEN, "Nobody"]) == {f"x/{name}": [HIDDEN]}
    assert leaks_in({name: data}, ["Hällmo Sågverk"]) == {}


def test_what_nobody_looks_into_goes_into_no_pack() -> None:
    with pytest.raises(NotLookedThrough):
        leaks_in({"a.docx": b"PK"}, [])


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def hold_to_the_public_class(files: dict[str, bytes], package: Any) -> None:
    """Nothing in it is narrower than what everybody may see: names, codes, stamps, counts, stories."""
    secrets = secret_names(package, "public")
    assert len(secrets) > 10
    texts = [data.decode("utf-8", "replace") for name, data in files.items() if not name.endswith((".png", ".pdf"))]
    for name, data in files.items():
        if name.endswith(".pdf"):
            with pypdfium2.PdfDocument(data) as document:
                texts += [page.get_textpage().get_text_range() for page in document]
    whole = " ¦ ".join(texts)
    assert not leaks(whole, [*secrets, *(str(s) for a, s in STAMPS.items() if a != "public")])
    assert leaks_in(files, secrets) == {}
    for name, data in files.items():
        if name.endswith("figures.csv"):
            rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
            assert len(rows) > 100
            assert {row["subject"] for row in rows}.isdisjoint(package.actor_ids)
    allowed = {row["text"] for row in stories_for(package, "public").iter_rows(named=True)}
    for row in package["stories"].iter_rows(named=True):
        if row["text"] not in allowed:
            assert row["text"][:60] not in whole
    assert any(text in whole for text in allowed)


def test_a_pack_holds_what_everybody_may_see(
    map_house: House, elsewhere: House, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = map_house
    monkeypatch.setattr("clusterdynamics.report.pictures.to_svg", lambda _chart, alt, title: DRAWN)
    monkeypatch.setattr(contents, "_figures", lambda *_: {"figures/figures.csv": b"a"})  # in the test of the whole
    reader, here = log_in(house.people[Role.NETWORK_READER]), f"/r/{house.region.slug}/evidence/"
    key = house.study.key
    order = {"study": key, "part": list(PARTS), "language": "en", "licence": "CC-BY-4.0"}
    fill_stories(house.study, house.people)
    publishing.publish(house.lead, house.study, ["network"], WHY)
    assert "no evidence to give out" in reader.get(here).text
    assert reader.post(here, {"study": key, "language": "xx"}).context["problems"] == [
        "Only studies whose results are published for everybody go into a pack.",
        "Choose what goes in.",
        "Choose a language.",
        "Choose a licence.",
    ]
    publishing.publish(house.lead, house.study, ["public"], WHY)
    call = listed(house, title="Clusters save energy")
    assert 'value="Clusters save energy"' in reader.get(f"{here}?call={call.key}").text

    # A name in the title holds it back; whose it is, is not said to everybody who may order one.
    secret = next(n for n in secret_names(read_study(snapshot_path(Snapshot.objects.get())), "public") if len(n) > 12)
    reader.post(here, order | {"title": f"For {secret}"})
    with monkeypatch.context() as nothing:  # of the study: it is about the title
        nothing.setattr(evidence, "files_of", lambda *_: {})
        Worker().work_once()
    job = Job.objects.latest("pk")
    assert (job.state, job.parameters["next"]) == (JobState.FAILED, here)
    assert "names somebody from a roster" in job.error
    assert "README.txt" in job.error
    assert secret not in job.error
    assert not Pack.objects.get().is_ready
    assert not pack_file(Pack.objects.get()).exists()

    reader.post(f"{here}?call={call.key}", order | {"title": call.title})
    Worker().work_once()
    job = Job.objects.latest("pk")
    assert job.error == ""
    made = Pack.objects.latest("pk")
    assert made.call == call
    got = closed(reader.get(f"{here}{made.key}/"))
    files = opened(got.content_sent)
    folder = "forest-2026/"
    assert {n for n in files if "/" not in n} == {"README.txt", "manifest.json"}
    assert {"methods.pdf", "stories.txt", "map/groups.svg", "map/groups.png", "figures/figures.csv"} < {
        n.removeprefix(folder) for n in files
    }
    assert files[f"{folder}pictures/stage-1.svg"] == DRAWN.encode()
    assert files[f"{folder}pictures/stage-1.png"].startswith(b"\x89PNG")
    manifest = json.loads(files["manifest.json"])
    listed_files = {f["name"]: (f["bytes"], f["sha256"]) for f in manifest["files"]}
    assert listed_files == {
        n: (len(c), hashlib.sha256(c).hexdigest()) for n, c in files.items() if n != "manifest.json"
    }
    snapshot = Snapshot.objects.get()
    told = files["README.txt"].decode()
    assert snapshot.fingerprint in told
    assert snapshot.fingerprint == manifest["studies"][0]["snapshot"]
    assert "CC BY 4.0" in told
    assert "For: Clusters save energy" in told
    assert hashlib.sha256(got.content_sent).hexdigest() == made.sha256
    assert log_in(elsewhere.admin).get(f"{here}{made.key}/").status_code == 404
    assert AuditEntry.objects.filter(verb="pack.fetched").count() == 1

    # What the panel chose stands first, with why; but only what its teller lets everybody read, and once.
    stories = files[f"{folder}stories.txt"].decode()
    choices = {
        c.story.code: c for c in Choice.objects.filter(panel=Panel.objects.get(), round=2).select_related("story")
    }
    public = {choice.story.code for choice, _told in chosen_of(house.study, Audience.PUBLIC)}
    assert 0 < len(public) < len(choices)
    for code, choice in choices.items():
        assert stories.count(choice.reason) == stories.count(choice.evidence) == (code in public)
        assert stories.count(choice.story.text) == (code in public)
    assert set(made.stories.values_list("code", flat=True)) == public
    made.stories.update(visibility="network")
    assert reader.get(f"{here}{made.key}/").status_code == 404
    made.stories.update(visibility="public")
    assert closed(reader.get(f"{here}{made.key}/")).status_code == 200

    # Published for fewer people, it is given out no more; with its answers, it goes.
    publishing.publish(house.lead, house.study, ["network"], WHY)
    assert reader.get(f"{here}{made.key}/").status_code == 404
    with pytest.raises(InputError, match="not published for everybody any more"):
        make_pack(made)
    assert pack_file(made).exists()
    Snapshot.objects.update(taken_down_at=timezone.now())
    snapshots_taken_down.send(sender=Snapshot, snapshots=[snapshot.pk])
    made.refresh_from_db()
    assert made.gone_at is not None
    assert not pack_file(made).exists()
    assert "Replace it where it is in circulation" in reader.get(here).text


def test_studies_of_one_cluster_have_folders_of_their_own(home: House) -> None:
    out = []
    for number in range(2):
        study = create_study(home.lead, home.cluster, "Again")
        snapshot = Snapshot.objects.create(study=study, wave=study.waves.get(), fingerprint=64 * str(number), path="x")
        out.append(Publication(snapshot=snapshot, audiences=["public"]))
    assert [source.folder for source in sources_of(reversed(out))] == ["forest-2026", "forest-2026-111111"]


def test_packs_are_forgotten_after_their_time_and_with_their_stories(map_house: House, tmp_path: Path) -> None:
    def kept(*stories: Story) -> Pack:
        made = Pack.objects.create(region=map_house.region, ready_at=timezone.now())
        made.stories.set(stories)
        pack_file(made).parent.mkdir(parents=True, exist_ok=True)
        pack_file(made).write_bytes(b"PK")
        return made

    def there(made: Pack) -> bool:
        made.refresh_from_db()
        assert pack_file(made).exists() == made.is_ready
        return made.is_ready

    told = public_stories(map_house.study)
    made, changed, deleted, held_back = kept(), kept(told[0]), kept(told[1]), kept(told[2])
    told[0].save()
    told[1].delete()
    assert [there(one) for one in (made, changed, deleted, held_back)] == [True, False, False, True]
    Story.objects.filter(pk=told[2].pk).update(visibility="nobody")
    assert forget_packs() == 0
    assert not there(held_back)
    assert forget_packs(timezone.now() + timedelta(days=15)) == 1
    assert not there(made)


def public_stories(study: Study) -> list[Story]:
    """Three stories that everybody may read."""
    return [told.story for told in told_to(study, Audience.PUBLIC)][:3]


@pytest.mark.verify
@pytest.mark.parametrize("language", ["en", "fi"])
def test_the_whole_pack_of_the_demo_study(map_house: House, language: str) -> None:
    """Every file as it is given out, with its real pictures and figures; and one more roster in the region."""
    house = map_house
    publishing.publish(house.lead, house.study, ["public"], WHY)
    package = read_study(snapshot_path(Snapshot.objects.get()))
    secret = secret_names(package, "public")
    agreed = next(label for label in package["actors"]["label"] if label not in secret)
    other = create_study(house.lead, house.cluster, "Before")
    Actor.objects.create(study=other, code="a", label=agreed)
    made, _job = order_pack(house.lead, house.region, [house.study.key], PARTS, language, "CC-BY-SA-4.0")
    packed = make_pack(made)
    files = opened(packed.content)
    assert files == packed.files
    hold_to_the_public_class(files, package)
    assert len([n for n in files if n.endswith(".svg")]) > 5
    definitions = files["forest-2026/figures/definitions.csv"].decode("utf-8-sig")
    assert len(definitions.splitlines()) > 20
    assert make_pack(made).content == packed.content
    # The same figures in the pack as in the public document.
    rows = list(csv.DictReader(io.StringIO(files["forest-2026/figures/figures.csv"].decode("utf-8-sig"))))
    assert {"analysis", "name", "value", "n", "coverage"} <= set(rows[0])
    # A person of another roster who has the name of somebody in it: held back.
    Actor.objects.create(study=other, code="b", label=package.title)
    with pytest.raises(InputError, match="names somebody from a roster"):
        make_pack(made)
