"""Numbers by which the compiled kernels know the effects and the kinds of a tie variable."""

from __future__ import annotations

from enum import IntEnum

__all__ = [
    "AGREED",
    "BACK_PATHS",
    "CLOSED",
    "FORCED",
    "IN_STARS",
    "OF_PAIR",
    "ONE_SIDED",
    "OTHER_NETWORK",
    "PATHS_ALONE",
    "TWO_PATHS",
    "WIDE",
    "Code",
    "Kind",
    "needs_of",
]


class Kind(IntEnum):
    """Which changes a parameter works on."""

    EVALUATION = 0
    CREATION = 1
    ENDOWMENT = 2


#: Who decides about a tie: its sender; one side for both; one side, and for a new tie the other must agree.
ONE_SIDED, FORCED, AGREED = 0, 1, 2


class Code(IntEnum):
    """Effects on a network (below 50) and on a behaviour (from 50 on)."""

    DENSITY = 0
    RECIP = 1
    TRANS_TRIP = 2
    TRANS_TIES = 3
    CYCLE3 = 4
    GWESP = 5
    IN_POP = 6
    IN_POP_SQRT = 7
    OUT_ACT = 8
    OUT_ACT_SQRT = 9
    IN_ACT = 10
    DYADIC = 11
    DYADIC_RECIP = 12
    TRANS_REC_TRIP = 13
    OUT_POP = 14
    OUT_POP_SQRT = 15
    CRPROD = 16
    CRPROD_RECIP = 17
    CLOSURE = 18
    TO = 19
    FROM = 20
    BEH_EGO = 21
    BEH_ALT = 22
    BEH_SIM = 23
    BEH_SAME = 24
    BEH_EGO_ALT = 25
    TRANS_TRIADS = 26
    LINEAR = 50
    QUAD = 51
    AV_SIM = 52
    TOT_SIM = 53
    AV_ALT = 54
    INDEG = 55
    OUTDEG = 56


#: About the values of a covariate or behaviour at both ends of a tie.
OF_PAIR = frozenset({Code.BEH_EGO, Code.BEH_ALT, Code.BEH_SIM, Code.BEH_SAME, Code.BEH_EGO_ALT})
#: Different from partner to partner even where the two have nothing in common yet.
WIDE = frozenset(
    {
        Code.IN_POP,
        Code.IN_POP_SQRT,
        Code.OUT_POP,
        Code.OUT_POP_SQRT,
        Code.DYADIC,
        Code.BEH_ALT,
        Code.BEH_SIM,
        Code.BEH_SAME,
        Code.BEH_EGO_ALT,
    }
)

# What has to be counted around an organisation before it decides; bits.
TWO_PATHS, IN_STARS, BACK_PATHS, OTHER_NETWORK, CLOSED = 1, 2, 4, 8, 16
#: Two-paths are needed by themselves, not only together with in-stars.
PATHS_ALONE = 32

_NEEDS = {
    Code.TRANS_TRIP: TWO_PATHS | IN_STARS,
    Code.TRANS_REC_TRIP: TWO_PATHS | IN_STARS | CLOSED | PATHS_ALONE,
    Code.TRANS_TIES: TWO_PATHS | IN_STARS | CLOSED | PATHS_ALONE,
    Code.GWESP: TWO_PATHS | PATHS_ALONE,
    Code.CYCLE3: BACK_PATHS,
    Code.TRANS_TRIADS: TWO_PATHS | PATHS_ALONE,
    Code.CRPROD: OTHER_NETWORK,
    Code.CRPROD_RECIP: OTHER_NETWORK,
    Code.CLOSURE: OTHER_NETWORK,
    Code.TO: OTHER_NETWORK,
    Code.FROM: OTHER_NETWORK,
}


def needs_of(code: int) -> int:
    """Return what an effect needs counted, as bits."""
    return _NEEDS.get(Code(code), 0)
