"""The report on paper: A4 from the same templates, tagged, the same bytes each time.

The file is made the way PDF/UA-1 asks for (structure tree, alternative texts, language, title). It does not say of
itself that it conforms, because no validator has said so yet.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.report.material import Document
from clusterdynamics.report.pages import page

if TYPE_CHECKING:
    from clusterdynamics.report.material import Material

__all__ = ["check", "pdf_of", "quiet", "write"]

#: Sizes of letters (points) that the summary is tried in, until it stands on one page.
_SUMMARY_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_CLAIM = re.compile(rb'<rdf:Description[^>]*pdfuaid:part="1"[^>]*/>')


def check() -> None:
    """Raise InputError where the libraries that draw the pages are not installed."""
    try:
        # What cannot be loaded is told on standard output, in words for programmers.
        with redirect_stdout(io.StringIO()):
            import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        raise InputError(
            _(
                "PDF needs the library Pango, which is not installed here. Install it (Debian and Ubuntu: "
                "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; macOS: brew install pango; "
                "Windows: Pango of MSYS2), or write the report as .html and print that."
            )
        ) from error


def write(material: Material) -> Document:
    """Return the report as a PDF file.

    Raises
    ------
    InputError
        Pango is not installed.
    """
    check()
    quiet()
    text = _page(material, _summary_size(material))
    identifier = hashlib.sha256(text.encode()).hexdigest()[:32]
    return Document(pdf_of(html_of(text), identifier), text)


def quiet() -> None:
    """Keep the libraries that draw the pages from telling what is for programmers."""
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)


def html_of(text: str) -> Any:
    """Return a page as ``weasyprint`` has it. Nothing is fetched, from a disk or from a network: all of it is there."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    return HTML(string=text, url_fetcher=URLFetcher(allowed_protocols=("data",)))


def pdf_of(source: Any, identifier: str) -> bytes:
    """Return the bytes of a page, laid out or not: tagged, with nothing in it that differs from one time to the next.

    Parameters
    ----------
    source
        What ``weasyprint`` writes: its ``HTML`` or a document that it has laid out.
    identifier
        Stands in the file in place of a random one.
    """
    data: bytes = source.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier, finisher=_claim_nothing)
    return data


def _page(material: Material, size: float, *, only_summary: bool = False) -> str:
    return page(
        "paper.html",
        "paper.css",
        material.report,
        material.look,
        material.pictures,
        summary_size=size,
        only_summary=only_summary,
    )


def _summary_size(material: Material) -> float:
    """Return the largest size of letters in which the summary stands on one page; the smallest where none does."""
    for size in _SUMMARY_SIZES:
        if len(html_of(_page(material, size, only_summary=True)).render().pages) == 1:
            return size
    return _SUMMARY_SIZES[-1]


def _claim_nothing(_document: Any, pdf: Any) -> None:
    """Take the mark of conformance out of the metadata."""
    number = pdf.catalog["Metadata"].split()[0]
    metadata = next(o for o in pdf.objects if str(o.number) == str(number, "ascii"))
    metadata.stream = [_CLAIM.sub(b"", part) for part in metadata.stream]
