"""Attack 7: file names, alternative texts, tooltips, identifiers of drawings, metadata, order of columns."""

from __future__ import annotations

import base64
import io
import json
import zipfile
import zlib

import pytest

from clusterdynamics.disclosure import leaks

NAME = "Sågverk & Söner"
SECRETS = ("Sågverk & Söner", "F17")


def zipped(*entries, comment=b""):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def uri(text):
    return "data:image/svg+xml;base64," + base64.b64encode(text.encode()).decode()


HIDING = {
    "text": f"Named: {NAME}.",
    "case and spaces": "SÅGVERK \n &  söner",
    "alternative text": '<img alt="Map: S&aring;gverk &amp; S&ouml;ner in the middle">',
    "tooltip": "<svg><title>Sågverk &#38; Söner</title></svg>",
    "identifier": '<g id="node-F17"/>',
    "identifier with underscore": '<g id="n_f17_label"/>',
    "class": '<circle class="F17 anchor"/>',
    "cut by markup": "<text>Såg<tspan>verk &amp; Söner</tspan></text>",
    "column of a table": "group,F17,value\n",
    "json": json.dumps({"label": NAME}),
    "link": "/map/S%C3%A5gverk%20%26%20S%C3%B6ner.png",
    "data uri": f'<img src="{uri("<svg><title>" + NAME + "</title></svg>")}">',
    "data uri in a data uri": uri(f"<image href='{uri(NAME + ' ' * 20)}'/>"),
    "latin-1": NAME.encode("latin-1"),
    "utf-16": NAME.encode("utf-16-le") + b"\x00\x00",
    "utf-16 big end first": NAME.encode("utf-16-be") + b"\x00\x00",
    "zip: content": zipped(("word/document.xml", "<w:t>Sågverk &amp; Söner</w:t>")),
    "zip: name of a file": zipped(("figures/F17.png", b"")),
    "zip: core properties": zipped(("docProps/core.xml", "<dc:subject>F17</dc:subject>")),
    "zip: comment": zipped(comment=b"made for F17"),
    "zip in a zip": zipped(("data.zip", zipped(("a.csv", "F17;1")))),
    "pdf: information": b"%PDF-1.7\n1 0 obj << /Title (F17) >>",
    "pdf: stream": b"%PDF-1.7\nstream\r\n" + zlib.compress(b"BT (F17) Tj ET") + b"\nendstream",
    "png: text chunk": b"\x89PNG\r\n\x1a\n\x00\x00\x00\x10tEXtTitle\x00F17 map",
}


@pytest.mark.parametrize("where", HIDING)
def test_secrets_are_found(where):
    assert leaks(HIDING[where], SECRETS)


def test_the_name_of_the_file_is_looked_at():
    assert leaks(b"", SECRETS, name="report-F17.pdf")[0].where == "name"


@pytest.mark.parametrize(
    "harmless",
    [
        "F170, AF17 and F1 are others",
        "Sågverk and Söner",
        b"PK\x03\x04 no zip at all",
        b"stream\n not deflated endstream",
        "A" * 25 + "  no base64",
        zipped(("a.txt", "nothing")),
    ],
)
def test_nothing_is_found_where_nothing_is(harmless):
    assert leaks(harmless, SECRETS) == []


def test_what_was_found_says_where():
    found = leaks(zipped(("docProps/core.xml", "F17")), ["F17", " "])
    assert [(leak.secret, leak.where) for leak in found] == [("F17", "content/docProps/core.xml")]


def test_very_deep_nesting_ends():
    data = b"F17"
    for _level in range(8):
        data = zipped(("inner.zip", data))
    assert leaks(data, ["inner"])
    assert not leaks(data, ["F17"])


def test_disclosed_results_hold_no_names(demo, demo_assessment, demo_disclosed):
    """The data behind a report: labels, subjects and texts of every result, for everybody outside the study team."""
    names = [*demo.labels.values(), *demo.labels]
    for audience in ("board", "participants", "network", "public"):
        for result in demo_disclosed[audience].results.values():
            assert leaks(json.dumps(result.to_dict(), ensure_ascii=False), names) == []
            assert leaks(" ".join(result.sentences()), names) == []
    # The check can fail: the study team's results hold them.
    assert leaks(json.dumps(demo_assessment.results["actor_measures"].to_dict(), ensure_ascii=False), names)
