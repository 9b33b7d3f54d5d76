"""What a roster can say about an organisation, and the words that headers of lists use for it in six languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from clusterdynamics.i18n import N_

__all__ = ["ATTRIBUTE", "FIELDS", "RosterField"]

#: What a column is mapped to that is kept under its own name.
ATTRIBUTE = "attribute"


@dataclass(frozen=True)
class RosterField:
    """One thing that a column can hold.

    Attributes
    ----------
    name
        Code of the field. ``contact_…`` and ``language`` are about the person who answers, the rest about the
        organisation.
    title
        What people call it (translatable).
    headers
        Headers that mean it, without case, accents and signs: English, Swedish, Norwegian, Finnish, French, Danish.
    """

    name: str
    title: str
    headers: tuple[str, ...]

    @property
    def of_contact(self) -> bool:
        """True where it says something about a person, which the actors table never holds."""
        return self.name.startswith("contact_") or self.name == "language"


_ALL = (
    RosterField(
        "label",
        N_("Name of the organisation"),
        (
            "name", "label", "organisation", "organization", "organisation name", "organization name", "company",
            "company name", "firm", "firm name", "actor", "member", "member name", "business", "enterprise",
            "organisationsnamn", "foretag", "foretagsnamn", "bolag", "bolagsnamn", "namn", "aktor", "medlem",
            "organisasjon", "organisasjonsnavn", "bedrift", "bedriftsnavn", "virksomhet", "firma", "firmanavn", "navn",
            "medlemsbedrift", "selskap", "organisaatio", "organisaation nimi", "yritys", "yrityksen nimi", "nimi",
            "toimija", "jasen", "entreprise", "nom", "nom de l entreprise", "raison sociale", "societe", "structure",
            "denomination", "nom de l organisation", "membre", "adherent", "virksomhedsnavn", "virksomhed", "selskab",
            "medlemsvirksomhed",
        ),
    ),
    RosterField(
        "short_label",
        N_("Short name for maps"),
        (
            "short label", "short name", "map label", "abbreviation", "acronym", "short", "nickname",
            "kort namn", "kortnamn", "forkortning", "kartnamn", "kort navn", "kortnavn", "forkortelse",
            "lyhenne", "lyhyt nimi", "lyhytnimi", "nom court", "sigle", "abreviation", "acronyme",
        ),
    ),
    RosterField(
        "id",
        N_("Identifier"),
        (
            "id", "identifier", "code", "actor id", "node id", "identitet", "kod", "kode", "tunniste", "koodi",
            "identifiant",
        ),
    ),
    RosterField(
        "aliases",
        N_("Other names"),
        (
            "aliases", "alias", "other names", "also known as", "aka", "trading name", "andra namn", "kallas",
            "andre navn", "muut nimet", "autres noms", "nom commercial", "ovriga namn",
        ),
    ),
    RosterField(
        "type",
        N_("Kind of organisation"),
        (
            "type", "kind", "category", "organisation type", "organization type", "actor type", "member type", "typ",
            "kategori", "organisationstyp", "aktorstyp", "organisasjonstype", "aktortype", "tyyppi", "luokka",
            "organisaatiotyyppi", "type d organisation", "categorie", "type de structure", "organisationstype",
        ),
    ),
    RosterField(
        "size_class",
        N_("Size class or number of employees"),
        (
            "size class", "size", "employees", "number of employees", "no of employees", "headcount", "staff", "fte",
            "storlek", "storleksklass", "anstallda", "antal anstallda", "ansatte", "antall ansatte", "storrelse",
            "koko", "kokoluokka", "henkilosto", "tyontekijat", "henkilostomaara", "taille", "effectif", "effectifs",
            "salaries", "nombre de salaries", "antal ansatte", "medarbejdere",
        ),
    ),
    RosterField(
        "is_anchor",
        N_("Large company whose role is looked at"),
        (
            "is anchor", "anchor", "anchor company", "large company", "ankare", "ankarforetag", "stort foretag",
            "storforetag", "anker", "ankerbedrift", "ankervirksomhed", "veturi", "veturiyritys", "ankkuriyritys",
            "suuryritys", "grande entreprise", "entreprise phare", "locomotive",
        ),
    ),
    RosterField(
        "nuts",
        N_("NUTS code of the place"),
        ("nuts", "nuts code", "nuts kod", "nuts kode", "code nuts", "nuts3", "nuts 3", "nuts2", "nuts 2"),
    ),
    RosterField("lat", N_("Latitude"), ("lat", "latitude", "latitud", "breddegrad", "leveysaste", "leveyspiiri")),
    RosterField(
        "lon",
        N_("Longitude"),
        (
            "lon", "long", "lng", "longitude", "longitud", "lengdegrad", "laengdegrad", "pituusaste",
            "pituuspiiri",
        ),
    ),
    RosterField(
        "domain",
        N_("Web site"),
        (
            "domain", "web", "website", "web site", "url", "homepage", "home page", "web page", "hemsida", "webbplats",
            "webb", "webbsida", "doman", "nettside", "nettsted", "hjemmeside", "domene", "verkkosivu", "verkkosivut",
            "kotisivu", "kotisivut", "site web", "site internet", "site", "domaine", "domaene", "webside",
        ),
    ),
    RosterField(
        "company_id",
        N_("National company number"),
        (
            "company id", "company number", "registration number", "company registration number", "national id", "vat",
            "vat number", "organisationsnummer", "orgnr", "org nr", "org nummer", "organisasjonsnummer", "y tunnus",
            "ytunnus", "siren", "siret", "cvr", "cvr nummer", "cvr nr", "numero siren", "numero siret",
        ),
    ),
    RosterField(
        "contact_name",
        N_("Name of the contact"),
        (
            "contact", "contact name", "contact person", "person", "respondent", "full name", "kontakt",
            "kontaktperson",
            "kontaktpersonens namn", "kontaktnamn", "kontaktnavn", "yhteyshenkilo", "yhteyshenkilon nimi", "vastaaja",
            "personne de contact", "personne contact", "nom du contact", "interlocuteur", "respondentnavn", "svarande",
        ),
    ),
    RosterField(
        "contact_first_name",
        N_("First name of the contact"),
        ("first name", "given name", "forename", "fornamn", "fornavn", "etunimi", "prenom", "prenom du contact"),
    ),
    RosterField(
        "contact_last_name",
        N_("Last name of the contact"),
        (
            "last name", "surname", "family name", "efternamn", "etternavn", "efternavn", "sukunimi", "nom de famille",
        ),
    ),
    RosterField(
        "contact_email",
        N_("E-mail of the contact"),
        (
            "email", "e mail", "mail", "contact email", "contact e mail", "email address", "e mail address",
            "epost", "e post", "epostadress", "e postadress", "mejl", "mejladress", "mailadress", "epostadresse",
            "e postadresse", "sahkoposti", "sahkopostiosoite", "courriel", "adresse email", "adresse e mail",
            "adresse electronique", "mel", "mailadresse", "emailadresse",
        ),
    ),
    RosterField(
        "contact_role",
        N_("Role of the contact"),
        (
            "role", "title", "job title", "position", "contact role", "function of contact", "roll", "titel",
            "befattning",
            "rolle", "stilling", "tittel", "rooli", "tehtava", "asema", "tehtavanimike", "fonction", "poste",
            "stillingsbetegnelse",
        ),
    ),
    RosterField(
        "contact_phone",
        N_("Telephone of the contact"),
        (
            "phone", "telephone", "mobile", "phone number", "tel", "telefon", "telefonnummer", "mobil", "mobilnummer",
            "puhelin", "puhelinnumero", "portable", "numero de telephone", "tlf",
        ),
    ),
    RosterField(
        "language",
        N_("Language of the contact"),
        ("language", "lang", "preferred language", "sprak", "kieli", "asiointikieli", "langue", "sprog"),
    ),
)  # fmt: skip

#: Every field by name, in the order in which people are shown them.
FIELDS: Mapping[str, RosterField] = MappingProxyType({f.name: f for f in _ALL})
