"""Interviews as Network Canvas exports them: CSV lists of egos, alters and edges, or one GraphML file each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.survey.files import SurveyFile
from clusterdynamics.exchange.survey.submission import parse_time
from clusterdynamics.exchange.survey.tabular import SurveyTable, header_of, read_tables
from clusterdynamics.exchange.xmltree import line_of, local, parse_xml
from clusterdynamics.i18n import _

__all__ = ["EGO", "Alter", "Interview", "is_canvas_graphml", "is_canvas_table", "read_interviews"]

EGO = "networkCanvasEgoUUID"
_UUID = "networkCanvasUUID"
_NAMESPACE = "http://schema.networkcanvas.com/xmlns"
#: What Network Canvas writes instead of a value that it was told to encrypt.
_ENCRYPTED = "ENCRYPTED"


@dataclass(frozen=True)
class Alter:
    """Somebody, or something, that the respondent named.

    Attributes
    ----------
    type
        Type of the node in the protocol.
    """

    file: str
    line: int | None
    type: str
    values: Mapping[str, str]


@dataclass
class Interview:
    """One session.

    Attributes
    ----------
    values
        What the respondent said about themselves, by the names of the variables; ``networkCanvasCaseID`` too.
    edges
        Number of ties that the respondent saw among those named.
    """

    uuid: str
    file: str
    line: int | None = None
    values: dict[str, str] = field(default_factory=dict)
    finished: dt.datetime | None = None
    done: bool = False
    alters: list[Alter] = field(default_factory=list)
    edges: int = 0


def is_canvas_table(file: SurveyFile) -> bool:
    """Return whether the file is one of Network Canvas's lists."""
    return EGO in header_of(file)


def is_canvas_graphml(file: SurveyFile) -> bool:
    """Return whether the file is a GraphML of Network Canvas."""
    start = file.data[:20_000]
    return b"<graphml" in start and (_NAMESPACE.encode() in start or _UUID.encode() in start)


def read_interviews(files: tuple[SurveyFile, ...]) -> tuple[list[Interview], list[str]]:
    """Return the interviews in the files, and what was passed over.

    An interview that comes both as CSV and as GraphML is read from the CSV.

    Raises
    ------
    ExchangeError
        A file is broken, or alters belong to an interview that is not there.
    """
    found: dict[str, Interview] = {}
    notes: list[str] = []
    tables = [t for f in files if is_canvas_table(f) for t in read_tables(f)]
    for table in tables:
        if "nodeID" not in table.header and "edgeID" not in table.header:
            _add_egos(table, found)
    for table in tables:
        if "nodeID" in table.header or "edgeID" in table.header:
            _add_parts(table, found)
    from_csv = set(found)
    for file in files:
        if is_canvas_graphml(file):
            for interview in _graphml(file):
                if interview.uuid not in from_csv:
                    found.setdefault(interview.uuid, interview)
    left = [f.name for f in files if not is_canvas_table(f) and not is_canvas_graphml(f)]
    if left:
        notes.append(
            _("Files that are none of Network Canvas's lists are passed over: {names}.").format(names=", ".join(left))
        )
    return list(found.values()), notes


def _kept(values: Mapping[str, str]) -> dict[str, str]:
    return {k: v for k, v in values.items() if v and v != _ENCRYPTED}


def _add_egos(table: SurveyTable, found: dict[str, Interview]) -> None:
    for record in table.records():
        uuid = record.cells.get(EGO, "")
        if uuid:
            one = found.setdefault(uuid, Interview(uuid, table.file, record.line))
            one.values.update(_kept(record.cells))
            _finish(one, record.cells.get("sessionFinish", ""))


def _finish(one: Interview, text: str) -> None:
    one.done = one.done or bool(text)
    one.finished = one.finished or parse_time(text)


def _add_parts(table: SurveyTable, found: dict[str, Interview]) -> None:
    """Add alters and edges to their interviews."""
    faults = Faults(table.file)
    kind = table.name.rpartition("_attributeList_")[2] if "_attributeList_" in table.name else ""
    for record in table.records():
        one = found.get(record.cells.get(EGO, ""))
        if one is None:
            faults.add(
                _("There is no interview '{uuid}' in the list of egos.").format(uuid=record.cells.get(EGO, "")),
                _("Export the list of egos too."),
                line=record.line,
                column=EGO,
            )
        elif "edgeID" in table.header:
            one.edges += 1
        else:
            one.alters.append(Alter(table.file, record.line, kind, _kept(record.cells)))
    faults.check()


def _graphml(file: SurveyFile) -> list[Interview]:
    root = parse_xml(file.data, file.name)
    keys = {str(e.get("id")): str(e.get("attr.name") or e.get("id")) for e in root.iter() if local(e) == "key"}
    faults = Faults(file.name)
    interviews = []
    for graph in (e for e in root if local(e) == "graph"):
        # Older versions wrote what is known about the session on the root instead of the graph.
        said = {k.rpartition("}")[2]: v for e in (root, graph) for k, v in e.attrib.items() if _NAMESPACE in k}
        values = _data(graph, keys)
        uuid = values.pop(_UUID, "") or said.get("sessionUUID", "")
        if not uuid:
            faults.add(
                _("The interview has no identifier."),
                _("Export it again, with Network Canvas's own data."),
                line=line_of(graph),
            )
            continue
        one = Interview(uuid, file.name, line_of(graph), _kept(values))
        if said.get("caseId") or said.get("caseID"):
            one.values.setdefault("networkCanvasCaseID", said.get("caseId") or said["caseID"])
        _finish(one, said.get("sessionFinishTime", ""))
        for element in graph:
            if local(element) == "node":
                data = _data(element, keys)
                kind = data.get("networkCanvasType", "")
                one.alters.append(Alter(file.name, line_of(element), kind, _kept(data)))
            elif local(element) == "edge":
                one.edges += 1
        interviews.append(one)
    faults.check()
    return interviews


def _data(element: Element, keys: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for data in element:
        if local(data) == "data":
            key = str(data.get("key"))
            found.setdefault(keys.get(key, key), (data.text or "").strip())
    return found
