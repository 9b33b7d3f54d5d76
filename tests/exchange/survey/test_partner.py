"""PARTNER's member list. The columns are those of its published help pages; no real export was at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from clusterdynamics.exchange import ExchangeError
from clusterdynamics.exchange.survey import SurveyOptions, read_survey
from clusterdynamics.study.package import check_study, write_study
from tests.exchange.survey.studies import full_study

LIST = """First Name,Last Name,Primary Organization,Node Label,Address,City,Postal Code,Country,Email,Job Title,\
Website,Phone Number,Sector,Primary Org Function,Our own
Anna,Berg,North Wood Ltd,NW,1 Street,Växjö,35230,Sweden,anna@north.example,CEO,north.example,+46 1,Private,Sawing,x
,,Bois du Nord,BN,,,,,info@nord.example,,,,Public,,
"""


def test_a_member_list_becomes_a_roster(tmp_path: Path) -> None:
    report = read_survey(LIST.encode(), name="members.csv")
    actors = report.study["actors"].to_dicts()
    assert [(a["id"], a["label"], a["short_label"]) for a in actors] == [
        ("north-wood", "North Wood Ltd", "NW"),
        ("bois-du-nord", "Bois du Nord", "BN"),
    ]
    assert actors[0]["Sector"] == "Private"
    assert actors[0]["Our own"] == "x"
    assert not any("anna" in str(v).lower() for a in actors for v in a.values())
    assert report.contacts["north-wood"] == {
        "contact_name": "Anna Berg",
        "contact_email": "anna@north.example",
        "contact_role": "CEO",
        "domain": "north.example",
        "contact_phone": "+46 1",
    }
    write_study(report.study, tmp_path / "s")
    again, problems = check_study(tmp_path / "s")
    assert again is not None, [str(p) for p in problems]
    assert dict(again["actors"].select("id", "Primary Org Function").rows()) == {
        "north-wood": "Sawing",
        "bois-du-nord": None,
    }


def test_into_a_study_only_what_it_does_not_have() -> None:
    study = full_study()
    report = read_survey(LIST.encode(), name="members.csv", options=SurveyOptions(study))
    assert report.study["actors"]["id"].to_list() == [*study["actors"]["id"].to_list(), "north-wood"]
    assert any("'Bois du Nord' is in the study already" in w for w in report.warnings)


def test_names_that_look_the_same_are_told() -> None:
    report = read_survey((LIST + ",,North Woods,NWS,,,,,,,,,,,\n").encode(), name="members.csv")
    assert any("North Woods" in w and "nearly the same name" in w for w in report.warnings)
    assert report.study["actors"].height == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Primary Organization,Node Label\n,X\n", "line 2, column Primary Organization"),
        ("Primary Organization,Node Label\n", "no row below"),
    ],
)
def test_lists_that_cannot_be_used(text: str, message: str) -> None:
    with pytest.raises(ExchangeError, match=message):
        read_survey(text.encode(), name="members.csv")
