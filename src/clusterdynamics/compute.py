"""Where work runs: this machine's cores through joblib, or a Dask cluster; with progress and a way to stop.

Work that repeats (redraws, permutations, simulations) is cut into chunks of a fixed size, each with its own
seed, so that the result is the same to the last bit on one worker, on four, and on any backend.

>>> import numpy as np
>>> def draw(rng, n):
...     return rng.normal(size=n)
>>> a = replicate(draw, 1000, seed=1)
>>> with using(workers=2):
...     b = replicate(draw, 1000, seed=1)
>>> bool(np.array_equal(np.concatenate(a), np.concatenate(b)))
True
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any, Protocol

import numpy as np

from clusterdynamics.errors import Cancelled, InputError

__all__ = ["CHUNK", "Place", "Progress", "current", "each", "replicate", "threads", "using"]

#: Replicates in a chunk. Part of the definition of every random result: changing it changes them.
CHUNK = 250
#: Seconds of work from which on it is shared among workers.
WORTHWHILE = 0.5


class Progress(Protocol):
    """Told how far the work is; called in the thread that waits for it."""

    def __call__(self, label: str, done: int, total: int) -> None:
        """`done` of `total` chunks of the work called `label` are ready."""


def _silent(label: str, done: int, total: int) -> None:
    """Tell nobody."""


def _never() -> bool:
    """Nobody asks to stop."""
    return False


@dataclass(frozen=True)
class Place:
    """Where work runs.

    Attributes
    ----------
    workers
        How many chunks at a time; 0 means one per core.
    backend
        ``threading`` (numba kernels let go of the interpreter lock), ``loky`` (processes) or ``dask``.
    cluster
        Address of a Dask scheduler, ``tcp://host:port``; None elsewhere.
    progress, cancelled
        Told how far it is; asked between chunks whether to stop.
    """

    workers: int = 1
    backend: str = "loky"
    cluster: str | None = None
    progress: Progress = _silent
    cancelled: Callable[[], bool] = _never

    @property
    def jobs(self) -> int:
        """Number of workers, counted out."""
        return self.workers if self.workers > 0 else len(os.sched_getaffinity(0))


_DEFAULT = Place()
_place: ContextVar[Place] = ContextVar("clusterdynamics_place", default=_DEFAULT)


def current() -> Place:
    """Return where work runs now."""
    return _place.get()


@contextmanager
def using(
    *,
    workers: int | None = None,
    backend: str | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[Place]:
    """Run the work inside the block elsewhere; what is left out stays as it is.

    Parameters
    ----------
    workers
        Chunks at a time; 0 means one per core.
    backend
        ``threading``, ``loky`` or ``dask``; ``dask`` follows from `cluster`.
    cluster
        Address of a Dask scheduler, ``tcp://host:port``.
    progress
        Called with (label, chunks done, chunks in all).
    cancelled
        Called between chunks; the work stops with ``Cancelled`` when it returns true.

    Raises
    ------
    InputError
        The backend is unknown, or the Dask cluster cannot be reached.
    """
    if backend not in (None, "threading", "loky", "dask"):
        raise InputError(f"The backend must be threading, loky or dask, not {backend}.")
    changes: dict[str, Any] = {
        "workers": workers,
        "backend": "dask" if cluster and backend is None else backend,
        "cluster": cluster,
        "progress": progress,
        "cancelled": cancelled,
    }
    place = replace(_place.get(), **{k: v for k, v in changes.items() if v is not None})
    token = _place.set(place)
    try:
        if place.backend == "dask" and place.cluster and cluster:
            with _client(place.cluster):
                yield place
        else:
            yield place
    finally:
        _place.reset(token)


@contextmanager
def _client(address: str) -> Iterator[None]:
    """Be connected to a Dask scheduler."""
    try:
        from distributed import Client
    except ImportError:
        raise InputError("Dask is not installed: pip install 'clusterdynamics[dask]'.") from None
    try:
        client = Client(address, timeout="10s", set_as_default=True)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise InputError(f"No Dask scheduler answers at {address} ({error}). Is it running?") from error
    with client:
        yield


def _seeds(seed: int | np.random.Generator | np.random.SeedSequence, n: int) -> list[np.random.SeedSequence]:
    if isinstance(seed, np.random.Generator):
        source = seed.bit_generator.seed_seq
        if not isinstance(source, np.random.SeedSequence):
            raise TypeError("the generator must come from a SeedSequence, as np.random.default_rng(seed) does")
    else:
        source = seed if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(seed)
    return source.spawn(n)


def _chunk(work: Callable[..., Any], seed: np.random.SeedSequence, size: int, args: tuple[Any, ...]) -> Any:
    return work(np.random.default_rng(seed), size, *args)


def replicate(
    work: Callable[..., Any],
    n: int,
    *args: Any,
    seed: int | np.random.Generator | np.random.SeedSequence,
    label: str = "",
    chunk: int = CHUNK,
) -> list[Any]:
    """Run `work` for `n` replicates, in chunks, and return what each chunk gave, in order.

    Parameters
    ----------
    work
        ``work(rng, size, *args)`` does `size` replicates; a function at module level, so that it can be
        sent to another process.
    n
        Number of replicates.
    args
        Passed on.
    seed
        A seed, or the generator that the chunks' seeds are spawned from.
    label
        What the work is called where progress is shown.
    chunk
        Replicates in a chunk.

    Raises
    ------
    Cancelled
        The person asked to stop.
    """
    sizes = [min(chunk, n - start) for start in range(0, n, chunk)]
    seeds = _seeds(seed, len(sizes))
    return _run([(_chunk, (work, s, size, args)) for s, size in zip(seeds, sizes, strict=True)], label)


def each(work: Callable[..., Any], items: Sequence[Any], *args: Any, label: str = "") -> list[Any]:
    """Run ``work(item, *args)`` for every item and return the results in order."""
    return _run([(work, (item, *args)) for item in items], label)


@contextmanager
def threads() -> Iterator[Callable[[Callable[..., Any], Sequence[tuple[Any, ...]]], list[Any]]]:
    """Give a function that runs ``work(*args)`` for each of the argument tuples, on threads of this machine.

    For compiled work that lets go of the interpreter lock and is too small, and asked for too often, to be sent
    elsewhere each time. It asks before each call whether to stop.
    """
    place = _place.get()
    if place.jobs == 1:

        def alone(work: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
            if place.cancelled():
                raise Cancelled
            return [work(*args) for args in calls]

        yield alone
        return
    with ThreadPoolExecutor(place.jobs) as pool:

        def shared(work: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
            if place.cancelled():
                raise Cancelled
            return list(pool.map(lambda args: work(*args), calls))

        yield shared


def _run(calls: list[tuple[Callable[..., Any], tuple[Any, ...]]], label: str) -> list[Any]:
    place = _place.get()
    total = len(calls)
    results: list[Any] = []
    with closing(_stream(calls, place)) as stream:
        for result in stream:
            results.append(result)
            place.progress(label, len(results), total)
            if place.cancelled():
                raise Cancelled(label)
    return results


def _stream(calls: list[tuple[Callable[..., Any], tuple[Any, ...]]], place: Place) -> Generator[Any]:
    if place.cancelled():
        raise Cancelled
    if place.backend != "dask":
        rest = iter(calls)
        begin = perf_counter()
        for function, args in rest:
            yield function(*args)
            left = len(calls) - 1
            # Handing small work to others takes longer than doing it; the first chunk tells how small it is.
            if place.jobs > 1 and left and (perf_counter() - begin) * left > WORTHWHILE:
                break
            yield from (function(*args) for function, args in rest)
        calls = list(rest)
        if not calls:
            return
    from joblib import Parallel, delayed, parallel_config

    with parallel_config(backend=place.backend, n_jobs=-1 if place.backend == "dask" else place.jobs):
        outputs = Parallel(return_as="generator")(delayed(function)(*args) for function, args in calls)
        try:
            for output in outputs:  # noqa: UP028  (`yield from` would close `outputs` before the warning is kept off)
                yield output
        finally:
            with warnings.catch_warnings():
                # joblib warns of work that nobody waits for any more; whoever cancels asked for just that.
                warnings.filterwarnings("ignore", message=".*tasks.*cancelled|.*tasks.*not used", category=UserWarning)
                outputs.close()
