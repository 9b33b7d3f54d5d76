"""The command before a study: ``plan``."""

from __future__ import annotations

from typing import Annotated

import typer

from clusterdynamics.cli.show import say
from clusterdynamics.i18n import use_language

__all__ = ["add_to"]


def plan(
    organisations: Annotated[int, typer.Option(help="Organisations that will be asked.")],
    response: Annotated[float, typer.Option(help="Share that is expected to answer, 0.75 for 75 %.")] = 0.75,
    model: Annotated[str, typer.Option(help="Model file, or the word reference.")] = "reference",
    afternoon: Annotated[bool, typer.Option("--afternoon", help="An afternoon study: statements, no links.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="Where all chance comes from.")] = 1,
    language: Annotated[str, typer.Option(help="Language of what is printed: en, sv, nb, fi, fr or da.")] = "en",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON for programs instead of text for people.")
    ] = False,
) -> None:
    """Say what a study of this size will be able to say, and what not, from simulated studies."""
    from clusterdynamics.measures.planning import plan as make

    with use_language(language):
        made = make(organisations, response, model, seed, afternoon=afternoon)
        if as_json:
            import json
            from dataclasses import asdict

            typer.echo(json.dumps(asdict(made) | {"sentences": made.sentences()}, indent=2, ensure_ascii=False))
            return
        import textwrap

        for sentence in made.sentences():
            say(textwrap.fill(sentence, 100, subsequent_indent="  "))


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(plan)
