"""The block on other regions: a list and own words, a page for each region, and the same study on the way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

import clusterdynamics as cd
from clusterdynamics.regions.partners import partner_answers
from clusterdynamics.study.write.fingerprint import fingerprint
from clusterdynamics_web.interviews.paper import REGIONS, paper_html
from clusterdynamics_web.survey.models import PartnerRegion
from clusterdynamics_web.survey.operations import import_study, submit
from clusterdynamics_web.survey.package import build_study
from tests.web.conftest import House
from tests.web.survey.conftest import Asking, problems_of
from tests.web.survey.form.test_steps import refused, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def blocks() -> tuple[str, ...]:
    return ("core", "between_regions")


@pytest.fixture
def asking(asking: Asking) -> Asking:
    """A study with two regions on its list."""
    asking.study.partner_regions = [{"id": "NO02", "label": "Innlandet"}, {"id": "Dalarna", "label": "Dalarna"}]
    asking.study.save()
    asking.consent()
    return asking


def keys(asking: Asking) -> list[str]:
    return [s.key for s in asking.form().steps(asking.answers()) if s.key.startswith("region")]


def page_of(asking: Asking, region: str) -> str:
    return f"region-{PartnerRegion.objects.get(region=region).pk}"


def test_without_the_block_nothing_is_asked(asking: Asking) -> None:
    asking.study.blocks = ["core"]
    asking.study.save()
    assert keys(asking) == []


def test_each_region_named_gets_a_page(asking: Asking) -> None:
    assert keys(asking) == ["regions"]
    # Written in by hand, in another spelling, it is the one on the list; the same twice is one.
    asking.save("regions", {"regions": ["NO02"], "others": ["innlandet\nSkåne  län\nskåne län\n dalarna "]})
    assert [r["region"] for r in stored(asking, "partner_regions")] == ["NO02", "Skåne län", "Dalarna"]
    assert keys(asking) == ["regions", *(page_of(asking, r) for r in ("NO02", "Skåne län", "Dalarna"))]
    step = asking.step(page_of(asking, "NO02"))
    legends = [f.legend for f in step.fields(step.initial(asking.answers()), asking.answers())]
    assert legends[0] == "Innlandet: How do you work with partners there?"


def test_what_is_said_of_a_region_is_what_the_library_reads(asking: Asking) -> None:
    asking.pick("a2")
    asking.save("regions", {"regions": ["NO02"]})
    asking.save(
        page_of(asking, "NO02"),
        {
            "depth": ["4"],
            "areas": ["training"],
            "gets": ["A test bed."],
            "barriers": ["border", "funding"],
            "door": ["intermediary"],
            "door_name": ["Kim"],
        },
    )
    submit(asking.respondent, needs_picks=True)
    package = asking.package()
    assert problems_of(package) == []
    (partner,) = partner_answers(package, asking.wave.code).partners
    assert (partner.region, partner.depth) == ("NO02", 4.0)
    assert (partner.areas, partner.barriers) == ({"training"}, {"border", "funding"})
    assert (partner.doors, partner.wrote, partner.names_door) == ({"intermediary"}, True, True)
    # Naming a region more keeps what was said of the first; taking it away forgets it.
    asking.save("regions", {"regions": ["NO02", "Dalarna"]})
    assert stored(asking, "partner_regions", region="NO02")[0]["gets"] == "A test bed."
    asking.save("regions", {"regions": ["Dalarna"]})
    assert [(r["region"], r["gets"]) for r in stored(asking, "partner_regions")] == [("Dalarna", None)]


def test_nobody_elsewhere_is_said_outright_and_nothing_is_no_answer(asking: Asking) -> None:
    asking.save("regions", {"none": ["yes"]})
    assert [(r["has_partners"], r["region"]) for r in stored(asking, "partner_regions")] == [(False, None)]
    assert asking.step("regions").initial(asking.answers())["none"] == ["yes"]
    asking.save("regions", {})
    assert stored(asking, "partner_regions") == []
    assert "none" in refused(asking, "regions", {"none": ["yes"], "regions": ["NO02"]})
    assert "regions" in refused(asking, "regions", {"regions": ["XX99"]})
    assert "others" in refused(asking, "regions", {"others": ["\n".join(f"Region {k}" for k in range(9))]})


def test_not_known_is_kept_apart_from_not_answered_yet(asking: Asking) -> None:
    asking.save("regions", {"regions": ["NO02"]})
    key = page_of(asking, "NO02")
    assert asking.step(key).initial(asking.answers())["depth"] == [""]
    assert not asking.step(key).answered(asking.answers())
    asking.save(key, {"depth": ["?"], "door": ["?"]})
    assert asking.step(key).initial(asking.answers())["depth"] == ["?"]
    assert asking.step(key).answered(asking.answers())
    for name in ("depth", "door"):
        assert name in refused(asking, key, {name: ["nonsense"]})


def test_the_study_goes_out_and_comes_back_the_same(asking: Asking, home: House, tmp_path: Path) -> None:
    asking.pick("a2")
    asking.save("regions", {"others": ["Skåne"], "regions": ["NO02"]})
    asking.save(page_of(asking, "Skåne"), {"depth": ["2"], "barriers": ["language"]})
    submit(asking.respondent, needs_picks=True)
    cd.write_study(asking.package(), tmp_path / "study")
    read = cd.read_study(tmp_path / "study")
    assert fingerprint(read) == fingerprint(asking.package())
    again = import_study(home.lead, home.cluster, read)
    assert "between_regions" in again.blocks
    assert fingerprint(build_study(again)) == fingerprint(read)


def test_it_is_on_the_pages_and_on_paper(asking: Asking) -> None:
    client: Client = asking.client()
    page = client.get("/answer/regions/").content.decode()
    assert "Which other regions do you work with?" in page
    assert "Innlandet" in page
    assert client.post("/answer/regions/", {"regions": "NO02", "go": "1"}).headers["Location"] == (
        f"/answer/{page_of(asking, 'NO02')}/"
    )
    page = client.get(f"/answer/{page_of(asking, 'NO02')}/").content.decode()
    assert "What stands in the way of working more with that region?" in page
    client.post(f"/answer/{page_of(asking, 'NO02')}/", {"gets": "A test bed.", "go": "1"})
    assert "A test bed." in client.get("/answer/copy/").content.decode()
    paper = paper_html(asking.study, asking.wave, "sv")
    assert paper.count("Innlandet") == 1
    assert paper_html(asking.study, asking.wave, "en").count("Name of the region:") == REGIONS
