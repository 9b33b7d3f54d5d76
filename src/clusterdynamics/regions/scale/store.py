"""Ties on disk: Parquet files by year, with integers only, so that every engine adds them up to the same."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _

__all__ = ["UNIT", "Part", "StoreWriter", "TieStore", "open_store"]

#: A weight of 1 is stored as this many units: floating sums would differ from engine to engine.
UNIT = 1_000_000
_META, _ORGANISATIONS = "ties.json", "organisations.parquet"
_FORMAT = 1
#: Most rows of one file.
_ROWS = 8_000_000


@dataclass(frozen=True)
class Part:
    """One file of ties: its year, name and number of rows."""

    year: int
    file: str
    rows: int


@dataclass(frozen=True)
class TieStore:
    """Ties on disk.

    Attributes
    ----------
    folder
        Where they are: ``year=2024/part-00000.parquet`` with the columns source, target (organisations, int32),
        relation (int16) and weight (int64, in units of 1 / `unit`), and ``organisations.parquet`` with organisation and
        region (int32; −1 not known).
    regions, relations
        Names, by number.
    directed
        Whether a tie goes from source to target.
    unit
        Units in a weight of 1.
    parts
        The files.
    note
        Where the ties come from.
    """

    folder: Path
    regions: tuple[str, ...]
    relations: tuple[str, ...]
    directed: bool
    unit: int
    parts: tuple[Part, ...]
    note: str = ""

    @property
    def rows(self) -> int:
        """Number of ties."""
        return sum(p.rows for p in self.parts)

    @property
    def years(self) -> tuple[int, ...]:
        """Years, sorted."""
        return tuple(sorted({p.year for p in self.parts}))

    @property
    def organisations(self) -> Path:
        """File of organisations and their regions."""
        return self.folder / _ORGANISATIONS

    def files(self, year: int) -> tuple[Path, ...]:
        """Return the files of a year."""
        return tuple(self.folder / p.file for p in self.parts if p.year == year)

    def key(self, part: Part) -> str:
        """Return a name for the content of a part, so that work on it can be taken up again."""
        told: list[Any] = [self.regions, self.relations, self.directed, self.unit, asdict(part)]
        for file in (self.organisations, self.folder / part.file):
            stat = file.stat()
            told.append([file.name, stat.st_size, stat.st_mtime_ns])
        return sha256(json.dumps(told).encode()).hexdigest()[:16]


def open_store(folder: Path | str) -> TieStore:
    """Return the ties in a folder.

    Raises
    ------
    InputError
        The folder holds no ties, or not those that its description names.
    """
    place = Path(folder)
    try:
        data = json.loads((place / _META).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InputError(
            _("{folder} holds no ties (no readable {file}). Make them with clusterdynamics regions generate.").format(
                folder=place, file=_META
            )
        ) from None
    if data.get("format") != _FORMAT:
        raise InputError(_("{folder} was written by another version.").format(folder=place))
    parts = tuple(Part(**p) for p in data["parts"])
    gone = [p.file for p in parts if not (place / p.file).is_file()]
    if gone or not (place / _ORGANISATIONS).is_file():
        raise InputError(
            _("Files are missing in {folder}: {names}.").format(
                folder=place, names=", ".join(gone[:5] or [_ORGANISATIONS])
            )
        )
    return TieStore(
        place,
        tuple(data["regions"]),
        tuple(data["relations"]),
        bool(data["directed"]),
        int(data["unit"]),
        parts,
        str(data.get("note", "")),
    )


class StoreWriter:
    """Writes ties into a folder that appears only once it is whole.

    Parameters
    ----------
    folder
        Where to; must not be there.
    regions, relations
        Names, by number.
    organisation_regions
        (organisations,) number of each organisation's region, −1 where it is not known; organisations are numbered from
        0 on.
    directed
        Whether a tie goes from source to target.
    note
        Where the ties come from.
    """

    def __init__(
        self,
        folder: Path | str,
        regions: Sequence[str],
        relations: Sequence[str],
        organisation_regions: ArrayLike,
        *,
        directed: bool = False,
        note: str = "",
    ) -> None:
        self.target = Path(folder)
        if self.target.exists():
            raise InputError(_("{folder} is there already; choose another name.").format(folder=self.target))
        self.target.parent.mkdir(parents=True, exist_ok=True)
        self._work = Path(tempfile.mkdtemp(prefix=f".{self.target.name}.", dir=self.target.parent))
        self._meta = {"regions": list(regions), "relations": list(relations), "directed": directed, "note": note}
        self._parts: list[Part] = []
        place = np.asarray(organisation_regions, dtype=np.int32)
        frame = pl.DataFrame({"organisation": np.arange(place.size, dtype=np.int32), "region": place})
        frame.write_parquet(self._work / _ORGANISATIONS)

    def add(
        self,
        year: int,
        source: ArrayLike,
        target: ArrayLike,
        relation: ArrayLike | int = 0,
        weight: ArrayLike | None = None,
    ) -> None:
        """Write ties of a year: numbers of organisations and of the relation, weights in units (1 where not given)."""
        first: NDArray[np.int32] = np.asarray(source, dtype=np.int32)
        for start in range(0, first.size, _ROWS):
            rows = slice(start, start + _ROWS)
            n = first[rows].size
            frame = pl.DataFrame(
                {
                    "source": first[rows],
                    "target": np.asarray(target, dtype=np.int32)[rows],
                    "relation": np.broadcast_to(np.asarray(relation, dtype=np.int16), first.shape)[rows],
                    "weight": np.full(n, UNIT, dtype=np.int64)
                    if weight is None
                    else np.asarray(weight, dtype=np.int64)[rows],
                }
            )
            folder = self._work / f"year={year}"
            folder.mkdir(exist_ok=True)
            name = f"part-{sum(p.year == year for p in self._parts):05d}.parquet"
            frame.write_parquet(folder / name, compression="lz4")
            self._parts.append(Part(year, f"year={year}/{name}", n))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            shutil.rmtree(self._work, ignore_errors=True)
            return
        data = {"format": _FORMAT, "unit": UNIT, **self._meta, "parts": [asdict(p) for p in self._parts]}
        (self._work / _META).write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        self._work.chmod(0o755)
        self._work.replace(self.target)
