"""Commands about models: ``model check``, ``model show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from clusterdynamics.cli.show import say, show_problems
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _, ngettext

if TYPE_CHECKING:
    from clusterdynamics.models import ReferenceModel

__all__ = ["add_to"]

JSON = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of text for people.")]

model_app = typer.Typer(
    name="model",
    help="Look at the reference model, or check a model of your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def check(
    model: Annotated[str, typer.Argument(help="Model file, or the word reference.")],
    as_json: JSON = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Check a model file and its translations, and list every problem."""
    from clusterdynamics.models import check_model

    found, problems = check_model(model)
    if as_json:
        import json

        plain = [p.to_dict() for p in problems]
        typer.echo(json.dumps({"usable": found is not None, "problems": plain}, indent=2, ensure_ascii=False))
    else:
        show_problems([p for p in problems if not quiet or p.severity == "error"])
    if found is None:
        raise typer.Exit(1)
    if not as_json:
        say(_("{model} is a usable model: {parts}.").format(model=model, parts=", ".join(_counts(found))), quiet=quiet)


def show(
    model: Annotated[str, typer.Argument(help="Model file; without it, the reference model.")] = "reference",
    language: Annotated[str, typer.Option(help="Language of the texts: en, sv, nb, fi, fr, da.")] = "en",
    as_json: JSON = False,
) -> None:
    """Print a model: stages with their statements, and loops."""
    from clusterdynamics.models import load_model

    found = load_model(model, language)
    if language not in found.languages:
        raise InputError(
            _("This model has no texts in '{language}'. It has: {languages}.").format(
                language=language, languages=", ".join(found.languages)
            )
        )
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
        return
    for line in _lines(found):
        typer.echo(line)
    if found.untranslated:
        n = len(found.untranslated)
        typer.echo(ngettext("{n} text is not translated.", "{n} texts are not translated.", n).format(n=n), err=True)


def _counts(model: ReferenceModel) -> list[str]:
    stages, statements, loops = len(model.stages), len(model.statements), len(model.loops)
    return [
        ngettext("{n} stage", "{n} stages", stages).format(n=stages),
        ngettext("{n} statement", "{n} statements", statements).format(n=statements),
        ngettext("{n} loop", "{n} loops", loops).format(n=loops),
    ]


def _lines(model: ReferenceModel) -> list[str]:
    lines = [model.title, model.description, ""]
    for stage in model.stages:
        lines += [f"{stage.number}. {stage.label} [{_mark(stage.basis)}]", f"   {stage.description}"]
        lines += [f"   {s.id}  {s.text}" for s in model.statements_of(stage.id)]
        lines.append("")
    if model.loops:
        names = {factor.id: factor.label for factor in model.factors}
        lines.append(_("Loops"))
        for loop in model.loops:
            lines.append(f"{loop.id}  {loop.label} [{_mark(loop.basis)}]")
            if loop.basis == "documented" and loop.note:
                # What is documented of a loop is hardly ever all of it.
                lines.append(f"    ({loop.note})")
            for circuit in loop.circuits:
                signs = (model.sign(cause, effect) for cause, effect in circuit.links)
                way = names[circuit.chain[0]] + "".join(
                    f" →{'+' if sign > 0 else '−'} {names[effect]}"
                    for sign, effect in zip(signs, circuit.chain[1:], strict=True)
                )
                lines.append(f"    {way}")
    return lines


def _mark(basis: str) -> str:
    return _("documented") if basis == "documented" else _("reconstruction")


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    model_app.command()(check)
    model_app.command()(show)
    app.add_typer(model_app)
