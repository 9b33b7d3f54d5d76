"""The codes of NUTS 2024 down to level 2, of statistical regions beside it, and of the United Kingdom's last version.

Facts of Regulation (EC) No 1059/2003 as amended by Delegated Regulation (EU) 2023/674 (NUTS 2024, in force since
1 January 2024), and of the agreements on statistical regions of EFTA and candidate countries. Level 3 has more than a
thousand codes; their codes begin with that of their level 2, and so far they are checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["COUNTRIES", "LEFT", "LEVEL_2", "is_known", "level_of", "level_two_codes"]

#: Country → endings of its codes at level 2.
LEVEL_2: Mapping[str, str] = MappingProxyType(
    {
        # Members of the European Union
        "AT": "11 12 13 21 22 31 32 33 34",
        "BE": "10 21 22 23 24 25 31 32 33 34 35",
        "BG": "31 32 33 34 41 42",
        "CY": "00",
        "CZ": "01 02 03 04 05 06 07 08",
        "DE": "11 12 13 14 21 22 23 24 25 26 27 30 40 50 60 71 72 73 80 91 92 93 94 A1 A2 A3 A4 A5 B1 B2 B3 C0 D2 D4 "
        "D5 E0 F0 G0",
        "DK": "01 02 03 04 05",
        "EE": "00",
        "EL": "30 41 42 43 51 52 53 54 61 62 63 64 65",
        "ES": "11 12 13 21 22 23 24 30 41 42 43 51 52 53 61 62 63 64 70",
        "FI": "19 1B 1C 1D 20",
        "FR": "10 B0 C1 C2 D1 D2 E1 E2 F1 F2 F3 G0 H0 I1 I2 I3 J1 J2 K1 K2 L0 M0 Y1 Y2 Y3 Y4 Y5",
        "HR": "02 03 05 06",
        "HU": "11 12 21 22 23 31 32 33",
        "IE": "04 05 06",
        "IT": "C1 C2 C3 C4 F1 F2 F3 F4 F5 F6 G1 G2 H1 H2 H3 H4 H5 I1 I2 I3 I4",
        "LT": "01 02",
        "LU": "00",
        "LV": "00",
        "MT": "00",
        "NL": "11 12 13 21 22 23 32 34 35 36 41 42",
        "PL": "21 22 41 42 43 51 52 61 62 63 71 72 81 82 84 91 92",
        "PT": "11 15 19 1A 1B 1C 1D 20 30",
        "RO": "11 12 21 22 31 32 41 42",
        "SE": "11 12 21 22 23 31 32 33",
        "SI": "03 04",
        "SK": "01 02 03 04",
        # Statistical regions of EFTA and candidate countries
        "AL": "01 02 03",
        "CH": "01 02 03 04 05 06 07",
        "IS": "00",
        "LI": "00",
        "ME": "00",
        "MK": "00",
        "NO": "02 06 07 08 09 0A 0B",
        "RS": "11 12 21 22",
        "TR": "10 21 22 31 32 33 41 42 51 52 61 62 63 71 72 81 82 83 90 A1 A2 B1 B2 C1 C2 C3",
        "XK": "00",
    }
)
#: Countries that left; their codes stand in older figures.
LEFT: Mapping[str, str] = MappingProxyType(
    {
        "UK": "C1 C2 D1 D3 D4 D6 D7 E1 E2 E3 E4 F1 F2 F3 G1 G2 G3 H1 H2 H3 I3 I4 I5 I6 I7 J1 J2 J3 J4 K1 K2 K3 K4 L1 "
        "L2 M5 M6 M7 M8 M9 N0",
    }
)
#: Countries whose codes are known.
COUNTRIES: frozenset[str] = frozenset({*LEVEL_2, *LEFT})


def level_two_codes() -> frozenset[str]:
    """Return all codes of level 2 that are in force."""
    return frozenset(country + ending for country, endings in LEVEL_2.items() for ending in endings.split())


_TWO = level_two_codes() | frozenset(c + e for c, endings in LEFT.items() for e in endings.split())
_ONE = frozenset(code[:3] for code in _TWO)


def level_of(code: str) -> int:
    """Return the level that a code of this length has: 0 for a country, to 3."""
    return len(code) - 2


def is_known(code: str) -> bool:
    """Return whether a code is in force, or is of a country that left; level 3 is checked down to its level 2.

    Codes that end in Z ("extra-regio") are known, too: figures that belong to no region of the country.
    """
    if len(code) < 2 or len(code) > 5 or not code.isalnum() or code != code.upper():
        return False
    if code[:2] not in COUNTRIES:
        return False
    if len(code) == 2 or set(code[2:]) == {"Z"}:
        return True
    if len(code) == 3:
        return code in _ONE
    return code[:4] in _TWO
