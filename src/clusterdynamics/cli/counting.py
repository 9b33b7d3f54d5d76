"""Commands for hard figures: ``indicators import``, ``indicators check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterdynamics.cli.analysing import QUIET
from clusterdynamics.cli.show import say
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    from clusterdynamics.indicators.importing import Imported

__all__ = ["add_to"]

FILE = Annotated[Path, typer.Argument(help="CSV, SDMX-CSV, JSON-stat, or TSV of Eurostat, packed with gzip or not.")]
FORM = Annotated[
    str | None, typer.Option("--format", help="csv, sdmx-csv, json-stat or eurostat; found out where empty.")
]
CODE = Annotated[str, typer.Option(help="What the figures are, as employment.16, where the file does not say it.")]
LABEL = Annotated[str, typer.Option(help="What they are called for people.")]
UNIT = Annotated[str, typer.Option(help="Unit, where the file does not say it.")]
SOURCE = Annotated[str, typer.Option(help="Where they come from, where the file does not say it.")]
VINTAGE = Annotated[str, typer.Option(help="Of when they are, as 2026-05-01; revised figures stand beside older ones.")]
DECIMAL = Annotated[str | None, typer.Option(help="The decimal sign, . or , where it cannot be found out.")]
REGIONS = Annotated[
    str, typer.Option(help="nuts: check the codes of regions; own: regions of your own; auto: check where any is NUTS.")
]
UPDATE = Annotated[
    bool, typer.Option("--update-codes", help="Write codes of NUTS that were only renamed as they are today.")
]


def import_(
    file: FILE,
    study: Annotated[Path, typer.Option(help="Study that gets the figures: a folder, .zip or .xlsx.")],
    form: FORM = None,
    code: CODE = "",
    label: LABEL = "",
    unit: UNIT = "",
    source: SOURCE = "",
    vintage: VINTAGE = "",
    decimal: DECIMAL = None,
    regions: REGIONS = "auto",
    update_codes: UPDATE = False,
    quiet: QUIET = False,
) -> None:
    """Add statistics to a study, and say what was repaired; figures that are there are never changed."""
    from clusterdynamics.indicators.into_study import indicators_into_study
    from clusterdynamics.study.package import read_study, write_study

    found = _read(file, form, code, label, unit, source, vintage, decimal, regions, update_codes=update_codes)
    added = indicators_into_study(read_study(study), found.frame, name=file.name)
    write_study(added.study, study, overwrite=True)
    for sentence in (*found.notes, *added.notes):
        say(f"· {sentence}", quiet=quiet)
    say(_("Written: {out}").format(out=study), quiet=quiet)


def check(
    file: FILE,
    form: FORM = None,
    code: CODE = "figures",
    label: LABEL = "",
    unit: UNIT = "units",
    source: SOURCE = "not given",
    vintage: VINTAGE = "",
    decimal: DECIMAL = None,
    regions: REGIONS = "auto",
    update_codes: UPDATE = False,
) -> None:
    """Say everything that is wrong with a file of statistics, and what would be repaired; nothing is written."""
    found = _read(file, form, code, label, unit, source, vintage, decimal, regions, update_codes=update_codes)
    for sentence in found.notes:
        say(f"· {sentence}")
    say(
        _("Figures: {n}. Regions: {regions}. Periods: {first} to {last}.").format(
            n=found.frame.height,
            regions=found.frame["region"].n_unique(),
            first=found.frame["period"].min(),
            last=found.frame["period"].max(),
        )
    )


def _read(
    file: Path,
    form: str | None,
    code: str,
    label: str,
    unit: str,
    source: str,
    vintage: str,
    decimal: str | None,
    regions: str,
    *,
    update_codes: bool,
) -> Imported:
    from clusterdynamics.indicators.importing import Options, read_indicators

    if decimal not in (None, ".", ","):
        raise InputError(_("The decimal sign must be . or , and not {sign}.").format(sign=decimal))
    if regions not in ("auto", "nuts", "own"):
        raise InputError(_("--regions must be auto, nuts or own, and not {given}.").format(given=regions))
    options = Options(code, label, unit, source, vintage, decimal, regions, update_codes)
    return read_indicators(file, form, options=options)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    indicators = typer.Typer(
        help="Bring statistics in beside the study, with unit, source, vintage and flags.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    indicators.command("import")(import_)
    indicators.command("check")(check)
    app.add_typer(indicators, name="indicators")
