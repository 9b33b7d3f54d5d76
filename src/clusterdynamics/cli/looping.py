"""The command about loops: ``loops``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterdynamics.cli.show import say, working
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _, use_language

if TYPE_CHECKING:
    from clusterdynamics.loops.result import Loops

__all__ = ["add_to"]


def loops(
    study: Annotated[Path, typer.Argument(help="Study folder, .zip or .xlsx.")],
    out: Annotated[
        Path | None, typer.Option(help="Folder for the picture, the tables and loops.json; for the study team.")
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(help="CSV with the columns factor and model_factor (~ before it: the other way round)."),
    ] = None,
    highlight: Annotated[str | None, typer.Option(help="Loop that stands out in the picture, L3 say.")] = None,
    seed: Annotated[
        int, typer.Option(min=0, help="Where all chance comes from; the same seed gives the same figures.")
    ] = 1,
    replicates: Annotated[int, typer.Option(min=0, help="Redraws of the tellers.")] = 2000,
    language: Annotated[str, typer.Option(help="Language of what is written: en, sv, nb, fi, fr or da.")] = "en",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON for programs instead of text for people.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
) -> None:
    """Read the loops of a cluster from its stories: running, broken at a link, weak or not told."""
    import json

    from clusterdynamics.assessment import assess
    from clusterdynamics.loops.coding import anchor_claims
    from clusterdynamics.loops.result import LoopsParams
    from clusterdynamics.study.package import read_study

    with use_language(language), working(workers=1, cluster=None, quiet=quiet or as_json):
        given = read_study(study)
        params = LoopsParams(mapping=_mapping(mapping), replicates=replicates)
        found: Loops = assess(given, seed=seed, analyses=["loops"], params={"loops": params}).loops
        lit = next((f.id for f in found.loops if highlight in (f.id, f.loop)), None)
        if highlight and lit is None:
            raise InputError(
                _("There is no loop {loop}. There are: {known}.").format(
                    loop=highlight, known=", ".join(f.id for f in found.loops)
                )
            )
        if out is not None:
            _write(found, out, lit if highlight else None)
        if as_json:
            typer.echo(json.dumps(found.to_dict(), indent=2, ensure_ascii=False))
            return
        anchored = anchor_claims(given)
        for sentence in (*found.sentences(), *anchored.sentences()):
            _line(sentence, quiet)
        for s in found.suggestions:
            text = _(
                "“{factor}” may be “{model_factor}” of the model ({similarity:.0f} of 100 alike): say so in a mapping."
            )
            _line(text.format(factor=s.factor, model_factor=s.model_factor, similarity=s.similarity), quiet)
        if out is not None:
            say(_("Loops: {path}").format(path=out / "loops.svg"), quiet=quiet)


def _line(sentence: str, quiet: bool) -> None:
    import textwrap

    say(textwrap.fill(sentence, 100, initial_indent="  · ", subsequent_indent="    "), quiet=quiet)


def _mapping(path: Path | None) -> dict[str, str]:
    """Return factor → model factor of a CSV file."""
    if path is None:
        return {}
    import csv

    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(_("{file} cannot be read: {error}").format(file=path, error=error)) from None
    if rows and not {"factor", "model_factor"} <= set(rows[0]):
        raise InputError(_("{file} needs the columns factor and model_factor.").format(file=path))
    return {r["factor"].strip(): r["model_factor"].strip() for r in rows if r["factor"] and r["model_factor"]}


def _write(found: Loops, folder: Path, highlight: str | None) -> None:
    """Write picture, layout, tables and result; everything is made before the first file is written."""
    import json
    from dataclasses import asdict

    import polars as pl

    from clusterdynamics.charts.loop_map import loop_layout, loop_map
    from clusterdynamics.charts.network_map import MAP_WIDTH
    from clusterdynamics.files import write_atomically
    from clusterdynamics.loops.picture import loop_picture

    picture = loop_picture(found, highlight=highlight)
    layout = loop_layout(picture.rings, picture.labels, MAP_WIDTH)
    links = [{k: v for k, v in asdict(link).items() if k != "claims"} for link in found.links]
    tables = {
        "links.csv": pl.DataFrame(links, infer_schema_length=None),
        "quotes.csv": pl.DataFrame([asdict(q) for q in found.quotes], infer_schema_length=None),
        "figures.csv": found.to_frame(),
    }
    whole = {"result": found.to_dict(), "picture": asdict(picture), "layout": layout.to_dict()}
    files = {name: frame.write_csv() for name, frame in tables.items()}
    files["loops.svg"] = loop_map(picture, layout)
    files["loops.json"] = json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    for name, text in files.items():
        write_atomically(folder / name, text.encode("utf-8"))


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(loops)
