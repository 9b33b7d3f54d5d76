"""A map as one audience sees it: what is drawn, said, counted and listed, before it becomes a page, data or a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clusterdynamics.charts.network_map import MAP_WIDTH, Dot, Line, Scene, draw
from clusterdynamics.charts.shapes import outline
from clusterdynamics.charts.theme import PAPER, pale

__all__ = ["Listed", "Mark", "Picture", "fill_of", "to_data"]


@dataclass(frozen=True)
class Mark:
    """What is said about an organisation or group on the map.

    Attributes
    ----------
    id
        Its identifier in this picture, in no other.
    name
        Full name.
    sentence
        Its neighbourhood in words.
    facts
        What else this audience may know of it, by name: kind, size class, large company, answered, measures.
    """

    id: str
    name: str
    sentence: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Listed:
    """A table equal to the picture, in the form of `components/table.html`; rows name their `Mark`."""

    caption: str
    columns: tuple[Mapping[str, Any], ...]
    rows: tuple[tuple[Mapping[str, Any] | None, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A map, complete.

    Attributes
    ----------
    scene
        What is drawn; also the export.
    marks
        Name of a dot in `scene` → what is said about it.
    facts
        (from, to) as in the lines of `scene` → what is known of the link: value, words, change, confirmed.
    finding
        The answer in one sentence.
    basis
        How many of how many organisations it was computed on.
    figures
        (what it is, the figure or why there is none).
    tables
        The same as a table.
    refused
        Why something that was asked for is not shown.
    names
        Organisations whose names may stand beside the picture, tied to nothing in it.
    """

    scene: Scene
    marks: Mapping[str, Mark]
    facts: Mapping[tuple[str, str], Mapping[str, Any]]
    finding: str
    basis: str
    figures: tuple[tuple[str, str], ...]
    tables: tuple[Listed, ...]
    refused: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def svg(self) -> str:
        return draw(self.scene)

    def mark_of(self, identifier: str) -> Mark | None:
        """Return the organisation or group with this identifier."""
        return next((m for m in self.marks.values() if m.id == identifier), None)


def fill_of(dot: Dot) -> str:
    """Return the fill of a mark, as it is in the SVG."""
    return {"hollow": PAPER, "dotted": pale(dot.kind.colour)}.get(dot.outline, dot.kind.colour)


def to_data(picture: Picture) -> dict[str, Any]:
    """Return what the browser draws: the scene, with the identifiers of this picture instead of those of the study.

    Lines are lists (from, to, style, bend, facts) to keep thousands of them small; a style is what they share.
    """
    scene = picture.scene
    at = {dot.node: i for i, dot in enumerate(scene.dots)}
    styles: dict[tuple[Any, ...], int] = {}
    lines = []
    for line in scene.lines:
        style = styles.setdefault(_style(line), len(styles))
        facts = dict(picture.facts.get((line.source, line.target), {}))
        lines.append([at[line.source], at[line.target], style, line.bend, facts])
    keys = ("width", "colour", "opacity", "dash", "arrow")
    return {
        "title": scene.title,
        "alt": scene.alt,
        "width": MAP_WIDTH,
        "height": scene.height,
        "top": scene.top if any(dot.apart for dot in scene.dots) else None,
        "apart": scene.apart_words,
        "named": scene.named,
        "shapes": {shape: outline(shape) for shape in sorted({dot.kind.shape for dot in scene.dots})},
        "nodes": [
            {
                "id": picture.marks[dot.node].id,
                "x": round(dot.x, 1),
                "y": round(dot.y, 1),
                "r": round(dot.radius, 2),
                "fill": fill_of(dot),
                "shape": dot.kind.shape,
                "outline": dot.outline,
                "label": dot.label,
                "name": picture.marks[dot.node].name,
                "words": picture.marks[dot.node].sentence,
                **picture.marks[dot.node].facts,
            }
            for dot in scene.dots
        ],
        "styles": [dict(zip(keys, style, strict=True)) for style in styles],
        "lines": lines,
        "order": [at[node] for node in scene.importance],
    }


def _style(line: Line) -> tuple[Any, ...]:
    return (round(line.width, 2), line.colour, round(line.opacity, 2), line.dash, line.arrow)
