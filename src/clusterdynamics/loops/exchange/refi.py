"""REFI-QDA: the two formats of the standard, projects and codebooks."""

from __future__ import annotations

from collections import Counter

from clusterdynamics.exchange.xmltree import XmlWriter, line_of, local, parse_xml
from clusterdynamics.i18n import N_, _
from clusterdynamics.loops.exchange.archive import names_in_zip
from clusterdynamics.loops.exchange.build import CorpusBuilder
from clusterdynamics.loops.exchange.corpus import Corpus
from clusterdynamics.loops.exchange.losses import Aspect
from clusterdynamics.loops.exchange.protocol import CorpusFormat, Incoming
from clusterdynamics.loops.exchange.refi_note import Guids
from clusterdynamics.loops.exchange.refi_read import children, project_file, read_codes, read_qdpx
from clusterdynamics.loops.exchange.refi_write import ORIGIN, write_codes, write_qdpx

__all__ = ["QDC", "QDPX", "read_qdc", "write_qdc"]

CODEBOOK = "urn:QDA-XML:codebook:1.0"


def read_qdc(incoming: Incoming) -> Corpus:
    """Read a codebook; the codes keep their GUIDs as identifiers."""
    builder = CorpusBuilder(incoming.name)
    root = parse_xml(incoming.data, incoming.name)
    if local(root) != "CodeBook":
        raise builder.faults.error(
            _("The file begins with <{tag}>, not with <CodeBook>.").format(tag=local(root)),
            _("Export it again as REFI-QDA codebook (.qdc)."),
            line=line_of(root),
        )
    left: Counter[str] = Counter()
    for codes in children(root, "Codes"):
        read_codes(builder, codes, left)
    left["Set"] = sum(len(group) for group in children(root, "Sets"))
    rest = ", ".join(f"{name} ({n})" for name, n in sorted(left.items()) if n)
    if rest:
        builder.note(_("Not read: {what}.").format(what=rest))
    return builder.corpus()


def write_qdc(corpus: Corpus, suffix: str = ".qdc") -> bytes:
    """Return the codes of a corpus as a codebook."""
    out = XmlWriter("codebook.qdc")
    out.start("CodeBook", {"xmlns": CODEBOOK, "origin": ORIGIN})
    write_codes(out, corpus.codes, Guids())
    out.end()
    return out.bytes()


def sniff_qdpx(incoming: Incoming) -> bool:
    """Return whether it is a zip with a project file inside."""
    return incoming.head.startswith(b"PK\x03\x04") and project_file(names_in_zip(incoming.path)) is not None


def sniff_qdc(incoming: Incoming) -> bool:
    """Return whether it is XML whose first element is a codebook."""
    return b"<CodeBook" in incoming.head and b"<Project" not in incoming.head


QDPX = CorpusFormat(
    "qdpx",
    N_("REFI-QDA project"),
    (".qdpx",),
    sniff_qdpx,
    read_qdpx,
    write_qdpx,
    frozenset(Aspect),
    N_(
        "Other programs see a claim as a link between two codes; its quote, teller and place are in the note "
        "'Cluster Dynamics claims'."
    ),
)
QDC = CorpusFormat(
    "qdc",
    N_("REFI-QDA codebook"),
    (".qdc",),
    sniff_qdc,
    read_qdc,
    write_qdc,
    frozenset({Aspect.TREE, Aspect.DETAILS, Aspect.UNUSED}),
)
