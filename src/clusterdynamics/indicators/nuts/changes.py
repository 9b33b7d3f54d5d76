"""Codes that were in earlier versions of NUTS, and what came after them.

Facts of the regulations that amended the nomenclature: (EU) No 31/2011 for NUTS 2010, No 1319/2013 for NUTS 2013,
2016/2066 for NUTS 2016, 2019/1755 for NUTS 2021 and 2023/674 for NUTS 2024, and of Norway's statistical regions. Down
to level 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

__all__ = ["CHANGES", "Change", "successors"]

type Kind = Literal["renamed", "split", "merged", "redrawn"]


@dataclass(frozen=True)
class Change:
    """What became of a code.

    Attributes
    ----------
    version
        NUTS version from which on it is no longer in force.
    kind
        ``renamed``: the same area under another code; ``merged``: part of a larger one; ``split``: several together
        are the same area; ``redrawn``: borders moved, the areas are not the same.
    successors
        Codes of that version.
    """

    version: int
    kind: Kind
    successors: tuple[str, ...]


def _lines(version: int, kind: Kind, text: str) -> dict[str, Change]:
    pairs = (line.split(":") for line in text.split(";") if line.strip())
    return {old.strip(): Change(version, kind, tuple(new.split())) for old, new in pairs}


#: Code → what became of it.
CHANGES: Mapping[str, Change] = MappingProxyType(
    {
        # NUTS 2010
        **_lines(
            2010,
            "renamed",
            "GR: EL; GR1: EL1; GR2: EL2; GR3: EL3; GR4: EL4; GR11: EL11; GR12: EL12; GR13: EL13; GR14: EL14;"
            "GR21: EL21; GR22: EL22; GR23: EL23; GR24: EL24; GR25: EL25; GR30: EL30; GR41: EL41; GR42: EL42;"
            "GR43: EL43; ITD: ITH; ITE: ITI;"
            "ITD1: ITH1; ITD2: ITH2; ITD3: ITH3; ITD4: ITH4; ITE1: ITI1; ITE2: ITI2; ITE4: ITI4",
        ),
        **_lines(2010, "redrawn", "ITD5: ITH5; ITE3: ITI3; DED1: DED4; DED3: DED5; UKD2: UKD6; UKD5: UKD7"),
        **_lines(2010, "merged", "DE41: DE40; DE42: DE40; FI13: FI1D; FI1A: FI1D"),
        **_lines(2010, "split", "FI18: FI1B FI1C"),
        # NUTS 2013
        **_lines(
            2013,
            "renamed",
            "EL1: EL5; EL2: EL6; EL11: EL51; EL12: EL52; EL13: EL53; EL14: EL61; EL21: EL54; EL22: EL62; EL23: EL63;"
            "EL24: EL64; EL25: EL65; SI01: SI03; SI02: SI04; FR91: FRA1; FR92: FRA2; FR93: FRA3; FR94: FRA4",
        ),
        **_lines(2013, "split", "UKI1: UKI3 UKI4; UKI2: UKI5 UKI6 UKI7"),
        # NUTS 2016
        **_lines(
            2016,
            "renamed",
            "FR21: FRF2; FR22: FRE2; FR23: FRD2; FR24: FRB0; FR25: FRD1; FR26: FRC1; FR30: FRE1; FR41: FRF3;"
            "FR42: FRF1; FR43: FRC2; FR51: FRG0; FR52: FRH0; FR53: FRI3; FR61: FRI1; FR62: FRJ2; FR63: FRI2;"
            "FR71: FRK2; FR72: FRK1; FR81: FRJ1; FR82: FRL0; FR83: FRM0; FRA1: FRY1; FRA2: FRY2; FRA3: FRY3;"
            "FRA4: FRY4; FRA5: FRY5; PL11: PL71; PL31: PL81; PL32: PL82; PL33: PL72; PL34: PL84",
        ),
        **_lines(2016, "split", "HU10: HU11 HU12; LT00: LT01 LT02; PL12: PL91 PL92"),
        **_lines(2016, "redrawn", "IE01: IE04 IE06; IE02: IE05 IE06; UKM2: UKM7; UKM3: UKM8 UKM9"),
        # NUTS 2021
        **_lines(2021, "split", "HR04: HR02 HR05 HR06"),
        **_lines(2021, "redrawn", "NO01: NO08; NO03: NO08 NO09; NO04: NO09 NO0A; NO05: NO0A"),
        # NUTS 2024
        **_lines(2024, "redrawn", "NL31: NL35; NL33: NL36; PT16: PT19 PT1D; PT18: PT1C PT1D"),
        **_lines(2024, "split", "PT17: PT1A PT1B"),
    }
)


def successors(code: str) -> Change | None:
    """Return what became of a code, or of the level 2 that a code of level 3 lies in; None where nothing did.

    What came after is followed to the codes in force.
    """
    change = CHANGES.get(code) or CHANGES.get(code[:4]) if len(code) > 2 else CHANGES.get(code)
    if change is None:
        return None
    now = [s for first in change.successors for s in (_onward(first))]
    return Change(change.version, change.kind, tuple(dict.fromkeys(now)))


def _onward(code: str) -> tuple[str, ...]:
    later = CHANGES.get(code)
    return (code,) if later is None else tuple(s for nxt in later.successors for s in _onward(nxt))
