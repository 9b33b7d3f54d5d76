"""Reference values of the R package REAT 3.0.3, and the published examples they were computed on."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

#: Gross product (billion euro) and inhabitants of the 16 federal states of Germany in 2015, in REAT's examples.
GDP = np.fromstring(
    "460.69 549.19 124.16 65.29 31.59 109.27 263.44 39.87 258.53 645.59 131.95 35.03 112.66 56.22 85.61 56.81", sep=" "
)
POPULATION = np.fromstring(
    "10879618 12843514 3520031 2484826 671489 1787408 6176172 1612362 "
    "7926599 17865516 4052803 995597 4084851 2245470 2858714 2170714",
    sep=" ",
)
#: Firms of an industry in three regions, and all employees of these (Farhauer & Kröll 2014).
FIRMS = [200, 650, 12000, 100, 50, 16000, 13000, 1500, 1500, 25000]
PLACES = ["Wien"] * 5 + ["Linz"] * 4 + ["Graz"]
EMPLOYED = {"Wien": 500000, "Linz": 400000, "Graz": 100000}


def block(folder: Path, title: str) -> str:
    """Return the lines below a heading of the file."""
    text = (folder / "regions" / "reat" / "reference_values.txt").read_text()
    return re.search(rf"^## {re.escape(title)} *\n(.*?)(?=^## |\Z)", text, re.S | re.M).group(1)


def value(folder: Path, title: str) -> float:
    """Return a single value."""
    return float(block(folder, title).split("]")[1])


def components(folder: Path, title: str) -> dict[str, float]:
    """Return the components of a shift-share."""
    part = block(folder, title).split("$growth")[0]
    return {m[1].strip(): float(m[2]) for m in re.finditer(r"^([A-Z][^\n]*?)\s+(-?[\d.]+)$", part, re.M)}


def matrix(folder: Path, title: str) -> dict[tuple[str, str], float]:
    """Return a printed matrix, whose columns go on below one another."""
    found: dict[tuple[str, str], float] = {}
    head: list[str] = []
    for line in block(folder, title).splitlines():
        words = line.split()
        if words and words[0].startswith("WZ"):
            head = words
        elif words:
            found |= {(words[0], column): float(v) for column, v in zip(head, words[1:], strict=True)}
    return found
