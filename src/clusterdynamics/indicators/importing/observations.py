"""From what a file says to a table of hard figures: units, sources, duplicates, changed units, and codes of regions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.indicators.importing.cells import SECRET
from clusterdynamics.indicators.nuts import COUNTRIES, is_known, successors
from clusterdynamics.study.tables import TABLES

__all__ = ["Imported", "Observation", "Options", "observations_frame", "read_period", "read_vintage"]

_PERIOD = re.compile(r"(\d{4})(?:-?(Q[1-4]|S[12]|W\d{2})|[-M]?M?(0[1-9]|1[0-2]))?")
#: Values of a dimension that stand for all its others together.
_TOTALS = frozenset({"TOTAL", "_T"})
#: Day, month and year of two digits, or year, month and day; then perhaps hour and minute.
_VINTAGE = re.compile(
    r"(?:(\d{2})/(\d{2})/(\d{2})|(\d{4})-(\d{2})-(\d{2}))"
    r"(?:[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
#: Aggregates of the statistical offices: the Union in its several compositions, the euro area, EFTA.
_AGGREGATE = re.compile(r"(EU|EA|EFTA|EEA)(\d+.*)?")


@dataclass(frozen=True)
class Options:
    """What is known about a file that does not say it itself.

    Attributes
    ----------
    code, label, unit, source, vintage
        Taken where the file has none.
    decimal
        The decimal sign, ``"."`` or ``","``; found out where None.
    regions
        ``nuts``: codes are checked against NUTS; ``own``: they are the region's own; ``auto``: checked where the file
        holds any code of NUTS.
    update_codes
        Write codes of earlier versions of NUTS that were only renamed as they are today.
    measure, by
        Where `by` names a dimension (``nace_r2``), figures are called by its values: ``employment.C16``, and
        ``employment.total`` for all together, as the report computes with.
    cluster
        The value of `by` that is the cluster's industry: its figures are kept as ``employment.cluster``, too.
    """

    code: str = ""
    label: str = ""
    unit: str = ""
    source: str = ""
    vintage: str = ""
    decimal: str | None = None
    regions: str = "auto"
    update_codes: bool = False
    measure: str = "employment"
    by: str = ""
    cluster: str = ""


@dataclass(frozen=True)
class Observation:
    """One figure as a file gives it, with its place."""

    region: str
    period: str
    code: str
    value: float | None
    unit: str = ""
    label: str = ""
    source: str = ""
    vintage: str = ""
    flag: str = ""
    line: int | None = None
    column: str | None = None


@dataclass(frozen=True, eq=False)
class Imported:
    """What was read.

    Attributes
    ----------
    frame
        The columns of the table ``indicators``.
    notes
        What was repaired and what was assumed, in sentences.
    """

    frame: pl.DataFrame
    notes: tuple[str, ...]


def read_period(text: str) -> str | None:
    """Return a period as 2024, 2024-Q1, 2024-S1, 2024-W05 or 2024-01; None where it is none."""
    found = _PERIOD.fullmatch(text.strip().upper())
    if found is None:
        return None
    year, part, month = found.groups()
    return f"{year}-{part or month}" if part or month else year


def read_vintage(text: str) -> str:
    """Return of when figures are, so that later ones are greater as text: 2026-05-01, or with a time 2026-05-01T23:00.

    Eurostat writes 24/10/25 23:00:00, others 2025-10-24T23:00:00+0200; what is none of these stays as it is.
    """
    given = text.strip()
    found = _VINTAGE.fullmatch(given)
    if found is None:
        return given
    day, month, short, year, month2, day2, clock = found.groups()
    date = f"20{short}-{month}-{day}" if short else f"{year}-{month2}-{day2}"
    return f"{date}T{clock}" if clock else date


def observations_frame(
    observations: Iterable[Observation], options: Options, faults: Faults, notes: Sequence[str] = ()
) -> Imported:
    """Return the table of all observations, or raise with everything that is wrong.

    Parameters
    ----------
    observations
        What the file says.
    options
        What is known besides.
    faults
        What was found so far; takes what is found here.
    notes
        What was repaired so far.

    Raises
    ------
    ExchangeError
        With all that is wrong.
    """
    said = list(notes)
    filled = _coded((_filled(o, options) for o in observations), options, faults)
    _must_have(filled, faults)
    filled = _periods(filled, faults)
    filled = _regions(filled, options, faults, said)
    _units(filled, faults)
    kept = _once(filled, faults, said)
    faults.check()
    said += _gaps(kept)
    fields = TABLES["indicators"].schema
    rows = [{name: getattr(o, name) or None if name != "value" else o.value for name in fields} for o in kept]
    frame = pl.DataFrame(rows, schema=fields).sort("code", "region", "period", "source")
    return Imported(frame, tuple(dict.fromkeys(said)))


def _filled(o: Observation, options: Options) -> Observation:
    known = {name: getattr(options, name) for name in ("code", "label", "unit", "source", "vintage")}
    return replace(o, **{name: value for name, value in known.items() if value and not getattr(o, name)})


def _coded(observations: Iterable[Observation], options: Options, faults: Faults) -> list[Observation]:
    """Return the figures with the codes that the report computes with, where a dimension was named for that."""
    if not options.by:
        return list(observations)
    sign = f"{options.by.lower()}="
    found: list[Observation] = []
    lacking: dict[str, Observation] = {}
    for o in observations:
        value = next((p.partition("=")[2] for p in o.code.split("/") if p.lower().startswith(sign)), "")
        if value:
            code = f"{options.measure}.{'total' if value.upper() in _TOTALS else value}"
            found.append(replace(o, code=code))
            if value.upper() == options.cluster.upper():
                found.append(replace(o, code=f"{options.measure}.cluster"))
        else:
            lacking.setdefault(o.code, o)
    for code, o in lacking.items():
        faults.add(
            _("'{code}' has no dimension '{by}'.").format(code=code, by=options.by),
            _("Name one that stands in it (--by), in SDMX often nace_r2 or activity."),
            line=o.line,
        )
    return found


def _must_have(observations: Sequence[Observation], faults: Faults) -> None:
    """Report what every figure needs and none of them has, once for the file; or the lines that lack it."""
    for name, remedy in (
        ("code", _("Say what the figures are (--code), or add a column 'code'.")),
        ("unit", _("Say in which unit they are (--unit), or add a column 'unit'.")),
        ("source", _("Say where they come from (--source), or add a column 'source'.")),
        ("region", _("Add a column 'region' with NUTS codes.")),
        ("period", _("Add a column 'period' with years.")),
    ):
        lacking = [o for o in observations if not getattr(o, name).strip()]
        if lacking and len(lacking) == len(observations):
            faults.add(_("The file does not say the {name} of its figures.").format(name=name), remedy)
        else:
            for o in lacking:
                faults.add(_("The {name} is empty.").format(name=name), remedy, line=o.line, column=name)


def _periods(observations: Sequence[Observation], faults: Faults) -> list[Observation]:
    found = []
    for o in observations:
        period = read_period(o.period)
        if period is None and o.period.strip():
            faults.add(
                _("'{value}' is no period.").format(value=o.period),
                _("Write 2024, 2024-Q1, 2024-S1 or 2024-01."),
                line=o.line,
                column=o.column or "period",
            )
        found.append(replace(o, period=period or o.period))
    return found


def _regions(
    observations: Sequence[Observation], options: Options, faults: Faults, notes: list[str]
) -> list[Observation]:
    """Check the codes against NUTS, and bring renamed ones up to date where that was asked for."""
    codes = {o.region.strip() for o in observations} - {""}
    looks = {c for c in codes if (is_known(c) or successors(c)) and len(c) > 2}
    wholes = {c for c in codes if len(c) == 2 and c in COUNTRIES}
    checked = options.regions == "nuts" or (options.regions == "auto" and bool(looks or wholes == codes))
    if not checked:
        if options.regions == "auto" and codes:
            notes.append(_("The regions are not codes of NUTS; they were taken as the region's own."))
        return [replace(o, region=o.region.strip()) for o in observations]
    renamed: dict[str, str] = {}
    told: set[str] = set()
    for o in observations:
        code = o.region.strip()
        if not code or code in told or is_known(code) or _AGGREGATE.fullmatch(code):
            continue
        told.add(code)
        change = successors(code)
        if change is None:
            faults.add(
                _("'{code}' is no NUTS code.").format(code=code),
                _nearest(code) or _("Correct it, or say --regions own where these are regions of your own."),
                line=o.line,
                column="region",
            )
            continue
        if change.kind == "renamed" and options.update_codes and len(code) < 5:
            renamed[code] = change.successors[0]
            continue
        faults.add(*_outdated(code, change.version, change.kind, change.successors), line=o.line, column="region")
    for old, new in sorted(renamed.items()):
        notes.append(_("{old} is called {new} today; it was renamed.").format(old=old, new=new))
    return [replace(o, region=renamed.get(o.region.strip(), o.region.strip())) for o in observations]


def _outdated(code: str, version: int, kind: str, now: Sequence[str]) -> tuple[str, str]:
    facts: dict[str, Any] = {"code": code, "version": version, "now": ", ".join(now), "region": code[:4]}
    if len(code) > 4:
        text = _("'{code}' is not in NUTS since {version}: {region}, which it lies in, became {now}.")
        return text.format(**facts), _("Look its code of today up, and write that.")
    words = {
        "renamed": _("'{code}' is not in NUTS since {version}: the same region is called {now} today."),
        "merged": _("'{code}' is not in NUTS since {version}: it is part of {now} today."),
        "split": _("'{code}' is not in NUTS since {version}: it was divided into {now}."),
        "redrawn": _("'{code}' is not in NUTS since {version}: borders moved, and {now} is not the same area."),
    }
    remedies = {
        "renamed": _("Write {now}, or say --update-codes."),
        "merged": _("Take the figure of {now} from the source; a part cannot stand for it."),
        "split": _("Take the figures of {now} from the source."),
        "redrawn": _("Take the figure in today's borders from the source."),
    }
    return words[kind].format(**facts), remedies[kind].format(**facts)


def _nearest(code: str) -> str:
    from difflib import get_close_matches

    from clusterdynamics.indicators.nuts import level_two_codes

    found = get_close_matches(code.upper()[:4], sorted(level_two_codes() | COUNTRIES), n=1, cutoff=0.7)
    return _("Did you mean '{nearest}'?").format(nearest=found[0]) if found else ""


def _units(observations: Sequence[Observation], faults: Faults) -> None:
    """Report an indicator of one source whose unit changes from one figure to the next."""
    first: dict[tuple[str, str], Observation] = {}
    told: set[tuple[str, str]] = set()
    for o in observations:
        key = (o.code, o.source)
        other = first.setdefault(key, o)
        if o.unit and other.unit and o.unit != other.unit and key not in told:
            told.add(key)
            faults.add(
                _("The unit of '{code}' changes: '{unit}' here, '{other}' in line {line}.").format(
                    code=o.code, unit=o.unit, other=other.unit, line=other.line
                ),
                _("Bring all figures to one unit, or give the indicators different codes."),
                line=o.line,
                column="unit",
            )


def _once(observations: Sequence[Observation], faults: Faults, notes: list[str]) -> list[Observation]:
    """Report figures that are given twice with different values; leave out those given twice alike."""
    kept: dict[tuple[str, ...], Observation] = {}
    same = 0
    for o in observations:
        key = (o.region, o.period, o.code, o.source, o.vintage)
        other = kept.setdefault(key, o)
        if other is o:
            continue
        if (o.value, o.flag) == (other.value, other.flag):
            same += 1
            continue
        faults.add(
            _("'{code}' of {region} in {period} is given twice: {value} here, {other} in line {line}.").format(
                code=o.code,
                region=o.region,
                period=o.period,
                value="–" if o.value is None else f"{o.value:g}",
                other="–" if other.value is None else f"{other.value:g}",
                line=other.line,
            ),
            _("Keep the right one; where both are right, say of when they are in a column 'vintage'."),
            line=o.line,
            column=o.column or "period",
        )
    if same:
        notes.append(
            ngettext(
                "{n} figure stood there twice with the same value; it was taken once.",
                "{n} figures stood there twice with the same value; they were taken once.",
                same,
            ).format(n=same)
        )
    return list(kept.values())


def _gaps(observations: Sequence[Observation]) -> list[str]:
    """Say how many figures are missing and how many are kept secret."""
    empty = Counter(bool(set(o.flag.lower()) & SECRET) for o in observations if o.value is None)
    said = []
    if empty[True]:
        said.append(
            ngettext("{n} figure is kept secret.", "{n} figures are kept secret.", empty[True]).format(n=empty[True])
        )
    if empty[False]:
        said.append(ngettext("{n} figure is missing.", "{n} figures are missing.", empty[False]).format(n=empty[False]))
    return said
