"""What the command line shows: problems, progress, and where things are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import typer

from clusterdynamics.errors import ClusterDynamicsError
from clusterdynamics.i18n import _, ngettext

__all__ = ["say", "show_error", "show_problems", "working"]


class Placed(Protocol):
    """A problem with its place: of a study, or of a model."""

    @property
    def severity(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def remedy(self) -> str: ...


def say(text: str = "", *, quiet: bool = False) -> None:
    """Print a line for the person, unless silence was asked for."""
    if not quiet:
        typer.echo(text)


def show_error(error: ClusterDynamicsError) -> None:
    """Print a foreseen error: its sentence, or all the problems of a study."""
    from clusterdynamics.study.problems import StudyError

    if isinstance(error, StudyError):
        show_problems(error.problems)
    else:
        typer.echo(str(error), err=True)


def show_problems(problems: Sequence[Placed]) -> None:
    """Print problems, each with its place, what is wrong and what to do, and how many there are of each kind."""
    for problem in problems:
        typer.echo(f"{_LABEL[problem.severity]()}: {problem.place}", err=True)
        typer.echo(f"  {problem.message}", err=True)
        typer.echo(f"  → {problem.remedy}", err=True)
    errors = sum(p.severity == "error" for p in problems)
    warnings = sum(p.severity == "warning" for p in problems)
    if errors:
        typer.echo(ngettext("{n} error", "{n} errors", errors).format(n=errors), err=True)
    if warnings:
        typer.echo(ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings), err=True)


_LABEL = {
    "error": lambda: _("Error"),
    "warning": lambda: _("Warning"),
    "note": lambda: _("Note"),
}


@contextmanager
def working(*, workers: int, cluster: str | None, quiet: bool) -> Iterator[None]:
    """Run the work inside on the workers asked for, with progress bars where a person is looking."""
    import sys

    from clusterdynamics import compute

    backend = None if cluster else "threading"
    if quiet or not sys.stderr.isatty():
        with compute.using(workers=workers, backend=backend, cluster=cluster):
            yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description:<32}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        whole = bars.add_task(_("Analyses"), total=None)
        part = bars.add_task("", total=None)

        def told(label: str, done: int, total: int) -> None:
            task = whole if label == _("Analyses") else part
            bars.update(task, description=label, completed=done, total=total)

        with compute.using(workers=workers, backend=backend, cluster=cluster, progress=told):
            yield
