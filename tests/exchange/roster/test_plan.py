"""Cleaning the rows of a list: every value, every problem with line and column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.exchange import ExchangeError
from clusterdynamics.exchange.roster import build_roster, guess_mapping, read_roster
from clusterdynamics.exchange.roster.cells import CLEANERS, CellError, domain_of, size_class
from clusterdynamics.exchange.roster.sheet import RosterLine, RosterSheet


def sheet_of(columns: str, *rows: str) -> RosterSheet:
    lines = tuple(RosterLine(i, tuple(row.split(","))) for i, row in enumerate(rows, start=2))
    return RosterSheet("a.csv", tuple(columns.split(",")), lines)


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("label", "  North\u00a0 Wood\u00ad Ltd ", "North Wood Ltd"),
        ("is_anchor", "Kyllä", True),
        ("is_anchor", "nei", False),
        ("is_anchor", "x", True),
        ("nuts", "se 311", "SE311"),
        ("lat", "59,38", 59.38),
        ("lon", "-13.5", -13.5),
        ("domain", "https://www.North.example/about?x=1", "north.example"),
        ("domain", "info@north.example", "north.example"),
        ("contact_email", "Anna Berg <Anna.Berg@North.example>", "Anna.Berg@north.example"),
        ("contact_email", "mailto:bo@north.example", "bo@north.example"),
        ("language", "Svenska", "sv"),
        ("language", "fr-FR", "fr"),
        ("language", "Suomi", "fi"),
        ("aliases", "North|N. Wood; North", ("North", "N. Wood")),
    ],
)
def test_cells_that_are_understood(field: str, cell: str, value: object) -> None:
    assert CLEANERS[field](cell) == value


#: Bounds of the classes: Commission Recommendation 2003/361/EC (fewer than 10, 50, 250 persons).
@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1", "micro"), ("9", "micro"), ("10", "small"), ("49", "small"), ("50", "medium"), ("249", "medium"),
        ("250", "large"), ("12 500", "large"), ("10-49", "small"), ("50–249", "medium"), ("<10", "micro"),
        ("250+", "large"), (">250", "large"), ("färre än 50", "small"), ("Mikro", "micro"), ("Keskisuuri", "medium"),
        ("stor", "large"), ("3 personer", "micro"), ("1.200", "large"),
    ],
)  # fmt: skip
def test_sizes(cell: str, expected: str) -> None:
    assert size_class(cell) == expected


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("is_anchor", "maybe"),
        ("nuts", "Värmland"),
        ("lat", "91"),
        ("lon", "181"),
        ("lat", "1e1"),
        ("domain", "no site"),
        ("domain", "localhost"),
        ("contact_email", "a@b"),
        ("contact_email", "nobody"),
        ("size_class", "some"),
        ("language", "klingon speech"),
        ("id", "two words"),
    ],
)
def test_cells_that_are_refused_say_what_to_write(field: str, cell: str) -> None:
    with pytest.raises(CellError) as caught:
        CLEANERS[field](cell)
    assert cell in caught.value.message
    assert caught.value.remedy


@given(st.sampled_from(sorted(CLEANERS)), st.text(max_size=60))
def test_no_cell_breaks_a_cleaner(field: str, cell: str) -> None:
    wrong = None
    try:
        CLEANERS[field](cell)
    except CellError as error:
        wrong = error
    assert wrong is None or wrong.remedy


@given(st.text(max_size=80))
def test_a_domain_is_plain_ascii_with_a_point(text: str) -> None:
    found = domain_of(text)
    assert found is None or (found.isascii() and "." in found and found == found.lower())


def test_a_whole_list() -> None:
    sheet = sheet_of(
        "Company,Size,Kind,E-mail,Sector",
        "North Ltd,12,Företag,anna@north.example,wood",
        "Ångström Lab,many,University,a@b.example; c@d.example,",
        ",5,firm,,",
        "South,,Circus,,paper",
    )
    mapping = {**guess_mapping(sheet.columns), "Sector": "attribute"}
    plan = build_roster(sheet, mapping)
    assert [dict(r.values) for r in plan.usable] == [
        {
            "label": "North Ltd",
            "size_class": "small",
            "type": "firm",
            "contact_email": "anna@north.example",
            "id": "north",
        },
        {"label": "Ångström Lab", "type": "research", "contact_email": "a@b.example", "id": "angstrom-lab"},
        {"label": "South", "type": "circus", "id": "south"},
    ]
    assert [dict(r.attributes) for r in plan.usable] == [{"Sector": "wood"}, {}, {"Sector": "paper"}]
    assert plan.types == {"circus": "Circus"}
    assert [(p.severity, p.line, p.column) for p in plan.problems] == [
        ("warning", 3, "Size"),
        ("warning", 3, "E-mail"),
        ("error", 4, "Company"),
    ]
    assert plan.errors == plan.problems[2:]
    assert not plan.rows[2].usable


def test_identifiers_are_new_and_stay_apart() -> None:
    sheet = sheet_of("Name,Id", "Berg AB,", "Berg Oy,", "Dal,berg-2", "Elv,berg-2")
    plan = build_roster(sheet, {"Name": "label", "Id": "id"}, taken_ids=["berg"])
    assert [r.values.get("id") for r in plan.usable] == ["berg-3", "berg-4", "berg-2"]
    assert [(p.line, p.column) for p in plan.errors] == [(5, "Id")]
    assert "line 4" in plan.errors[0].message


def test_half_a_position_is_left_out() -> None:
    plan = build_roster(sheet_of("Name,Lat,Lon", "A,59.1,", "B,59.1,13"), {"Name": "label", "Lat": "lat", "Lon": "lon"})
    assert "lat" not in plan.rows[0].values
    assert plan.rows[1].values["lon"] == 13.0
    assert [(p.severity, p.line, p.column) for p in plan.problems] == [("warning", 2, "Lat")]


def test_first_and_last_name_become_one() -> None:
    sheet = sheet_of("Yritys,Etunimi,Sukunimi", "A,Anna,Berg", "B,,Berg", "C,,")
    mapping = guess_mapping(sheet.columns)
    assert mapping == {"Yritys": "label", "Etunimi": "contact_first_name", "Sukunimi": "contact_last_name"}
    names = [r.values.get("contact_name") for r in build_roster(sheet, mapping).rows]
    assert names == ["Anna Berg", "Berg", None]
    whole = sheet_of("Name,Contact,Surname", "A,Dr Anna Berg,Berg")
    assert build_roster(whole, guess_mapping(whole.columns)).rows[0].values["contact_name"] == "Dr Anna Berg"


def test_types_of_the_study_are_known_by_code_and_name() -> None:
    sheet = sheet_of("Name,Type", "A,MEMBER", "B,Full member", "C,firm")
    plan = build_roster(sheet, {"Name": "label", "Type": "type"}, types={"member": "Full member"})
    assert [r.values["type"] for r in plan.rows] == ["member", "member", "firm"]
    assert plan.types == {"firm": "firm"}


def test_all_faults_of_a_mapping_are_told_at_once() -> None:
    sheet = sheet_of("Name,Mail,Post", "A,,")
    with pytest.raises(ExchangeError) as caught:
        build_roster(sheet, {"Mail": "contact_email", "Post": "contact_email", "Gone": "type", "Name": "nonsense"})
    told = str(caught.value)
    for part in ("no such column", "no field 'nonsense'", "Several columns", "No column holds the names"):
        assert part in told
    assert build_roster(sheet, {"Name": "label", "Mail": ""}).rows[0].values["label"] == "A"


def test_from_file_to_plan_in_one_go() -> None:
    sheet = read_roster("Yritys;Henkilöstö\nHermia Oy;12\n".encode(), "jasenet.csv")
    plan = build_roster(sheet, guess_mapping(sheet.columns, sheet.preview()))
    assert dict(plan.rows[0].values) == {"label": "Hermia Oy", "size_class": "small", "id": "hermia"}
