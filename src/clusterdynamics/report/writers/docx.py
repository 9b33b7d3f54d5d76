"""The report as a text document that a region works on: real headings, tables with head rows, captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.i18n import _
from clusterdynamics.report.cells import basis_line, headline, is_long, source_line
from clusterdynamics.report.material import Document
from clusterdynamics.report.model import (
    Block,
    Column,
    FigureBlock,
    MapBlock,
    NetworkBlock,
    Section,
    StoryBlock,
    Table,
    TableBlock,
    TextBlock,
)
from clusterdynamics.report.office.packing import check_package, packed, readable

if TYPE_CHECKING:
    from clusterdynamics.report.material import Material
    from clusterdynamics.report.office.pages import Pages

__all__ = ["check", "write"]


def check() -> None:
    """Raise InputError where python-docx is not installed."""
    check_package("docx")


def write(material: Material) -> Document:
    """Return the report as a text document.

    Raises
    ------
    InputError
        python-docx is not installed.
    """
    check()
    from clusterdynamics.report.office.pages import Pages

    report = material.report.checked()
    pages = Pages(report, material.look)
    _cover(pages)
    _summary(pages)
    for section in report.sections:
        _question(pages, material, section)
    _limits(pages)
    data = packed(pages.saved())
    drawings = "\n".join(material.pictures.svg(b) for b in report.blocks() if _has_picture(b))
    return Document(data, f"{readable(data)}\n{drawings}")


def _has_picture(block: Block) -> bool:
    return isinstance(block, FigureBlock | NetworkBlock | MapBlock)


def _cover(pages: Pages) -> None:
    report, look = pages.report, pages.look
    if look.logo:
        pages.picture(look.logo, alt=look.organisation, title=look.organisation, widest=6.0)
    pages.text(report.stamp, "Stamp").paragraph_format.space_after = 1_800_000
    pages.text(_("Report of a cluster study"))
    pages.text(report.title, "Title")
    if report.notice:
        pages.text(report.notice, "Intense Quote")
    for name, value in report.facts:
        paragraph = pages.text("")
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(value.replace("\n", ", "))
    if look.organisation:
        paragraph = pages.text("")
        paragraph.add_run(f"{_('Published by')}: ").bold = True
        paragraph.add_run(look.organisation)
    pages.text(
        _("Made with Cluster Dynamics. It stands beside the hard figures of the cluster: as well, not instead."), "Note"
    )


def _summary(pages: Pages) -> None:
    pages.heading(_("Summary"), 1)
    for section in pages.report.sections:
        paragraph = pages.text("")
        pages.link(paragraph, section.title, section.id)
        paragraph.add_run(f" {headline(section.answer, 190)}")
    pages.text(_("Each question has a page of its own, with the picture, the table and how it was computed."), "Note")


def _question(pages: Pages, material: Material, section: Section) -> None:
    pages.heading(section.title, 1, anchor=section.id)
    pages.text(section.answer, "Answer")
    methods: list[str] = []
    for block in section.blocks:
        if isinstance(block, FigureBlock | NetworkBlock | MapBlock):
            pages.picture(material.pictures.png(block), alt=block.alt, title=block.title, caption=block.title)
            pages.text(basis_line(block), "Basis")
            _table(pages, block.table)
        elif isinstance(block, TableBlock):
            _table(pages, block.table)
            if not block.folded:
                pages.text(basis_line(block), "Basis")
        elif isinstance(block, TextBlock):
            _sentences(pages, block)
        elif isinstance(block, StoryBlock):
            _story(pages, block)
        if block.method and block.method not in methods:
            methods.append(block.method)
    if methods:
        pages.heading(_("How was this computed?"), 2)
        for method in methods:
            pages.text(method, "Note")
    if section.blocks:
        block = section.blocks[0]
        pages.text(source_line(block), "Note")


def _table(pages: Pages, table: Table) -> None:
    if is_long(table):
        pages.text(
            _("{table}: {n} rows, in the spreadsheet and in the web page of this report.").format(
                table=table.caption, n=len(table.rows)
            ),
            "Note",
        )
    else:
        pages.table(table)


def _sentences(pages: Pages, block: TextBlock) -> None:
    if block.heading:
        pages.heading(block.heading, 2)
    style = "Normal" if len(block.sentences) == 1 else "List Bullet"
    for sentence in block.sentences:
        pages.text(sentence, style)


def _story(pages: Pages, block: StoryBlock) -> None:
    pages.heading(block.title, 2)
    for paragraph in block.text.split("\n\n"):
        pages.text(paragraph, "Quote")
    if block.teller:
        pages.text(block.teller, "Basis")
    pages.text(basis_line(block), "Basis")


def _limits(pages: Pages) -> None:
    pages.heading(_("Method and limits"), 1, anchor="limits")
    rows = tuple((name, text) for name, text in pages.report.limits)
    pages.table(Table(_("Method and limits"), (Column(_("About")), Column(_("What applies"))), rows))
    pages.text(_("snapshot {id}").format(id=pages.report.snapshot[:16]), "Note")
