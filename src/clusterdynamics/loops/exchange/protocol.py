"""What every format is: a name, how to know it, how to read it, how to write it, what it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from clusterdynamics.exchange.registry import read_bytes
from clusterdynamics.loops.exchange.corpus import Corpus
from clusterdynamics.loops.exchange.losses import Aspect

__all__ = ["CorpusFormat", "Incoming"]


@dataclass(frozen=True)
class Incoming:
    """A file (or folder) to read.

    Attributes
    ----------
    path
        Where it is.
    name
        What messages call it.
    """

    path: Path
    name: str

    @cached_property
    def head(self) -> bytes:
        """The first bytes of the file; nothing for a folder or a file that cannot be opened."""
        try:
            with self.path.open("rb") as stream:
                return stream.read(4000)
        except OSError:
            return b""

    @cached_property
    def data(self) -> bytes:
        """The whole file, not larger than the limit."""
        return read_bytes(self.path, self.name)

    @property
    def suffix(self) -> str:
        """Ending of the name, in lower case, with the point."""
        return Path(self.name).suffix.lower()


@dataclass(frozen=True)
class CorpusFormat:
    """One format.

    Attributes
    ----------
    name
        Short name, as on the command line.
    title
        What people call it (translatable).
    suffixes
        Endings of its files, with the point; the first is the usual one.
    sniff
        Whether a file is of this format; looks at the content first.
    read
        The file → the corpus.
    write
        ``(corpus, suffix) → bytes``; None where writing makes no sense.
    holds
        What survives writing.
    remark
        What other programs see differently, told where there are claims (translatable).
    lacks
        Ending → what files of this ending do not hold, although others of the format do.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    sniff: Callable[[Incoming], bool]
    read: Callable[[Incoming], Corpus]
    write: Callable[[Corpus, str], bytes] | None = None
    holds: frozenset[Aspect] = frozenset()
    remark: str = ""
    lacks: Mapping[str, frozenset[Aspect]] = field(default_factory=dict)

    def holds_in(self, suffix: str) -> frozenset[Aspect]:
        """Return what survives writing a file with this ending."""
        return self.holds - self.lacks.get(suffix, frozenset())
