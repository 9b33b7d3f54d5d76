"""Guessing what each column holds, in six languages."""

from __future__ import annotations

import pytest

from clusterdynamics.exchange.roster import FIELDS, guess_mapping, read_roster
from clusterdynamics.exchange.roster.words import header_words, key

#: Headers as lists in these countries have them; written for the test.
LISTS = [
    ("en", ["Company name", "Short name", "Type", "Employees", "Website", "Contact person", "E-mail", "Language"]),
    ("sv", ["Företag", "Kortnamn", "Typ", "Antal anställda", "Hemsida", "Kontaktperson", "E-post", "Språk"]),
    ("nb", ["Bedrift", "Kortnavn", "Type", "Antall ansatte", "Nettside", "Kontaktperson", "E-post", "Språk"]),
    ("fi", ["Yritys", "Lyhyt nimi", "Tyyppi", "Henkilöstömäärä", "Kotisivu", "Yhteyshenkilö", "Sähköposti", "Kieli"]),
    ("fr", ["Raison sociale", "Sigle", "Catégorie", "Effectif", "Site web", "Interlocuteur", "Courriel", "Langue"]),
    ("da", ["Virksomhed", "Kort navn", "Type", "Antal ansatte", "Hjemmeside", "Kontaktperson", "E-mail", "Sprog"]),
]
EXPECTED = ["label", "short_label", "type", "size_class", "domain", "contact_name", "contact_email", "language"]


@pytest.mark.parametrize(("language", "headers"), LISTS)
def test_headers_in_six_languages(language: str, headers: list[str]) -> None:
    assert guess_mapping(headers) == dict(zip(headers, EXPECTED, strict=True)), language


def test_every_header_means_one_field() -> None:
    for field in FIELDS.values():
        for word in (field.name, *field.headers):
            assert header_words()[key(word)] == field.name, word


def test_a_bare_name_is_the_person_where_another_column_names_the_company() -> None:
    assert guess_mapping(["Name", "E-mail"]) == {"Name": "label", "E-mail": "contact_email"}
    assert guess_mapping(["Namn", "Företag"]) == {"Namn": "contact_name", "Företag": "label"}


def test_no_field_is_given_twice() -> None:
    assert guess_mapping(["E-mail", "Mail", "Company"]) == {"E-mail": "contact_email", "Company": "label"}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("E-mail address of contact", "contact_email"),
        ("Organisaton name", "label"),  # misspelt
        ("Webbplats (om sådan finns)", "domain"),
        ("contactEmail", "contact_email"),
        ("NUTS-3", "nuts"),
        ("Kontakt e-post", "contact_email"),
        ("Yhteyshenkilön sähköposti", "contact_email"),
        ("Antal anställda (2025)", "size_class"),
        ("N° SIREN", "company_id"),
    ],
)
def test_headers_that_contain_or_nearly_are_a_known_one(header: str, field: str) -> None:
    assert guess_mapping([header]) == {header: field}


def test_what_is_not_understood_is_left_out() -> None:
    assert guess_mapping(["Favourite colour", "", "Xyz", "SNI-kod", "NACE code"]) == {}


def test_addresses_are_known_by_what_they_look_like() -> None:
    sheet = read_roster(
        b"A,B,C\nNorth Ltd,anna@north.example,www.north.example\nSouth,bo@s.example,south.example\n", "a.csv"
    )
    assert guess_mapping(sheet.columns, sheet.preview(5)) == {"B": "contact_email", "C": "domain"}
    assert guess_mapping(sheet.columns) == {}
