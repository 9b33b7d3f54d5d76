"""Hard figures in CSV files: one row a figure, or one column a year; and in SDMX-CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.text import Text, sniff_delimiter, split_rows
from clusterdynamics.i18n import _
from clusterdynamics.indicators.importing.cells import Cell, read_column
from clusterdynamics.indicators.importing.observations import (
    Imported,
    Observation,
    Options,
    observations_frame,
    read_period,
    read_vintage,
)

__all__ = ["looks_like_sdmx_csv", "read_csv", "read_sdmx_csv"]

#: Column → what it is called elsewhere, in lower case.
_NAMES = {
    "region": ("region", "geo", "nuts", "nuts_id", "nuts_code", "ref_area", "area", "region_code"),
    "period": ("period", "time", "year", "time_period", "date"),
    "code": ("code", "indicator", "indicator_code", "series"),
    "label": ("label", "name", "indicator_label"),
    "value": ("value", "obs_value", "values", "observation"),
    "unit": ("unit", "unit_measure", "unit of measure"),
    "source": ("source",),
    "vintage": ("vintage", "last_update", "last update", "updated", "extracted"),
    "flag": ("flag", "flags", "obs_flag", "obs_status", "footnote", "footnotes", "status"),
}
#: Columns of SDMX-CSV that describe the data set or the observation, and are no dimensions of it.
_ATTRIBUTES = frozenset(
    {
        "dataflow",
        "structure",
        "structure_id",
        "structure_name",
        "key",
        "action",
        "last update",
        "conf_status",
        "decimals",
    }
    | {"unit_mult", "obs_value", "obs_flag", "obs_status", "time_period", "geo", "ref_area", "unit", "unit_measure"}
)


def _columns(head: Sequence[str]) -> dict[str, int]:
    """Return which column holds what."""
    plain = [cell.strip().strip("\ufeff").lower() for cell in head]
    found: dict[str, int] = {}
    for name, known in _NAMES.items():
        place = next((plain.index(k) for k in known if k in plain), None)
        if place is not None:
            found[name] = place
    return found


def _rows(text: Text, faults: Faults) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header and the rows, each as wide as it."""
    rows = split_rows(text.text, sniff_delimiter(text.lines), faults)
    if len(rows) < 2:
        raise faults.error(_("The file holds no figures."), _("Choose a table with a header and at least one row."))
    head = rows[0][1]
    good = []
    for line, cells in rows[1:]:
        if len(cells) > len(head) and any(c.strip() for c in cells[len(head) :]):
            faults.add(
                _("The row has {n} cells, the header {width}.").format(n=len(cells), width=len(head)),
                _("Put figures with a comma inside into quotation marks, or separate the cells by semicolons."),
                line=line,
            )
        else:
            good.append((line, (cells + [""] * len(head))[: len(head)]))
    return head, good


def read_csv(text: Text, name: str, options: Options) -> Imported:
    """Return the figures of a table with one row a figure (column ``value``), or one column a period.

    Columns are found by their names, in any order: region (geo, nuts), period (year, time), code (indicator), value,
    unit, source, vintage, flag.
    """
    faults = Faults(name)
    head, rows = _rows(text, faults)
    known = _columns(head)
    periods = [k for k, cell in enumerate(head) if read_period(cell) is not None and k not in known.values()]
    notes: list[str] = []
    if "value" in known:
        cells = [
            Cell(line, row[known["value"]], row[known["flag"]] if "flag" in known else "", head[known["value"]])
            for line, row in rows
        ]
        column = read_column(cells, faults, options.decimal)
        notes += column.notes
        found = [
            _observation(row, known, line, value, flag)
            for (line, row), value, flag in zip(rows, column.values, column.flags, strict=True)
        ]
    elif periods:
        cells = [Cell(line, row[k], column=head[k]) for line, row in rows for k in periods]
        column = read_column(cells, faults, options.decimal)
        notes += column.notes
        figures = iter(zip(column.values, column.flags, strict=True))
        found = []
        for line, row in rows:
            for k in periods:
                value, flag = next(figures)
                found.append(_observation(row, known, line, value, flag, period=head[k], column=head[k]))
    else:
        raise faults.error(
            _("The header has no column 'value' and no years: {head}.").format(head=", ".join(head)),
            _("Name the column with the figures 'value', or write the years into the header."),
            line=1,
        )
    return observations_frame(found, options, faults, notes)


def _observation(
    row: Sequence[str],
    known: dict[str, int],
    line: int,
    value: float | None,
    flag: str,
    *,
    period: str | None = None,
    column: str | None = None,
) -> Observation:
    cell = {name: row[k].strip() for name, k in known.items() if name not in ("value", "flag")}
    return Observation(
        region=cell.get("region", ""),
        period=period if period is not None else cell.get("period", ""),
        code=cell.get("code", ""),
        value=value,
        unit=cell.get("unit", ""),
        label=cell.get("label", ""),
        source=cell.get("source", ""),
        vintage=read_vintage(cell.get("vintage", "")),
        flag=flag,
        line=line,
        column=column,
    )


def looks_like_sdmx_csv(head: Sequence[str]) -> bool:
    """Return whether a header is that of SDMX-CSV 1.0 or 2.0."""
    plain = {cell.strip().strip("\ufeff").upper() for cell in head}
    return bool(plain & {"DATAFLOW", "STRUCTURE_ID", "STRUCTURE[;]", "KEY"}) and "OBS_VALUE" in plain


def read_sdmx_csv(text: Text, name: str, options: Options) -> Imported:
    """Return the figures of an SDMX-CSV file (versions 1.0 and 2.0).

    The code of a figure is its data flow with the dimensions that are neither place, time nor unit:
    ``NAMA_10R_3EMPERS/freq=A/nace_r2=C``.
    """
    faults = Faults(name)
    head, rows = _rows(text, faults)
    plain = [cell.strip().strip("\ufeff").lower() for cell in head]
    known = _columns(head)
    for needed in ("value", "period", "region"):
        if needed not in known:
            faults.add(
                _("The column for the {name} is missing.").format(name=needed),
                _("SDMX-CSV has OBS_VALUE, TIME_PERIOD and geo or REF_AREA."),
                line=1,
            )
    faults.check()
    flow = next((plain.index(c) for c in ("dataflow", "structure_id", "key") if c in plain), None)
    # The csvdata of the European Central Bank has dimensions before the period, and dozens of attributes after it.
    last = known["period"] if flow is not None and plain[flow] == "key" else len(plain)
    taken = {known[k] for k in known if k != "code"}
    dimensions = [k for k, c in enumerate(plain) if c and c not in _ATTRIBUTES and k not in taken and k < last]
    cells = [
        Cell(line, row[known["value"]], row[known["flag"]] if "flag" in known else "", head[known["value"]])
        for line, row in rows
    ]
    column = read_column(cells, faults, options.decimal or ".")
    found = []
    for (line, row), value, flag in zip(rows, column.values, column.flags, strict=True):
        o = _observation(row, {k: v for k, v in known.items() if k != "code"}, line, value, flag)
        code = "/".join(_code(row, flow, dimensions, head))
        found.append(Observation(**{**vars(o), "code": code, "source": o.source or options.source}))
    return observations_frame(found, options, faults, column.notes)


def _code(row: Sequence[str], flow: int | None, dimensions: Sequence[int], head: Sequence[str]) -> Iterator[str]:
    if flow is not None:
        # "ESTAT:NAMA_10R_3EMPERS(1.0)" is agency, flow and version; a key begins with its flow: "EXR.D.USD.EUR.SP00.A".
        name = row[flow].strip().partition(":")[2].partition("(")[0] or row[flow].strip()
        yield name.partition(".")[0] if head[flow].strip().strip("\ufeff").lower() == "key" else name
    for k in dimensions:
        if row[k].strip():
            yield f"{head[k].strip()}={row[k].strip()}"
