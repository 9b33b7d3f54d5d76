"""Qualitative data and causal maps in the formats of other programs: read, written, brought into a study.

>>> from clusterdynamics.loops.exchange import read_corpus, write_corpus
>>> corpus = read_corpus("interviews.qdpx")  # doctest: +SKIP
>>> write_corpus(corpus, "claims.csv")  # doctest: +SKIP
"""

from __future__ import annotations

from clusterdynamics.loops.exchange.claims_csv import claims_template
from clusterdynamics.loops.exchange.corpus import (
    Claim,
    Code,
    Coding,
    Corpus,
    Document,
    Selection,
    Source,
)
from clusterdynamics.loops.exchange.losses import Aspect, losses, remaining
from clusterdynamics.loops.exchange.registry import CORPUS_FORMATS, corpus_format, read_corpus, write_corpus

__all__ = [
    "CORPUS_FORMATS",
    "Aspect",
    "Claim",
    "Code",
    "Coding",
    "Corpus",
    "Document",
    "Selection",
    "Source",
    "claims_template",
    "corpus_format",
    "losses",
    "read_corpus",
    "remaining",
    "write_corpus",
]
