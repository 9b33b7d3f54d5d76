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
from clusterdynamics.loops.exchange.from_tables import tables_to_corpus
from clusterdynamics.loops.exchange.into_study import StoryImport, corpus_from_study, stories_into_study
from clusterdynamics.loops.exchange.losses import Aspect, losses, remaining
from clusterdynamics.loops.exchange.registry import CORPUS_FORMATS, corpus_format, read_corpus, write_corpus
from clusterdynamics.loops.exchange.to_tables import StoryTables, corpus_to_tables

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
    "StoryImport",
    "StoryTables",
    "claims_template",
    "corpus_format",
    "corpus_from_study",
    "corpus_to_tables",
    "losses",
    "read_corpus",
    "remaining",
    "stories_into_study",
    "tables_to_corpus",
    "write_corpus",
]
