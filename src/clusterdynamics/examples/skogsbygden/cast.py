"""Who is in Skogsbygden: the organisations, all invented, and the two halves they fall into."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

__all__ = [
    "BOTH",
    "BRIDGES",
    "CAST",
    "FIRST",
    "LATE",
    "MERGED",
    "NORTH",
    "OPTED_OUT",
    "SECOND",
    "SHALLOW_HUB",
    "SOUTH",
    "SPLIT",
    "WAVES",
    "Organisation",
]

FIRST, SECOND = "2024", "2026"
WAVES = (FIRST, SECOND)
NORTH, SOUTH, BOTH = "pulp_packaging", "wood_construction", "both"


@dataclass(frozen=True)
class Organisation:
    """One organisation and where it stands; `branch` is the half of the cluster it belongs to."""

    id: str
    label: str
    short: str
    type: str
    size: str
    branch: str
    anchor: bool = False
    joined: str | None = None
    left: str | None = None
    opted_out: str | None = None
    predecessor: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    def present(self, wave: str) -> bool:
        """Tell whether it is part of the wave."""
        gone = min(self.left or "9999", self.opted_out or "9999")
        return (self.joined or "0000") <= wave < gone

    @property
    def stays(self) -> bool:
        """Tell whether it is part of both waves."""
        return self.present(FIRST) and self.present(SECOND)

    @property
    def is_firm(self) -> bool:
        """Tell whether it is a firm."""
        return self.type == "firm"


_O = Organisation

CAST: tuple[Organisation, ...] = (
    # the north: pulp, board and packaging
    _O("F01", "Granådal Kartong AB", "Granådal", "firm", "large", NORTH, anchor=True),
    _O("F02", "Norrvinge Massa AB", "Norrvinge", "firm", "large", NORTH, anchor=True),
    _O("F03", "Tjärsund Emballage AB", "Tjärsund", "firm", "medium", NORTH, left=SECOND),
    _O("F04", "Ålsele Wellpapp AB", "Ålsele", "firm", "small", NORTH, left=SECOND),
    _O("F05", "Bruksögat Mätteknik AB", "Bruksögat", "firm", "small", NORTH),
    _O("F06", "Ligninverket i Hällmo AB", "Ligninverket", "firm", "small", NORTH),
    _O("F07", "Kvistmark Logistik AB", "Kvistmark", "firm", "medium", NORTH),
    _O("F08", "Fibersmedjan i Öd HB", "Fibersmedjan", "firm", "micro", NORTH),
    _O("F09", "Vattenkvarns Processkemi AB", "Vattenkvarn", "firm", "small", NORTH),
    _O("F10", "Stormhatt Automation AB", "Stormhatt", "firm", "small", NORTH),
    _O("F11", "Barkbådens Energi AB", "Barkbåden", "firm", "medium", NORTH),
    _O("F12", "Rullverkstan i Ytterdal HB", "Rullverkstan", "firm", "micro", NORTH, left=SECOND),
    _O("F13", "Höljemo Papper AB", "Höljemo", "firm", "medium", NORTH, aliases=("Höljemo Finpapper",)),
    # the south: sawmills, glued timber, windows, houses
    _O("F14", "Östertall Trähus AB", "Östertall", "firm", "large", SOUTH, anchor=True),
    _O("F15", "Sågvinge Sågverk AB", "Sågvinge", "firm", "medium", SOUTH),
    _O("F16", "Lövsträng Limträ AB", "Lövsträng", "firm", "medium", SOUTH),
    _O("F17", "Kottbackens Fönster AB", "Kottbacken", "firm", "small", SOUTH),
    _O("F18", "Hyvelbröderna i Ärnäs AB", "Hyvelbröderna", "firm", "small", SOUTH),
    _O("F19", "Takstolsboden i Lillmyr HB", "Takstolsboden", "firm", "micro", SOUTH, left=SECOND),
    _O("F20", "Skogsrå Arkitekter AB", "Skogsrå", "firm", "micro", SOUTH),
    _O("F21", "Björknäve Bygg AB", "Björknäve", "firm", "medium", SOUTH, left=SECOND),
    _O("F22", "Timmerlinjens Åkeri AB", "Timmerlinjen", "firm", "small", SOUTH),
    _O("F23", "Spånvik Pellets AB", "Spånvik", "firm", "small", SOUTH),
    _O("F24", "Tappkilens Konstruktion AB", "Tappkilen", "firm", "micro", SOUTH),
    _O("F25", "Ådring Möbler AB", "Ådring", "firm", "small", SOUTH, opted_out=SECOND),
    _O("F26", "Myrlyckans Skog AB", "Myrlyckan", "firm", "small", SOUTH),
    _O("F27", "Lavspår Sensorer AB", "Lavspår", "firm", "micro", NORTH),
    # research and education
    _O("R01", "Institutet för Fiber och Form", "Fiber och Form", "research", "medium", BOTH),
    _O("R02", "Träbyggnadslabbet i Ärnäs", "Träbyggnadslabbet", "research", "small", SOUTH),
    _O("R03", "Högskolan i Skogsbygden", "Högskolan", "research", "large", BOTH),
    _O("R04", "Skogsbygdens yrkeshögskola", "Yrkeshögskolan", "research", "small", SOUTH),
    # public bodies
    _O("P01", "Region Skogsbygden", "Regionen", "public", "large", BOTH),
    _O("P02", "Hällmo kommun", "Hällmo", "public", "medium", NORTH),
    _O("P03", "Ärnäs kommun", "Ärnäs", "public", "medium", SOUTH),
    _O("P04", "Ytterdals kommun", "Ytterdal", "public", "medium", NORTH),
    _O("P05", "Skogsbygdens klimatkontor", "Klimatkontoret", "public", "small", BOTH),
    # finance: only two, so that no figure about them alone may be shown
    _O("B01", "Hällmo Bygdekassa", "Bygdekassan", "finance", "small", NORTH),
    _O("B02", "Grankotten Kapital AB", "Grankotten", "finance", "micro", SOUTH),
    # intermediaries
    _O("I01", "Skogsbygdens Näringsforum", "Näringsforum", "intermediary", "small", BOTH),
    _O("I02", "Träforum Ärnäs", "Träforum", "intermediary", "micro", SOUTH, aliases=("Trästadens vänner",)),
    _O("I03", "Företagsringen i Hällmo", "Företagsringen", "intermediary", "micro", NORTH),
    _O("I04", "Exportklivet Skog", "Exportklivet", "intermediary", "micro", BOTH),
    # new in 2026
    _O(
        "F28",
        "Vingsund Förpackning AB",
        "Vingsund",
        "firm",
        "medium",
        NORTH,
        joined=SECOND,
        predecessor=("F03", "F04"),
    ),
    _O("F29", "Björknäve Element AB", "Elementbolaget", "firm", "small", SOUTH, joined=SECOND, predecessor=("F21",)),
    _O("F30", "Sävglöd Biokol AB", "Sävglöd", "firm", "micro", NORTH, joined=SECOND),
    _O("F31", "Rotknippe Data AB", "Rotknippe", "firm", "micro", SOUTH, joined=SECOND),
    _O("F32", "Björknäve Hus AB", "Björknäve Hus", "firm", "small", SOUTH, joined=SECOND, predecessor=("F21",)),
    _O("R05", "Testbädden i Tjärhamn", "Testbädden", "research", "micro", NORTH, joined=SECOND),
)

#: The two champions' organisations: they tie the halves together.
BRIDGES = ("I01", "R01")
#: The large company that knows everybody and works deeply with nobody.
SHALLOW_HUB = "F02"
#: Put on the list in 2024 only after the first respondents had answered.
LATE = "F27"
OPTED_OUT = "F25"
MERGED = MappingProxyType({"F28": ("F03", "F04")})
#: New firm → the firm it came out of, and the chance that it keeps one of its relations.
SPLIT = MappingProxyType({"F29": ("F21", 0.6), "F32": ("F21", 0.85)})
