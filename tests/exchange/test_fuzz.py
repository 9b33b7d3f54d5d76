"""Whatever is done to a file, it is read or refused with an explanation; nothing else ever happens."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusterdynamics.exchange import (
    Edge,
    ExchangeError,
    Fault,
    GraphData,
    Node,
    Relation,
    Spell,
    WriteOptions,
    formats,
    get_format,
    read_graph,
)

NODES = (Node("a", attributes={"size": 3, "x": 0.5, "y": 0.5}), Node("b", attributes={"size": None}), Node("c"))
GRAPH = GraphData(NODES, (Relation("r", (Edge("a", "b", 2.5, spells=(Spell("1", "2"),)), Edge("b", "c", None))),), "T")
MARKS = ["", "\n", "\t", " ", '"', "'", ",", ";", "<", ">", "*", ":", "[", "{", "\x00", "²"]
NUMBERS = ["-1", "1e9", "1e999", "9" * 5000, "x", "NA", "null"]
PARTS = ["*Vertices 3\n", "*Matrix\n", "DATA:", "LABELS EMBEDDED", "label", "id", "weight", "relation"]
WORDS = [b"\xe5", *(word.encode() for word in (*MARKS, *NUMBERS, *PARTS))]


@st.composite
def damaged(draw: st.DrawFn, form: str, suffix: str) -> bytes:
    data = get_format(form).write(GRAPH, WriteOptions(suffix=suffix))
    for _k in range(draw(st.integers(1, 4))):
        a = draw(st.integers(0, len(data)))
        b = min(len(data), a + draw(st.integers(0, 12)))
        data = data[:a] + draw(st.sampled_from(WORDS)) + data[b:]
    return data


KINDS = [(f.name, suffix) for f in formats() for suffix in f.suffixes if suffix not in {".tsv", ".xml", ".paj", ".mat"}]


@pytest.mark.parametrize(("form", "suffix"), KINDS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_damaged_files(form: str, suffix: str, data: st.DataObject) -> None:
    content = data.draw(damaged(form, suffix))
    for chosen in (form, None):
        told: tuple[Fault, ...] = ()
        graph = None
        try:
            graph = read_graph(content, chosen, name=f"a{suffix}")
        except ExchangeError as error:
            told = error.faults
        assert (graph is None) == bool(told)
        assert all(fault.message for fault in told)
