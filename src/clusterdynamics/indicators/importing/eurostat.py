"""Hard figures in Eurostat's TSV: dimensions in the first cell, one column a period, flags behind the figures."""

from __future__ import annotations

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.text import Text
from clusterdynamics.i18n import _
from clusterdynamics.indicators.importing.cells import Cell, read_column
from clusterdynamics.indicators.importing.observations import Imported, Observation, Options, observations_frame

__all__ = ["looks_like_eurostat", "read_eurostat"]


def looks_like_eurostat(first_line: str) -> bool:
    r"""Return whether a file begins as Eurostat's TSV does: ``freq,unit,geo\TIME_PERIOD``, a tab, periods."""
    corner, tab, _rest = first_line.partition("\t")
    return bool(tab) and "\\" in corner and "geo" in corner.lower()


def read_eurostat(text: Text, name: str, options: Options) -> Imported:
    """Return the figures of a TSV file of Eurostat's bulk download, old form or new.

    ``:`` is missing, ``: c`` is secret, and the letters behind a figure are its flags. The code of a figure is the
    data set (the file's name, or `options.code`) with the dimensions that are neither place nor unit.
    """
    faults = Faults(name)
    lines = text.lines
    corner, _tab, periods = next(iter(lines), "").partition("\t")
    dimensions = corner.partition("\\")[0].split(",")
    plain = [d.strip().lower() for d in dimensions]
    place = plain.index("geo") if "geo" in plain else None
    if place is None:
        raise faults.error(
            _("The first cell does not name the dimension 'geo'."), _("Choose a table by region."), line=1
        )
    head = [p.strip() for p in periods.split("\t")]
    data_set = options.code or name.partition(".")[0]
    unit = plain.index("unit") if "unit" in plain else None
    cells: list[Cell] = []
    keys: list[tuple[list[str], str, int]] = []
    for line, content in enumerate(lines[1:], start=2):
        if not content.strip():
            continue
        parts = content.split("\t")
        values = [v.strip() for v in parts[0].split(",")]
        if len(values) != len(dimensions) or len(parts) - 1 != len(head):
            faults.add(
                _("The row has {n} dimensions and {m} figures; the header has {dims} and {width}.").format(
                    n=len(values), m=len(parts) - 1, dims=len(dimensions), width=len(head)
                ),
                _("Download the file again; it may have been cut off."),
                line=line,
            )
            continue
        for period, cell in zip(head, parts[1:], strict=True):
            cells.append(Cell(line, cell, column=period))
            keys.append((values, period, line))
    if not cells and not faults.found:
        raise faults.error(_("The file holds no figures."), _("Choose a table with a header and at least one row."))
    column = read_column(cells, faults, options.decimal or ".")
    found = []
    for (values, period, line), value, flag in zip(keys, column.values, column.flags, strict=True):
        rest = [f"{d}={v}" for k, (d, v) in enumerate(zip(plain, values, strict=True)) if k not in (place, unit)]
        found.append(
            Observation(
                region=values[place],
                period=period,
                code="/".join([data_set, *rest]),
                value=value,
                unit=values[unit] if unit is not None else "",
                source="Eurostat" if not options.source else options.source,
                flag=flag,
                line=line,
                column=period,
            )
        )
    return observations_frame(found, options, faults, ())
