"""Numbers of the instructions that the kernel carries out; compiled in, see the note in ``kernel.py``."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Op"]


class Op(IntEnum):
    """d, a, b, c are rows of registers; of INPUT and LOOKUP, b is the number of the input or table."""

    MUL = 0
    ADD = 1
    SUB = 2
    MADD = 3  # a·b + c
    MSUB = 4  # c − a·b
    DIV = 5
    NEG = 6
    MIN = 7
    MAX = 8
    SELECT = 9  # b where a is not 0, else c
    LT = 10
    LE = 11
    EQ = 12
    NE = 13
    AND = 14
    OR = 15
    NOT = 16
    ABS = 17
    SQRT = 18
    EXP = 19
    LN = 20
    LOG10 = 21
    SIN = 22
    COS = 23
    TAN = 24
    ATAN = 25
    TANH = 26
    FLOOR = 27
    POW = 28
    MOD = 29
    SAFEDIV = 30  # a / b, c where b is 0
    COPY = 31
    TIME = 32
    INPUT = 33  # a · factor + term
    LOOKUP = 34
    # Changes of a stock d over one step of Euler.
    GAIN = 35  # d += h·a
    LOSE = 36  # d −= h·a
    FLOW = 37  # d += h·(a − b)
