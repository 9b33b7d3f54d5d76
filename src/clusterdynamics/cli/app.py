"""The command ``clusterdynamics`` and its sub-commands.

Everything heavy is imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
from importlib.metadata import entry_points
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from clusterdynamics._version import __version__
from clusterdynamics.cli import (
    analysing,
    changing,
    comparing,
    counting,
    exploring,
    giving_back,
    looping,
    mapping,
    modelling,
    placing,
    planning,
    preparing,
    surveying,
    telling,
)
from clusterdynamics.errors import Cancelled, ClusterDynamicsError

__all__ = ["DONE", "INTERRUPTED", "UNUSABLE", "app", "main"]

#: Exit codes, documented in ``docs/reference/command-line.md``.
DONE, UNUSABLE, INTERRUPTED = 0, 1, 130


class _Commands(TyperGroup):
    """The commands; Ctrl-C is told in our words, where click would end without any."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Cancelled from None


app = typer.Typer(
    name="clusterdynamics",
    cls=_Commands,
    help="Study how the organisations of an economic cluster work together.",
    epilog="Exit codes: 0 done; 1 the input cannot be used, and the message says why; 2 wrong use of the command; "
    "130 stopped by Ctrl-C, nothing half-written.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"clusterdynamics {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Study how the organisations of an economic cluster work together."""


preparing.add_to(app)
surveying.add_to(app)
planning.add_to(app)
analysing.add_to(app)
changing.add_to(app)
exploring.add_to(app)
looping.add_to(app)
modelling.add_to(app)
telling.add_to(app)
giving_back.add_to(app)
placing.add_to(app)
comparing.add_to(app)
mapping.add_to(app)
counting.add_to(app)
# Other packages add commands of their own, the web application among them; the library does not know which.
for _entry in entry_points(group="clusterdynamics.commands"):
    _entry.load()(app)


def main() -> None:
    """Run the command line; a problem that was foreseen ends in a sentence, never in a traceback."""
    try:
        app()
    except Cancelled:
        typer.echo("Stopped. Nothing was written.", err=True)
        sys.exit(INTERRUPTED)
    except ClusterDynamicsError as error:
        from clusterdynamics.cli.show import show_error

        show_error(error)
        sys.exit(UNUSABLE)
