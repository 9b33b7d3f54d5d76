"""What happened with the results: suggested introductions, hard figures, findings, actions."""

from __future__ import annotations

from datetime import date

from clusterdynamics.examples.skogsbygden.cast import FIRST, OPTED_OUT, SECOND
from clusterdynamics.examples.skogsbygden.dice import Dice
from clusterdynamics.examples.skogsbygden.frames import Row
from clusterdynamics.examples.skogsbygden.world import World

__all__ = ["SOURCE", "actions", "findings", "indicators", "suggestions"]

SOURCE = "invented for the demo"
_YEARS = ("2022", "2023", "2024", "2025", "2026")
#: Industry → label, and people employed in the region and in the country in the first year.
_INDUSTRIES = {
    "16": ("Manufacture of wood and of products of wood", 4180, 33900),
    "17": ("Manufacture of paper and paper products", 5260, 27400),
    "22": ("Manufacture of rubber and plastic products", 1120, 19800),
    "28": ("Manufacture of machinery", 3010, 71200),
    "41": ("Construction of buildings", 5640, 112500),
    "49": ("Land transport", 4890, 88100),
    "72": ("Scientific research and development", 640, 24300),
    "total": ("All industries", 118400, 4486000),
}
#: Change from year to year; the downturn comes in 2025 and hits timber and building.
_GROWTH = {
    "16": (1.010, 1.000, 0.930, 0.975),
    "17": (1.005, 1.010, 0.995, 1.000),
    "22": (1.000, 1.015, 0.990, 1.005),
    "28": (1.010, 1.010, 0.985, 1.000),
    "41": (1.015, 0.990, 0.890, 0.960),
    "49": (1.005, 1.000, 0.975, 0.995),
    "72": (1.030, 1.035, 1.020, 1.030),
    "total": (1.006, 1.004, 0.991, 0.999),
}
#: Figures of the cluster: code → label, unit, value by year.
_OTHER = {
    "turnover.cluster": (
        "Turnover of the cluster's firms",
        "million euro",
        (3120.0, 3205.0, 3240.0, 2985.0, 2960.0),
    ),
    "export.cluster": ("Export of the cluster's firms", "million euro", (1410.0, 1455.0, 1490.0, 1425.0, 1440.0)),
    "patents.cluster": ("Patent applications of the cluster's organisations", "applications", (14, 13, 17, 19, 22)),
    "firms.cluster": ("Firms in the cluster's industries", "firms", (812, 818, 821, 796, 779)),
    "graduates.cluster": ("Graduates in the cluster's fields", "persons", (210, 214, 223, 231, 236)),
}


def suggestions(world: World) -> list[Row]:
    """Return the rows of the table ``suggestions``: a coin decided which were shown."""
    rows: list[Row] = [
        {"wave": FIRST, "from": a, "to": b, "area": area, "shown": shown, "held_out": not shown}
        for (a, b), (area, shown) in sorted(world.suggested.items())
    ]
    # Thought of and dropped before anybody saw it: neither shown nor held out for the comparison.
    dropped = {"wave": FIRST, "from": OPTED_OUT, "to": "R04", "area": "training"}
    return [*rows, {**dropped, "shown": False, "held_out": False}]


def indicators(seed: int) -> list[Row]:
    """Return the rows of the table ``indicators``: what a location quotient and a shift-share need, and more."""
    dice = Dice(seed, "indicators")
    rows: list[Row] = []
    for code, (label, region, country) in _INDUSTRIES.items():
        local, whole = float(region), float(country)
        for k, year in enumerate(_YEARS):
            if k > 0:
                factor = _GROWTH[code][k - 1]
                local *= factor + (0.0 if code == "total" else dice.normal(0, 0.004))
                whole *= 1 + 0.6 * (factor - 1)
            for place, value in (("SE31", local), ("SE", whole)):
                rows.append(
                    {
                        "region": place,
                        "period": year,
                        "code": f"employment.{code}",
                        "label": label,
                        "value": float(round(value / 10) * 10),
                        "unit": "persons",
                        "source": SOURCE,
                    }
                )
    for code, (label, unit, values) in _OTHER.items():
        rows += [
            {
                "region": "SE31",
                "period": year,
                "code": code,
                "label": label,
                "value": float(v),
                "unit": unit,
                "source": SOURCE,
            }
            for year, v in zip(_YEARS, values, strict=True)
        ]
    return rows


def findings() -> list[Row]:
    """Return the rows of the table ``findings``."""
    return [
        {
            "id": "finding-1",
            "wave": FIRST,
            "statement": "North and south hardly know each other; what passes between them passes by two people.",
            "evidence": "Map of cooperation 2024; 31 of 36 votes",
            "verdict": "agree",
        },
        {
            "id": "finding-2",
            "wave": SECOND,
            "statement": "Simple things together have grown, even in the downturn.",
            "evidence": "New cooperation since 2024; stories of the glass and of the fair",
            "verdict": "agree",
        },
        {
            "id": "finding-3",
            "wave": SECOND,
            "statement": "We trust each other and still keep our problems to ourselves.",
            "evidence": "Statement s3.2; three stories in which trust did not lead to openness; 17 of 29 votes",
            "verdict": "differ",
        },
        {
            "id": "finding-4",
            "wave": SECOND,
            "statement": "Too much rests on two people, and one of them retires next year.",
            "evidence": "Nominations 2026; statement s3.4; story of the twelve projects",
            "verdict": "agree",
        },
    ]


def actions() -> list[Row]:
    """Return the rows of the table ``actions``: one done, one stopped, two running, one planned."""
    return [
        {
            "id": "action-1",
            "title": "A bus from north to south twice a year, through the workshops",
            "finding": ["finding-1"],
            "purpose": ["people", "improve"],
            "owner": "I01",
            "partners": ["F01", "F14", "P01"],
            "due": date(2025, 12, 31),
            "status": "done",
            "expected_change": "More organisations of one half that cooperate with the other half",
        },
        {
            "id": "action-2",
            "title": "One spare-parts store for the northern mills",
            "finding": ["finding-1"],
            "purpose": ["save"],
            "owner": "F02",
            "partners": ["F13", "F11"],
            "due": date(2025, 6, 30),
            "status": "stopped",
            "expected_change": "Shared purchasing among the mills",
            "reason": "The mill that was to house the store wanted to see everybody's stock first.",
        },
        {
            "id": "action-3",
            "title": "Three more joint purchases, chosen by the buyers themselves",
            "finding": ["finding-2"],
            "purpose": ["save"],
            "owner": "F17",
            "partners": ["F16", "F18"],
            "due": date(2027, 6, 30),
            "status": "running",
            "expected_change": "More organisations that take part in shared purchasing",
        },
        {
            "id": "action-4",
            "title": "A trial under a plain secrecy agreement that a lawyer explains in one hour",
            "finding": ["finding-3"],
            "purpose": ["new", "improve"],
            "owner": "R01",
            "partners": ["F10", "F05", "F16"],
            "due": date(2027, 12, 31),
            "status": "running",
            "expected_change": "More agreement with statement s3.2",
        },
        {
            "id": "action-5",
            "title": "Somebody walks along with the champion for a year and learns the names",
            "finding": ["finding-4"],
            "purpose": ["people"],
            "owner": "P01",
            "partners": ["I01", "I02", "I03"],
            "due": date(2027, 9, 30),
            "status": "planned",
            "expected_change": "More agreement with statement s3.4; more people named as bringing energy",
        },
    ]
