"""Hard figures from files: CSV, SDMX-CSV, JSON-stat and Eurostat's TSV; the form is found out."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from pathlib import Path

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.registry import read_bytes
from clusterdynamics.exchange.text import MOST_BYTES, Text, decode, sniff_delimiter, split_rows
from clusterdynamics.i18n import _
from clusterdynamics.indicators.importing.eurostat import looks_like_eurostat, read_eurostat
from clusterdynamics.indicators.importing.json_stat import looks_like_json_stat, read_json_stat
from clusterdynamics.indicators.importing.observations import Imported, Observation, Options, observations_frame
from clusterdynamics.indicators.importing.tables import looks_like_sdmx_csv, read_csv, read_sdmx_csv

__all__ = ["FORMATS", "Imported", "Observation", "Options", "observations_frame", "read_indicators"]

#: Name of a form → what reads it.
FORMATS: dict[str, Callable[[Text, str, Options], Imported]] = {
    "csv": read_csv,
    "sdmx-csv": read_sdmx_csv,
    "json-stat": read_json_stat,
    "eurostat": read_eurostat,
}


def read_indicators(
    source: str | Path | bytes,
    form: str | None = None,
    *,
    name: str | None = None,
    options: Options | None = None,
) -> Imported:
    """Read hard figures from a file.

    Parameters
    ----------
    source
        A file, packed with gzip or not, or its content.
    form
        ``csv``, ``sdmx-csv``, ``json-stat`` or ``eurostat``; found out where None.
    name
        Name of the file in messages, where bytes are given.
    options
        What is known about the file.

    Raises
    ------
    ExchangeError
        With all that is wrong with the file, each with line, column and remedy.
    """
    if isinstance(source, bytes):
        data, called = source, name or _("the file")
    else:
        called = name or Path(source).name
        data = read_bytes(Path(source), called)
    faults = Faults(called)
    if form is not None and form not in FORMATS:
        raise faults.error(
            _("There is no form called '{form}'.").format(form=form),
            _("There are: {known}.").format(known=", ".join(FORMATS)),
        )
    if data[:2] == b"\x1f\x8b":
        data = _unpacked(data, faults)
    text = decode(data, called)
    return FORMATS[form or _form_of(text)](text, called, options or Options())


def _unpacked(data: bytes, faults: Faults) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            unpacked = file.read(MOST_BYTES + 1)
    except (OSError, EOFError) as problem:
        raise faults.error(
            _("The file cannot be unpacked ({detail}).").format(detail=problem), _("Download it again.")
        ) from None
    if len(unpacked) > MOST_BYTES:
        raise faults.error(
            _("The file is larger than {size} MB.").format(size=MOST_BYTES // 1024**2), _("Send a smaller file.")
        )
    return unpacked


def _form_of(text: Text) -> str:
    first = next(iter(text.lines), "")
    if looks_like_json_stat(text.text):
        return "json-stat"
    if looks_like_eurostat(first):
        return "eurostat"
    rows = split_rows(first, sniff_delimiter(text.lines), Faults(""))
    if rows and looks_like_sdmx_csv(rows[0][1]):
        return "sdmx-csv"
    return "csv"
