"""One protocol for every analysis: frozen parameters → ``run(study, params, rng)`` → a frozen result.

A result has ``to_frame()``, ``chart()``, ``explain()`` and ``to_dict()``; ``from_dict`` reads it back. One
battery of tests (``tests/test_battery.py``) runs over every analysis in ``assessment.ANALYSES``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
import polars as pl

from clusterdynamics.measures.estimate import Estimate

if TYPE_CHECKING:
    import altair as alt
    from pydantic import TypeAdapter

    from clusterdynamics.study.model import Study

__all__ = ["Analysis", "Params", "Result", "analysis"]


@dataclass(frozen=True)
class Params:
    """What an analysis can be told; stored unchanged in the result."""


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(cls: type[Any]) -> TypeAdapter[Any]:
    if cls not in _ADAPTERS:
        from pydantic import TypeAdapter

        _ADAPTERS[cls] = TypeAdapter(cls)
    return _ADAPTERS[cls]


@dataclass(frozen=True)
class Result(ABC):
    """What an analysis found.

    Subclasses are frozen dataclasses of plain data (numbers, texts, tuples, mappings, estimates), so that
    they can be written to JSON and read back without loss.
    """

    #: Name of the analysis, as in ``assessment.ANALYSES``.
    name: ClassVar[str] = ""

    params: Params
    estimates: tuple[Estimate, ...]

    def to_frame(self) -> pl.DataFrame:
        """Return the figures as a table, one row each."""
        rows = [
            {
                "wave": e.wave,
                "network": e.network,
                "subject": e.subject,
                "name": e.name,
                "value": e.value,
                "low": e.low,
                "high": e.high,
                "interval": str(e.interval),
                "n": e.n,
                "coverage": e.coverage,
                "reason": None if e.reason is None else str(e.reason),
            }
            for e in self.estimates
        ]
        return pl.DataFrame(rows, schema=_FRAME)

    @abstractmethod
    def chart(self) -> alt.TopLevelMixin:
        """Return the picture of the result, the same in report, page and notebook."""

    @abstractmethod
    def sentences(self) -> tuple[str, ...]:
        """Return what was found, one plain sentence each, in the active language."""

    def explain(self) -> str:
        """Return what was found, in plain words, in the active language."""
        return " ".join(self.sentences())

    def with_estimates(self, estimates: Iterable[Estimate]) -> Self:
        """Return the result with these figures in place of its own: what disclosure control has left of them.

        A result that holds more than figures leaves out what belongs to figures that are hidden.
        """
        return replace(self, estimates=tuple(estimates))

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data that JSON can hold."""
        data: dict[str, Any] = _adapter(type(self)).dump_python(self, mode="json")
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the result that ``to_dict`` has written."""
        result: Self = _adapter(cls).validate_python(data)
        return result

    def find(self, name: str, **where: str | None) -> Estimate:
        """Return the one figure called `name` that fits (``wave=``, ``network=``, ``subject=``).

        Raises
        ------
        KeyError
            None fits, or several do.
        """
        hits = [e for e in self.estimates if e.name == name and all(getattr(e, k) == v for k, v in where.items())]
        if len(hits) != 1:
            raise KeyError(f"{len(hits)} figures called {name!r} fit {where}")
        return hits[0]

    def value_of(self, name: str, **where: str | None) -> float | None:
        """Return the value of the figure that fits; None where there is none, or it is hidden from the reader."""
        return next(
            (e.value for e in self.estimates if e.name == name and all(getattr(e, k) == v for k, v in where.items())),
            None,
        )


_FRAME: dict[str, Any] = {
    "wave": pl.String,
    "network": pl.String,
    "subject": pl.String,
    "name": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "interval": pl.String,
    "n": pl.Int64,
    "coverage": pl.Float64,
    "reason": pl.String,
}

type Run[P: Params, R: Result] = Callable[[Study, P, np.random.Generator], R]


@dataclass(frozen=True)
class Analysis[P: Params, R: Result]:
    """An analysis: its name, what it can be told, how it is run, and whether it runs only where it is asked for.

    Calling it checks the parameters' type: ``whole_network(study, WholeNetworkParams(), rng)``.
    """

    name: str
    params: type[P]
    result: type[R]
    run: Run[P, R]
    by_request: bool = False

    def __call__(self, study: Study, params: P | None = None, rng: np.random.Generator | int | None = None) -> R:
        """Run on `study`; `rng` is a generator or a seed (0 where none is given)."""
        chosen = params if params is not None else self.params()
        source = rng if isinstance(rng, np.random.Generator) else np.random.default_rng(0 if rng is None else rng)
        return self.run(study, chosen, source)


def analysis[P: Params, R: Result](
    params: type[P], result: type[R], *, by_request: bool = False
) -> Callable[[Run[P, R]], Analysis[P, R]]:
    """Make the function below the analysis that makes `result` from `params`.

    With `by_request` it takes long, and runs only where it is named.
    """

    def wrap(run: Run[P, R]) -> Analysis[P, R]:
        return Analysis(result.name, params, result, run, by_request)

    return wrap
