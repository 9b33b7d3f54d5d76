"""Forty queries in six languages over twenty-four items, with what each has to find, worked out by hand.

The items are texts of our own. An item is known by a short name; `QUERIES` says which of them have all the words of a
query, each as the beginning of a word, in title, summary, keywords, further texts or files.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["ITEMS", "QUERIES", "Text"]


@dataclass(frozen=True)
class Text:
    language: str
    country: str
    title: str
    summary: str = ""
    keywords: str = ""
    file: str = ""
    kind: str = "case_study"
    sector: str = "Forest and paper"
    year: int = 2024
    texts: dict[str, str] = field(default_factory=dict)


ITEMS: dict[str, Text] = {
    # Swedish
    "frukost": Text("sv", "SE", "Frukostmöten i dalen", "Företag träffas varje månad.", "förtroende, småföretag"),
    "sag": Text(
        "sv", "SE", "Sågverket och skolan", "Lärlingar åker mellan Ängelholm och Örebro.", file="Ett kluster växer."
    ),
    "kluster": Text("sv", "SE", "Klusterutveckling på riktigt", "Att mäta samarbete.", "mätning", kind="method"),
    "sverige": Text(
        "sv", "SE", "Årsrapport", "Skog & papper 2024.", kind="report", file="Åtgärder: Hällmo, Åmål, Östanå."
    ),
    # Norwegian
    "fjord": Text("nb", "NO", "Fjorden samarbeider", "Bedrifter på Østlandet deler lager.", "tillit", sector="Energy"),
    "laks": Text("nb", "NO", "Næringsklynger i nord", "Laks, båt og råd.", "havbruk", sector="Food"),
    "rabat": Text(
        "nb", "NO", "Innkjøp sammen", "Rabatt på strøm.", "innkjøp", sector="Energy", file="Grønn vekst i Tromsø."
    ),
    "spor": Text(
        "nb",
        "NO",
        "Spørsmål til styret",
        "Hva vi lærte.",
        kind="experience",
        texts={"did_not_work": "Fristen var for kort."},
    ),
    # Danish
    "vind": Text("da", "DK", "Vindmøller og værksteder", "Små virksomheder på Ærø.", "tillid", sector="Energy"),
    "aere": Text("da", "DK", "Fælles uddannelse", "Lærlinge hos otte virksomheder.", "uddannelse", sector="Energy"),
    "odense": Text(
        "da", "DK", "Robotter i Odense", "Netværk af leverandører.", "robotter", sector="Machines", kind="story"
    ),
    "sund": Text(
        "da", "DK", "Sundhed på tværs", "Øresund som én region.", "sundhed", sector="Health", kind="presentation"
    ),
    # Finnish
    "metsa": Text("fi", "FI", "Metsäklusterin yhteistyö", "Yritykset Hämeessä oppivat toisiltaan.", "luottamus"),
    "kone": Text(
        "fi", "FI", "Konepajat Tampereella", "Yhteinen laboratorio.", "työkalut", sector="Machines", kind="report"
    ),
    "sauna": Text("fi", "FI", "Mitä saimme takaisin", "Jokainen yritys sai oman sivun.", kind="experience"),
    "jyva": Text(
        "fi", "FI", "Jyväskylän malli", "Käytännön opas.", "menetelmä", kind="method", file="Luottamus syntyy hitaasti."
    ),
    # French
    "vallee": Text(
        "fr", "FR", "Une vallée qui coopère", "Des PME partagent un atelier.", "confiance", sector="Machines"
    ),
    "coeur": Text(
        "fr", "FR", "Le cœur du réseau", "Qui relie les entreprises à l’université ?", "réseau", kind="method"
    ),
    "bois": Text("fr", "FR", "Filière bois", "Forêt, scierie et papier en Auvergne.", "bois", kind="report"),
    "ete": Text(
        "fr",
        "CA",
        "L’été des apprentis",
        "Où les jeunes découvrent l’usine.",
        "formation",
        sector="Machines",
        kind="story",
    ),
    # English
    "trust": Text("en", "GB", "Trust takes breakfast", "Small firms met monthly.", "trust, small firms"),
    "wave": Text(
        "en",
        "GB",
        "Two waves of one cluster",
        "What changed in three years.",
        "change",
        kind="report",
        file="Nine ties more.",
    ),
    "lodz": Text(
        "en",
        "PL",
        "Textile firms of Łódź",
        "Straße, naïve and façade: words in a file.",
        sector="Textiles",
        kind="data",
    ),
    "policy": Text(
        "en",
        "IE",
        "Co-operation as policy",
        "R&D, e-learning and well-being.",
        "policy",
        sector="Health",
        kind="presentation",
    ),
}

#: Query → items that have all its words.
QUERIES: dict[str, set[str]] = {
    # Swedish
    "frukost": {"frukost"},
    "FRUKOSTMÖTEN": {"frukost"},
    "frukostmoten i dalen": {"frukost"},
    "foretag träffas": {"frukost"},
    "förtroende småföretag": {"frukost"},
    "kluster": {"sag", "kluster"},
    "ängelholm örebro": {"sag"},
    "angelholm OREBRO": {"sag"},
    "hallmo amal": {"sverige"},
    "lärling": {"sag"},
    "lærling": {"aere"},
    # Norwegian
    "østlandet": {"fjord"},
    "ostlandet": {"fjord"},
    "næringsklynger": {"laks"},
    "naeringsklynger": {"laks"},
    "båt råd": {"laks"},
    "tromso grønn": {"rabat"},
    "frist": {"spor"},
    # Danish
    "værksteder": {"vind"},
    "vaerksteder aero": {"vind"},
    "uddannelse": {"aere"},
    "øresund": {"sund"},
    "tillid": {"vind"},
    "virksomheder": {"vind", "aere"},
    # Finnish
    "metsä": {"metsa"},
    "metsaklusterin": {"metsa"},
    "luottamus": {"metsa", "jyva"},
    "työkalut": {"kone"},
    "yritys": {"sauna"},
    "hämeessä oppivat": {"metsa"},
    # French
    "vallée": {"vallee"},
    "cœur": {"coeur"},
    "coeur du reseau": {"coeur"},
    "l'été": {"ete"},
    "foret": {"bois", "frukost"},  # the beginning of "företag", too
    "forêt scierie": {"bois"},
    "atelier confiance": {"vallee"},
    # English, and letters of others
    "trust breakfast": {"trust"},
    "small firms": {"trust"},
    "lodz": {"lodz"},
    "strasse naive facade": {"lodz"},
    "co-operation well-being": {"policy"},
    "nine ties": {"wave"},
    "no such thing": set(),
}
