"""The look of the slides: sizes, master, and the parts that every slide is made of."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from clusterdynamics.charts.theme import GRID, INK, MUTED, SOFT
from clusterdynamics.charts.words import wrap
from clusterdynamics.report.cells import cell_text, widths
from clusterdynamics.report.office.packing import LANGUAGE_TAGS

if TYPE_CHECKING:
    from clusterdynamics.report.look import Look
    from clusterdynamics.report.model import Report, Table

__all__ = ["BODY", "FONT", "Deck", "colour", "fitted"]

#: A font that every office program has, so that lines break where they were meant to.
FONT = "Arial"
_INCH = 914400
_WIDE, _HIGH = 12192000, 6858000


def emu(inches: float) -> int:
    """Return a length in the unit of the file."""
    return round(inches * _INCH)


#: Where the matter of a slide stands: left, top, width, height.
BODY = (emu(0.6), emu(1.95), emu(12.15), emu(4.55))
_TITLE = (emu(0.6), emu(0.68), emu(12.15), emu(1.15))


def colour(value: str) -> Any:
    """Return ``#rrggbb`` as the office packages want it."""
    from pptx.dml.color import RGBColor

    make: Any = RGBColor  # the package tells no types
    return make(*(int(value[i : i + 2], 16) for i in (1, 3, 5)))


def fitted(text: str, width: int, height: int, sizes: Iterable[float], *, bold: bool = False) -> float:
    """Return the first of `sizes` (points) in which `text` fits `width` × `height` (EMU); the last one otherwise."""
    size = 0.0
    for size in sizes:
        # 72 points are an inch; a line is 1.2 sizes high.
        lines = sum(max(1, len(wrap(part, width / _INCH * 72 * 0.97, size, bold=bold))) for part in text.split("\n"))
        if lines * size * 1.2 <= height / _INCH * 72:
            break
    return size


class Deck:
    """A presentation in the region's look.

    Parameters
    ----------
    report, look
        What it is about, and how it looks.
    """

    def __init__(self, report: Report, look: Look) -> None:
        from pptx import Presentation

        self.report, self.look = report, look
        self.accent = colour(look.colour)
        # python-pptx says of many of its values that they are something else.
        made: Any = Presentation
        self.file = made()
        self.file.slide_width, self.file.slide_height = _WIDE, _HIGH
        self._properties()
        self._master()

    def saved(self) -> bytes:
        """Return the file as python-pptx writes it."""
        out = io.BytesIO()
        self.file.save(out)
        return out.getvalue()

    def slide(self, kicker: str, title: str, notes: Iterable[str], *, narrow: bool = False) -> Any:
        """Add a slide that says one thing.

        Parameters
        ----------
        kicker
            Small, above the title: the question, say.
        title
            What the slide says.
        notes
            Paragraphs for whoever speaks.
        narrow
            Keep the right two thirds free, for a tall picture.
        """
        slide = self.file.slides.add_slide(self._plain)
        place = (emu(0.6), emu(1.0), emu(4.3), emu(3.3)) if narrow else _TITLE
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = place
        shape.text_frame.text = title
        size = fitted(title, place[2], place[3], (28, 26, 24, 22, 20, 18), bold=True)
        self._font(shape.text_frame, size, bold=True, ink=self.accent)
        if kicker:
            self.text(
                slide,
                [kicker],
                (place[0], emu(0.33), place[2], emu(0.6 if narrow else 0.35)),
                size=14,
                ink=colour(MUTED),
            )
        slide.notes_slide.notes_text_frame.text = "\n\n".join(n for n in notes if n)
        return slide

    def text(
        self,
        slide: Any,
        paragraphs: Sequence[str],
        place: Sequence[int],
        *,
        size: float | Sequence[float] = 18,
        bold: bool = False,
        ink: Any = None,
        bullets: bool = False,
    ) -> Any:
        """Add a box with text; of several sizes the first one in which it fits is taken."""
        from pptx.enum.text import MSO_AUTO_SIZE
        from pptx.oxml.ns import qn
        from pptx.util import Pt

        box = slide.shapes.add_textbox(*place)
        frame = box.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.text = "\n".join(p.replace("\n", " ") for p in paragraphs)
        if not isinstance(size, int | float):
            room = place[3] - len(paragraphs) * emu(0.09)
            size = fitted("\n".join(paragraphs), place[2] - (emu(0.2) if bullets else 0), room, size, bold=bold)
        self._font(frame, size, bold=bold, ink=ink)
        for paragraph in frame.paragraphs:
            if bullets:
                paragraph.space_after = Pt(6)
                properties = paragraph._p.get_or_add_pPr()
                properties.set("marL", str(emu(0.2)))
                properties.set("indent", str(-emu(0.2)))
                bullet = properties.makeelement(qn("a:buChar"), {"char": "•"})
                properties.append(bullet)
        return box

    def picture(self, slide: Any, data: bytes, place: Sequence[int], *, alt: str, name: str) -> Any:
        """Add a picture as large as it fits, in the middle of its place."""
        left, top, width, height = place
        shape = slide.shapes.add_picture(io.BytesIO(data), left, top)
        scale = min(width / shape.width, height / shape.height)
        shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
        shape.left = left + (width - shape.width) // 2
        shape.top = top + (height - shape.height) // 2
        properties = shape._element.nvPicPr.cNvPr
        properties.set("descr", alt)
        properties.set("name", name)
        return shape

    def table(self, slide: Any, table: Table, place: Sequence[int], *, alt: str, size: float = 14) -> Any:
        """Add a table with a head row."""
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Pt

        left, top, width, _height = place
        rows, columns = len(table.rows) + 1, len(table.columns)
        frame = slide.shapes.add_table(rows, columns, left, top, width, rows * emu(0.36))
        properties = frame._element.nvGraphicFramePr.cNvPr
        properties.set("descr", alt)
        properties.set("name", table.caption)
        made = frame.table
        made.first_row, made.horz_banding = True, False
        for k, share in enumerate(widths(table)):
            made.columns[k].width = round(width * share)
        head = [c.title for c in table.columns]
        body = [[cell_text(c, k) for c, k in zip(r, table.columns, strict=True)] for r in table.rows]
        for i, texts in enumerate([head, *body]):
            for k, text in enumerate(texts):
                cell = made.cell(i, k)
                cell.margin_left, cell.margin_right = emu(0.06), emu(0.06)
                cell.margin_top = cell.margin_bottom = emu(0.035)
                cell.text_frame.text = text
                self._font(cell.text_frame, size if i else size - 1, bold=not i, ink=colour(INK if i else MUTED))
                cell.fill.solid()
                cell.fill.fore_color.rgb = colour(SOFT if not i else "#ffffff")
                if table.columns[k].kind != "text":
                    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
        for row in made.rows:
            row.height = Pt(size * 1.55)
        return frame

    def _font(self, frame: Any, size: float, *, bold: bool = False, ink: Any = None) -> None:
        from pptx.util import Pt

        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
                run.font.color.rgb = ink or colour(INK)
                run._r.get_or_add_rPr().set("lang", LANGUAGE_TAGS[self.report.language])

    def _properties(self) -> None:
        properties = self.file.core_properties
        properties.title = f"{self.report.title} ({self.report.stamp})"
        properties.subject = self.report.subtitle
        properties.author = self.look.organisation
        properties.last_modified_by = ""
        properties.comments = properties.keywords = properties.category = ""
        properties.language = LANGUAGE_TAGS[self.report.language]
        properties.revision = 1

    def _master(self) -> None:
        """Turn the empty template into ours: two layouts, our font and colour, foot and number on every slide."""
        from pptx.oxml.ns import qn

        layouts = self.file.slide_layouts
        for layout in list(layouts):
            if layout.name not in ("Title Slide", "Title Only"):
                layouts.remove(layout)
        self.cover, self._plain = layouts[0], layouts[1]
        master = self.file.slide_master
        for part in (master, self.cover, self._plain):
            for shape in list(part.placeholders):
                # Date, foot and number are drawn by the master itself; the plain layout has a title only.
                kept = (0, 1) if part is not self._plain else (0,)
                if shape.placeholder_format.idx not in kept:
                    shape._element.getparent().remove(shape._element)
        for style in master._element.iter(qn("p:titleStyle"), qn("p:bodyStyle")):
            style.find(qn("a:lvl1pPr")).set("algn", "l")
        for level in self.cover._element.iter(qn("a:lvl1pPr")):
            level.set("algn", "l")
        for part in (master, self._plain):
            for shape in part.placeholders:
                shape.left, shape.top, shape.width, shape.height = _TITLE if shape.placeholder_format.idx == 0 else BODY
                self._anchor(shape)
        places = {0: (emu(0.9), emu(2.5), emu(11.2), emu(1.7)), 1: (emu(0.9), emu(4.3), emu(11.2), emu(1.6))}
        for shape in self.cover.placeholders:
            shape.left, shape.top, shape.width, shape.height = places[shape.placeholder_format.idx]
            self._anchor(shape)
        self._edge(master)
        foot = f"{self.report.title} · {self.report.stamp}"
        self._standing(97, "Foot", foot, (emu(0.6), emu(7.1), emu(10.5), emu(0.25)), number=False)
        self._standing(98, "Number", "‹#›", (emu(12.05), emu(7.1), emu(0.7), emu(0.25)), number=True)
        theme = next(r.target_part for r in master.part.rels.values() if r.reltype.endswith("/theme"))
        theme._blob = _themed(theme.blob, self.look.colour)

    def _anchor(self, shape: Any) -> None:
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

        frame = shape.text_frame
        frame.vertical_anchor = MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for paragraph in frame.paragraphs:
            paragraph.alignment = PP_ALIGN.LEFT

    def _edge(self, master: Any) -> None:
        """Draw the strip in the region's colour at the left edge."""
        fill = f'<a:solidFill><a:srgbClr val="{self.look.colour[1:].upper()}"/></a:solidFill>'
        master.shapes._spTree.insert(2, _shape(99, "Edge", (0, 0, emu(0.16), _HIGH), fill, ""))

    def _standing(self, number_of: int, name: str, text: str, place: Sequence[int], *, number: bool) -> None:
        """Write what stands on every slide into the layout, which has no boxes of its own in python-pptx."""
        style = (
            f'<a:rPr lang="{LANGUAGE_TAGS[self.report.language]}" sz="1100"><a:solidFill>'
            f'<a:srgbClr val="{MUTED[1:].upper()}"/></a:solidFill><a:latin typeface="{FONT}"/></a:rPr>'
        )
        tag = 'a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"' if number else "a:r"
        body = (
            '<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"/><a:p>'
            f'<a:pPr algn="{"r" if number else "l"}"/><{tag}>{style}<a:t>{escape(text)}</a:t></{tag.split()[0]}>'
            "</a:p></p:txBody>"
        )
        self._plain.shapes._spTree.append(_shape(number_of, name, place, "<a:noFill/>", body))


def _shape(number: int, name: str, place: Sequence[int], fill: str, body: str) -> Any:
    """Return a rectangle of a layout as XML."""
    from pptx.oxml import parse_xml

    left, top, width, height = place
    return parse_xml(
        '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvSpPr>'
        f'<p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr>{body}</p:sp>'
    )


def _themed(theme: bytes, accent: str) -> bytes:
    """Return the theme with our font and colours, for what people add themselves."""
    import re

    text = theme.decode("utf-8")
    text = re.sub(r'(<a:latin typeface=")Calibri(")', rf"\g<1>{FONT}\g<2>", text)
    for name, value in (("accent1", accent), ("tx2", INK), ("bg2", GRID)):
        tag = {"tx2": "dk2", "bg2": "lt2"}.get(name, name)
        old = rf'(<a:{tag}>\s*)<a:srgbClr val="[0-9A-Fa-f]{{6}}"/>'
        text = re.sub(old, rf'\g<1><a:srgbClr val="{value[1:].upper()}"/>', text)
    return text.encode("utf-8")
