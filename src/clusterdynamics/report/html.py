"""The report as one HTML file that needs nothing else: no scripts, no fonts, no pictures from elsewhere."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from clusterdynamics.charts.numbers import number, percent
from clusterdynamics.charts.svg import to_data_uri, to_svg
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.report.model import (
    Basis,
    Block,
    Cell,
    Column,
    FigureBlock,
    MapBlock,
    NetworkBlock,
    Report,
    Share,
    Table,
)

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["cell_text", "to_html"]

#: Tables with more rows, or more letters, than this are not unfolded on paper.
LONG, WORDY = 45, 4000


def to_html(report: Report) -> str:
    """Return the report as HTML text.

    Raises
    ------
    NotCleared
        A block has no verdict of disclosure control.
    """
    checked = report.checked()
    style = resources.files("clusterdynamics.report").joinpath("templates/style.css").read_text(encoding="utf-8")
    return _environment().get_template("report.html").render(report=checked, style=style)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("clusterdynamics.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        _=_,
        ngettext=ngettext,
        cell_text=cell_text,
        basis_text=basis_text,
        picture=picture,
        percent=percent,
        is_long=is_long,
    )
    return environment


def cell_text(cell: Cell, column: Column) -> str:
    """Return a cell as it is shown: numbers with the language's decimal sign, "–" where there is none."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    if column.kind == "percent" or isinstance(cell, Share):
        return percent(cell, column.digits or 0)
    return number(cell, column.digits)


def is_long(table: Table) -> bool:
    """Return whether a table would fill more than a page of paper."""
    return len(table.rows) > LONG or sum(len(c) for row in table.rows for c in row if isinstance(c, str)) > WORDY


def basis_text(basis: Basis) -> str:
    """Return what a block was computed on, in words."""
    text = _("{n} {unit}").format(n=number(basis.n), unit=basis.unit)
    if basis.coverage is not None:
        text = _("{basis}, coverage {share}").format(basis=text, share=percent(basis.coverage))
    return _("{wave}: {basis}").format(wave=basis.when, basis=text) if basis.when else text


def picture(block: Block) -> str:
    """Return the picture of a block as a ``data:`` address.

    An ``<img>`` keeps its alternative text in every reader and in PDF; SVG inside the page often loses it.
    """
    if isinstance(block, FigureBlock):
        return to_data_uri(to_svg(block.chart, alt=block.alt, title=block.title))
    if isinstance(block, NetworkBlock | MapBlock):
        return to_data_uri(block.svg)
    raise TypeError(f"a {block.kind} block has no picture")
