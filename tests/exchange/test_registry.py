"""The list of formats, what the documentation says of it, and writing by the ending of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from clusterdynamics.exchange import (
    Edge,
    ExchangeError,
    GraphData,
    Node,
    Relation,
    formats,
    get_format,
    read_graph,
    registry,
    write_graph,
)
from clusterdynamics.exchange.protocol import Format

ROOT = Path(__file__).resolve().parents[2]
GRAPH = GraphData((Node("na"), Node("nb")), (Relation("ties", (Edge("na", "nb", 2.0),)),))


def test_every_format_is_documented_with_its_endings() -> None:
    rows = (ROOT / "docs" / "reference" / "formats.md").read_text(encoding="utf-8").splitlines()
    for form in formats():
        row = next(r for r in rows if r.startswith(f"| `{form.name}` |"))
        assert [s for s in row.replace("`", "").replace(",", "").split() if s.startswith(".")] == list(form.suffixes)


def test_names_are_unique() -> None:
    names = [f.name for f in formats()]
    assert len(set(names)) == len(names)
    assert all(get_format(n).title for n in names)


@pytest.mark.parametrize(
    ("ending", "form"),
    [
        (".csv", "edge-list"), (".xlsx", "edge-list"), (".json", "node-link"), (".net", "pajek"), (".dl", "dl"),
        (".GraphML", "graphml"), (".gexf", "gexf"), (".dat", "rsiena"), (".2sm", "two-mode"),
    ],
)  # fmt: skip
def test_the_ending_decides_how_to_write(ending: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{ending}"
    write_graph(GRAPH, path)
    assert read_graph(path, form).relations[0].ties == 1
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    import os

    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_format_that_is_read_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    form = get_format("gexf")
    silent = Format("silent", "Silent", (".silent",), form.sniff, form.read)
    monkeypatch.setattr(registry, "FORMATS", (*registry.FORMATS, silent))
    with pytest.raises(ExchangeError, match="read only"):
        write_graph(GRAPH, tmp_path / "a.silent", "silent")


def test_the_same_network_gives_the_same_bytes(tmp_path: Path) -> None:
    for form in formats():
        path = tmp_path / f"a{form.suffixes[-1]}"
        write_graph(GRAPH, path, form.name)
        first = path.read_bytes()
        write_graph(GRAPH, path, form.name)
        assert path.read_bytes() == first, form.name
