"""Pages from the templates: on screen and on paper from the same parts."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from clusterdynamics.charts.numbers import percent
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.report.cells import basis_text, cell_text, headline, is_long, source_line, widths
from clusterdynamics.report.look import Look
from clusterdynamics.report.pictures import Pictures

if TYPE_CHECKING:
    from jinja2 import Environment

    from clusterdynamics.report.model import Report

__all__ = ["environment", "page"]


def page(template: str, style: str, report: Report, look: Look, pictures: Pictures, **more: Any) -> str:
    """Return a page of the report as HTML text.

    Parameters
    ----------
    template, style
        Names of files in the folder of the templates.
    report
        What is told; every block must have a verdict.
    look, pictures
        How it looks, and where its pictures are kept.
    more
        What only this template knows.

    Raises
    ------
    NotCleared
        A block has no verdict of disclosure control.
    """
    text = resources.files("clusterdynamics.report").joinpath(f"templates/{style}").read_text(encoding="utf-8")
    return (
        environment()
        .get_template(template)
        .render(report=report.checked(), style=text, look=look, pictures=pictures, **more)
    )


@cache
def environment() -> Environment:
    """Return the templates of all documents, with what they may call."""
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
        source_line=source_line,
        headline=headline,
        percent=percent,
        is_long=is_long,
        widths=widths,
    )
    return environment
