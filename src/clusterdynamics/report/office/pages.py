"""The look of the text document: styles, and the parts that its pages are made of."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from clusterdynamics.charts.theme import INK, LINE, MUTED
from clusterdynamics.i18n import _
from clusterdynamics.report.cells import cell_text, widths
from clusterdynamics.report.office.deck import FONT
from clusterdynamics.report.office.packing import LANGUAGE_TAGS

if TYPE_CHECKING:
    from clusterdynamics.report.look import Look
    from clusterdynamics.report.model import Report, Table

__all__ = ["Pages"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: Width of the text in centimetres: A4 between margins of 2 cm.
_WIDTH = 17.0
#: Largest picture, in centimetres.
_TALLEST = 19.0


class Pages:
    """A text document in the region's look: real styles, so that people can change them in one place.

    Parameters
    ----------
    report, look
        What it is about, and how it looks.
    """

    def __init__(self, report: Report, look: Look) -> None:
        from docx import Document

        self.report, self.look = report, look
        # python-docx tells few types.
        made: Any = Document
        self.file = made()
        self._counts = {"figure": 0, "table": 0}
        self._pictures = 0
        self._styles()
        self._paper()
        self._properties()

    def saved(self) -> bytes:
        """Return the file as python-docx writes it."""
        out = io.BytesIO()
        self.file.save(out)
        return out.getvalue()

    def heading(self, text: str, level: int, *, anchor: str = "") -> None:
        """Add a heading; with an anchor, links can lead to it."""
        paragraph = self.file.add_heading(text, level)
        if anchor:
            number = str(len(self.file.paragraphs))
            for tag, where in (("bookmarkEnd", 1), ("bookmarkStart", 0)):
                mark = _element(tag, id=number, **({"name": anchor[:40]} if where == 0 else {}))
                (paragraph._p.append if where else paragraph._p.insert_element_before)(
                    mark, *(() if where else ("w:r",))
                )

    def text(self, text: str, style: str = "Normal") -> Any:
        """Add a paragraph."""
        return self.file.add_paragraph(text, style=style)

    def link(self, paragraph: Any, text: str, anchor: str) -> None:
        """Add a link to a heading to the end of a paragraph."""
        run = paragraph.add_run(text)
        link = _element("hyperlink", anchor=anchor[:40], history="1")
        run._r.getparent().replace(run._r, link)
        link.append(run._r)
        run.font.color.rgb = _colour(self.look.colour)

    def picture(self, data: bytes, *, alt: str, title: str, widest: float = _WIDTH, caption: str = "") -> None:
        """Add a picture with its words, and a caption below it."""
        from docx.shared import Cm

        paragraph = self.file.add_paragraph(style="Picture" if caption else "Normal")
        shape = paragraph.add_run().add_picture(io.BytesIO(data))
        scale = min(Cm(widest) / shape.width, Cm(_TALLEST) / shape.height)
        shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
        self._pictures += 1
        properties = shape._inline.docPr
        properties.set("id", str(self._pictures))
        properties.set("descr", alt)
        properties.set("title", title)
        inner = shape._inline.graphic.graphicData.pic.nvPicPr.cNvPr
        inner.set("name", title)
        inner.set("descr", alt)
        properties.set("name", title)
        if caption:
            self._caption("figure", caption)

    def table(self, table: Table) -> None:
        """Add a table under its caption; its head is repeated on every page.

        Rows are written as XML at once: python-docx looks the whole table up for every cell.
        """
        from docx.shared import Cm

        self._caption("table", table.caption)
        made = self.file.add_table(rows=0, cols=len(table.columns), style="Report table")
        made.autofit = False
        shares = widths(table)
        for k, share in enumerate(shares):
            made.columns[k].width = Cm(_WIDTH * share)
        numbers = [c.kind != "text" for c in table.columns]
        head = [c.title for c in table.columns]
        made._tbl.append(_row(head, numbers, shares, head=True))
        for row in table.rows:
            texts = [cell_text(c, k) for c, k in zip(row, table.columns, strict=True)]
            made._tbl.append(_row(texts, numbers, shares, head=False))
        self.file.add_paragraph(style="Basis")

    def _caption(self, kind: str, text: str) -> None:
        """Add a numbered caption; the number is a field, so that lists of figures and tables can be made of it."""
        self._counts[kind] += 1
        word = _("Figure") if kind == "figure" else _("Table")
        paragraph = self.file.add_paragraph(f"{word} ", style="Caption")
        paragraph.paragraph_format.keep_with_next = kind == "table"
        field = _element("fldSimple", instr=f" SEQ {kind.capitalize()} \\* ARABIC ")
        paragraph._p.append(field)
        run = paragraph.add_run(str(self._counts[kind]))
        field.append(run._r)
        paragraph.add_run(f". {text}")

    def _styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.oxml.ns import qn
        from docx.shared import Pt

        styles = self.file.styles
        sizes = {"Normal": 10.5, "Title": 28, "Heading 1": 18, "Heading 2": 13, "Heading 3": 11.5, "Caption": 9}
        for name, size in sizes.items():
            style = styles[name]
            style.font.name, style.font.size = FONT, Pt(size)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in list(fonts.attrib):
                del fonts.attrib[key]
            for key in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{key}"), FONT)
            style.font.color.rgb = _colour(self.look.colour if name.startswith(("Title", "Heading")) else INK)
        styles["Normal"].paragraph_format.space_after = Pt(6)
        styles["Caption"].font.bold = True
        styles["Caption"].paragraph_format.space_before = Pt(6)
        styles["Title"].paragraph_format.space_after = Pt(12)
        for border in styles["Title"].element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
            break
        styles["Heading 1"].paragraph_format.space_before = Pt(0)
        styles["Heading 1"].paragraph_format.page_break_before = True  # one question a page
        for name, size, colour in (
            ("Answer", 13.5, self.look.colour),
            ("Basis", 9, MUTED),
            ("Note", 9, MUTED),
            ("Stamp", 12, self.look.colour),
            ("Picture", 10.5, INK),
            ("Table text", 8, INK),
            ("Table head", 8, MUTED),
        ):
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            style.font.size, style.font.color.rgb = Pt(size), _colour(colour)
            style.font.bold = name in ("Answer", "Stamp", "Table head")
            if name.startswith("Table"):
                style.paragraph_format.space_after = Pt(0)
        styles["Picture"].paragraph_format.keep_with_next = True
        styles["Answer"].paragraph_format.space_after = Pt(10)
        self._table_style()
        defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        language = defaults.find(qn("w:lang"))
        language.set(qn("w:val"), LANGUAGE_TAGS[self.report.language])

    def _table_style(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.oxml import parse_xml

        style = self.file.styles.add_style("Report table", WD_STYLE_TYPE.TABLE)
        style.element.append(
            parse_xml(
                f'<w:tblPr xmlns:w="{_W}"><w:tblBorders>'
                f'<w:top w:val="single" w:sz="8" w:color="{LINE[1:]}"/>'
                f'<w:bottom w:val="single" w:sz="8" w:color="{LINE[1:]}"/>'
                f'<w:insideH w:val="single" w:sz="4" w:color="DDD7CE"/></w:tblBorders>'
                '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            )
        )

    def _paper(self) -> None:
        from docx.shared import Cm

        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
        section.different_first_page_header_footer = True
        foot = section.footer.paragraphs[0]
        foot.style = self.file.styles["Basis"]
        foot.text = f"{self.report.title} · {self.report.stamp} · "
        field = _element("fldSimple", instr=" PAGE ")
        foot._p.append(field)
        field.append(foot.add_run("1")._r)

    def _properties(self) -> None:
        properties = self.file.core_properties
        properties.title = f"{self.report.title} ({self.report.stamp})"
        properties.subject = self.report.subtitle
        properties.author = self.look.organisation
        properties.last_modified_by = properties.comments = properties.keywords = properties.category = ""
        properties.language = LANGUAGE_TAGS[self.report.language]
        properties.revision = 1


def _colour(value: str) -> Any:
    from docx.shared import RGBColor

    return RGBColor(*(int(value[i : i + 2], 16) for i in (1, 3, 5)))


def _element(tag: str, **attributes: str) -> Any:
    """Return an element of the document's own vocabulary."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element: Any = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _row(texts: Sequence[str], numbers: Sequence[bool], shares: Sequence[float], *, head: bool) -> Any:
    """Return a row of a table."""
    row = _element("tr")
    properties = _element("trPr")
    properties.append(_element("cantSplit"))
    if head:
        properties.append(_element("tblHeader"))
    row.append(properties)
    for text, number, share in zip(texts, numbers, shares, strict=True):
        cell, style = _element("tc"), _element("pPr")
        size = _element("tcPr")
        size.append(_element("tcW", w=str(round(_WIDTH / 2.54 * 1440 * share)), type="dxa"))
        cell.append(size)
        style.append(_element("pStyle", val="Tablehead" if head else "Tabletext"))
        if number:
            style.append(_element("jc", val="right"))
        paragraph, run, words = _element("p"), _element("r"), _element("t")
        words.text = text
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
        paragraph.append(style)
        paragraph.append(run)
        cell.append(paragraph)
        row.append(cell)
    return row
