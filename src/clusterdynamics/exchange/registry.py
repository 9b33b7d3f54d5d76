"""All formats, and the two verbs: read a network, write a network."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path

from clusterdynamics.exchange.edge_list import EDGE_LIST
from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.gexf import GEXF
from clusterdynamics.exchange.graph import GraphData
from clusterdynamics.exchange.graphml import GRAPHML
from clusterdynamics.exchange.kumu import KUMU
from clusterdynamics.exchange.losses import losses
from clusterdynamics.exchange.matrix import MATRIX
from clusterdynamics.exchange.node_link import NODE_LINK, parse_json
from clusterdynamics.exchange.pajek import PAJEK
from clusterdynamics.exchange.protocol import Format, ReadOptions, WriteOptions
from clusterdynamics.exchange.rsiena import RSIENA
from clusterdynamics.exchange.sheets import is_workbook, read_sheets
from clusterdynamics.exchange.text import MOST_BYTES
from clusterdynamics.exchange.two_mode import TWO_MODE
from clusterdynamics.exchange.ucinet import UCINET
from clusterdynamics.i18n import _

__all__ = ["FORMATS", "formats", "get_format", "read_bytes", "read_graph", "sniff_format", "write_graph"]

#: Endings that say nothing about the format.
SHARED = frozenset({".csv", ".tsv", ".txt", ".dat", ".xlsx", ".xls", ".json", ".xml"})

#: In the order in which a file is tried: those known by their content first, tables last.
FORMATS: tuple[Format, ...] = (
    GRAPHML,
    GEXF,
    PAJEK,
    UCINET,
    KUMU,
    NODE_LINK,
    TWO_MODE,
    RSIENA,
    EDGE_LIST,
    MATRIX,
)


def formats() -> tuple[Format, ...]:
    """Return all formats."""
    return FORMATS


def get_format(name: str) -> Format:
    """Return the format called `name`.

    Raises
    ------
    ExchangeError
        There is none.
    """
    for form in FORMATS:
        if form.name == name:
            return form
    raise Faults(name).error(
        _("There is no format '{name}'.").format(name=name),
        _("The formats are: {known}.").format(known=", ".join(f.name for f in FORMATS)),
    )


def sniff_format(data: bytes, name: str) -> Format:
    """Return the format of a file, known by its content and then by its ending.

    Raises
    ------
    ExchangeError
        It fits no format.
    """
    for form in FORMATS:
        if form.sniff(data, name):
            return form
    suffix = Path(name).suffix.lower()
    for form in FORMATS:
        # A file that its format does not recognise is broken; that format says best what is wrong.
        if suffix in form.suffixes and suffix not in SHARED:
            return form
    known = ", ".join(f.name for f in FORMATS)
    if suffix in SHARED or is_workbook(data):
        _check_table(data, name)
        raise Faults(name).error(
            _("This is neither a matrix nor a list of ties."),
            _(
                "A matrix has as many rows as columns; a list of ties names its columns source and target. "
                "Or name the format: {known}."
            ).format(known=known),
        )
    raise Faults(name).error(
        _("It is not clear which format this file has."), _("Name the format: {known}.").format(known=known)
    )


def _check_table(data: bytes, name: str) -> None:
    """Raise what is wrong with a table before it can even be looked at: no text, or a broken workbook."""
    if Path(name).suffix.lower() == ".json":
        parse_json(data, name, ReadOptions())
    else:
        read_sheets(data, name, ReadOptions())


def read_graph(
    source: str | Path | bytes,
    format: str | None = None,  # noqa: A002 - what people call it
    *,
    name: str = "",
    options: ReadOptions | None = None,
) -> GraphData:
    """Read a network from a file.

    Parameters
    ----------
    source
        Path, or the bytes of the file.
    format
        Name of the format; found out where none is given.
    name
        Name of the file in messages, where bytes are given.
    options
        What is known about the file.

    Raises
    ------
    ExchangeError
        With all that is wrong with the file.
    """
    if isinstance(source, bytes):
        data, called = source, name or _("the file")
    else:
        path = Path(source)
        called = name or path.name
        data = read_bytes(path, called)
    form = get_format(format) if format else sniff_format(data, called)
    return form.read(data, called, options or ReadOptions())


def read_bytes(path: Path, name: str) -> bytes:
    """Return the content of a file, not larger than the limit, or raise what is wrong with it."""
    faults = Faults(name)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise faults.error(
                _("The file is larger than {size} MB.").format(size=MOST_BYTES // 1024**2),
                _("Send a smaller file."),
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise faults.error(_("There is no file {path}.").format(path=path), _("Correct the path.")) from None
    except OSError as problem:
        raise faults.error(
            _("The file cannot be opened ({detail}).").format(detail=problem.strerror or problem),
            _("Choose a file that you may read."),
        ) from None


def write_graph(
    graph: GraphData,
    path: str | Path,
    format: str | None = None,  # noqa: A002 - what people call it
    *,
    options: WriteOptions | None = None,
) -> tuple[str, ...]:
    """Write a network to a file; either the whole file is there afterwards, or nothing has changed.

    Parameters
    ----------
    graph
        The network.
    path
        Where to. Its ending decides the format where none is named.

    Returns
    -------
    What the format cannot hold, in sentences; empty where nothing is lost.

    Raises
    ------
    ExchangeError
        The network cannot be written in this format.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    form = get_format(format) if format else _by_suffix(suffix, target.name, graph)
    if form.write is None:
        raise Faults(target.name).error(_("The format '{name}' is read only.").format(name=form.name))
    data = form.write(graph, replace(options or WriteOptions(), suffix=suffix))
    _write_bytes(target, data)
    return losses(graph, form, suffix)


def _by_suffix(suffix: str, name: str, graph: GraphData) -> Format:
    found = [f for f in FORMATS if f.write is not None and suffix in f.suffixes]
    # Endings that several formats share: the one that holds most.
    first = {".json": NODE_LINK, ".csv": EDGE_LIST, ".tsv": EDGE_LIST, ".xlsx": EDGE_LIST}.get(suffix)
    if first is not None or found:
        return first or found[0]
    raise Faults(name).error(
        _("The ending '{suffix}' belongs to no format.").format(suffix=suffix),
        _("Name the format: {known}.").format(known=", ".join(f.name for f in FORMATS)),
    )


def _write_bytes(path: Path, data: bytes) -> None:
    handle, temporary = -1, ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except OSError as problem:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise Faults(path.name).error(
            _("The file cannot be written ({detail}).").format(detail=problem.strerror or problem),
            _("Choose a folder that you may write to."),
        ) from None
