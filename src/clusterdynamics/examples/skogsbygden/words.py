"""What respondents say in a few words: why the downturn matters, what would help, why somebody brings energy."""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["HELP", "REASONS", "WHY"]

#: (More, less or the same; language) → answers to "Why?".
WHY = MappingProxyType(
    {
        ("more", "en"): (
            "With half the orders we cannot each send a lorry south every day.",
            "We had time for the first time in years, so we went to see what the others do.",
            "Nobody could keep the apprentices alone; together we could.",
            "The energy bill is the same for all of us, and so is the way out.",
        ),
        ("more", "sv"): (
            "Vi delar lastbil nu, det fanns inte råd med två halvtomma.",
            "När det är ont om jobb hjälps man åt, annars är det snart ingen kvar.",
            "Vi hade tid att prata med varandra för första gången på flera år.",
            "Utan de andra hade vi fått säga upp lärlingarna.",
            "Ingen av oss har råd att utveckla något ensam längre.",
        ),
        ("less", "en"): (
            "We are four people fewer, and it was the fourth who went to the meetings.",
            "Everybody bids for the same two schools now.",
            "A partner took our customer in the spring. We keep our cards closer.",
        ),
        ("less", "sv"): (
            "Alla slåss om samma få hus.",
            "Vi hinner inte, de som är kvar gör två personers arbete.",
            "Vi vågar inte visa våra priser när grannen är lika hungrig som vi.",
        ),
        ("same", "en"): (
            "What we do together costs little and is worth it in good times and bad.",
            "Our customers are abroad; we hardly notice.",
        ),
        ("same", "sv"): (
            "Vi gör som vi brukar, det är inga stora saker vi gör ihop.",
            "Kommunen har samma uppdrag oavsett.",
            "Det vi har tillsammans är så litet att det inte märks.",
        ),
    }
)

#: Language → answers to "What help would matter most?".
HELP = MappingProxyType(
    {
        "en": (
            "Half a year of wages for a shared development engineer.",
            "One door to knock on, not five.",
            "That the large companies pay in thirty days, not in ninety.",
        ),
        "sv": (
            "Att någon samordnar utbildningarna medan folk är permitterade.",
            "Kortare betalningstider från de stora.",
            "En garanti från regionen så att banken vågar låna ut till maskinen.",
            "Att upphandlingarna delas i bitar som vi små klarar.",
            "Lugn och ro att göra klart det vi har börjat.",
        ),
    }
)

#: Language → why somebody is named as bringing energy; the first list is about the first champion.
REASONS = MappingProxyType(
    {
        ("I01", "en"): (
            "she rings you until you come, and then you are glad you did",
            "she knows who needs whom on both sides of the ridge",
            "without her the north and the south would not speak",
            "she retires next year and nobody has been told to learn from her",
        ),
        ("I01", "sv"): (
            "hon känner alla och glömmer ingen",
            "hon får sågverket och bruket att sitta vid samma bord",
            "hon ställer den fråga ingen annan vågar",
            "hon lägger kvällarna på det här, hur länge orkar hon",
        ),
        ("R01", "en"): (
            "he explains a fibre so that a carpenter wants one",
            "he lends out the laboratory before there is a contract",
            "he brings people from abroad and lets us have them for a day",
        ),
        ("R01", "sv"): (
            "han kommer ut till oss i stället för att bjuda in oss",
            "han säger när något inte fungerar",
            "han hittar pengar där ingen annan letar",
        ),
        ("other", "en"): (
            "they keep what they promise",
            "always first to say yes",
            "they open their doors to anybody who wants to learn",
            "small, but they never stop trying new things",
        ),
        ("other", "sv"): (
            "de bjuder på kunskap",
            "de säger till innan det går fel",
            "de drar med sig andra",
            "de står för kaffet och för idéerna",
        ),
    }
)
