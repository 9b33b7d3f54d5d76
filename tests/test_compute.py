"""Where work runs: the same bits everywhere, progress, and a way to stop."""

from __future__ import annotations

import gc
import sys
from time import sleep

import numpy as np
import pytest

from clusterdynamics import compute
from clusterdynamics.errors import Cancelled, InputError


@pytest.fixture(autouse=True)
def _share_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share even the smallest work, so that the workers are tested."""
    monkeypatch.setattr(compute, "WORTHWHILE", 0.0)


def draw(rng: np.random.Generator, size: int, scale: float = 1.0) -> np.ndarray:
    return rng.normal(scale=scale, size=size)


def square(item: int, add: int = 0) -> int:
    return item * item + add


def whole(**where: object) -> np.ndarray:
    with compute.using(**where):  # type: ignore[arg-type]
        return np.concatenate(compute.replicate(draw, 1001, 2.0, seed=7))


def test_one_worker_draws_what_the_seeds_of_the_chunks_say() -> None:
    # By definition: chunk k draws from the k-th child of SeedSequence(7).
    seeds = np.random.SeedSequence(7).spawn(5)
    sizes = [250, 250, 250, 250, 1]
    expected = [np.random.default_rng(s).normal(scale=2.0, size=n) for s, n in zip(seeds, sizes, strict=True)]
    assert np.array_equal(whole(), np.concatenate(expected))


@pytest.mark.parametrize("backend", ["threading", "loky"])
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_the_same_bits_on_any_number_of_workers(backend: str, workers: int) -> None:
    assert np.array_equal(whole(workers=workers, backend=backend), whole())


def test_the_same_bits_on_a_dask_cluster() -> None:
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, processes=False) as cluster:
        assert np.array_equal(whole(cluster=cluster.scheduler_address), whole())


def test_a_generator_and_its_seed_sequence_give_the_same() -> None:
    with_generator = compute.replicate(draw, 10, seed=np.random.default_rng(np.random.SeedSequence(3)))
    with_sequence = compute.replicate(draw, 10, seed=np.random.SeedSequence(3))
    with_seed = compute.replicate(draw, 10, seed=3)
    assert np.array_equal(with_generator[0], with_sequence[0])
    assert np.array_equal(with_generator[0], with_seed[0])


def test_a_generator_gives_new_chunks_every_time() -> None:
    rng = np.random.default_rng(3)
    first, second = compute.replicate(draw, 10, seed=rng), compute.replicate(draw, 10, seed=rng)
    assert not np.array_equal(first[0], second[0])


def test_a_generator_without_a_seed_sequence_is_refused() -> None:
    class Fixed(np.random.bit_generator.ISeedSequence):
        def generate_state(self, n_words: int, dtype: type = np.uint32) -> np.ndarray:
            return np.arange(n_words, dtype=dtype)

    with pytest.raises(TypeError, match="SeedSequence"):
        compute.replicate(draw, 10, seed=np.random.Generator(np.random.PCG64(Fixed())))


def test_small_work_is_not_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    import joblib

    def never(*_args: object, **_options: object) -> None:
        raise AssertionError("small work was handed to others")

    monkeypatch.setattr(compute, "WORTHWHILE", 60.0)
    monkeypatch.setattr(joblib, "Parallel", never)
    assert np.array_equal(whole(workers=4), whole())


def test_no_replicates_no_chunks() -> None:
    assert compute.replicate(draw, 0, seed=1) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_each_keeps_the_order(workers: int) -> None:
    with compute.using(workers=workers, backend="threading"):
        assert compute.each(square, range(7), 1) == [1, 2, 5, 10, 17, 26, 37]


def test_progress_is_told_after_every_chunk() -> None:
    told: list[tuple[str, int, int]] = []
    with compute.using(progress=lambda *what: told.append(what)):
        compute.replicate(draw, 600, seed=1, label="drawing")
    assert told == [("drawing", 1, 3), ("drawing", 2, 3), ("drawing", 3, 3)]


@pytest.mark.parametrize("workers", [1, 2])
def test_cancel_stops_between_chunks(workers: int) -> None:
    done: list[int] = []
    with (
        compute.using(
            workers=workers,
            backend="threading",
            progress=lambda _label, n, _total: done.append(n),
            cancelled=lambda: len(done) >= 2,
        ),
        pytest.raises(Cancelled),
    ):
        compute.replicate(draw, 5000, seed=1)
    assert done == [1, 2]


def test_nobody_is_warned_of_work_left_undone_by_a_cancel(monkeypatch: pytest.MonkeyPatch) -> None:
    # joblib warns of chunks that nobody takes; in tests warnings are errors.
    lost: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lost.append)
    done: list[int] = []

    def draw_slowly(rng: np.random.Generator, size: int) -> np.ndarray:
        sleep(0.01)
        return draw(rng, size)

    with compute.using(
        workers=3, backend="threading", progress=lambda _, n, __: done.append(n), cancelled=lambda: len(done) >= 2
    ):
        try:
            compute.replicate(draw_slowly, 5000, seed=1)
        except Cancelled:
            done.append(-1)
    gc.collect()
    assert done == [1, 2, -1]
    assert not lost


def test_cancelled_before_it_starts() -> None:
    with compute.using(cancelled=lambda: True), pytest.raises(Cancelled):
        compute.each(square, [1])


def test_using_changes_only_what_is_given_and_only_inside() -> None:
    with compute.using(workers=3) as outer:
        assert outer.jobs == 3
        with compute.using(backend="threading") as inner:
            assert (inner.workers, inner.backend) == (3, "threading")
        assert compute.current() == outer
    assert compute.current().workers == 1


def test_zero_workers_means_all_cores() -> None:
    with compute.using(workers=0) as place:
        assert place.jobs >= 1


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(InputError, match="threading, loky or dask"), compute.using(backend="spark"):
        pass


def test_no_scheduler_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    import distributed

    def nobody(*_args: object, **_options: object) -> None:
        raise OSError("timed out")

    monkeypatch.setattr(distributed, "Client", nobody)
    missing = pytest.raises(InputError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9")
    with missing, compute.using(cluster="tcp://127.0.0.1:9"):
        pass


def test_without_dask_a_cluster_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"clusterdynamics\[dask\]"), compute.using(cluster="tcp://127.0.0.1:9"):
        pass
