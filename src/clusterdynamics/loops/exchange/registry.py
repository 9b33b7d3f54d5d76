"""All formats of qualitative data and causal maps, and the two verbs: read a corpus, write a corpus."""

from __future__ import annotations

import os
from pathlib import Path

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.files import write_atomically
from clusterdynamics.i18n import _
from clusterdynamics.loops.exchange.build import check_corpus
from clusterdynamics.loops.exchange.causal_map import CAUSAL_MAP
from clusterdynamics.loops.exchange.claims_csv import CLAIMS_CSV
from clusterdynamics.loops.exchange.corpus import Corpus
from clusterdynamics.loops.exchange.graphs import GRAPHML, KUMU
from clusterdynamics.loops.exchange.losses import losses
from clusterdynamics.loops.exchange.protocol import CorpusFormat, Incoming
from clusterdynamics.loops.exchange.qualcoder import QUALCODER
from clusterdynamics.loops.exchange.refi import QDC, QDPX
from clusterdynamics.loops.exchange.taguette import TAGUETTE
from clusterdynamics.loops.exchange.xmile import XMILE

__all__ = ["CORPUS_FORMATS", "corpus_format", "read_corpus", "sniff_corpus", "write_corpus"]

#: In the order in which a file is tried: those known by their content first, tables last.
CORPUS_FORMATS: tuple[CorpusFormat, ...] = (
    QDPX,
    QDC,
    QUALCODER,
    TAGUETTE,
    XMILE,
    GRAPHML,
    CAUSAL_MAP,
    KUMU,
    CLAIMS_CSV,
)


def corpus_format(name: str) -> CorpusFormat:
    """Return the format called `name`.

    Raises
    ------
    ExchangeError
        There is none.
    """
    for form in CORPUS_FORMATS:
        if form.name == name:
            return form
    raise Faults(name).error(_("There is no format '{name}'.").format(name=name), _known())


def _known() -> str:
    return _("The formats are: {known}.").format(known=", ".join(f.name for f in CORPUS_FORMATS))


def sniff_corpus(incoming: Incoming) -> CorpusFormat:
    """Return the format of a file, known by its content and then by its ending.

    Raises
    ------
    ExchangeError
        It fits no format.
    """
    for form in CORPUS_FORMATS:
        if form.sniff(incoming):
            return form
    for form in CORPUS_FORMATS:
        # A file that its format does not recognise is broken; that format says best what is wrong.
        if incoming.suffix in form.suffixes:
            return form
    raise Faults(incoming.name).error(_("It is not clear which format this file has."), _known())


def read_corpus(
    path: str | os.PathLike[str],
    format: str | None = None,  # noqa: A002 - what people call it
) -> Corpus:
    """Read texts, codes, codings and claims from a file of another program.

    Parameters
    ----------
    path
        A file, or the folder of a QualCoder project.
    format
        Name of the format; found out where none is given.

    Returns
    -------
    The corpus; its `notes` say what was assumed and what was left out.

    Raises
    ------
    ExchangeError
        With all that is wrong with the file.
    """
    place = Path(path)
    if not place.exists():
        raise Faults(place.name).error(_("There is no file {path}.").format(path=place), _("Correct the path."))
    incoming = Incoming(place, place.name)
    form = corpus_format(format) if format else sniff_corpus(incoming)
    if place.is_dir() and form is not QUALCODER:
        raise Faults(place.name).error(
            _("This is a folder, and the format '{name}' is a file.").format(name=form.name), _("Choose the file.")
        )
    return form.read(incoming)


def write_corpus(
    corpus: Corpus,
    path: str | os.PathLike[str],
    format: str | None = None,  # noqa: A002 - what people call it
) -> tuple[str, ...]:
    """Write a corpus to a file; either the whole file is there afterwards, or nothing has changed.

    Parameters
    ----------
    path
        Where to. Its ending decides the format where none is named.

    Returns
    -------
    What the format cannot hold, and what other programs see differently, in sentences.

    Raises
    ------
    ExchangeError
        The corpus does not hold together, or cannot be written in this format.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    faults = Faults(corpus.title or target.name)
    check_corpus(corpus, faults)
    faults.check()
    form = corpus_format(format) if format else _by_suffix(suffix, target.name)
    if form.write is None:
        raise Faults(target.name).error(
            _("The format '{name}' is read only.").format(name=form.name),
            _("Write one of: {known}.").format(known=", ".join(f.name for f in CORPUS_FORMATS if f.write is not None)),
        )
    write_atomically(target, form.write(corpus, suffix))
    remarks = (_(form.remark),) if form.remark and corpus.claims else ()
    return (*losses(corpus, form.holds_in(suffix)), *remarks)


def _by_suffix(suffix: str, name: str) -> CorpusFormat:
    for form in CORPUS_FORMATS:
        if form.write is not None and suffix in form.suffixes:
            return form
    raise Faults(name).error(_("The ending '{suffix}' belongs to no format.").format(suffix=suffix), _known())
